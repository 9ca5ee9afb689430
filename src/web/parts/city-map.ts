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

/** So long the first tile is waited for: an empty map says nothing. */
const TILES_MS = 5_000;

/**
 * A map of the city: tiles where the city names a source of them, else its districts or its outline as lines and areas, so that a
 * map is of use without any other server. Fires `bare` where nothing of that is there. What is put onto it must also stand on the page in words.
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
  else drawTiles(map, portal.tiles_url, portal.tiles_attribution ?? '');
  return map;
}

/** Their server is another one than the city's, and may be away: districts are drawn when none of them has come. */
function drawTiles(map: LeafletMap, url: string, attribution: string): void {
  const tiles = tileLayer(url, { maxZoom: CLOSEST, attribution: escaped(attribution) });
  const giveUp = () => {
    tiles.remove();
    void drawAreas(map);
  };
  let timer = setTimeout(giveUp, TILES_MS);
  const giveUpNow = () => {
    clearTimeout(timer);
    // Leaflet is not yet done with them.
    timer = setTimeout(giveUp);
  };
  // All are answered, and none was there.
  tiles.once('load', giveUpNow).once('tileload', () => {
    clearTimeout(timer);
    tiles.off('load', giveUpNow);
  });
  map.on('unload', () => clearTimeout(timer));
  tiles.addTo(map);
}

/** Shows all of the city. */
export function showCity(map: LeafletMap): void {
  const [west = -180, south = -90, east = 180, north = 90] = start.city?.bounds ?? SOMEWHERE;
  map.fitBounds(latLngBounds([south, west], [north, east]), { animate: false });
}

/** A map that is only looked at. */
const STILL = { dragging: false, keyboard: false, touchZoom: false, doubleClickZoom: false, boxZoom: false };

/** Districts as areas with their names; of a city without them, its outline. */
async function drawAreas(map: LeafletMap): Promise<void> {
  const gone = new AbortController();
  map.on('unload', () => gone.abort());
  const found = await findAreas(gone.signal).catch(() => undefined);
  if (gone.signal.aborted) return;
  if (found === undefined) {
    addEventListener('online', () => void drawAreas(map), { once: true, signal: gone.signal });
    return;
  }
  const { areas, isOutline } = found;
  if (areas.length === 0) {
    map.fire('bare');
    return;
  }
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
  // The page says already which city it is about.
  if (!isOutline) writeNames(map, named);
}

async function findAreas(signal: AbortSignal) {
  const districts = await api.areas.list({}, { signal });
  if (districts.length > 0) return { areas: districts, isOutline: false };
  return { areas: await api.areas.list({ outline: true }, { signal }), isOutline: true };
}

/** Leaflet takes attributions as HTML. */
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
