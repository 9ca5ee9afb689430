import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { locateCase, withdrawRequest } from '../../src/features/requests/index.ts';
import { dammDigit } from '../../src/features/requests/case-number.ts';
import { RULES } from '../../src/http/standard/rules.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, errorsOf, listOf, PLACE, submit, submitted } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { contract, startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { rulesIn } from '../support/rule-reporter.mjs';
import { readXml } from '../support/xml.ts';

let app: TestApp;
let city: TestCity;
let other: TestCity;
let number: string;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, { scopes: ['submit', 'update'] });
  other = await createCity(app.db);
  number = await submitted(app, city, { service_code: 'LAMP', zipcode: '05-120', ...PLACE });
});
afterAll(() => app.stop());

const base = () => `/open311/${city.jurisdiction_id}/v2`;
const get = (path: string) => call(app, `${base()}/${path}`);
const post = (path: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
  call(app, `${base()}/${path}`, { method: 'POST', body, headers });
const update = () => ({
  service_request_id: number,
  update_id: crypto.randomUUID(),
  status: 'IN_PROGRESS',
  updated_datetime: new Date().toISOString(),
  description: 'On its way.',
});
const multipart = (fields: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};
const report = () => ({ api_key: city.key, service_code: 'LAMP', ...PLACE });

/** Calls that go wrong, each in another way. */
const WRONG: [string, () => Promise<Answer>, number][] = [
  ['an unknown address', () => get('nothing.json'), 404],
  ['an unknown case', () => get('requests/10000000.json'), 404],
  ['a wrong status', () => get('requests.json?status=shut'), 400],
  ['no key', () => post('requests.json', new URLSearchParams({ service_code: 'LAMP', ...PLACE })), 403],
  ['nothing in the form', () => post('requests.json', new URLSearchParams({ api_key: city.key })), 400],
  ['a wrong method', () => call(app, `${base()}/services.json`, { method: 'DELETE' }), 405],
  ['another type of body', () => post('requests.json', 'x', { 'content-type': 'text/plain' }), 415],
  ['half of JSON', () => post('requests.json', '{', { 'content-type': 'application/json' }), 400],
];

describe('bodies', () => {
  test.each(['application/x-www-form-urlencoded; charset=utf-8', 'application/x-www-form-urlencoded'])(
    'R26: %s, read as UTF-8',
    async (type) => {
      const form = new URLSearchParams({ ...report(), description: 'Zażółć gęślą jaźń' });
      const answer = await post('requests.json', form.toString(), { 'content-type': type });
      const [{ service_request_id: id = '' } = {}] = listOf(answer) as { service_request_id?: string }[];
      expect(listOf(await get(`requests/${id}.json`))).toMatchObject([{ description: 'Zażółć gęślą jaźń' }]);
    },
  );

  test('R27: multipart is taken by every POST, also without files', async () => {
    expect((await post('requests.json', multipart(report()))).status).toBe(200);
    expect(
      (await post('servicerequestupdates.json', multipart({ api_key: city.key, ...update() }))).status,
    ).toBe(200);
  });
});

describe('R31, R37: an error is an error in its status and a list in its body', () => {
  test.each(WRONG)('%s', async (_name, wrong, status) => {
    const answer = await wrong();
    expect(answer.status).toBe(status);
    expect(errorsOf(answer).length).toBeGreaterThan(0);
    for (const entry of errorsOf(answer)) {
      expect(entry.code).toBe(status);
      expect(entry.description.length).toBeGreaterThan(0);
    }
  });

  test('in XML the same, as errors and error', async () => {
    const root = readXml((await get('requests.xml?status=shut&start_date=x')).text);
    expect(root.name).toBe('errors');
    expect(root.children.map(({ name }) => name)).toEqual(['error', 'error']);
    for (const error of root.children)
      expect(error.children.map(({ name }) => name)).toEqual(['code', 'description']);
  });

  test('what went well is 200', async () => {
    for (const path of ['services.json', 'requests.xml', 'discovery.json', `requests/${number}.json`])
      expect((await get(path)).status).toBe(200);
  });
});

describe('shapes', () => {
  test('R43, A7: lists are bare arrays, also of one; definition and discovery are objects', async () => {
    const batch = listOf(await submit(app, city, { service_code: 'TREE', ...PLACE }));
    const sent = await post(
      'servicerequestupdates.json',
      new URLSearchParams({ api_key: city.key, ...update() }),
    );
    const lists = [
      await get('services.json'),
      await get('requests.json'),
      await get(`requests/${number}.json`),
      await get(`tokens/${String(batch[0]?.['token'])}.json`),
      await get('servicerequestupdates.json'),
      sent,
      await get('nothing.json'),
    ];
    for (const { json } of lists) expect(Array.isArray(json)).toBe(true);
    expect([batch, listOf(lists[2] as Answer), listOf(lists[3] as Answer)].map((one) => one.length)).toEqual([
      1, 1, 1,
    ]);
    for (const path of ['services/HOLE.json', 'discovery.json']) {
      const { json } = await get(path);
      expect([typeof json, Array.isArray(json)]).toEqual(['object', false]);
    }
  });

  test('R44, A1: every identifier is a string', async () => {
    const [told] = listOf(await get(`requests/${number}.json`));
    const [batch] = listOf(await submit(app, city, { service_code: 'TREE', ...PLACE }));
    const [sent] = listOf(
      await post('servicerequestupdates.json', new URLSearchParams({ api_key: city.key, ...update() })),
    );
    const definition = (await get('services/HOLE.json')).json as {
      service_code: unknown;
      attributes: { code: unknown; values?: { key: unknown }[] }[];
    };
    const keys = definition.attributes.flatMap(({ values = [] }) => values.map(({ key }) => key));
    const all = [told?.['service_request_id'], told?.['service_code'], batch?.['token'], sent?.['update_id']];
    for (const id of [
      ...all,
      definition.service_code,
      ...definition.attributes.map(({ code }) => code),
      ...keys,
    ])
      expect(typeof id).toBe('string');
    expect(keys.length).toBeGreaterThan(0);
  });

  test('A2: a number has digits only and no leading zero', async () => {
    for (const one of listOf(await get('requests.json')))
      expect(one['service_request_id']).toMatch(/^[1-9]\d{7,}$/);
  });

  test('A5, A6: keywords is one text with a comma and a blank, group one text, and there is no other', async () => {
    for (const service of listOf(await get('services.json'))) {
      expect(service).toMatchObject({ keywords: 'street, test', group: 'Streets' });
      expect(service).not.toHaveProperty('groups');
    }
  });

  test('A8: what is empty is null; of number and token the unused one is absent', async () => {
    const fresh = await submitted(app, city, { service_code: 'LAMP', ...PLACE });
    const [told = {}] = listOf(await get(`requests/${fresh}.json`));
    expect(told).toMatchObject({ status_notes: null, address: null, media_url: null });
    const [realtime = {}] = listOf(await submit(app, city, { service_code: 'LAMP', ...PLACE }));
    const [batch = {}] = listOf(await submit(app, city, { service_code: 'TREE', ...PLACE }));
    const [blackbox = {}] = listOf(await submit(app, city, { service_code: 'TIP', ...PLACE }));
    expect([realtime, batch, blackbox].map((one) => Object.keys(one))).toEqual([
      ['service_request_id', 'service_notice', 'account_id'],
      ['token', 'service_notice', 'account_id'],
      ['service_notice', 'account_id'],
    ]);
  });

  test('A25: times are in whole seconds', async () => {
    const [told = {}] = listOf(await get(`requests/${number}.json`));
    for (const name of ['requested_datetime', 'updated_datetime', 'expected_datetime'])
      expect(told[name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test('A26: the root of XML has no attributes, for lists, objects and errors', async () => {
    for (const path of ['services.xml', 'requests.xml', 'services/HOLE.xml', 'discovery.xml', 'nothing.xml'])
      expect(readXml((await get(path)).text).attributes).toEqual([]);
  });

  test('D8: discovery has the fields of the standard and no other', async () => {
    const document = (await get('discovery.json')).json as { endpoints: object[] };
    expect(Object.keys(document)).toEqual(['changeset', 'contact', 'key_service', 'endpoints']);
    for (const endpoint of document.endpoints)
      expect(Object.keys(endpoint)).toEqual(['specification', 'url', 'changeset', 'type', 'formats']);
  });
});

describe('statuses', () => {
  test('A24: a case that is hidden or withdrawn is 404 like one that never was', async () => {
    const withdrawn = await submitted(app, city, { service_code: 'LAMP', ...PLACE });
    const key = await locateCase(app.db, withdrawn);
    await withdrawRequest({ db: app.db, clock: systemClock }, key, { notes: null, actor: 'test' });
    await submit(app, city, { service_code: 'TIP', ...PLACE });
    const { rows } = await app.db.raw<{ rows: { number: string }[] }>(
      `select number from signpost.requests where jurisdiction_id = ? and service_code = 'TIP'`,
      [city.jurisdiction_id],
    );
    expect(rows.length).toBeGreaterThan(0);
    const plain = ({ status, text, headers }: Answer, id: string) => [
      status,
      text.replaceAll(id, 'ID'),
      [...headers.keys()],
    ];
    const never = `9999999${dammDigit('9999999')}`;
    for (const format of ['json', 'xml']) {
      const expected = plain(await get(`requests/${never}.${format}`), never);
      expect(expected[0]).toBe(404);
      for (const id of [withdrawn, ...rows.map((row) => row.number)])
        expect(plain(await get(`requests/${id}.${format}?extensions=true`), id)).toEqual(expected);
    }
  });

  test('A9: a submission that was taken is 200', async () => {
    for (const service_code of ['LAMP', 'TREE', 'TIP'])
      expect((await submit(app, city, { service_code, ...PLACE })).status).toBe(200);
  });

  test.each(['sp_live_wrong', '', 'null'])('A10: the key %j is 403', async (api_key) => {
    expect((await post('requests.json', new URLSearchParams({ ...report(), api_key }))).status).toBe(403);
  });

  test('A11: an unknown jurisdiction is 404, a missing one 400', async () => {
    expect(other.jurisdiction_id).not.toBe(city.jurisdiction_id);
    const missing = await call(app, '/open311/v2/services.json');
    const unknown = await call(app, '/open311/v2/services.json?jurisdiction_id=nowhere.example');
    expect([missing.status, unknown.status]).toEqual([400, 404]);
    for (const { description } of [...errorsOf(missing), ...errorsOf(unknown)])
      expect(description).toContain('jurisdiction_id');
  });
});

describe('7: beyond the standard', () => {
  test('A21: status stays open or closed; the richer one is told to those who ask', async () => {
    const id = await submitted(app, city, { service_code: 'LAMP', ...PLACE });
    await post(
      'servicerequestupdates.json',
      new URLSearchParams({
        api_key: city.key,
        ...update(),
        service_request_id: id,
        status: 'action scheduled',
      }),
    );
    const [plain = {}] = listOf(await get(`requests/${id}.json`));
    const [extended = {}] = listOf(await get(`requests/${id}.json?extensions=true`));
    expect(plain['status']).toBe('open');
    expect(extended).toMatchObject({
      status: 'open',
      extended_attributes: { detailed_status: 'action_scheduled' },
    });
  });

  test('without extensions=true there is nothing of it, in no format', async () => {
    const beyond = ['extended_attributes', 'notes', 'attributes'];
    for (const query of ['', '?extensions=', '?extensions=false', '?extensions=1']) {
      const [told = {}] = listOf(await get(`requests/${number}.json${query}`));
      for (const name of beyond) expect(told).not.toHaveProperty(name);
      const item = readXml((await get(`requests/${number}.xml${query}`)).text).children[0];
      expect(item?.children.map(({ name }) => name)).toEqual(Object.keys(told));
    }
    const [extended = {}] = listOf(await get(`requests/${number}.json?extensions=true`));
    expect(Object.keys(extended).slice(-3)).toEqual(beyond);
  });
});

describe('the table of rules', () => {
  test('has every rule once, and says of each difference what, how and why', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const numbered = (letter: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
    const sections = '3.1 3.2 3.3 3.3.1 3.3.2 3.4 3.5 3.6 3.7 4 5.1 5.2 5.3 5.4 5.5 6 7'.split(' ');
    expect(ids).toEqual([...numbered('R', 44), ...numbered('D', 8), ...sections, ...numbered('A', 28)]);
    for (const { deviation } of RULES)
      for (const text of Object.values(deviation ?? {})) expect(text).toMatch(/^[A-Za-z0-9].*\.$/s);
  });

  test.each([
    ['R1, R2: both', ['R1', 'R2']],
    ['3.3.2: files', ['3.3.2']],
    ['5.4, 3.1 and A4: mixed', ['5.4', '3.1', 'A4']],
    ['as R1 says', []],
    ['3.5 metres', []],
    ['R1a: no', []],
  ])('the title %j names %j', (title, ids) => {
    expect(rulesIn(title)).toEqual(ids);
  });

  test('says of every status, resource and header beyond the standard that it is there', () => {
    const told = RULES.map(({ deviation }) => deviation?.here ?? '').join(' ');
    const { here = '' } = RULES.find(({ id }) => id === 'R5')?.deviation ?? {};
    const operations = contract.operations.filter(({ georeport }) => georeport);
    const statuses = operations.flatMap(({ operationId }) =>
      [409, 413, 415, 422, 429, 500, 503].filter(
        (status) => contract.replyCheck(operationId, status) !== undefined,
      ),
    );
    expect(new Set(statuses).size).toBe(7);
    for (const status of [405, 406, ...statuses]) expect(here).toContain(String(status));
    const standard = ['discovery', 'services', 'requests', 'tokens'];
    for (const { path, parameters } of operations) {
      const resource = /^\/open311\/(?:v2\/)?(\w+)/.exec(path)?.[1] ?? '';
      if (!standard.includes(resource)) expect(told).toContain(resource);
      for (const { name, in: where } of parameters) if (where === 'header') expect(told).toContain(name);
    }
  });
});
