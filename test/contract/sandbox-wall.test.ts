import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changeStatus, locateCase, withdrawRequest } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { OperationId } from '../../src/http/operation.ts';
import { call, errorsOf, listOf, PLACE } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { contract, startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { BOUNDARY, END, part } from '../support/multipart.ts';
import { quarters } from '../support/pictures.ts';
import { basePath, createTriedCity, KINDS, mark, other } from '../support/sandbox.ts';
import type { Kind, TriedCity } from '../support/sandbox.ts';

/** A city and its sandbox are two jurisdictions: nothing of the one is ever seen in the other. */

let app: TestApp;
let tried: TriedCity;
let neighbour: TestCity;
const known = {} as Record<Kind, { numbers: string[]; token: string; picture: string; withdrawn: string }>;

const door = () => ({ db: app.db, clock: systemClock });

async function fill(kind: Kind): Promise<void> {
  const plain = await tried.numberOf(kind, { address_string: mark(kind), email: 'who@example.org' });
  const hole = await tried.numberOf(kind, { service_code: 'HOLE', 'attribute[SIZE]': 'small' });
  const withdrawn = await tried.numberOf(kind);
  await withdrawRequest(door(), await locateCase(app.db, withdrawn, kind), { notes: null, actor: 'test' });
  const closed = await tried.numberOf(kind);
  const notes = mark(kind);
  await changeStatus(door(), await locateCase(app.db, closed, kind), {
    status: 'fixed',
    notes,
    actor: 'test',
  });
  const { token = '' } = await tried.submitted(kind, { service_code: 'TREE' });
  const update = await tried.post(`${tried.base(kind)}/servicerequestupdates.json`, {
    api_key: tried.keys[kind],
    service_request_id: plain,
    update_id: 'one',
    status: 'in_progress',
    updated_datetime: new Date().toISOString(),
    description: mark(kind),
  });
  expect(update.status).toBe(200);
  const photo = await quarters().jpeg().toBuffer();
  const pictured = await call(app, `${tried.base(kind)}/requests.json`, {
    method: 'POST',
    headers: BOUNDARY,
    body: new Uint8Array(
      Buffer.concat([
        ...Object.entries(tried.fieldsFor(kind)).map(([name, content]) => part(name, content)),
        part('media', photo, 'a.jpg'),
        END,
      ]),
    ),
  });
  const number = String(listOf(pictured)[0]?.['service_request_id']);
  const [shown] = listOf(await call(app, `${tried.base(kind)}/requests/${number}.json`));
  known[kind] = {
    numbers: [plain, hole, closed, number],
    token,
    picture: new URL(String(shown?.['media_url'])).pathname,
    withdrawn,
  };
}

beforeAll(async () => {
  app = await startApp();
  // Before the other, whose server is asked until it knows both.
  neighbour = await createCity(app.db);
  tried = await createTriedCity(app);
  for (const kind of KINDS) await fill(kind);
});
afterAll(() => app.stop());

const PAGES = ['', '?page_size=2', '?extensions=true', '?service_code=LAMP', '?status=closed'];

/** An account of a developer belongs to no city, and no city is in its paths. */
const OF_DEVELOPERS = /^(accounts|keys)\./;
type OfCities = Exclude<OperationId, `accounts.${string}` | `keys.${string}`>;

/** What is asked of every operation; one that is missing here does not compile, and the test below names it. */
const CRAWLED = {
  'discovery.get': () => ['discovery.json', 'discovery.xml'],
  'services.list': () => [
    'services.json',
    'services.xml',
    `services.json?lat=${PLACE.lat}&long=${PLACE.long}`,
  ],
  'services.get': () => ['services/HOLE.json', 'services/HOLE.xml'],
  'requests.list': (of) => [
    ...['json', 'xml', 'geojson'].flatMap((format) => PAGES.map((page) => `requests.${format}${page}`)),
    `requests.json?q=marked${of}marked`,
    `requests.json?q=marked`,
    `requests.json?lat=${PLACE.lat}&long=${PLACE.long}&radius=500`,
    `requests.json?bbox=16,50,18,52&sort=updated_datetime`,
    `requests.json?updated_after=2026-01-01T00:00:00Z&sort=updated_datetime&extensions=true`,
    `requests.json?service_request_id=${known[of].numbers.join(',')}`,
    ...known[of].numbers.map((number) => `requests.json?q=${number}`),
  ],
  'requests.get': (of) =>
    [...known[of].numbers, known[of].withdrawn].flatMap((number) => [
      `requests/${number}.json`,
      `requests/${number}.xml`,
      `requests/${number}.json?extensions=true`,
    ]),
  'requests.export': () => ['csv', 'ndjson', 'geojson'].map((format) => `exports/requests.${format}`),
  // Nobody can report a case that is not on these paths; written to below.
  'reports.create': () => [],
  'tokens.get': (of) => [`tokens/${known[of].token}.json`],
  'updates.list': (of) => [
    'servicerequestupdates.json',
    'servicerequestupdates.xml',
    `servicerequestupdates.json?service_request_id=${known[of].numbers.join(',')}`,
  ],
  'duplicates.list': (of) =>
    ['json', 'xml'].map(
      (format) =>
        `duplicates.${format}?service_code=LAMP&lat=${PLACE.lat}&long=${PLACE.long}&description=${mark(of)}&extensions=true`,
    ),
  'clusters.list': () =>
    ['json', 'xml', 'geojson'].map((format) => `clusters.${format}?bbox=16,50,18,52&zoom=22`),
  'jurisdictions.list': () => ['jurisdictions.json'],
  'jurisdictions.get': () => ['jurisdiction.json', 'jurisdiction.xml'],
  'places.list': (of) => [`places.json?q=${mark(of)}`],
  'areas.list': () => ['areas.json', 'areas.xml', 'areas.geojson'],
  'locations.list': () => [`locations.json?lat=${PLACE.lat}&long=${PLACE.long}`],
  // Written to below; what they answer is about the case that was sent.
  'requests.create': () => [],
  'updates.create': () => [],
  'supporters.create': () => [],
  // No city stands in their paths.
  'media.get': () => [],
  'health.live': () => [],
  'health.ready': () => [],
} satisfies Record<OfCities, (of: Kind) => string[]>;

describe('the wall between a city and its sandbox', () => {
  test('every operation of the contract is crawled', () => {
    expect(Object.keys(CRAWLED).sort()).toEqual(
      contract.operations
        .map(({ operationId }) => operationId)
        .filter((id) => !OF_DEVELOPERS.test(id))
        .sort(),
    );
  });

  test.each(KINDS)('no operation of the %s paths knows a case of the others', async (kind) => {
    let seen = 0;
    for (const make of Object.values(CRAWLED)) {
      // Asked for what is here, and for what is there.
      const paths = [...new Set(KINDS.flatMap((of) => make(of)))];
      for (const path of paths.map((one) => `${tried.base(kind)}/${one}`)) {
        const answer = await call(app, path);
        const text = answer.text + JSON.stringify([...answer.headers]);
        const { numbers, withdrawn, picture } = known[other(kind)];
        for (const secret of [mark(other(kind)), ...numbers, withdrawn, picture])
          if (!path.includes(secret) || answer.status === 200)
            expect([path, text.includes(secret)]).toEqual([path, false]);
        expect([path, /~test/.test(text)]).toEqual([path, false]);
        seen += text.includes(mark(kind)) ? 1 : 0;
      }
    }
    expect(seen).toBeGreaterThan(20);
  });

  test.each(KINDS)('totals and links of the %s paths are their own', async (kind) => {
    const first = await call(app, `${tried.base(kind)}/requests.json?page_size=3`);
    expect(first.headers.get('x-total-count')).toBe(String(known[kind].numbers.length));
    const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect(next).toContain(`${app.url}${tried.base(kind)}/requests.json?`);
    const second = await call(app, next.slice(app.url.length));
    expect([...listOf(first), ...listOf(second)]).toHaveLength(known[kind].numbers.length);
    // A cursor of the one list is none of the other.
    const stolen = next.slice(app.url.length).replace(tried.base(kind), tried.base(other(kind)));
    expect((await call(app, stolen)).status).toBe(400);
  });

  test.each(KINDS)('no update of the %s paths reaches the others, and no repeat', async (kind) => {
    const [number = ''] = known[other(kind)].numbers;
    const update = await tried.post(`${tried.base(kind)}/servicerequestupdates.json`, {
      api_key: tried.keys[kind],
      service_request_id: number,
      update_id: 'stray',
      status: 'closed',
      updated_datetime: new Date().toISOString(),
      description: 'stray',
    });
    expect([update.status, errorsOf(update)[0]?.field]).toEqual([404, 'service_request_id']);
    const support = await tried.post(`${tried.base(kind)}/requests/${number}/supporters.json`, {
      api_key: tried.keys[kind],
      account_id: 'stray',
    });
    expect([support.status, errorsOf(support)[0]?.field]).toEqual([404, 'service_request_id']);
    const report = await tried.post(`${tried.base(kind)}/requests/${number}/reports.json`, {
      reason: 'spam',
    });
    expect([report.status, errorsOf(report)[0]?.field]).toEqual([404, 'service_request_id']);
    expect(await app.db('request_reports').where({ number })).toEqual([]);
  });

  test('numbers come from one sequence, and nothing of the city is copied', async () => {
    const all = KINDS.flatMap((kind) => known[kind].numbers);
    expect(new Set(all).size).toBe(all.length);
    const jurisdiction_id = `${tried.city.jurisdiction_id}~test`;
    expect(await app.db('jurisdictions').where({ jurisdiction_id })).toMatchObject([
      { kind: 'test', live_jurisdiction_id: tried.city.jurisdiction_id, name: '', contact: '' },
    ]);
    for (const table of ['areas', 'service_groups', 'service_attributes'])
      expect(await app.db(table).where({ jurisdiction_id })).toEqual([]);
    expect(await app.db('services').where({ jurisdiction_id })).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ service_code: 'HOLE', names: {}, group_code: null }),
      ]),
    );
    // Nobody has tried anything there.
    const lonely = { jurisdiction_id: `${neighbour.jurisdiction_id}~test` };
    expect(await app.db('jurisdictions').where(lonely)).toEqual([]);
    expect((await call(app, `${basePath('test', neighbour.jurisdiction_id)}/requests.json`)).json).toEqual(
      [],
    );
  });
});
