import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { publishService } from '../../src/features/catalogue/index.ts';
import { updateMasking } from '../../src/features/jurisdictions/index.ts';
import { changeStatus, locateCase, withdrawRequest } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { OperationId } from '../../src/http/operation.ts';
import { call, errorsOf, listOf, PLACE } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { contract, startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { BOUNDARY, END, part } from '../support/multipart.ts';
import { quarters } from '../support/pictures.ts';
import { readXml } from '../support/xml.ts';

/** A city and its sandbox are two jurisdictions: nothing of the one is ever seen in the other. */

const KINDS = ['live', 'test'] as const;
type Kind = (typeof KINDS)[number];

let app: TestApp;
/** Serves the same, with room for two calls at a time. */
let few: TestApp;
let city: TestCity;
let neighbour: TestCity;
/** One that may submit and update, of each kind. */
const keys = {} as Record<Kind, string>;
const known = {} as Record<Kind, { numbers: string[]; token: string; picture: string; withdrawn: string }>;

const door = () => ({ db: app.db, clock: systemClock });
const other = (kind: Kind): Kind => (kind === 'live' ? 'test' : 'live');
const mark = (kind: Kind) => `marked${kind}marked`;
const base = (kind: Kind, id = city.jurisdiction_id) => `/open311/${id}${kind === 'test' ? '/test' : ''}/v2`;

const fieldsFor = (kind: Kind, more: Record<string, string> = {}) => ({
  api_key: keys[kind],
  service_code: 'LAMP',
  ...PLACE,
  description: mark(kind),
  ...more,
});

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  call(app, path, { method: 'POST', headers, body: new URLSearchParams(fields) });

async function submitted(kind: Kind, more: Record<string, string> = {}): Promise<Record<string, string>> {
  const answer = await post(`${base(kind)}/requests.json`, fieldsFor(kind, more));
  if (answer.status !== 200) throw new Error(answer.text);
  return listOf(answer)[0] as Record<string, string>;
}

const numberOf = async (kind: Kind, more: Record<string, string> = {}) =>
  (await submitted(kind, more))['service_request_id'] ?? '';

const partsOf = (fields: Record<string, string>) =>
  Object.entries(fields).map(([name, content]) => part(name, content));

async function fill(kind: Kind): Promise<void> {
  const scopes = ['submit', 'update'];
  keys[kind] = (await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes, kind })).key;
  const plain = await numberOf(kind, { address_string: mark(kind), email: 'who@example.org' });
  const hole = await numberOf(kind, { service_code: 'HOLE', 'attribute[SIZE]': 'small' });
  const withdrawn = await numberOf(kind);
  await withdrawRequest(door(), await locateCase(app.db, withdrawn, kind), { notes: null, actor: 'test' });
  const closed = await numberOf(kind);
  const notes = mark(kind);
  await changeStatus(door(), await locateCase(app.db, closed, kind), {
    status: 'fixed',
    notes,
    actor: 'test',
  });
  const { token = '' } = await submitted(kind, { service_code: 'TREE' });
  const update = await post(`${base(kind)}/servicerequestupdates.json`, {
    api_key: keys[kind],
    service_request_id: plain,
    update_id: 'one',
    status: 'in_progress',
    updated_datetime: new Date().toISOString(),
    description: mark(kind),
  });
  expect(update.status).toBe(200);
  const photo = await quarters().jpeg().toBuffer();
  const pictured = await call(app, `${base(kind)}/requests.json`, {
    method: 'POST',
    headers: BOUNDARY,
    body: new Uint8Array(Buffer.concat([...partsOf(fieldsFor(kind)), part('media', photo, 'a.jpg'), END])),
  });
  const number = String(listOf(pictured)[0]?.['service_request_id']);
  const [shown] = listOf(await call(app, `${base(kind)}/requests/${number}.json`));
  known[kind] = {
    numbers: [plain, hole, closed, number],
    token,
    picture: new URL(String(shown?.['media_url'])).pathname,
    withdrawn,
  };
}

beforeAll(async () => {
  app = await startApp();
  few = await startApp({ on: app.database, http: { mostInHand: 2 } });
  city = await createCity(app.db);
  neighbour = await createCity(app.db);
  for (const kind of KINDS) await fill(kind);
});
afterAll(async () => {
  await few.stop();
  await app.stop();
});

const PAGES = ['', '?page_size=2', '?extensions=true', '?service_code=LAMP', '?status=closed'];

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
} satisfies Record<OperationId, (of: Kind) => string[]>;

