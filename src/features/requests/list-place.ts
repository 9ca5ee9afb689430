import { readDecimal } from '../../platform/decimal.ts';
import type { Finding } from '../../platform/errors.ts';
import { halfOfPair } from '../areas/index.ts';

/** A rectangle in degrees, both ends inclusive; `west` is never east of `east`. */
export type Box = { west: number; south: number; east: number; north: number };

/** Where the cases of a list must lie: in one of the boxes and, if given, near a point. */
export type PlaceFilter = {
  boxes: Box[];
  near?: { lat: number; long: number; radius: number };
  /** All cells of the large grid in which the boxes have cases, where that was looked up. */
  cells?: number[];
};

export type PlaceQuery = { lat?: number; long?: number; radius?: number; bbox?: string };

/** How far around a point is searched when nothing is said, in metres. */
const DEFAULT_RADIUS = 500;

/** One degree of a meridian, in metres, rounded down so that boxes around circles are rather too large. */
const DEGREE = 111_000;

/** How large a place is, in degrees times degrees. */
export function squareDegrees({ boxes, near }: PlaceFilter): number {
  const ofBoxes = boxes
    .map(({ west, south, east, north }) => (east - west) * (north - south))
    .reduce((sum, one) => sum + one, 0);
  if (near === undefined) return ofBoxes;
  const circle = (Math.PI * (near.radius / DEGREE) ** 2) / Math.cos((near.lat * Math.PI) / 180);
  return Math.min(ofBoxes, circle);
}

/**
 * The place that a list is asked for (standard, 6): `bbox=west,south,east,north` in degrees, where a west that is east of
 * east means across the antimeridian; `lat`, `long` and `radius` in metres. Both together: what lies in both.
 */
export function readPlace(asked: PlaceQuery): { place?: PlaceFilter; findings: Finding[] } {
  const findings: Finding[] = [];
  const { lat, long, radius } = asked;
  const half = halfOfPair(asked);
  if (half !== undefined) findings.push(half);
  if (radius !== undefined && lat === undefined && long === undefined)
    findings.push({ field: 'radius', message: 'radius needs lat and long.' });
  const boxes = asked.bbox === undefined ? undefined : readBox(asked.bbox);
  if (boxes !== undefined && 'message' in boxes) findings.push(boxes);
  if (findings.length > 0) return { findings };
  const wanted = boxes as Box[] | undefined;
  if (lat === undefined || long === undefined)
    return wanted === undefined ? { findings } : { place: { boxes: wanted }, findings };
  const near = { lat, long, radius: radius ?? DEFAULT_RADIUS };
  const around = boxesAround(near);
  return {
    place: { boxes: wanted === undefined ? around : overlaps(around, wanted), near },
    findings,
  };
}

const BOX_WANTED = 'bbox must be west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2.';

function readBox(text: string): Box[] | Finding {
  const parts = text.split(',');
  const numbers = parts.map(readDecimal);
  const [west = NaN, south = NaN, east = NaN, north = NaN] = numbers;
  if (parts.length !== 4 || numbers.some(Number.isNaN)) return { field: 'bbox', message: BOX_WANTED };
  if (Math.abs(west) > 180 || Math.abs(east) > 180 || Math.abs(south) > 90 || Math.abs(north) > 90) {
    return {
      field: 'bbox',
      message: `${BOX_WANTED} Longitudes go from -180 to 180, latitudes from -90 to 90.`,
    };
  }
  if (south > north)
    return { field: 'bbox', message: 'bbox is inside out: its south lies north of its north.' };
  return split({ west, south, east, north });
}

function split(box: Box): Box[] {
  return box.west <= box.east
    ? [box]
    : [
        { ...box, east: 180 },
        { ...box, west: -180 },
      ];
}

/** The boxes in which everything lies that is within the radius: near the poles all longitudes, at 180° two boxes. */
function boxesAround({ lat, long, radius }: { lat: number; long: number; radius: number }): Box[] {
  const up = radius / DEGREE;
  const south = Math.max(-90, lat - up);
  const north = Math.min(90, lat + up);
  const narrowest = Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180);
  const aside = narrowest < 1e-6 ? 180 : up / narrowest;
  if (aside >= 180 || south === -90 || north === 90) return [{ west: -180, south, east: 180, north }];
  return split({ west: wrapped(long - aside), south, east: wrapped(long + aside), north });
}

const wrapped = (long: number) => (long < -180 ? long + 360 : long > 180 ? long - 360 : long);

function overlaps(some: readonly Box[], others: readonly Box[]): Box[] {
  return some.flatMap((a) =>
    others.flatMap((b) => {
      const both = {
        west: Math.max(a.west, b.west),
        south: Math.max(a.south, b.south),
        east: Math.min(a.east, b.east),
        north: Math.min(a.north, b.north),
      };
      return both.west <= both.east && both.south <= both.north ? [both] : [];
    }),
  );
}
