import type { CityRequest } from '../../src/open311.ts';
import { CASE_HEAD, caseLine } from './case-text.ts';

/** How a list is written while it comes: its beginning, one case, what stands between two of them, its end. */
export type ListFormat = { head: string; item: (item: CityRequest) => string; between: string; end: string };

/** The columns of CSV: the fields of the standard. */
const COLUMNS = [
  'service_request_id',
  'status',
  'status_notes',
  'service_name',
  'service_code',
  'description',
  'agency_responsible',
  'service_notice',
  'requested_datetime',
  'updated_datetime',
  'expected_datetime',
  'address',
  'address_id',
  'zipcode',
  'lat',
  'long',
  'media_url',
] as const satisfies readonly (keyof CityRequest)[];

export const LIST_FORMATS = {
  text: { head: `${CASE_HEAD}\n`, item: (item) => `${caseLine(item)}\n`, between: '', end: '' },
  json: { head: '[', item: (item) => JSON.stringify(item), between: ',\n', end: ']\n' },
  csv: {
    head: `${COLUMNS.join(',')}\r\n`,
    item: (item) => `${COLUMNS.map((column) => csvCell(item[column])).join(',')}\r\n`,
    between: '',
    end: '',
  },
  geojson: {
    head: '{"type":"FeatureCollection","features":[',
    item: (item) => JSON.stringify(featureOf(item)),
    between: ',\n',
    end: ']}\n',
  },
} as const satisfies Record<string, ListFormat>;

/** A case without a place has no geometry, so that no format tells of fewer cases than another. */
function featureOf(item: CityRequest) {
  const { service_request_id: id, lat, long } = item;
  const geometry = lat === null || long === null ? null : { type: 'Point', coordinates: [long, lat] };
  return { type: 'Feature', id, geometry, properties: item };
}

/** What a spreadsheet would run as a formula, in any width, also behind blanks. */
const FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;

/** A cell of CSV (RFC 4180) that is safe in spreadsheets: what they would run gets an apostrophe in front of it. */
function csvCell(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
