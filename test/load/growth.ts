import type { Size } from './databases.ts';
import type { Bench, Figure } from './figure.ts';
import { anew, BASE, WINDOW } from './generated-cases.ts';
import { latencies } from './measure.ts';
import type { Latency } from './measure.ts';

/** How the time of a read grows with the number of cases: p50 and p99 by the read and the size. */
export const grown = new Map<string, Map<Size, Latency>>();

/** So often the reads are done in one round. */
const TIMES = 40;

/** Reads that find a full page among ten thousand cases as well as among ten million, in several places and services. */
const READS: { id: string; title: string; paths: string[] }[] = [
  {
    id: 'list',
    title: 'list of 50',
    paths: ['status=open', 'status=closed', 'service_code=schedule-a-bulk-item-pickup'].map(
      (filter) => `${BASE}/requests.json?${filter}&${WINDOW}&page_size=50`,
    ),
  },
  {
    id: 'radius',
    title: 'within 1 km, 50 cases',
    paths: ['lat=42.355&long=-71.065', 'lat=42.331&long=-71.084', 'lat=42.3&long=-71.06'].map(
      (place) => `${BASE}/requests.json?${place}&radius=1000&${WINDOW}&page_size=50`,
    ),
  },
  {
    id: 'box',
    title: 'in a box of 2 km, 50 cases',
    paths: ['-71.08,42.34,-71.06,42.36', '-71.1,42.3,-71.08,42.32', '-71.07,42.29,-71.05,42.31'].map(
      (box) => `${BASE}/requests.json?bbox=${box}&${WINDOW}&page_size=50`,
    ),
  },
];

/** The numbers of some cases. */
async function single(url: string): Promise<string[]> {
  const response = await fetch(`${url}${BASE}/requests.json?${WINDOW}&page_size=20`);
  const items = (await response.json()) as { service_request_id: string }[];
  return items.map(({ service_request_id }) => `${BASE}/requests/${service_request_id}.json`);
}

const figureOf = (
  id: string,
  title: string,
  pathsOf: (url: string) => string[] | Promise<string[]>,
): Figure => ({
  id: `growth-${id}`,
  title: `growth: ${title}`,
  reference: 'the same among 10,000 cases',
  unit: 'ms',
  goal: { atMost: 1.5 },
  grows: true,
  slow: true,
  prepare(bench: Bench) {
    const at = new Map<Size, Latency>();
    grown.set(title, at);
    const measured = async (size: Size) => {
      const { ours } = await bench.servers(size);
      const paths = await pathsOf(ours.url);
      const latency = await latencies(ours.url, () => paths.map(anew), TIMES);
      at.set(size, latency);
      return latency.p50;
    };
    return Promise.resolve({
      ours: () => measured(bench.largest),
      reference: () => measured(10_000),
      async end() {
        await measured(1_000_000);
      },
    });
  },
});

const cursor: Figure = {
  id: 'cursor',
  title: 'page 1000 by cursor',
  reference: 'page 1',
  unit: 'ms',
  goal: { atMost: 1.2 },
  slow: true,
  async prepare(bench) {
    const { ours } = await bench.servers(bench.size);
    const first = `${BASE}/requests.json?${WINDOW}&page_size=50`;
    let deep = first;
    for (let page = 1; page < 1_000; page += 1) {
      const response = await fetch(ours.url + deep);
      await response.arrayBuffer();
      const next = /^<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1];
      if (next === undefined) throw new Error(`the list ends with page ${page}`);
      deep = next.replace(ours.url, '');
    }
    const measured = async (path: string) => (await latencies(ours.url, () => [path], TIMES * 3)).p50;
    return { ours: () => measured(deep), reference: () => measured(first) };
  },
};

export const growth: Figure[] = [
  figureOf('one', 'one case', single),
  ...READS.map(({ id, title, paths }) => figureOf(id, title, () => paths)),
  cursor,
];
