import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seedDemonstration } from '../../src/features/demonstration/index.ts';
import { prepareValidator } from '../../src/http/validator.ts';
import type { Validator } from '../../src/http/validator.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { rawCall } from '../support/calls.ts';
import { contract, startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { LONG } from '../support/skip.ts';
import { numberIn, submit } from '../support/submit.ts';

/**
 * Hot operations have a short way from the socket to their answer, beside the one by Express. Nobody can tell by the answer
 * which way it took: status, headers and bytes are the same.
 */
const RUNS = LONG ? 10_000 : 600;
const AT_ONCE = 8;
const SEED = 311;

let short: TestApp;
let long: TestApp;
/** How many calls of the first server Express has seen. */
let byExpress = 0;
let numbers: string[];

beforeAll(async () => {
  const now = new Date();
  // Both tell the same time: it stands in the cursors of pages.
  const common = { clock: { now: () => now } };
  const validator = prepareValidator(contract);
  const counting: Validator = (run) => [
    (_request, _response, next) => {
      byExpress += 1;
      next();
    },
    ...validator(run),
  ];
  short = await startApp({ ...common, http: { checkReplies: false, validator: counting } });
  long = await startApp({ ...common, on: short.database, longWay: true, http: { checkReplies: false } });
  const key = (await seedDemonstration({ db: short.db, clock: systemClock })) ?? '';
  const sandbox = { jurisdiction_id: 'wroclaw.pl', key };
  const tried = [];
  for (const description of ['latarnia', 'lampa', 'dziura'])
    tried.push(
      numberIn(
        await submit(
          { url: short.url, ...sandbox },
          { service_code: 'STREET-LIGHT', description },
          { base: 'test/v2' },
        ),
      ),
    );
  const rows = await short
    .db('requests')
    .where({ jurisdiction_id: 'wroclaw.pl', visibility: 'public' })
    .orderBy('number')
    .limit(40)
    .pluck<(string | number)[]>('number');
  numbers = [...rows.map(String), ...tried, ...tried];
});
afterAll(async () => {
  await long.stop();
  await short.stop();
});

type Sent = { method: string; path: string; headers: Record<string, string> };

/** The same call to both, and what must agree of the answers. */
async function both(sent: Sent): Promise<{ status: number; etag: string | undefined }> {
  const headers = { host: 'signpost.example', ...sent.headers };
  const [one, other] = await Promise.all(
    [short, long].map(async (app) => {
      const { status, headers: told, bytes } = await rawCall(app, { ...sent, headers });
      const { date: _date, 'x-request-id': id, ...rest } = told;
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      // A failure tells its own request id.
      return { status, headers: rest, bytes: status < 500 ? bytes.toString('base64') : '' };
    }),
  );
  expect({ sent, ...one }).toEqual({ sent, ...other });
  return { status: one?.status ?? 0, etag: one?.headers.etag };
}

test('every example of the contract', async () => {
  const gets = contract.operations.filter(
    ({ method, path }) => method === 'get' && path.includes('{format}'),
  );
  expect(gets.length).toBeGreaterThan(8);
  for (const { path, parameters } of gets) {
    const examples = (parameters as readonly { name: string; in: string; example?: unknown }[]).filter(
      ({ example }) => example !== undefined,
    );
    for (const format of ['json', 'xml', 'geojson', 'html']) {
      const inPath = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
        name === 'format' ? format : String(examples.find((one) => one.name === name)?.example),
      );
      const city = inPath.replace('/open311/v2', '/open311/wroclaw.pl/v2');
      const sandbox = city.replace('wroclaw.pl', 'wroclaw.pl/test');
      await both({ method: 'GET', path: city, headers: {} });
      await both({ method: 'GET', path: sandbox, headers: {} });
      for (const { name, example } of examples.filter(({ in: where }) => where === 'query')) {
        const query = `${name}=${encodeURIComponent([example].flat().join(','))}`;
        await both({ method: 'GET', path: `${city}?${query}`, headers: {} });
        await both({ method: 'GET', path: `${inPath}?${query}`, headers: {} });
        await both({ method: 'GET', path: `${sandbox}?${query}`, headers: {} });
      }
    }
  }
}, 120_000);

