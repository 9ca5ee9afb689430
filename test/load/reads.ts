import type { Bench, Figure } from './figure.ts';
import { BASE, WINDOW } from './generated-cases.ts';
import { CONNECTIONS, send } from './measure.ts';
import type { Load } from './measure.ts';
import type { Server } from './servers.ts';

/** The lists that apps ask for: services of all frequencies, open and closed. */
export const SERVICES = [
  'graffiti-removal',
  'request-for-pothole-repair',
  'street-light-outages',
  'missed-trash-recycling-yard-waste-bulk-item',
];

export type Requests = Load['requests'];

export const list50: Requests = SERVICES.flatMap((service) =>
  ['open', 'closed'].map((status) => ({
    path: `${BASE}/requests.json?service_code=${service}&status=${status}&${WINDOW}&page_size=50`,
  })),
);
const list1000 = (format: string): Requests => [{ path: `${BASE}/requests.${format}?${WINDOW}` }];

/** So many different cases are asked for. */
const NUMBERS = 500;

/** Some of the numbers that there are. */
export async function single({ url }: Server): Promise<Requests> {
  const response = await fetch(`${url}${BASE}/requests.json?${WINDOW}&page_size=${NUMBERS}`);
  const items = (await response.json()) as { service_request_id: string }[];
  return items.map(({ service_request_id }) => ({ path: `${BASE}/requests/${service_request_id}.json` }));
}

/** Both servers under the same load, in turn. @throws Error when their bytes differ */
async function againstBare(
  bench: Bench,
  requestsOf: (ours: Server) => Requests | Promise<Requests>,
  options: { ready?: boolean; anew?: boolean } = {},
) {
  const { ours, bare } = await bench.servers(bench.size);
  const requests = await requestsOf(ours);
  for (const { path } of requests.slice(0, 20)) {
    const told = Buffer.from(await (await fetch(ours.url + path)).arrayBuffer());
    if (options.ready === true) await fetch(bare.url + path, { method: 'PUT', body: told });
    const expected = Buffer.from(await (await fetch(bare.url + path)).arrayBuffer());
    if (!told.equals(expected)) throw new Error(`${path}: the two servers tell different things`);
  }
  const load =
    ({ url }: Server) =>
    async () =>
      (await send({ url, requests, connections: CONNECTIONS, anew: options.anew === true }, bench.seconds))
        .perSecond;
  return { ours: load(ours), reference: load(bare) };
}

/** Two loads on our own server, in turn. */
async function againstOurselves(
  bench: Bench,
  ours: Partial<Load> & Pick<Load, 'requests'>,
  reference: Requests,
  referenceIsNew = false,
) {
  const { ours: server } = await bench.servers(bench.size);
  const { url } = server;
  return {
    ours: async () => (await send({ url, connections: CONNECTIONS, ...ours }, bench.seconds)).perSecond,
    reference: async () =>
      (
        await send(
          { url, connections: CONNECTIONS, requests: reference, anew: referenceIsNew },
          bench.seconds,
        )
      ).perSecond,
  };
}

/** The same requests with the tags of their answers. */
async function withTags({ url }: Server, requests: Requests): Promise<Requests> {
  return Promise.all(
    requests.map(async (request) => {
      const response = await fetch(url + request.path);
      await response.arrayBuffer();
      return { ...request, headers: { 'if-none-match': response.headers.get('etag') ?? '' } };
    }),
  );
}

const BARE = 'the bare server';

export const reads: Figure[] = [
  {
    id: 'services',
    title: 'GET services',
    reference: `${BARE}, a ready buffer`,
    unit: 'requests/s',
    goal: { atLeast: 0.5 },
    prepare: (bench) => againstBare(bench, () => [{ path: `${BASE}/services.json` }], { ready: true }),
  },
  {
    id: 'one',
    title: 'GET one case',
    reference: BARE,
    unit: 'requests/s',
    goal: { atLeast: 0.7 },
    prepare: (bench) => againstBare(bench, single),
  },
  {
    id: 'list50',
    title: 'GET list of 50 by service and status',
    reference: BARE,
    unit: 'requests/s',
    goal: { atLeast: 0.8 },
    prepare: (bench) => againstBare(bench, () => list50),
  },
  {
    id: 'list50-new',
    title: 'GET list of 50 that nobody has asked for before',
    reference: BARE,
    unit: 'requests/s',
    goal: { atLeast: 0.8 },
    prepare: (bench) => againstBare(bench, () => list50, { anew: true }),
  },
  {
    id: 'list1000',
    title: 'GET list of 1000, JSON',
    reference: BARE,
    unit: 'requests/s',
    goal: { atLeast: 0.8 },
    prepare: (bench) => againstBare(bench, () => list1000('json')),
  },
  {
    id: 'list1000-new',
    title: 'GET list of 1000, JSON, that nobody has asked for before',
    reference: BARE,
    unit: 'requests/s',
    goal: { atLeast: 0.8 },
    prepare: (bench) => againstBare(bench, () => list1000('json'), { anew: true }),
  },
  {
    id: 'xml1000',
    title: 'GET list of 1000, XML, that nobody has asked for before',
    reference: 'the same lists in JSON',
    unit: 'requests/s',
    goal: { atLeast: 0.5 },
    prepare: (bench) =>
      againstOurselves(bench, { requests: list1000('xml'), anew: true }, list1000('json'), true),
  },
  {
    id: 'geojson1000',
    title: 'GET list of 1000, GeoJSON',
    reference: `${BARE}, from the same text`,
    unit: 'requests/s',
    goal: { atLeast: 0.8 },
    prepare: (bench) => againstBare(bench, () => list1000('geojson')),
  },
  {
    id: 'unchanged-case',
    title: '304 on an unchanged case',
    reference: 'the full answer',
    unit: 'requests/s',
    goal: { atLeast: 2 },
    async prepare(bench) {
      const { ours } = await bench.servers(bench.size);
      const requests = (await single(ours)).slice(0, 100);
      return againstOurselves(bench, { requests: await withTags(ours, requests), status: 304 }, requests);
    },
  },
  {
    id: 'unchanged-list',
    title: '304 on an unchanged list of 50',
    reference: 'the full answer to one that nobody has asked for before',
    unit: 'requests/s',
    goal: { atLeast: 2 },
    async prepare(bench) {
      const { ours } = await bench.servers(bench.size);
      return againstOurselves(bench, { requests: await withTags(ours, list50), status: 304 }, list50, true);
    },
  },
];
