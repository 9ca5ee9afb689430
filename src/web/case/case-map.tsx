import { circleMarker } from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import { CLOSEST, openCityMap } from '../parts/city-map.ts';

/** So close that the streets around can be told apart, where there are tiles. */
const NEAR = Math.min(16, CLOSEST - 1);

/** Where a case is, as a picture beside the words that say it: it takes no keys, and screen readers pass it by. */
export function CaseMap({ lat, long }: { lat: number; long: number }) {
  const ground = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (ground.current === null) return undefined;
    const map = openCityMap(ground.current);
    map.zoomControl.remove();
    map.dragging.disable();
    map.keyboard.disable();
    map.touchZoom.disable();
    map.doubleClickZoom.disable();
    map.boxZoom.disable();
    map.setView([lat, long], NEAR, { animate: false });
    circleMarker([lat, long], { radius: 10, className: 'map-point', interactive: false }).addTo(map);
    ground.current.tabIndex = -1;
    return () => void map.remove();
  }, [lat, long]);
  return <div ref={ground} class="case-ground" aria-hidden="true" />;
}
