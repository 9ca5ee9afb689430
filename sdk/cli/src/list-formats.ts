import { CSV_HEAD, csvLine, featureText } from '../../src/case-files.ts';
import type { CityRequest } from '../../src/open311.ts';
import { CASE_HEAD, caseLine } from './case-text.ts';

/** How a list is written while it comes: its beginning, one case, what stands between two of them, its end. */
export type ListFormat = { head: string; item: (item: CityRequest) => string; between: string; end: string };

export const LIST_FORMATS = {
  text: { head: `${CASE_HEAD}\n`, item: (item) => `${caseLine(item)}\n`, between: '', end: '' },
  json: { head: '[', item: (item) => JSON.stringify(item), between: ',\n', end: ']\n' },
  csv: { head: CSV_HEAD, item: csvLine, between: '', end: '' },
  geojson: {
    head: '{"type":"FeatureCollection","features":[',
    item: featureText,
    between: ',\n',
    end: ']}\n',
  },
} as const satisfies Record<string, ListFormat>;
