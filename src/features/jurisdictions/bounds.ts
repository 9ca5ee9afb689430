import type { MultiPolygon, Polygon } from 'geojson';

/** West, south, east and north in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];

/** What lies around all shapes; null when there is none. */
export function boundsOfShapes(shapes: readonly (Polygon | MultiPolygon)[]): Bounds | null {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { type, coordinates } of shapes) {
    for (const ring of type === 'Polygon' ? coordinates : coordinates.flat()) {
      for (const [long = 0, lat = 0] of ring) {
        bounds[0] = Math.min(bounds[0], long);
        bounds[1] = Math.min(bounds[1], lat);
        bounds[2] = Math.max(bounds[2], long);
        bounds[3] = Math.max(bounds[3], lat);
      }
    }
  }
  return bounds[0] === Infinity ? null : bounds;
}
