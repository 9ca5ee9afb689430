import { readFile } from 'node:fs/promises';
import { openCsvRows } from '../../platform/csv-rows.ts';
import { readDecimal } from '../../platform/decimal.ts';
import { invalid } from '../../platform/errors.ts';
import { isReadableText } from '../../platform/readable-text.ts';
import { PLACE_KINDS } from './place.ts';
import type { Place } from './place.ts';

/** A place of a file, or what is wrong with it. Of CSV the line where it begins, of GeoJSON which feature it is. */
type PlaceRow = { line: number } & ({ place: Place } | { column: string | null; reason: string });

export type PlaceFile = { rows: AsyncIterable<PlaceRow>; bytesTotal: number; bytesRead(): number };

type Column = 'name' | 'kind' | 'lat' | 'long' | 'house_number' | 'locality';
type Values = Partial<Record<Column, unknown>>;

const LONGEST_TEXT = 200;

/** A number of a house, such as `12a` or `12/14`. */
const LONGEST_NUMBER = 20;

/**
 * Opens a file of places: CSV with the columns name, kind, lat and long, perhaps house_number and locality, packed or not; or
 * GeoJSON with points that have the same properties.
 * @throws AppError invalid, also while rows are read
 */
export async function openPlaces(path: string): Promise<PlaceFile> {
  if (/\.(geo)?json$/i.test(path)) return openGeoJson(path);
  const columns = { name: 'name', kind: 'kind', lat: 'lat', long: 'long' };
  const file = await openCsvRows<Column>(path, {
    columns: { ...columns, house_number: 'house_number', locality: 'locality' },
    optional: ['house_number', 'locality'],
    before: 'Nothing of it was imported.',
  });
  const read = async function* (): AsyncGenerator<PlaceRow> {
    for await (const row of file.rows) {
      const { line } = row;
      yield 'reason' in row ? { line, column: null, reason: row.reason } : { line, ...readPlace(row.values) };
    }
  };
  return { rows: read(), bytesTotal: file.bytesTotal, bytesRead: () => file.bytesRead() };
}

async function openGeoJson(path: string): Promise<PlaceFile> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) throw invalid([{ message: `There is no file ${path}.` }]);
  const features = featuresIn(bytes.toString('utf8'));
  let done = 0;
  // eslint-disable-next-line @typescript-eslint/require-await
  const read = async function* (): AsyncGenerator<PlaceRow> {
    for (const feature of features) {
      done += 1;
      yield { line: done, ...readFeature(feature) };
    }
  };
  return { rows: read(), bytesTotal: features.length, bytesRead: () => done };
}

function featuresIn(text: string): unknown[] {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw invalid([{ message: `This is no GeoJSON: ${(error as Error).message}.` }]);
  }
  const { type, features } = (document ?? {}) as { type?: unknown; features?: unknown };
  if (type !== 'FeatureCollection' || !Array.isArray(features))
    throw invalid([{ message: 'This is no FeatureCollection of GeoJSON, which places come as.' }]);
  return features;
}

type Read = { place: Place } | { column: string | null; reason: string };

function readFeature(feature: unknown): Read {
  const { geometry, properties } = (feature ?? {}) as {
    geometry?: { type?: unknown; coordinates?: unknown } | null;
    properties?: Values | null;
  };
  if (geometry?.type !== 'Point' || !Array.isArray(geometry.coordinates))
    return { column: 'geometry', reason: 'It must be a Point: where the middle of the place is.' };
  const [long, lat] = geometry.coordinates as unknown[];
  return readPlace({ ...properties, lat, long });
}

function readPlace(values: Values): Read {
  const text = (column: Column) => {
    const value = values[column];
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };
  const wrong = (column: Column, reason: string) => ({ column, reason });
  const name = text('name');
  if (!/[\p{L}\p{N}]/u.test(name)) return wrong('name', 'It has no name.');
  for (const [column, longest] of [
    ['name', LONGEST_TEXT],
    ['house_number', LONGEST_NUMBER],
    ['locality', LONGEST_TEXT],
  ] as const) {
    if (!isReadableText(text(column)))
      return wrong(column, 'It contains a control character or half of a character.');
    if ([...text(column)].length > longest) return wrong(column, `It is longer than ${longest} characters.`);
  }
  const house_number = text('house_number') || null;
  if (house_number !== null && !/\p{N}|\p{L}/u.test(house_number))
    return wrong('house_number', 'It has neither a figure nor a letter.');
  const kind = PLACE_KINDS.find((one) => one === text('kind').toLowerCase());
  if (kind === undefined)
    return wrong('kind', `It must be ${PLACE_KINDS.slice(0, -1).join(', ')} or ${PLACE_KINDS.at(-1) ?? ''}.`);
  const lat = readDecimal(text('lat'));
  if (!(Math.abs(lat) <= 90)) return wrong('lat', 'It is no latitude in degrees (WGS84).');
  const long = readDecimal(text('long'));
  if (!(Math.abs(long) <= 180)) return wrong('long', 'It is no longitude in degrees (WGS84).');
  return {
    place: {
      name,
      // What has a number is an address, whatever its street was called.
      kind: house_number === null ? kind : 'address',
      house_number,
      locality: text('locality') || null,
      lat,
      long,
    },
  };
}
