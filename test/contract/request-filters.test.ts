import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, fieldsOf, listOf, PLACE, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

const ODD = "Street Light: <broken> & (dark)!*'";
let app: TestApp;
let city: TestCity;
/** The numbers of the cases, by what they are. */
const is: Record<string, string> = {};

beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, {
    services: [
      ...['LAMP', 'TREE', 'BIN', 'EMPTY', 'OLD', ODD].map((service_code) => ({ service_code })),
      { service_code: 'SECRET', type: 'blackbox' },
    ],
  });
  const send = (service_code: string) => submitted(app, city, { service_code, ...PLACE });
  is['lamp'] = await send('LAMP');
  is['tree'] = await send('TREE');
  is['bin'] = await send('BIN');
  is['odd'] = await send(ODD);
  is['closed lamp'] = await send('LAMP');
  await app.db('requests').where({ number: is['closed lamp'] }).update({ status: 'closed' });
});
afterAll(() => app.stop());

const ask = (query: string) => call(app, `/open311/${city.jurisdiction_id}/v2/requests.json?${query}`);
/** What was found, by its name, sorted. */
const found = async (query: string) => {
  const answer = await ask(query);
  if (answer.status !== 200) throw new Error(answer.text);
  return listOf(answer)
    .map((item) => Object.keys(is).find((name) => is[name] === item['service_request_id']))
    .sort();
};
const refused = async (query: string) => {
  const answer = await ask(query);
  return [answer.status, ...(answer.status === 200 ? [] : fieldsOf(answer))];
};
const ALL = ['bin', 'closed lamp', 'lamp', 'odd', 'tree'];

describe('3.5: status', () => {
  test.each([
    ['status=open', ['bin', 'lamp', 'odd', 'tree']],
    ['status=closed', ['closed lamp']],
    ['status=CLOSED', ['closed lamp']],
    ['status=open,closed', ALL],
    ['status=Open%2C%20cLoSeD', ALL],
    ['status=open&status=closed', ALL],
    ['status=closed&status=closed', ['closed lamp']],
    ['status=', ALL],
    ['status=,', ALL],
    ['', ALL],
  ])('%s', async (query, expected) => expect(await found(query)).toEqual(expected));

  test.each(['foo', 'open,foo', 'in_progress', 'open;closed', '%00', '__proto__'])(
    'status=%s is 400',
    async (status) => expect(await refused(`status=${status}`)).toEqual([400, 'status']),
  );
});

describe('3.5: service_code', () => {
  test.each([
    ['service_code=LAMP', ['closed lamp', 'lamp']],
    ['service_code=LAMP,TREE', ['closed lamp', 'lamp', 'tree']],
    ['service_code=LAMP,%20TREE%20,,LAMP', ['closed lamp', 'lamp', 'tree']],
    ['service_code=LAMP&service_code=TREE', ['closed lamp', 'lamp', 'tree']],
    ['service_code=LAMP%2CTREE&service_code=BIN', ['bin', 'closed lamp', 'lamp', 'tree']],
    ['service_code=LAMP,NOPE', ['closed lamp', 'lamp']],
    ['service_code=EMPTY', []],
    ['service_code=', ALL],
    ['service_code=LAMP&status=closed', ['closed lamp']],
    [`service_code=${encodeURIComponent(ODD)}`, ['odd']],
    [`service_code=${encodeURIComponent(ODD).replaceAll('%20', '+')}`, ['odd']],
  ])('%s', async (query, expected) => expect(await found(query)).toEqual(expected));

  test('only unknown ones are 404', async () => {
    expect(await refused('service_code=NOPE')).toEqual([404, 'service_code']);
    expect(await refused('service_code=NOPE,NADA&status=open')).toEqual([404, 'service_code']);
    expect(await refused('service_code=lamp')).toEqual([404, 'service_code']);
  });

  test('a service whose cases are never public shows none', async () => {
    await app.db('requests').where({ number: is['bin'] }).update({ visibility: 'staff' });
    expect(await found('service_code=BIN')).toEqual([]);
    expect(await found('service_code=SECRET')).toEqual([]);
    await app.db('requests').where({ number: is['bin'] }).update({ visibility: 'public' });
  });
});

