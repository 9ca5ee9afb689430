import type { Area } from './test-city.ts';
import type { Finding } from './refusal.ts';

type Point = { lat: number; long: number };

/** Coordinates go in pairs. @returns what is missing */
export function halfOfPair(given: { lat?: number; long?: number }): Finding[] {
  if ((given.lat === undefined) === (given.long === undefined)) return [];
  const absent = given.lat === undefined ? 'lat' : 'long';
  return [{ field: absent, message: `${absent} is missing. lat and long go together.` }];
}

/** How far two points are from each other, in metres. */
export function metresBetween(a: Point, b: Point): number {
  const radians = Math.PI / 180;
  const across = Math.sin(((b.lat - a.lat) / 2) * radians) ** 2;
  const along = Math.sin(((b.long - a.long) / 2) * radians) ** 2;
  const wide = Math.cos(a.lat * radians) * Math.cos(b.lat * radians);
  return 12_742_000 * Math.asin(Math.sqrt(Math.min(1, across + wide * along)));
}

/** Whether a point lies within a Polygon or MultiPolygon of GeoJSON. */
export function isWithin(
  { type, coordinates }: NonNullable<Area['geometry']>,
  { lat, long }: Point,
): boolean {
  const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as number[][][][];
  let inside = false;
  for (const ring of polygons.flat()) {
    ring.forEach(([ax = 0, ay = 0], at) => {
      const [bx = 0, by = 0] = ring[(at + 1) % ring.length] ?? [];
      if (ay > lat !== by > lat && long < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
    });
  }
  return inside;
}

type Bounds = [west: number, south: number, east: number, north: number];

/** What lies around points; null when there is none. */
export function boundsOfPoints(
  points: readonly { lat: number | null; long: number | null }[],
): Bounds | null {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { lat, long } of points) {
    if (lat === null || long === null) continue;
    bounds[0] = Math.min(bounds[0], long);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], long);
    bounds[3] = Math.max(bounds[3], lat);
  }
  return bounds[0] === Infinity ? null : bounds;
}

/** What lies around shapes of GeoJSON; null when there is none. */
export function boundsOf(shapes: readonly NonNullable<Area['geometry']>[]): Bounds | null {
  const points = shapes.flatMap(({ type, coordinates }) => {
    const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as [number, number][][][];
    return polygons.flat(2).map(([long, lat]) => ({ lat, long }));
  });
  return boundsOfPoints(points);
}

type PlaceAsked = { lat?: number; long?: number; radius?: number; bbox?: string };

const BOX_WANTED = 'bbox must be west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2.';

/** Where the cases of a list are to lie. */
export function readPlace(asked: PlaceAsked): {
  holds: (at: Partial<Point>) => boolean;
  findings: Finding[];
} {
  const { lat, long, radius = 500, bbox } = asked;
  const findings = halfOfPair(asked);
  if (asked.radius !== undefined && lat === undefined && long === undefined)
    findings.push({ field: 'radius', message: 'radius needs lat and long.' });
  const box = bbox === undefined ? undefined : readBox(bbox);
  if (box !== undefined && !Array.isArray(box)) findings.push(box);
  return {
    findings,
    holds: (at) => {
      const near = lat === undefined || long === undefined ? undefined : { lat, long };
      if (near === undefined && box === undefined) return true;
      if (at.lat === undefined || at.long === undefined) return false;
      const point = { lat: at.lat, long: at.long };
      const [west = 0, south = 0, east = 0, north = 0] = Array.isArray(box) ? box : [-180, -90, 180, 90];
      const along = west <= east ? west <= at.long && at.long <= east : at.long >= west || at.long <= east;
      return along && south <= at.lat && at.lat <= north && (!near || metresBetween(near, point) <= radius);
    },
  };
}

/** West, south, east and north, or what is wrong with them. */
export function readBox(text: string): number[] | Finding {
  const parts = text.split(',');
  const numbers = parts.map((part) => (/^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$/.test(part) ? Number(part) : NaN));
  const [west = NaN, south = NaN, east = NaN, north = NaN] = numbers;
  const wrong = (message: string) => ({ field: 'bbox', message });
  if (parts.length !== 4 || numbers.some(Number.isNaN)) return wrong(BOX_WANTED);
  if (Math.abs(west) > 180 || Math.abs(east) > 180 || Math.abs(south) > 90 || Math.abs(north) > 90)
    return wrong(`${BOX_WANTED} Longitudes go from -180 to 180, latitudes from -90 to 90.`);
  return south > north ? wrong('bbox is inside out: its south lies north of its north.') : numbers;
}
