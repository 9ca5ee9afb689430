import { createKey } from '../../src/features/access/index.ts';
import { createDatabase } from '../../src/platform/database.ts';
import type { Connection } from '../../src/platform/database.ts';
import type { Figure } from './figure.ts';
import { CITY } from './generated-cases.ts';
import { CONNECTIONS, send } from './measure.ts';
import type { Load } from './measure.ts';

const PATH = `/open311/${CITY.jurisdiction_id}/v2/requests.json`;

/** Lamps in one street, each with two answers and a reporter. */
const submission = (key: string, place: number) =>
  new URLSearchParams({
    api_key: key,
    service_code: 'street-light-outages',
    lat: (42.35 + place / 10_000).toFixed(5),
    long: '-71.06',
    description: `The lamp at the corner has been dark for ${place} days.`,
    email: 'resident@example.org',
    'attribute[POLE]': String(place),
    'attribute[COLOUR]': 'green',
  }).toString();

const PLACES = 50;

const submissions = (key: string): Load['requests'] =>
  Array.from({ length: PLACES }, (_, place) => ({
    path: PATH,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: submission(key, place),
  }));

async function keyOf(connection: Connection): Promise<string> {
  const db = createDatabase({ connection, poolSize: 1 });
  try {
    const { key } = await createKey(db, {
      jurisdiction_id: CITY.jurisdiction_id,
      scopes: ['submit', 'trusted'],
    });
    return key;
  } finally {
    await db.destroy();
  }
}

export const writes: Figure[] = [
  {
    id: 'post',
    title: 'POST a case with attributes',
    reference: 'the bare server, the same rows in one statement',
    unit: 'requests/s',
    goal: { atLeast: 0.6 },
    async prepare(bench) {
      const connection = await bench.empty();
      const requests = submissions(await keyOf(connection));
      const { ours, bare } = await bench.both(connection);
      const load =
        ({ url }: { url: string }) =>
        async () =>
          (await send({ url, requests, connections: CONNECTIONS }, bench.seconds)).perSecond;
      return {
        ours: load(ours),
        reference: load(bare),
        async end() {
          await Promise.all([ours.stop(), bare.stop()]);
        },
      };
    },
  },
];
