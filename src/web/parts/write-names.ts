import { bounds, point, tooltip } from 'leaflet';
import type { Bounds, GeoJSON, Map as LeafletMap, Path, Point } from 'leaflet';

/** About the size of a letter of a name, and of a line. */
const LETTER_PIXELS = 7;
const LINE_PIXELS = 15;

/** So far apart are the places that are tried, and so many at most from the middle to each side. */
const STEP_PIXELS = 9;
const STEPS = 7;

type NamedArea = { name: string; area: GeoJSON };

/** What a name must not lie on: it would be read as little as what it lies on. */
const MARKS = '.map-cluster, .map-case, .map-point';

/**
 * Writes the names of areas where there is room for them, beside what is marked on the map; again at every zoom, and when
 * `marked` is fired on the map.
 */
export function writeNames(map: LeafletMap, areas: readonly NamedArea[]): void {
  const named = areas.map(({ name, area }) => ({
    area,
    lines: linesOf(name),
    label: tooltip({ permanent: true, direction: 'center', className: 'map-name', opacity: 1 }),
  }));
  const write = () => {
    const taken = marksOn(map);
    for (const { area, lines, label } of named) {
      const tried = [true, false].flatMap((whole) => lines.map((text) => ({ text, whole })));
      label.remove();
      for (const wanted of tried) {
        const place = roomFor(map, area, wanted, taken);
        if (place === undefined) continue;
        taken.push(boxAround(place, wanted.text));
        label.setContent(elementOf(wanted.text)).setLatLng(map.layerPointToLatLng(place)).addTo(map);
        break;
      }
    }
  };
  map.on('zoomend marked', write);
  write();
}

/** A name in one line, and in as many as it has words. */
const linesOf = (name: string) => [...new Set([name, name.replace(/ /g, '\n')])];

/** An element, not a text: Leaflet takes texts as HTML. */
function elementOf(text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}

function marksOn(map: LeafletMap): Bounds[] {
  const container = map.getContainer();
  const { left, top } = container.getBoundingClientRect();
  return [...container.querySelectorAll(MARKS)].map((mark) => {
    const box = mark.getBoundingClientRect();
    const at = (x: number, y: number) => map.containerPointToLayerPoint([x - left, y - top]);
    return bounds(at(box.left, box.top), at(box.right, box.bottom));
  });
}

function boxAround(middle: Point, text: string): Bounds {
  const lines = text.split('\n');
  const longest = Math.max(...lines.map(({ length }) => length));
  const half = point(longest * LETTER_PIXELS, lines.length * LINE_PIXELS).divideBy(2);
  return bounds(middle.subtract(half), middle.add(half));
}

/**
 * The place nearest to the middle of an area where a text lies on nothing else.
 * @param wanted `whole`: all of the text lies within the area, not its middle alone
 */
function roomFor(
  map: LeafletMap,
  area: GeoJSON,
  wanted: { text: string; whole: boolean },
  taken: readonly Bounds[],
): Point | undefined {
  const middle = map.latLngToLayerPoint(area.getBounds().getCenter());
  return OFFSETS.map((offset) => middle.add(offset)).find((place) => {
    const box = boxAround(place, wanted.text);
    const within = [place, ...(wanted.whole ? cornersOf(box) : [])];
    return !taken.some((other) => other.intersects(box)) && within.every((one) => isWithin(area, one));
  });
}

const cornersOf = (box: Bounds) => [
  box.getTopLeft(),
  box.getTopRight(),
  box.getBottomRight(),
  box.getBottomLeft(),
];

function isWithin(area: GeoJSON, { x, y }: Point): boolean {
  return area.getLayers().some((layer) => {
    const shape = (layer as Path).getElement();
    return shape instanceof SVGGeometryElement && shape.isPointInFill(new DOMPoint(x, y));
  });
}

/** From the middle outwards. */
const OFFSETS = Array.from({ length: (2 * STEPS + 1) ** 2 }, (_, at) =>
  point((at % (2 * STEPS + 1)) - STEPS, Math.floor(at / (2 * STEPS + 1)) - STEPS).multiplyBy(STEP_PIXELS),
).sort((one, other) => one.distanceTo([0, 0]) - other.distanceTo([0, 0]));
