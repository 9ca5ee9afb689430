import { Signpost } from '@signpost/sdk';

const given = new URLSearchParams(location.search);
const city = new Signpost({
  baseUrl: given.get('server') ?? 'http://127.0.0.1:3111',
  jurisdictionId: given.get('jurisdiction') ?? 'wroclaw.pl',
});
const status = document.querySelector('[role=status]');
const svg = document.querySelector('svg');
const list = document.querySelector('ol');

/** How wide the map is drawn, whatever its size on the screen. */
const WIDTH = 1000;
/** Beyond this, a page of this kind is no longer a pleasure. */
const MOST = 5000;

draw().catch((error) => status.replaceChildren(error.message));

async function draw() {
  const [file, areas] = await Promise.all([
    city.requests.export({ format: 'geojson', status: ['open'] }),
    city.areas.list(),
  ]);
  const { features } = await new Response(file).json();
  const placed = features.filter(({ geometry }) => geometry !== null).slice(0, MOST);
  const outlines = areas.flatMap(({ geometry }) => (geometry ? [ringsOf(geometry)] : []));
  const project = projectionFor([...placed.map(({ geometry }) => geometry.coordinates), ...outlines.flat(2)]);

  for (const rings of outlines) {
    const d = rings.map((ring) => `M${ring.map(project).join('L')}Z`).join('');
    svg.append(element('path', { d }));
  }
  for (const { geometry, properties } of placed) {
    const [cx, cy] = project(geometry.coordinates);
    const point = element('circle', { cx, cy, r: 6 });
    const item = itemOf(properties);
    point.addEventListener('click', () => {
      choose(point, item);
      item.scrollIntoView({ block: 'center' });
    });
    item.firstChild.addEventListener('click', () => choose(point, item));
    svg.append(point);
    list.append(item);
  }
  const unplaced = features.length - placed.length;
  status.textContent = `${placed.length} cases${unplaced > 0 ? `, ${unplaced} more are not shown` : ''}`;
}

function itemOf({ service_request_id, service_name, address, requested_datetime }) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  const where = address ? `, ${address}` : '';
  button.textContent = `${service_name}${where} (${service_request_id}, ${requested_datetime.slice(0, 10)})`;
  item.append(button);
  return item;
}

function choose(point, item) {
  for (const chosen of document.querySelectorAll('.chosen')) chosen.classList.remove('chosen');
  point.classList.add('chosen');
  item.classList.add('chosen');
  // What is drawn last lies above.
  svg.append(point);
}

/** The rings of a polygon, or of all polygons of a multipolygon. */
function ringsOf({ type, coordinates }) {
  return type === 'Polygon' ? coordinates : coordinates.flat();
}

/**
 * Degrees to places on the map. A degree of longitude is shorter than one of latitude, by the cosine of the latitude: in a city that is
 * all the projection that is needed.
 */
function projectionFor(points) {
  const longs = points.map(([long]) => long);
  const lats = points.map(([, lat]) => lat);
  const [west, east, south, north] = [least(longs), most(longs), least(lats), most(lats)];
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = WIDTH / Math.max((east - west) * shrink, 0.001);
  svg.setAttribute('viewBox', `-20 -20 ${WIDTH + 40} ${(north - south) * scale + 40}`);
  return ([long, lat]) => [(long - west) * shrink * scale, (north - lat) * scale];
}

// Math.min(...list) has a limit to how long the list may be.
const least = (list) => list.reduce((a, b) => Math.min(a, b), Infinity);
const most = (list) => list.reduce((a, b) => Math.max(a, b), -Infinity);

function element(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
