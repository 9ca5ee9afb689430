import type { Box } from './list-place.ts';

/** What a map shows of the cases that lie in one cell of a grid. */
export type Cluster = {
  count: number;
  lat: number;
  long: number;
  bounds: [west: number, south: number, east: number, north: number];
  /** The number of the case, when there is one. */
  service_request_id: string | null;
};

/** A grid in degrees; its cells are counted from the corner at 180° west and 90° south, so that they stay where they are when a map is moved. */
export type Grid = { width: number; height: number };

/** A cluster with the cell that it lies in. */
export type Cell = Cluster & { x: number; y: number };

export const MOST_CLUSTERS = 300;

/** So many cells are counted at most, since many of them will be empty; those that are too many are put together. */
const MOST_CELLS = 1_200;

/** At zoom 0 the world is 256 pixels wide: four cells of 64. */
const CELLS_AT_ZOOM_0 = 4;

/** The nearer to a pole, the fewer degrees of latitude are as long as one of longitude. By so many degrees at a time, so that a map can be moved without every cell becoming another. */
const LATITUDES = 10;
const LEAST_HEIGHT = 0.1;

/** The grid for a map: square cells of about 64 pixels, or larger ones where there would be too many. */
export function gridFor(boxes: readonly Box[], zoom: number): Grid {
  const [first] = boxes;
  const middle = first === undefined ? 0 : (first.south + first.north) / 2;
  const latitude = Math.round(middle / LATITUDES) * LATITUDES;
  const heightOf = Math.max(Math.cos((latitude * Math.PI) / 180), LEAST_HEIGHT);
  const cellsIn = ({ width, height }: Grid) =>
    boxes
      .map(
        ({ west, south, east, north }) =>
          (Math.floor((east - west) / width) + 2) * (Math.floor((north - south) / height) + 2),
      )
      .reduce((sum, one) => sum + one, 0);
  for (let level = zoom; ; level -= 1) {
    const width = 360 / (CELLS_AT_ZOOM_0 * 2 ** level);
    const grid = { width, height: width * heightOf };
    if (level <= 0 || cellsIn(grid) <= MOST_CELLS) return grid;
  }
}

/** Puts neighbours together, two columns and then two rows, until they are few enough. The largest come first. */
export function atMost(most: number, cells: readonly Cell[]): Cluster[] {
  let left = [...cells];
  for (let turn = 0; left.length > most; turn += 1) {
    const merged = new Map<string, Cell>();
    for (const cell of left) {
      const at =
        turn % 2 === 0 ? { x: Math.floor(cell.x / 2), y: cell.y } : { x: cell.x, y: Math.floor(cell.y / 2) };
      const key = `${at.x} ${at.y}`;
      const there = merged.get(key);
      merged.set(key, { ...(there === undefined ? cell : joined(there, cell)), ...at });
    }
    left = [...merged.values()];
  }
  return left
    .sort((a, b) => b.count - a.count || a.lat - b.lat || a.long - b.long)
    .map(({ count, lat, long, bounds, service_request_id }) => ({
      count,
      lat: rounded(lat),
      long: rounded(long),
      bounds: bounds.map(rounded) as Cluster['bounds'],
      service_request_id: count === 1 ? service_request_id : null,
    }));
}

function joined(one: Cluster, other: Cluster): Cluster {
  const count = one.count + other.count;
  const mean = (of: 'lat' | 'long') => (one[of] * one.count + other[of] * other.count) / count;
  return {
    count,
    lat: mean('lat'),
    long: mean('long'),
    bounds: [
      Math.min(one.bounds[0], other.bounds[0]),
      Math.min(one.bounds[1], other.bounds[1]),
      Math.max(one.bounds[2], other.bounds[2]),
      Math.max(one.bounds[3], other.bounds[3]),
    ],
    service_request_id: null,
  };
}

/** Seven decimals, as all places have. */
const rounded = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
