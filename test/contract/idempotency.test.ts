import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { call, errorsOf, fieldsOf, listOf, PLACE, rawCall, submit } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { difference, readXml } from '../support/xml.ts';

const FIELDS = { service_code: 'LAMP', ...PLACE, description: 'Dark.' };
const DAY_MS = 86_400_000;

let now = new Date('2026-03-01T12:00:00Z');
let app: TestApp;
let city: TestCity;
let other: TestCity;
beforeAll(async () => {
  app = await startApp({ clock: { now: () => now } });
  city = await createCity(app.db);
  other = await createCity(app.db);
});
afterAll(() => app.stop());

let made = 0;
const fresh = () => ({ 'idempotency-key': `key-${++made}` });
const cases = async () => Number((await app.db('requests').count())[0]?.['count'] ?? Number.NaN);

test('3.3: a repeated submission gives the first answer, marked, and there is one case', async () => {
  const headers = fresh();
  const before = await cases();
  const first = await submit(app, city, FIELDS, { headers });
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([200, null]);
  for (let repeat = 0; repeat < 3; repeat++) {
    const again = await submit(app, city, FIELDS, { headers });
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([
      200,
      first.text,
      'true',
    ]);
  }
  expect(await cases()).toBe(before + 1);
});

test('the repeat may come in another format, another dialect and another order', async () => {
  const headers = fresh();
  const before = await cases();
  const fields = { ...FIELDS, service_code: 'HOLE', 'attribute[SIZE]': 'small' };
  const first = await submit(app, city, fields, { headers });
  const xml = await submit(app, city, fields, { headers, path: '/open311/v2/requests.xml' });
  expect(difference(first.json, readXml(xml.text))).toBeUndefined();
  const reversed = await submit(app, city, Object.entries(fields).reverse(), { headers });
  const json = await call(
    app,
    `/open311/v2/requests.json?jurisdiction_id=${city.jurisdiction_id}&api_key=${city.key}`,
    {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        attribute: { SIZE: ['small'] },
        service_code: 'HOLE',
        lat: 51.1,
        long: 17.03,
        description: 'Dark.',
        phone: null,
      }),
    },
  );
  expect([reversed.json, json.json]).toEqual([first.json, first.json]);
  expect(await cases()).toBe(before + 1);
});

test('unknown parameters make no other payload', async () => {
  const headers = fresh();
  const first = await submit(app, city, { ...FIELDS, cache: '1' }, { headers });
  expect((await submit(app, city, { ...FIELDS, cache: '2' }, { headers })).text).toBe(first.text);
});

test('batch and blackbox are repeated too', async () => {
  for (const service_code of ['TREE', 'TIP']) {
    const headers = fresh();
    const first = await submit(app, city, { ...FIELDS, service_code }, { headers });
    const again = await submit(app, city, { ...FIELDS, service_code }, { headers });
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
  }
});

test('3.3: another payload under the same key is 422, and nothing is stored', async () => {
  const headers = fresh();
  await submit(app, city, FIELDS, { headers });
  const before = await cases();
  for (const change of [
    { description: 'Darker.' },
    { email: 'a@b.pl' },
    { lat: '51.2' },
    { service_code: 'TREE' },
  ]) {
    const answer = await submit(app, city, { ...FIELDS, ...change }, { headers });
    expect([answer.status, errorsOf(answer)[0]?.type]).toEqual([422, 'other_payload']);
  }
  expect(await cases()).toBe(before);
});

test('a failure is not kept: the mended submission may use the key', async () => {
  const headers = fresh();
  for (const broken of [
    { ...FIELDS, lat: 'x' },
    { ...FIELDS, lat: '1' },
    { ...FIELDS, service_code: 'NOPE' },
    { ...FIELDS, service_code: 'HOLE' },
  ])
    expect((await submit(app, city, broken, { headers })).status).toBeGreaterThanOrEqual(400);
  const mended = await submit(app, city, FIELDS, { headers });
  expect([mended.status, mended.headers.get('idempotent-replayed')]).toEqual([200, null]);
});