describe('the wall between a city and its sandbox', () => {
  test('every operation of the contract is crawled', () => {
    expect(Object.keys(CRAWLED).sort()).toEqual(
      contract.operations.map(({ operationId }) => operationId).sort(),
    );
  });

  test.each(KINDS)('no operation of the %s paths knows a case of the others', async (kind) => {
    let seen = 0;
    for (const make of Object.values(CRAWLED)) {
      // Asked for what is here, and for what is there.
      const paths = [...new Set(KINDS.flatMap((of) => make(of)))];
      for (const path of paths.map((one) => `${base(kind)}/${one}`)) {
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
    const first = await call(app, `${base(kind)}/requests.json?page_size=3`);
    expect(first.headers.get('x-total-count')).toBe(String(known[kind].numbers.length));
    const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect(next).toContain(`${app.url}${base(kind)}/requests.json?`);
    const second = await call(app, next.slice(app.url.length));
    expect([...listOf(first), ...listOf(second)]).toHaveLength(known[kind].numbers.length);
    // A cursor of the one list is none of the other.
    const stolen = next.slice(app.url.length).replace(base(kind), base(other(kind)));
    expect((await call(app, stolen)).status).toBe(400);
  });

  test.each(KINDS)('no update of the %s paths reaches the others, and no repeat', async (kind) => {
    const [number = ''] = known[other(kind)].numbers;
    const update = await post(`${base(kind)}/servicerequestupdates.json`, {
      api_key: keys[kind],
      service_request_id: number,
      update_id: 'stray',
      status: 'closed',
      updated_datetime: new Date().toISOString(),
      description: 'stray',
    });
    expect([update.status, errorsOf(update)[0]?.field]).toEqual([404, 'service_request_id']);
    const support = await post(`${base(kind)}/requests/${number}/supporters.json`, {
      api_key: keys[kind],
      account_id: 'stray',
    });
    expect([support.status, errorsOf(support)[0]?.field]).toEqual([404, 'service_request_id']);
    const report = await post(`${base(kind)}/requests/${number}/reports.json`, { reason: 'spam' });
    expect([report.status, errorsOf(report)[0]?.field]).toEqual([404, 'service_request_id']);
    expect(await app.db('request_reports').where({ number })).toEqual([]);
  });

  test('numbers come from one sequence, and nothing of the city is copied', async () => {
    const all = KINDS.flatMap((kind) => known[kind].numbers);
    expect(new Set(all).size).toBe(all.length);
    const jurisdiction_id = `${city.jurisdiction_id}~test`;
    expect(await app.db('jurisdictions').where({ jurisdiction_id })).toMatchObject([
      { kind: 'test', live_jurisdiction_id: city.jurisdiction_id, name: '', contact: '' },
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
    expect((await call(app, `${base('test', neighbour.jurisdiction_id)}/requests.json`)).json).toEqual([]);
  });

  test.each([
    ['masks nothing', null],
    ['tells no place', 'coarse_place'],
    ['tells nothing', 'nothing'],
  ] as const)('a city that %s takes cases in its sandbox as well', async (_what, publishes) => {
    const { jurisdiction_id } = await createCity(app.db);
    if (publishes === null) await updateMasking(app.db, jurisdiction_id, false);
    else await publishService(app.db, jurisdiction_id, 'LAMP', publishes);
    const { key } = await createKey(app.db, {
      jurisdiction_id,
      scopes: ['submit'],
      label: 'x',
      kind: 'test',
    });
    const fields = { api_key: key, service_code: 'LAMP', ...PLACE, description: 'Call 601 234 567.' };
    const url = `${base('test', jurisdiction_id)}/requests.json`;
    await until(async () => (await call(app, url)).status === 200);
    const answer = await post(url, fields);
    const number = String(listOf(answer)[0]?.['service_request_id']);
    const shown = await call(app, `${base('test', jurisdiction_id)}/requests/${number}.json`);
    if (publishes === 'nothing') expect([answer.status, shown.status]).toEqual([200, 404]);
    else
      expect(listOf(shown)[0]).toMatchObject({
        description: publishes === null ? 'Call 601 234 567.' : null,
      });
  });

  test('what changes in the city changes in its sandbox', async () => {
    const jurisdiction_id = city.jurisdiction_id;
    const names = { en: 'A new name' };
    await app.db('services').where({ jurisdiction_id, service_code: 'LAMP' }).update({ names });
    await app.db.raw('select touch_changeset(?)', [jurisdiction_id]);
    await until(async () => (await call(app, `${base('test')}/services.json`)).text.includes('A new name'));
    const [number] = known.test.numbers;
    const [shown] = listOf(await call(app, `${base('test')}/requests/${number}.json`));
    expect(shown).toMatchObject({ service_name: 'A new name', service_notice: 'We look into it.' });
    expect((await post(`${base('test')}/requests.json`, fieldsFor('test', { lat: '1' }))).text).toContain(
      'outside the area that Testowo serves',
    );
  });
});

describe('addresses and keys', () => {
  const fields = (kind: Kind) => fieldsFor(kind, { jurisdiction_id: city.jurisdiction_id });

  test.each(KINDS)(
    'a key of the other kind on the %s paths is 403, which says where it belongs',
    async (kind) => {
      const wrong = { ...fieldsFor(kind), api_key: keys[other(kind)] };
      for (const path of [`${base(kind)}/requests`, `${base(kind)}/servicerequestupdates`]) {
        const answer = await post(`${path}.json`, wrong);
        expect([path, answer.status, errorsOf(answer)[0]?.field]).toEqual([path, 403, 'api_key']);
        expect(errorsOf(answer)[0]?.description).toMatch(
          kind === 'live' ? /is a test key\. .*\/test\/v2/ : /is a live key\. .*\/open311\/v2/,
        );
        expect(answer.text).not.toContain(keys[other(kind)]);
        const xml = await post(`${path}.xml`, wrong);
        expect([xml.status, readXml(xml.text).children[0]?.children[0]?.text]).toEqual([403, '403']);
      }
    },
  );

  test('a test key of another city is 403, one of the installation is good everywhere', async () => {
    const { jurisdiction_id } = neighbour;
    const theirs = await createKey(app.db, { jurisdiction_id, scopes: ['submit'], kind: 'test' });
    const stranger = await post(`${base('test')}/requests.json`, { ...fields('test'), api_key: theirs.key });
    expect([stranger.status, errorsOf(stranger)[0]?.description]).toEqual([
      403,
      `api_key is not for ${city.jurisdiction_id}.`,
    ]);
    const all = await createKey(app.db, { jurisdiction_id: null, scopes: ['submit'], kind: 'test' });
    for (const id of [city.jurisdiction_id, jurisdiction_id]) {
      const given = { ...fieldsFor('test'), api_key: all.key };
      expect((await post(`${base('test', id)}/requests.json`, given)).status).toBe(200);
      expect((await post(`${base('live', id)}/requests.json`, given)).status).toBe(403);
    }
  });

  test('the city is named in the path, the query or the body, always by its own id', async () => {
    const id = city.jurisdiction_id;
    for (const path of [
      `/open311/test/v2/requests.json`,
      `/open311/test/v2/requests.json?jurisdiction_id=${id.toUpperCase()}`,
      `/open311/${id.toUpperCase()}/test/v2//requests.json/`,
    ])
      expect([path, (await post(path, fields('test'))).status]).toEqual([path, 200]);
    const located = await call(app, `/open311/test/v2/locations.json?lat=${PLACE.lat}&long=${PLACE.long}`);
    expect(listOf(located).map(({ jurisdiction_id }) => jurisdiction_id)).toContain(id);
    const missing = await call(app, '/open311/test/v2/services.json');
    expect([missing.status, errorsOf(missing)[0]?.description]).toEqual([
      400,
      expect.stringContaining('/open311/test/v2/services.json?jurisdiction_id='),
    ]);
  });

  test('what is no such address is 404', async () => {
    const id = city.jurisdiction_id;
    for (const path of [
      '/open311/nowhere.example/test/v2/services.json',
      '/open311/test/v2/services.json?jurisdiction_id=nowhere.example',
      '/open311/v2/test',
      '/open311/v2/test/services.json',
      '/open311/test/services.json',
      `/open311/${id}/v2/test/services.json`,
      `/open311/test/${id}/v2/services.json`,
      `/open311/test/test/v2/services.json`,
      `/open311/${id}/test/test/v2/services.json`,
      `/open311/v2/services.json?jurisdiction_id=${id}~test`,
      `/open311/test/v2/services.json?jurisdiction_id=${id}~test`,
      `/open311/${id}~test/v2/services.json`,
      `/open311/${id}%7Etest/test/v2/services.json`,
      `/open311/${id}%2Ftest/v2/services.json`,
      `/open311/${id}/test/v2/services.json?jurisdiction_id=${neighbour.jurisdiction_id}`,
    ])
      expect([path, (await call(app, path)).status]).toEqual([path, 404]);
    const inBody = { ...fieldsFor('test'), jurisdiction_id: `${id}~test` };
    for (const path of ['/open311/v2/requests.json', '/open311/test/v2/requests.json'])
      expect([path, (await post(path, inBody)).status]).toEqual([path, 404]);
  });
});

describe('words that make the sandbox act', () => {
  const ERRORS = [
    [400, 'invalid', undefined, 'description'],
    [403, 'forbidden', undefined, 'api_key'],
    [429, 'too_many', '1', undefined],
    [500, 'internal', undefined, undefined],
    [503, 'unavailable', '1', undefined],
  ] as const;

  /** The same submission in every dialect of form. */
  const dialects = (fields: Record<string, string>): Record<string, RequestInit> => ({
    form: { body: new URLSearchParams(fields) },
    json: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) },
    multipart: { headers: BOUNDARY, body: new Uint8Array(Buffer.concat([...partsOf(fields), END])) },
  });

  const count = async (kind: Kind) => {
    const jurisdiction_id = `${city.jurisdiction_id}${kind === 'test' ? '~test' : ''}`;
    const [row] = await app.db('requests').where({ jurisdiction_id }).count<{ count: string }[]>();
    return Number(row?.count);
  };

  test.each(ERRORS)('sandbox-%i', async (status, type, retryAfter, field) => {
    const before = await count('test');
    const description = `Title\n\nSandbox-${status}, please.`;
    for (const [dialect, sent] of Object.entries(dialects(fieldsFor('test', { description })))) {
      for (const path of ['requests', 'servicerequestupdates']) {
        const told = (answer: Answer) => [
          dialect,
          path,
          answer.status,
          answer.headers.get('retry-after') ?? undefined,
        ];
        const json = await call(app, `${base('test')}/${path}.json`, { method: 'POST', ...sent });
        expect(told(json)).toEqual([dialect, path, status, retryAfter]);
        expect(errorsOf(json)).toEqual([
          {
            code: status,
            description: `The sandbox answers ${status}, as the description asks for.`,
            type,
            ...(field === undefined ? {} : { field }),
          },
        ]);
        const xml = await call(app, `${base('test')}/${path}.xml`, { method: 'POST', ...sent });
        expect(told(xml)).toEqual([dialect, path, status, retryAfter]);
        expect(readXml(xml.text).children[0]?.children[0]?.text).toBe(String(status));
      }
    }
    // Before the other fields, and whatever they are.
    const bare = { api_key: keys.test, description };
    expect((await post(`${base('test')}/requests.json`, bare)).status).toBe(status);
    expect((await post(`${base('test')}/requests.json`, { description })).status).toBe(403);
    expect(await count('test')).toBe(before);
  });

  test('they mean nothing on the live paths, nor as parts of other words', async () => {
    const before = await count('live');
    const words = ['lifecycle', 'slow', '400', '403', '429', '500', '503'].map((word) => `sandbox-${word}`);
    const started = performance.now();
    for (const description of words) {
      const answer = await post(`${base('live')}/requests.json`, fieldsFor('live', { description }));
      expect([description, answer.status]).toEqual([description, 200]);
    }
    for (const description of [
      'sandbox-5000',
      'mysandbox-500',
      'sandbox-500-x',
      'sandbox 500',
      'sandbox-501',
    ])
      expect((await post(`${base('test')}/requests.json`, fieldsFor('test', { description }))).status).toBe(
        200,
      );
    expect(performance.now() - started).toBeLessThan(4_500);
    expect(await count('live')).toBe(before + words.length);
    const jobs = (await app.db.raw<unknown>(
      `select 1 from graphile_worker.jobs where task_identifier = 'sandbox.advance'`,
    )) as { rows: unknown[] };
    expect(jobs.rows).toEqual([]);
  });

  test('sandbox-slow is taken at once and answered five seconds later, and holds up nobody', async () => {
    const slowly = () =>
      call(few, `${base('test')}/requests.json`, {
        method: 'POST',
        body: new URLSearchParams(fieldsFor('test', { description: 'sandbox-slow' })),
      });
    const before = await count('test');
    const started = performance.now();
    const slow = Promise.all([slowly(), slowly()]);
    await until(async () => (await count('test')) === before + 2);
    // As many as are taken on at one moment are being answered slowly, and yet there is room.
    for (let turn = 0; turn < 5; turn += 1)
      expect((await call(few, `${base('live')}/requests.json`)).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(4_500);
    expect((await slow).map(({ status }) => status)).toEqual([200, 200]);
    expect(performance.now() - started).toBeGreaterThan(4_900);
  });
});
