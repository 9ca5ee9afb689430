import { timeReader } from '../../src/features/requests/import-time.ts';
import { readImportMapping } from '../../src/features/requests/import-mapping.ts';
import { recordReader } from '../../src/features/requests/import-record.ts';
import type { ImportedCase } from '../../src/features/requests/import-record.ts';
import { openCsvRows } from '../../src/platform/csv-rows.ts';
import { dammDigit } from '../../src/features/requests/case-number.ts';

/** The city of all measurements. */
export const CITY = {
  jurisdiction_id: 'boston.gov',
  name: 'Boston',
  time_zone: 'America/New_York',
  locale: 'en',
} as const;

/** Where the API of the city is. */
export const BASE = `/open311/${CITY.jurisdiction_id}/v2`;

/** As long as a list may be; the real cases are of 2011. */
export const WINDOW_EDGES = ['2011-07-01T00:00:00Z', '2011-09-28T00:00:00Z'] as const;
export const WINDOW = `start_date=${WINDOW_EDGES[0]}&end_date=${WINDOW_EDGES[1]}`;

let asked = 0;

/** The same list asked for in words that nobody has used: its window begins some seconds later, far behind its newest cases. */
export function anew(path: string): string {
  asked += 1;
  return path.replace(/start_date=[^&]+/, (text) => {
    const start = Date.parse(text.slice('start_date='.length)) + asked * 1_000;
    return `start_date=${new Date(start).toISOString().replace('.000', '')}`;
  });
}

/** Changes with whatever changes the cases: databases that were filled by another version are filled anew. */
export const GENERATOR_VERSION = 2;

/** The first number of the sequence of cases. */
const FIRST_SERIAL = 1_000_000;

const SEED = 311;
/** A copy lies so far from its original at most: about 50 m, a few houses further on. */
const JITTER_DEGREES = 0.0005;
/** A copy happened so much earlier or later at most. */
const JITTER_MS = 6 * 3_600_000;

/** Real cases of a year, the oldest first. */
export async function readRealCases(csv: string, mapping: string): Promise<ImportedCase[]> {
  const columns = readImportMapping(mapping);
  const file = await openCsvRows(csv, { columns: columns.columns, before: '' });
  const read = recordReader(columns, timeReader(columns.time_format, CITY.time_zone));
  const cases: ImportedCase[] = [];
  for await (const row of file.rows) {
    const record = 'values' in row ? read(row.values) : row;
    if (!('reason' in record)) cases.push(record);
  }
  return cases.sort((a, b) => a.requested_at.getTime() - b.requested_at.getTime());
}

/** The columns of `requests` that a generated line fills, in its order. */
export const COLUMNS = `jurisdiction_id, number, service_code, status, status_notes, visibility, description, agency_responsible,
  requested_at, updated_at, expected_at, closed_at, address, zipcode, lat, long, channel, source, source_reference`;

/**
 * Multiplies real cases to a size, as lines of COPY's text format: places, services, texts and times are spread as in
 * reality, in the order in which they happened; each copy is moved a little. Size and seed decide everything.
 */
export function* generatedLines(real: readonly ImportedCase[], size: number): Generator<string> {
  const random = randomNumbers(SEED);
  for (let place = 0; place < size; place += 1) {
    // Real cases in their order, each as many times as its share of the size asks for.
    const original = real[Math.floor((place * real.length) / size)];
    if (original === undefined) throw new Error('there are no real cases');
    const serial = String(FIRST_SERIAL + place);
    const shift = (random() * 2 - 1) * JITTER_MS;
    const move = () => (random() * 2 - 1) * JITTER_DEGREES;
    const at = (time: Date | null) => (time === null ? null : wholeSecond(time.getTime() + shift));
    yield line([
      CITY.jurisdiction_id,
      serial + dammDigit(serial),
      original.service_code,
      original.status,
      original.status_notes,
      'public',
      original.description,
      original.agency_responsible,
      at(original.requested_at),
      at(original.updated_at),
      at(original.expected_at),
      at(original.closed_at),
      original.address,
      original.zipcode,
      original.lat === null ? null : original.lat + move(),
      original.long === null ? null : original.long + move(),
      'import',
      'bench',
      serial,
    ]);
  }
}

const wholeSecond = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString();

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const line = (values: readonly (string | number | null)[]) =>
  values
    .map((value) =>
      value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (one) => ESCAPES[one] ?? one),
    )
    .join('\t') + '\n';

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
