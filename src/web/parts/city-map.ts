import { control, featureGroup, geoJSON, latLngBounds, map as createMap, tileLayer } from 'leaflet';
import type { Map as LeafletMap } from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { api } from '../api.ts';
import { start } from '../page-start.ts';
import { texts } from '../texts.ts';
import './city-map.css';
import { writeNames } from './write-names.ts';

const t = texts({
  closer: { en: 'Zoom in', pl: 'Przybliż', uk: 'Наблизити' },
  further: { en: 'Zoom out', pl: 'Oddal', uk: 'Віддалити' },
});

/** All of Europe, where nothing is known of a city. */
const SOMEWHERE = [-10, 36, 30, 60];

/** Nobody needs to see more than a few houses; without tiles nothing smaller than a district is seen. */
const HAS_TILES = start.city?.portal.tiles_url != null;
export const CLOSEST = HAS_TILES ? 19 : 15;
/** So close that single houses can be told apart; without tiles a district and its neighbours. */
export const NEAR = HAS_TILES ? 17 : 12;

/**
 * A map of the city: tiles where the city names a source of them, else its districts as lines and areas, so that a map is of
 * use without any other server. What is put onto it must also stand on the page in words.
 * @param options `picture`: it takes no clicks and keys, and nothing on it takes the focus
 */
export function openCityMap(place: HTMLElement, { picture = false } = {}): LeafletMap {
  const portal = start.city?.portal;
  const map = createMap(place, {
    // The city's own tiles may be few; moving beyond them shows nothing.
    maxZoom: CLOSEST,
    zoomSnap: 0.5,
    attributionControl: portal?.tiles_url !== null,
    // Pages scroll on over it.
    scrollWheelZoom: false,
    zoomControl: false,
    ...(picture ? STILL : {}),
  });
  if (!picture) control.zoom({ zoomInTitle: t.closer, zoomOutTitle: t.further }).addTo(map);
  map.attributionControl?.setPrefix(false);
  showCity(map);
  if (portal?.tiles_url == null) void drawAreas(map);
  else
    tileLayer(portal.tiles_url, {
      maxZoom: CLOSEST,
      attribution: escaped(portal.tiles_attribution ?? ''),
    }).addTo(map);
  return map;
}

/** Shows all of the city. */
export function showCity(map: LeafletMap): void {
  const [west = -180, south = -90, east = 180, north = 90] = start.city?.bounds ?? SOMEWHERE;
  map.fitBounds(latLngBounds([south, west], [north, east]), { animate: false });
}

/** A map that is only looked at. */
const STILL = { dragging: false, keyboard: false, touchZoom: false, doubleClickZoom: false, boxZoom: false };

/** Districts as areas with their names. A city without them has a plain ground. */
async function drawAreas(map: LeafletMap): Promise<void> {
  const gone = new AbortController();
  map.on('unload', () => gone.abort());
  const areas = await api.areas.list({}, { signal: gone.signal }).catch(() => []);
  if (gone.signal.aborted) return;
  const ground = featureGroup().addTo(map);
  const named = areas.map(({ name, geometry }) => {
    const area = geoJSON(geometry as GeoJSON.GeoJsonObject, {
      interactive: false,
      style: { className: 'map-area' },
    }).addTo(ground);
    return { name, area };
  });
  // Whatever was put onto the map meanwhile lies above it.
  ground.bringToBack();
  writeNames(map, named);
}

/** Leaflet takes attributions as HTML. */
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
