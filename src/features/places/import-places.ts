import type { Knex } from 'knex';
import type { Db } from '../../platform/database.ts';
import { invalid } from '../../platform/errors.ts';
import { touchChangeset } from '../jurisdictions/index.ts';
import type { Place } from './place.ts';
import { copyPlaces, deletePlaces } from './place-repository.ts';
import { openPlaces } from './read-places.ts';

/** What became of a file. `imported + refused` is `read`. */
export type PlacesReport = {
  read: number;
  imported: number;
  refused: number;
  /** Streets of which the file has only houses. */
  streets_added: number;
  /** In the order of the file; of GeoJSON the line is which feature it is. */
  refusals: { line: number; column: string | null; reason: string }[];
};

/** A file with more mistakes is another file than was meant; the report stays readable. */
const MOST_REFUSALS = 10_000;

const BATCH_ROWS = 10_000;

/**
 * Puts the places of a file in the place of those that the city had, in one transaction: until it is through, the old ones are
 * found. Rows that cannot be used are left out and told.
 * @throws AppError invalid when the file cannot be read, or has nothing that can be used; then the old places stay
 */
export async function importPlaces(
  db: Knex,
  options: {
    jurisdiction_id: string;
    path: string;
    onProgress?: (state: { bytesRead: number; bytesTotal: number; rows: number }) => void;
  },
): Promise<PlacesReport> {
  const { jurisdiction_id, path, onProgress } = options;
  const file = await openPlaces(path);
  const report: PlacesReport = { read: 0, imported: 0, refused: 0, streets_added: 0, refusals: [] };
  const usable = async function* (): AsyncGenerator<Place> {
    for await (const row of file.rows) {
      report.read += 1;
      if ('place' in row) {
        report.imported += 1;
        yield row.place;
      } else {
        report.refused += 1;
        if (report.refusals.length < MOST_REFUSALS) report.refusals.push(row);
      }
      if (report.read % BATCH_ROWS === 0)
        onProgress?.({ bytesRead: file.bytesRead(), bytesTotal: file.bytesTotal, rows: report.read });
    }
  };
  await db.transaction(async (tx) => {
    report.streets_added = await replacePlaces(tx, jurisdiction_id, usable());
    if (report.imported > 0) return;
    const [first] = report.refusals;
    throw invalid([
      {
        message:
          first === undefined
            ? `${path} has no places.`
            : `${path} has no place that can be used. The first one, line ${first.line}, ${first.column ?? 'record'}: ${first.reason}`,
      },
    ]);
  });
  return report;
}

/**
 * Writes places in the place of those that were there. A street that comes by its houses alone is added, in the middle of
 * them: it is by streets that houses are found.
 * @returns how many were added
 */
export async function replacePlaces(
  tx: Db,
  jurisdiction_id: string,
  places: AsyncIterable<Place> | Iterable<Place>,
): Promise<number> {
  // Locks the city's row first: of two imports at once, the second waits and then replaces what the first has written.
  await touchChangeset(tx, jurisdiction_id);
  await deletePlaces(tx, jurisdiction_id);
  const streets = new Streets();
  let batch: Place[] = [];
  for await (const place of places) {
    streets.see(place);
    if (batch.push(place) < BATCH_ROWS) continue;
    await copyPlaces(tx, jurisdiction_id, batch);
    batch = [];
  }
  const added = streets.missing();
  await copyPlaces(tx, jurisdiction_id, [...batch, ...added]);
  return added.length;
}

/** The streets of houses, to see which of them do not come themselves. A city has thousands, not millions. */
class Streets {
  private readonly known = new Set<string>();
  private readonly houses = new Map<string, { of: Place; count: number; lat: number; long: number }>();

  see(place: Place): void {
    const key = `${place.name}\n${place.locality ?? ''}`;
    if (place.house_number === null) {
      this.known.add(key);
      this.houses.delete(key);
    } else if (!this.known.has(key)) {
      const seen = this.houses.get(key) ?? { of: place, count: 0, lat: 0, long: 0 };
      seen.count += 1;
      seen.lat += place.lat;
      seen.long += place.long;
      this.houses.set(key, seen);
    }
  }

  missing(): Place[] {
    return [...this.houses.values()].map(({ of, count, lat, long }) => ({
      ...of,
      kind: 'street',
      house_number: null,
      lat: rounded(lat / count),
      long: rounded(long / count),
    }));
  }
}

/** Seven decimals, as answers have them. */
const rounded = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