/** Values that are right, nearly right and wrong. */
const word = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '1',
    '-1',
    '2',
    '5',
    '50',
    '1e3',
    '0x10',
    'NaN',
    'true',
    'open',
    'closed',
    'OPEN',
    'open,closed',
  ),
  fc.constantFrom(
    'STREET-LIGHT',
    'POTHOLE',
    'street-light',
    'STREET-LIGHT,POTHOLE',
    'nothing',
    'lampa',
    'latarnia',
  ),
  fc.constantFrom(
    '2026-01-01',
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00+01:00',
    '2026-13-01',
    '9999-12-31T23:59:59Z',
  ),
  fc.constantFrom(
    '51.1',
    '17.03',
    '500',
    '16.9,51,17.1,51.2',
    '17.1,51.2,16.9,51',
    '999',
    'en',
    'pl',
    'uk',
    'xx',
    '-requested_datetime',
  ),
  fc.constantFrom('updated_datetime', 'null', '%00', '%ff', '%E2%82', 'a%2Cb', 'a+b', '%20', '__proto__'),
  fc.string({ maxLength: 12 }).map(encodeURIComponent),
);
/** Names and values that go together. */
const RIGHT = [
  'service_code=STREET-LIGHT',
  'status=open',
  'status=closed,open',
  'page_size=5',
  'page_size=5&page=2',
  'q=latarnia',
  'lat=51.1&long=17.03&radius=2000',
  'bbox=16.9,51,17.1,51.2',
  'sort=updated_datetime',
  'extensions=true',
  'locale=uk',
  'jurisdiction_id=wroclaw.pl',
  'updated_after=2026-01-01T00:00:00Z',
];
const common = ['locale', 'jurisdiction_id', 'api_key', 'unknown', 'extensions'];

const generated = () => {
  const hot = contract.operations.filter(({ hot: marked }) => marked);
  return fc.constantFrom(...hot).chain((operation) => {
    const names = operation.parameters.filter(({ in: where }) => where === 'query').map(({ name }) => name);
    return fc
      .record({
        city: fc.constantFrom(
          'wroclaw.pl/',
          'wroclaw.pl/',
          'wroclaw.pl/',
          'WROCLAW.pl/',
          'wroclaw.pl/test/',
          'wroclaw.pl/test/',
          'WROCLAW.pl/test/',
          'test/',
          'test/wroclaw.pl/',
          'wroclaw.pl~test/',
          '',
          'nowhere.example/',
        ),
        id: fc.oneof(
          fc.constantFrom(...numbers),
          fc.constantFrom('POTHOLE', 'STREET-LIGHT', '10000005', 'a.b', '%2e', '%ff', ''),
        ),
        format: fc.oneof(
          { weight: 8, arbitrary: fc.constantFrom('.json', '.xml', '.json', '.geojson') },
          { weight: 1, arbitrary: fc.constantFrom('.JSON', '', '.html', '.csv', '/', '.json/') },
        ),
        query: fc.oneof(
          { weight: 3, arbitrary: fc.subarray(RIGHT, { maxLength: 3 }) },
          {
            weight: 2,
            arbitrary: fc.array(
              fc.tuple(fc.constantFrom(...names, ...names, ...common), word).map((pair) => pair.join('=')),
              { maxLength: 3 },
            ),
          },
        ),
        method: fc.oneof(
          { weight: 12, arbitrary: fc.constant('GET') },
          { weight: 2, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'DELETE') },
        ),
        headers: fc.record(
          {
            'accept-encoding': fc.constantFrom('gzip', 'identity', 'br, gzip;q=0.5', 'gzip;q=0', '*'),
            'accept-language': fc.constantFrom('pl', 'en-GB,en;q=0.8', 'uk, pl;q=0.5', 'xx', '*', ''),
            accept: fc.constantFrom('text/xml', 'application/json', '*/*', 'image/png'),
            'if-none-match': fc.constantFrom('*', '"nothing"', 'W/"a", "b"', ','),
            'x-forwarded-proto': fc.constant('https'),
            origin: fc.constant('https://page.example'),
          },
          { requiredKeys: [] },
        ),
        again: fc.boolean(),
      })
      .map(({ city, id, format, query, method, headers, again }) => {
        const path = operation.path
          .replace('/open311/v2/', `/open311/${city}v2/`)
          .replace(/\.\{format\}$/, format)
          .replace(/\{\w+\}/, id);
        const written = query.join('&');
        return {
          again,
          sent: { method, headers, path: written === '' ? path : `${path}?${written}` },
        };
      });
  });
};

test(`${RUNS} generated calls`, async () => {
  const calls = fc.sample(generated(), { numRuns: RUNS, seed: SEED });
  const statuses = new Map<number, number>();
  const seenBefore = byExpress;
  const next = calls.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { sent, again } of next) {
        const { status, etag } = await both(sent);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (!again || etag === undefined) continue;
        const second = await both({ ...sent, headers: { ...sent.headers, 'if-none-match': etag } });
        statuses.set(second.status, (statuses.get(second.status) ?? 0) + 1);
      }
    }),
  );
  // The calls are worth something: answers, unchanged ones and refusals are among them, and both ways are taken.
  expect(statuses.get(200)).toBeGreaterThan(RUNS / 6);
  expect(statuses.get(304)).toBeGreaterThan(RUNS / 50);
  expect(statuses.get(400)).toBeGreaterThan(RUNS / 20);
  expect(statuses.get(404)).toBeGreaterThan(RUNS / 20);
  const throughExpress = byExpress - seenBefore;
  expect(throughExpress).toBeGreaterThan(RUNS / 20);
  expect(throughExpress).toBeLessThan(RUNS);
}, 900_000);
