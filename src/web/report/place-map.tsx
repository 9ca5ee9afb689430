import { circleMarker } from 'leaflet';
import type { CircleMarker, Map as LeafletMap } from 'leaflet';
import { useEffect, useRef, useState } from 'preact/hooks';
import { NEAR, openCityMap } from '../parts/city-map.ts';
import { texts } from '../texts.ts';
import type { Place } from './draft.ts';

const t = texts({
  map: {
    en: 'Map of the city. Arrow keys move it, plus and minus zoom.',
    pl: 'Mapa miasta. Strzałki ją przesuwają, plus i minus przybliżają i oddalają.',
    uk: 'Мапа міста. Стрілки рухають її, плюс і мінус змінюють масштаб.',
  },
  bare: {
    en: 'The city has no map yet, so this one shows nothing. Type the address, or use your position.',
    pl: 'Miasto nie ma jeszcze mapy, więc nic tu nie widać. Wpisz adres albo użyj swojego położenia.',
    uk: 'Місто ще не має мапи, тому тут нічого не видно. Введіть адресу або скористайтеся своїм розташуванням.',
  },
  middle: {
    en: 'Take the place in the middle of the map',
    pl: 'Wybierz miejsce pośrodku mapy',
    uk: 'Вибрати місце посередині мапи',
  },
});

/** A map on which a place is pointed at, or brought to its middle with the keys. */
export function PlaceMap({
  place,
  onChoose,
}: {
  place: Place | undefined;
  onChoose: (lat: number, long: number) => void;
}) {
  const ground = useRef<HTMLDivElement>(null);
  const opened = useRef<LeafletMap | undefined>(undefined);
  const marker = useRef<CircleMarker | undefined>(undefined);
  const [isBare, setBare] = useState(false);
  // What a click calls is always the newest.
  const choose = useRef(onChoose);
  choose.current = onChoose;

  useEffect(() => {
    if (ground.current === null) return undefined;
    const map = openCityMap(ground.current);
    opened.current = map;
    map.on('bare', () => setBare(true));
    map.on('click', ({ latlng }) => choose.current(latlng.lat, latlng.wrap().lng));
    return () => void map.remove();
  }, []);

  useEffect(() => {
    const map = opened.current;
    marker.current?.remove();
    if (map === undefined || place === undefined) return;
    const at: [number, number] = [place.lat, place.long];
    marker.current = circleMarker(at, { radius: 10, className: 'map-point', interactive: false }).addTo(map);
    if (place.from !== 'map') map.setView(at, Math.max(map.getZoom(), NEAR), { animate: false });
    else if (!map.getBounds().contains(at)) map.panTo(at, { animate: false });
  }, [place?.lat, place?.long, place?.from]);

  return (
    <>
      {isBare && <p class="notice">{t.bare}</p>}
      <div class="place-map">
        <div ref={ground} class="ground" tabIndex={0} role="application" aria-label={t.map} />
        <span class="crosshair" aria-hidden="true" />
      </div>
      <p>
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            const middle = opened.current?.getCenter().wrap();
            if (middle !== undefined) onChoose(middle.lat, middle.lng);
          }}
        >
          {t.middle}
        </button>
      </p>
    </>
  );
}
