import type { MultiPolygon, Polygon } from 'geojson';

/**
 * Steps of a degree: places are compared in the precision in which answers tell them (standard, A3), in whole numbers.
 * Products of two such differences are exact for areas up to nine degrees wide.
 */
const STEPS = 1e7;

/** A district of a city. */
export type Area = { area_code: string; name: string; geometry: Polygon | MultiPolygon };

/** What a case keeps of where it lies: the district, and by which import of districts that was found out. */
export type AreaStamp = { area_code: string | null; areas_version: number };

type Shape = {
  area: Area;
  west: number;
  south: number;
  east: number;
  north: number;
  /** Each x, y, x, y, … in steps; the first point again at the end. */
  rings: Float64Array[];
};

/** The districts of a city, to be asked which of them a place lies in. */
export class AreaIndex {
  private readonly shapes: Shape[];

  /** @param version of the import that the areas come from */
  constructor(
    readonly version: number,
    readonly areas: readonly Area[],
  ) {
    this.shapes = [...areas].sort((a, b) => (a.area_code < b.area_code ? -1 : 1)).map(shapeOf);
  }

  /**
   * The district of a place, at most one. A border belongs to the district on its east, a corner likewise, so that
   * districts that share it never both have it. What lies on an outer border belongs to a district that it touches; where
   * districts overlap, the first one by its code has the place.
   */
  find(lat: number, long: number): Area | undefined {
    const x = Math.round(long * STEPS);
    const y = Math.round(lat * STEPS);
    let touched: Area | undefined;
    for (const shape of this.shapes) {
      if (x < shape.west || x > shape.east || y < shape.south || y > shape.north) continue;
      const { inside, border } = locate(shape, x, y);
      if (inside) return shape.area;
      if (border) touched ??= shape.area;
    }
    return touched;
  }

  stamp(lat: number | null, long: number | null): AreaStamp {
    const area = lat === null || long === null ? undefined : this.find(lat, long);
    return { area_code: area?.area_code ?? null, areas_version: this.version };
  }
}

function shapeOf(area: Area): Shape {
  const { geometry } = area;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const shape: Shape = {
    area,
    west: Infinity,
    south: Infinity,
    east: -Infinity,
    north: -Infinity,
    rings: [],
  };
  for (const ring of polygons.flat()) {
    const points = new Float64Array(ring.length * 2);
    ring.forEach(([long = 0, lat = 0], index) => {
      const x = Math.round(long * STEPS);
      const y = Math.round(lat * STEPS);
      points.set([x, y], index * 2);
      shape.west = Math.min(shape.west, x);
      shape.east = Math.max(shape.east, x);
      shape.south = Math.min(shape.south, y);
      shape.north = Math.max(shape.north, y);
    });
    shape.rings.push(points);
  }
  return shape;
}

/** Counts the edges between the place and the far east; holes and islands come out by themselves. */
function locate({ rings }: Shape, x: number, y: number): { inside: boolean; border: boolean } {
  let inside = false;
  let border = false;
  for (const ring of rings) {
    for (let at = 2; at < ring.length; at += 2) {
      const [ax = 0, ay = 0, bx = 0, by = 0] = [ring[at - 2], ring[at - 1], ring[at], ring[at + 1]];
      if ((ay > y && by > y) || (ay < y && by < y)) continue;
      // Every edge is looked at from its lower end, so that two districts judge their common edge alike.
      const up = ay < by;
      const [lx, ly, hx, hy] = up ? [ax, ay, bx, by] : [bx, by, ax, ay];
      const here = (x - lx) * (hy - ly);
      const edge = (hx - lx) * (y - ly);
      if (here === edge && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) border = true;
      if (ay > y !== by > y && here < edge) inside = !inside;
    }
  }
  return { inside, border };
}
