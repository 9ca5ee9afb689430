import { circle, divIcon, latLngBounds, layerGroup, marker } from 'leaflet';
import type { LatLngBounds, LayerGroup, Map as LeafletMap } from 'leaflet';
import { useEffect, useRef, useState } from 'preact/hooks';
import { writeCaseNumber } from '../case-number.ts';
import { start } from '../page-start.ts';
import { caseWords } from '../parts/case-words.ts';
import { CLOSEST, openCityMap, showCity } from '../parts/city-map.ts';
import { Failure } from '../parts/failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { texts, writeNumber } from '../texts.ts';
import { USUAL_RADIUS } from './filters.ts';
import type { Filters, Point } from './filters.ts';
import { boxOf, findMarks } from './find-marks.ts';
import type { Mark } from './find-marks.ts';

const t = texts({
  map: {
    en: 'Map of the cases. Arrow keys move it, plus and minus zoom. The list has the same cases.',
    pl: 'Mapa spraw. Strzałki ją przesuwają, plus i minus przybliżają i oddalają. Na liście są te same sprawy.',
    uk: 'Мапа справ. Стрілки рухають її, плюс і мінус змінюють масштаб. У списку ті самі справи.',
  },
  only: {
    en: 'List only what the map shows',
    pl: 'Na liście tylko to, co widać na mapie',
    uk: 'У списку лише те, що видно на мапі',
  },
  shown: {
    en: (cases: string) => `The map shows ${cases}.`,
    pl: (cases: string) => `Mapa pokazuje: ${cases}.`,
    uk: (cases: string) => `Мапа показує: ${cases}.`,
  },
  newest: {
    en: (count: string, cases: string) => `The map shows the newest ${count} of ${cases}.`,
    pl: (count: string, cases: string) => `Mapa pokazuje najnowsze ${count} z: ${cases}.`,
    uk: (count: string, cases: string) => `Мапа показує найновіші ${count} з: ${cases}.`,
  },
  bare: {
    en: 'The city has no map yet: this one shows how cases lie to each other, and nothing of the city.',
    pl: 'Miasto nie ma jeszcze mapy: ta pokazuje tylko, jak sprawy leżą względem siebie.',
    uk: 'Місто ще не має мапи: ця показує лише, як справи розташовані одна щодо одної.',
  },
  about: {
    en: (cases: string) => `about ${cases}`,
    pl: (cases: string) => `około ${cases}`,
    uk: (cases: string) => `близько ${cases}`,
  },
  explained: {
    en: 'A number in a circle says how many cases lie there; choose it to come closer. Cases without a place are only in the list.',
    pl: 'Liczba w kole mówi, ile spraw tam jest; wybierz koło, aby przybliżyć. Sprawy bez miejsca są tylko na liście.',
    uk: 'Число в колі показує, скільки там справ; виберіть коло, щоб наблизити. Справи без місця є лише у списку.',
  },
});

/** So long after the last movement the server is asked. */
const MOVING_MS = 250;

/**
 * Cases on a map, never more than a few hundred circles. They are hidden from screen readers and are no stops of the Tab key:
 * the list has all of them, and the rectangle that the keys have moved to can be made its filter.
 */
