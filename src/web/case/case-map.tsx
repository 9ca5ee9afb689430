import { circleMarker } from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import { start } from '../page-start.ts';
import { openCityMap } from '../parts/city-map.ts';

/** So close that the streets around can be told apart. */
const NEAR = 16;

/** Where a case is, as a picture beside the words that say it: it takes no keys, and screen readers pass it by. */
export function CaseMap({ lat, long }: { lat: number; long: number }) {
  const ground = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (ground.current === null) return undefined;
    const map = openCityMap(ground.current, { picture: true });
    // Without tiles the whole city stays in view: closer, there would be nothing around the point.
    if (start.city?.portal.tiles_url != null) map.setView([lat, long], NEAR, { animate: false });
    circleMarker([lat, long], { radius: 10, className: 'map-point', interactive: false }).addTo(map);
    return () => void map.remove();
  }, [lat, long]);
  return <div ref={ground} class="case-ground" aria-hidden="true" />;
}