test('a repeat is answered also when the service has gone since', async () => {
  const gone = await createCity(app.db, { services: [{ service_code: 'GONE' }] });
  const fields = { ...FIELDS, service_code: 'GONE' };
  const headers = fresh();
  const path = `/open311/${gone.jurisdiction_id}/v2/services/GONE.json`;
  const becomes = async (status: number) => {
    const deadline = Date.now() + 10_000;
    while ((await call(app, path)).status !== status && Date.now() < deadline);
    expect((await call(app, path)).status).toBe(status);
  };
  await becomes(200);
  const first = await submit(app, gone, fields, { headers });
  expect(first.status).toBe(200);
  await app.db('services').where({ jurisdiction_id: gone.jurisdiction_id }).update({ active: false });
  await app.db.raw('select signpost.touch_changeset(?)', [gone.jurisdiction_id]);
  await becomes(404);
  expect((await submit(app, gone, fields, { headers })).text).toBe(first.text);
  expect((await submit(app, gone, fields, { headers: fresh() })).status).toBe(404);
});

test('the key belongs to one API key in one city', async () => {
  const headers = fresh();
  const second = await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['submit'] });
  const numbers = [];
  for (const one of [city, { ...city, key: second.key }, other]) {
    const answer = await submit(app, one, FIELDS, { headers });
    expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([200, null]);
    numbers.push(listOf(answer)[0]?.['service_request_id']);
  }
  expect(new Set(numbers).size).toBe(3);
});

test('without a key two equal submissions are two cases', async () => {
  const before = await cases();
  await submit(app, city, FIELDS);
  await submit(app, city, FIELDS);
  expect(await cases()).toBe(before + 2);
});

test('twenty at one moment make one case; whoever comes too early is told when to come back', async () => {
  const headers = fresh();
  const before = await cases();
  const answers = await Promise.all(Array.from({ length: 20 }, () => submit(app, city, FIELDS, { headers })));
  expect(await cases()).toBe(before + 1);
  const good = answers.filter(({ status }) => status === 200);
  expect(new Set(good.map(({ text }) => text)).size).toBe(1);
  for (const answer of answers.filter(({ status }) => status !== 200)) {
    expect([answer.status, errorsOf(answer)[0]?.type, answer.headers.get('retry-after')]).toEqual([
      409,
      'in_progress',
      '1',
    ]);
  }
});

test('a result is kept for seven days', async () => {
  const headers = fresh();
  const began = now;
  try {
    const first = await submit(app, city, FIELDS, { headers });
    now = new Date(began.getTime() + 7 * DAY_MS - 1000);
    expect((await submit(app, city, FIELDS, { headers })).text).toBe(first.text);
    now = new Date(began.getTime() + 7 * DAY_MS);
    const later = await submit(app, city, FIELDS, { headers });
    expect([later.status, later.headers.get('idempotent-replayed')]).toEqual([200, null]);
    expect(later.text).not.toBe(first.text);
  } finally {
    now = began;
  }
});

test.each([
  ['a space', 'a b'],
  ['a tab', 'a\tb'],
  ['beyond ASCII', 'żółw'.replace(/[żł]/g, 'é')],
  ['too long', 'a'.repeat(256)],
])('an Idempotency-Key is 1 to 255 visible ASCII characters: %s is 400', async (_, key) => {
  const answer = await rawCall(app, {
    method: 'POST',
    path: '/open311/v2/requests.json',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-api-key': city.key,
      'idempotency-key': key,
    },
    body: new URLSearchParams({ ...FIELDS, jurisdiction_id: city.jurisdiction_id }).toString(),
  });
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    400,
    [expect.objectContaining({ field: 'Idempotency-Key' })],
  ]);
});

test('an Idempotency-Key of 1 or of 255 characters is taken; a bad one is told with the other mistakes', async () => {
  for (const key of ['!', '~'.repeat(255)])
    expect((await submit(app, city, FIELDS, { headers: { 'idempotency-key': key } })).status).toBe(200);
  const bad = await submit(app, city, { ...FIELDS, lat: 'x' }, { headers: { 'idempotency-key': 'a b' } });
  expect(fieldsOf(bad)).toEqual(['lat', 'Idempotency-Key']);
});