export function CasesMap(props: {
  filters: Filters;
  point: Point | undefined;
  /** The list shall have only what lies in a rectangle, or all again. */
  onLimit: (bbox: string | undefined) => void;
}) {
  const { filters, point } = props;
  const ground = useRef<HTMLDivElement>(null);
  const opened = useRef<{ map: LeafletMap; layer: LayerGroup } | undefined>(undefined);
  const [view, setView] = useState<{ bbox: string; zoom: number }>();
  const [isBare, setBare] = useState(false);
  const limited = filters.bbox !== undefined;
  // What a movement calls is always the newest.
  const moved = useRef((_: string) => {});
  moved.current = (bbox) => limited && bbox !== filters.bbox && props.onLimit(bbox);

  useEffect(() => {
    if (ground.current === null) return undefined;
    const map = openCityMap(ground.current);
    map.on('bare', () => setBare(true));
    const pane = map.createPane('cases');
    pane.setAttribute('aria-hidden', 'true');
    opened.current = { map, layer: layerGroup().addTo(map) };
    const box = readBox(filters.bbox);
    // The same view again: a little less than the rectangle, so that its rounding does not lead further out.
    if (box !== undefined) map.fitBounds(box.pad(-0.02), { animate: false });
    const look = () => {
      const bbox = boxOf(map.getBounds());
      setView({ bbox, zoom: Math.floor(map.getZoom()) });
      moved.current(bbox);
    };
    // The first look needs no patience, and an address with a rectangle is kept as it is.
    setView({ bbox: boxOf(map.getBounds()), zoom: Math.floor(map.getZoom()) });
    let timer: ReturnType<typeof setTimeout> | undefined;
    map.on('moveend', () => {
      clearTimeout(timer);
      timer = setTimeout(look, MOVING_MS);
    });
    return () => {
      clearTimeout(timer);
      opened.current = undefined;
      map.remove();
    };
  }, []);

  // Around a place, the map goes there, and back when all places are wanted.
  const wasAround = useRef(false);
  useEffect(() => {
    const map = opened.current?.map;
    if (map === undefined) return undefined;
    if (point === undefined) {
      if (wasAround.current && !limited) showCity(map);
      wasAround.current = false;
      return undefined;
    }
    wasAround.current = true;
    const radius = filters.radius ?? USUAL_RADIUS;
    const ring = circle([point.lat, point.long], { radius, className: 'map-ring', interactive: false });
    ring.addTo(map);
    if (!limited) map.fitBounds(ring.getBounds(), { animate: false });
    return () => void ring.remove();
  }, [point?.lat, point?.long, filters.radius]);

  const { bbox: _, ...others } = filters;
  const asked = view && JSON.stringify([others, point, view]);
  const found = useAnswer(asked, (signal) =>
    findMarks(filters, point, view?.bbox ?? '', view?.zoom ?? 0, signal),
  );
  useEffect(() => {
    if (opened.current !== undefined && found.value !== undefined) draw(opened.current, found.value.marks);
  }, [found.value]);

  return (
    <>
      {isBare && <p class="notice">{t.bare}</p>}
      <div ref={ground} class="cases-ground" tabIndex={0} role="application" aria-label={t.map} />
      <p role="status" class="muted">
        {found.state === 'waiting' ? caseWords.loading : found.state === 'there' && sentenceOf(found.value)}
      </p>
      {found.state === 'failed' && <Failure error={found.error} again={found.again} />}
      <div class="choice">
        <input
          type="checkbox"
          id="only"
          checked={limited}
          onChange={(event) => props.onLimit(event.currentTarget.checked ? view?.bbox : undefined)}
        />
        <label for="only">{t.only}</label>
      </div>
      <p class="muted">{t.explained}</p>
    </>
  );
}

function sentenceOf(found: { marks: Mark[]; total: number; estimated: boolean } | undefined): string {
  if (found === undefined) return '';
  const cases = found.estimated ? t.about(caseWords.count(found.total)) : caseWords.count(found.total);
  const drawn = found.marks.reduce((sum, { count }) => sum + count, 0);
  return !found.estimated && drawn < found.total ? t.newest(writeNumber(drawn), cases) : t.shown(cases);
}

function readBox(bbox: string | undefined): LatLngBounds | undefined {
  if (bbox === undefined) return undefined;
  const [west = 0, south = 0, east = 0, north = 0] = bbox.split(',').map(Number);
  return latLngBounds([south, west], [north, east < west ? east + 360 : east]);
}

function draw({ map, layer }: { map: LeafletMap; layer: LayerGroup }, marks: readonly Mark[]): void {
  layer.clearLayers();
  const middle = map.getCenter().lng;
  for (const mark of marks) {
    // On the side of the antimeridian that is seen.
    const long = mark.long + 360 * Math.round((middle - mark.long) / 360);
    const one = mark.number === null ? circleOf(map, mark) : pointOf(mark.number);
    marker([mark.lat, long], { pane: 'cases', keyboard: false, icon: one.icon })
      .on('click', one.choose)
      .addTo(layer);
  }
  map.fire('marked');
}

/** A circle with a number, the larger the more cases it has. */
function circleOf(map: LeafletMap, { count, lat, long, bounds }: Mark) {
  const digits = String(count).length;
  const size = 24 + 6 * Math.min(digits, 6);
  const text = document.createElement('span');
  text.textContent = writeNumber(count);
  const [west = long, south = lat, east = long, north = lat] = bounds;
  return {
    icon: divIcon({ className: 'map-cluster', html: text, iconSize: [size, size] }),
    choose: () => {
      const box = latLngBounds([south, west], [north, east]);
      const zoom = Math.max(map.getBoundsZoom(box, false), map.getZoom() + 1);
      map.setView(box.getCenter(), Math.min(zoom, CLOSEST));
    },
  };
}

/** A case as a link to its page. */
function pointOf(number: string) {
  const link = document.createElement('a');
  link.href = `/${start.city?.jurisdiction_id}/cases/${number}`;
  link.title = caseWords.case(writeCaseNumber(number));
  link.tabIndex = -1;
  link.draggable = false;
  return { icon: divIcon({ className: 'map-case', html: link, iconSize: [24, 24] }), choose: () => {} };
}