describe('3.5: service_request_id', () => {
  test('gives the named cases, whatever else is asked, newest first and each once', async () => {
    const list = `service_request_id=${is['tree']},${is['closed lamp']},${is['tree']}`;
    for (const more of [
      '',
      '&status=open',
      '&status=foo',
      '&service_code=NOPE',
      '&start_date=x',
      '&start_date=2001-01-01',
    ])
      expect([more, await found(list + more)]).toEqual([more, ['closed lamp', 'tree']]);
    expect(listOf(await ask(list)).map((item) => item['service_request_id'])).toEqual([
      is['closed lamp'],
      is['tree'],
    ]);
  });

  test.each([
    ['spaces', () => `service_request_id=%20${is['lamp']}%20,+${is['tree']}`, ['lamp', 'tree']],
    ['encoded commas', () => `service_request_id=${is['lamp']}%2C${is['tree']}`, ['lamp', 'tree']],
    ['repeated', () => `service_request_id=${is['lamp']}&service_request_id=${is['tree']}`, ['lamp', 'tree']],
    [
      'unknown ones',
      () => `service_request_id=10000008,${is['lamp']},x,14-01100669,99999999999999999999,🕳`,
      ['lamp'],
    ],
    ['nothing known', () => 'service_request_id=x', []],
    ['nothing', () => 'service_request_id=', ALL],
  ])('with %s', async (_, query, expected) => expect(await found(query())).toEqual(expected));

  test('a case older than any window is found by its number', async () => {
    await app
      .db('requests')
      .where({ number: is['lamp'] })
      .update({ requested_at: new Date('2001-01-01T00:00:00Z') });
    expect(await found(`service_request_id=${is['lamp']}`)).toEqual(['lamp']);
    expect(await found('')).not.toContain('lamp');
    await app
      .db('requests')
      .where({ number: is['lamp'] })
      .update({ requested_at: app.db.ref('updated_at') });
  });

  test('a hidden case is missing from the list and 404 alone', async () => {
    for (const visibility of ['staff', 'waiting']) {
      await app.db('requests').where({ number: is['lamp'] }).update({ visibility });
      expect(await found(`service_request_id=${is['lamp']},${is['tree']}`)).toEqual(['tree']);
      const alone = await call(app, `/open311/${city.jurisdiction_id}/v2/requests/${is['lamp']}.json`);
      expect(alone.status).toBe(404);
    }
    await app.db('requests').where({ number: is['lamp'] }).update({ visibility: 'public' });
  });

  test('1,000 numbers are taken, more are 400', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `${i + 1}`).join(',');
    expect(await found(`service_request_id=${many(999)},${is['lamp']}`)).toEqual(['lamp']);
    expect(await refused(`service_request_id=${many(1001)}`)).toEqual([400, 'service_request_id']);
  });
});

test('3.6, 3.7, R42: one case is a list of one with every field of the standard, in both formats', async () => {
  const path = `/open311/${city.jurisdiction_id}/v2/requests/${is['lamp']}`;
  const json = await call(app, `${path}.json`);
  expect(listOf(json)).toHaveLength(1);
  expect(Object.keys(listOf(json)[0] ?? {})).toEqual([
    'service_request_id',
    'status',
    'status_notes',
    'service_name',
    'service_code',
    'description',
    'agency_responsible',
    'service_notice',
    'requested_datetime',
    'updated_datetime',
    'expected_datetime',
    'address',
    'address_id',
    'zipcode',
    'lat',
    'long',
    'media_url',
  ]);
  expect(listOf(json)[0]).toMatchObject({ status: 'open', description: null, lat: 51.1, media_url: null });
  expect((await call(app, `${path}.xml`)).text).toContain('<description/>');
});

test('unknown parameters are ignored', async () => {
  expect(await found('foo=1&foo=%01&max_requests=1&attribute[x]=1&=&status')).toEqual(ALL);
});
