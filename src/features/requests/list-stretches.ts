import type { CaseFilter } from './list-query.ts';
import { squareDegrees } from './list-place.ts';
import type { Box } from './list-place.ts';

/**
 * A list by time is put together of stretches of an index, in each of which cases lie in the order of the list: those of
 * one service and status, or of one cell of a grid. They are read as one stream, and no further than the page needs, so that
 * a page costs the same among ten thousand cases and among ten million.
 */
export type Stretches = {
  /** What is compared in each stretch, in SQL, and the type of its values. */
  columns: readonly { sql: string; type: 'bigint' | 'text' }[];
  /** The values of each stretch, one for each column. */
  keys: readonly (readonly unknown[])[];
  /** The part of the stretches that the filter's place covers; 1 where it has none. */
  share: number;
};

/**
 * More cells than this are a larger grid's business, or lie all over the city; more services are nearly all of them: then the
 * newest cases of all are soon found among them.
 */
export const MOST_STRETCHES = 20;

/** Cells to a degree, of the grids that have an index: about 400 m and 3 km a side in Europe. */
export const LARGE_CELLS = 32;
const GRIDS = [256, LARGE_CELLS];

/** As `cell_of` in the database numbers them. */
export const CELLS_IN_A_ROW = 262_144;

/** The stretches that a filter asks for; undefined when the list of all cases is the better way. */
export function stretchesOf({ place, serviceCodes, status, keyId }: CaseFilter): Stretches | undefined {
  for (const perDegree of place === undefined ? [] : GRIDS) {
    const cells =
      cellsOf(place?.boxes ?? [], perDegree) ?? (perDegree === LARGE_CELLS ? place?.cells : undefined);
    if (cells === undefined) continue;
    return {
      columns: [{ sql: `cell_of(r.lat, r.long, ${perDegree})`, type: 'bigint' }],
      keys: cells.map((cell) => [cell]),
      share: place === undefined ? 1 : Math.min(1, squareDegrees(place) / (cells.length / perDegree ** 2)),
    };
  }
  // The cases of a key lie in an index of their own.
  if (keyId !== undefined) return undefined;
  if (serviceCodes === undefined || serviceCodes.length > MOST_STRETCHES) return undefined;
  const statuses = status === undefined ? ['open', 'closed'] : [status];
  return {
    columns: [
      { sql: 'r.service_code', type: 'text' },
      { sql: 'r.status', type: 'text' },
    ],
    keys: serviceCodes.flatMap((service) => statuses.map((one) => [service, one])),
    share: 1,
  };
}

/** The rows and columns of cells that a box touches, both ends inclusive. */
export function cornersOf({ west, south, east, north }: Box, perDegree: number) {
  const row = (lat: number) => Math.floor((lat + 90) * perDegree);
  const column = (long: number) => Math.floor((long + 180) * perDegree);
  return { bottom: row(south), top: row(north), left: column(west), right: column(east) };
}

/** The cells that boxes touch; undefined when there are too many. */
function cellsOf(boxes: readonly Box[], perDegree: number): number[] | undefined {
  const cells = new Set<number>();
  for (const box of boxes) {
    const { bottom, top, left, right } = cornersOf(box, perDegree);
    if ((top - bottom + 1) * (right - left + 1) > MOST_STRETCHES) return undefined;
    for (let row = bottom; row <= top; row += 1)
      for (let column = left; column <= right; column += 1) cells.add(row * CELLS_IN_A_ROW + column);
  }
  return cells.size > MOST_STRETCHES ? undefined : [...cells];
}
