import { readFileSync } from 'node:fs';
import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';

export type District = { name: string; geometry: Polygon | MultiPolygon };

/** Districts of a file: GeoJSON with the names in `NAZWAOSIED`, or the form of the Polish data with a list `districts`. */
export function readDistricts(path: string): District[] {
  const document = JSON.parse(readFileSync(path, 'utf8')) as
    FeatureCollection<Polygon | MultiPolygon, { NAZWAOSIED: string }> | { districts: District[] };
  return 'districts' in document
    ? document.districts.map(({ name, geometry }) => ({ name, geometry }))
    : document.features.map(({ properties, geometry }) => ({ name: properties.NAZWAOSIED, geometry }));
}

export const ringsOf = ({ geometry }: District): Position[][] =>
  geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();

/** Whole numbers of 1e-7 degrees, made of the decimals of the file: no binary fraction comes in. */
type Exact = { x: number; y: number };
type ExactDistrict = { name: string; rings: Exact[][] };

const exact = (value: number): number => Number(value.toFixed(7).replace('.', ''));
const corner = ([long = 0, lat = 0]: Position): Exact => ({ x: exact(long), y: exact(lat) });

export const exactly = (district: District): ExactDistrict => ({
  name: district.name,
  rings: ringsOf(district).map((ring) => ring.map(corner)),
});

/**
 * Where a place lies by a second method, written to check the first one: the winding number along a ray to the west, in
 * exact whole numbers of any size. A place on a border counts as a hair to the east of it, and on a level border as a hair
 * to the north.
 * @returns the names of all districts that hold the moved place, and of all that the place itself touches
 */
export function locateExactly(districts: readonly ExactDistrict[], lat: number, long: number) {
  const place = corner([long, lat]);
  const inside: string[] = [];
  const touching: string[] = [];
  for (const { name, rings } of districts) {
    let winding = 0;
    let touches = false;
    for (const ring of rings) {
      ring.forEach((b, at) => {
        const a = ring[at - 1];
        if (a === undefined || !between(a.y, place.y, b.y)) return;
        const side = sideOf(place, a, b);
        if (side === 0n && between(a.x, place.x, b.x)) touches = true;
        // `side` is zero on the border, which is then passed by the ray: the place is a hair to the east.
        if (a.y <= place.y && b.y > place.y && side <= 0n) winding += 1;
        else if (a.y > place.y && b.y <= place.y && side >= 0n) winding -= 1;
      });
    }
    if (winding !== 0) inside.push(name);
    if (touches) touching.push(name);
  }
  return { inside, touching };
}

/** Positive to the left of the way from a to b, negative to its right. */
const sideOf = (place: Exact, a: Exact, b: Exact): bigint =>
  BigInt(b.x - a.x) * BigInt(place.y - a.y) - BigInt(place.x - a.x) * BigInt(b.y - a.y);

const between = (a: number, value: number, b: number) =>
  a < b ? a <= value && value <= b : b <= value && value <= a;
