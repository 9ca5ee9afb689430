import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, errorsOf, listOf, PLACE, submit, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

let app: TestApp;
let here: TestCity;
let there: TestCity;
let number: string;
let token: string;
beforeAll(async () => {
  app = await startApp();
  here = await createCity(app.db, { id: 'a-here.example' });
  there = await createCity(app.db, { id: 'b-there.example' });
  // Sorted behind the two, so that the list in an error is cut.
  for (let index = 0; index < 10; index++) await createCity(app.db, { id: `c-${index}.example` });
  number = await submitted(app, here, { service_code: 'LAMP', ...PLACE });
  token = String(listOf(await submit(app, here, { service_code: 'TREE', ...PLACE }))[0]?.['token']);
});
afterAll(() => app.stop());

const paths = () => [
  'services.json',
  'services/HOLE.json',
  'requests.json',
  `requests/${number}.json`,
  `tokens/${token}.json`,
];

describe('Which jurisdiction a call is about', () => {
  test('R14, R15: missing where several are served is 400 on every method, and says what may be sent', async () => {
    for (const path of paths()) {
      const answer = await call(app, `/open311/v2/${path}`);
      expect([path, answer.status]).toEqual([path, 400]);
      expect(errorsOf(answer)).toEqual([
        { code: 400, type: 'invalid', field: 'jurisdiction_id', description: expect.any(String) },
      ]);
    }
    const [error] = errorsOf(await call(app, '/open311/v2/services.json'));
    expect(error?.description).toBe(
      'jurisdiction_id is missing. Served here: a-here.example, b-there.example, ' +
        'c-0.example, c-1.example, c-2.example, c-3.example, c-4.example, c-5.example, c-6.example, c-7.example ' +
        'and 2 more. Example: /open311/v2/services.json?jurisdiction_id=a-here.example',
    );
    const post = await submit(app, { ...here, jurisdiction_id: '' }, { service_code: 'LAMP', ...PLACE });
    expect([post.status, errorsOf(post)[0]?.field]).toEqual([400, 'jurisdiction_id']);
  });

  test('R14: one jurisdiction need not be named', async () => {
    const alone = await startApp();
    try {
      const city = await createCity(alone.db);
      expect((await call(alone, '/open311/v2/services.json')).status).toBe(200);
      const post = await submit(alone, { ...city, jurisdiction_id: '' }, { service_code: 'LAMP', ...PLACE });
      expect(post.status).toBe(200);
      expect((await call(alone, '/open311/v2/services.json?jurisdiction_id=other.example')).status).toBe(404);
    } finally {
      await alone.stop();
    }
  });

  test('without any jurisdiction everything about one is 404', async () => {
    const empty = await startApp();
    try {
      expect((await call(empty, '/open311/v2/services.json')).status).toBe(404);
      expect((await call(empty, '/open311/discovery.json')).json).toMatchObject({
        contact: expect.any(String),
      });
    } finally {
      await empty.stop();
    }
  });

  test.each(['nowhere.example', 'ż', 'a'.repeat(5000), 'a-here.example.', "x' or 1=1 --", '__proto__'])(
    'R15: an unknown one is 404 and named in the error: %#',
    async (id) => {
      for (const path of [
        `/open311/v2/services.json?jurisdiction_id=${encodeURIComponent(id)}`,
        `/open311/v2/discovery.json?jurisdiction_id=${encodeURIComponent(id)}`,
        `/open311/${encodeURIComponent(id)}/v2/services.json`,
      ]) {
        const answer = await call(app, path);
        expect(answer.status).toBe(404);
        expect(errorsOf(answer)).toEqual([expect.objectContaining({ code: 404, field: 'jurisdiction_id' })]);
        expect(errorsOf(answer)[0]?.description).toContain(id.slice(0, 40));
      }
      const post = await submit(app, { ...here, jurisdiction_id: id }, { service_code: 'LAMP', ...PLACE });
      expect([post.status, errorsOf(post)[0]?.field]).toEqual([404, 'jurisdiction_id']);
    },
  );

  test('R15: an id that is no text is 404 or 400, never taken for a missing one', async () => {
    for (const id of [5, true, ['a-here.example', 'b-there.example'], { a: 1 }]) {
      const answer = await call(app, `/open311/${there.jurisdiction_id}/v2/requests.json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          api_key: there.key,
          jurisdiction_id: id,
          service_code: 'LAMP',
          lat: 51.1,
          long: 17,
        }),
      });
      expect([id, answer.status, errorsOf(answer)[0]?.field]).toEqual([
        id,
        expect.any(Number),
        'jurisdiction_id',
      ]);
      expect([400, 404]).toContain(answer.status);
    }
  });

  test('R16: a POST may name it in the query or in the body', async () => {
    const inQuery = await submit(
      app,
      { ...here, jurisdiction_id: '' },
      { service_code: 'LAMP', ...PLACE },
      { path: `/open311/v2/requests.json?jurisdiction_id=${here.jurisdiction_id}` },
    );
    expect(inQuery.status).toBe(200);
    const inBoth = await submit(
      app,
      here,
      { service_code: 'LAMP', ...PLACE },
      { path: `/open311/v2/requests.json?jurisdiction_id=${here.jurisdiction_id.toUpperCase()}` },
    );
    expect(inBoth.status).toBe(200);
  });

  test('R16: if body and query differ, the call is 400', async () => {
    const answer = await submit(
      app,
      here,
      { service_code: 'LAMP', ...PLACE },
      { path: `/open311/v2/requests.json?jurisdiction_id=${there.jurisdiction_id}` },
    );
    expect(answer.status).toBe(400);
    expect(errorsOf(answer)).toEqual([expect.objectContaining({ field: 'jurisdiction_id' })]);
  });

  test('R17: a path may name it; then it need not be sent, and another one is 404', async () => {
    for (const path of paths()) {
      const base = `/open311/${here.jurisdiction_id}/v2/${path}`;
      expect([path, (await call(app, base)).status]).toEqual([path, 200]);
      expect((await call(app, `${base}?jurisdiction_id=${here.jurisdiction_id}`)).status).toBe(200);
      const other = await call(app, `${base}?jurisdiction_id=${there.jurisdiction_id}`);
      expect([other.status, errorsOf(other)[0]?.field]).toEqual([404, 'jurisdiction_id']);
    }
    const post = `/open311/${here.jurisdiction_id}/v2/requests.json`;
    const fields = { service_code: 'LAMP', ...PLACE };
    expect((await submit(app, { ...here, jurisdiction_id: '' }, fields, { path: post })).status).toBe(200);
    expect(
      (await submit(app, { ...here, jurisdiction_id: there.jurisdiction_id }, fields, { path: post })).status,
    ).toBe(404);
  });

  test('R18: upper and lower case are the same, and the canonical id is what is told', async () => {
    const shouted = here.jurisdiction_id.toUpperCase();
    for (const path of [
      `/open311/${shouted}/v2/discovery.json`,
      `/open311/v2/discovery.json?jurisdiction_id=${shouted}`,
      `/open311/${shouted}/v2/discovery.json?jurisdiction_id=${here.jurisdiction_id}`,
    ]) {
      const { status, text } = await call(app, path);
      expect(status).toBe(200);
      expect(text).toContain(`/open311/${here.jurisdiction_id}/v2"`);
      expect(text).not.toContain(shouted);
    }
    const post = await submit(app, { ...here, jurisdiction_id: shouted }, { service_code: 'LAMP', ...PLACE });
    const stored = await app
      .db('requests')
      .where({ number: listOf(post)[0]?.['service_request_id'] as string });
    expect(stored).toEqual([expect.objectContaining({ jurisdiction_id: here.jurisdiction_id })]);
  });
});

describe('Jurisdictions never mix', () => {
  const asThere = (path: string) => call(app, `/open311/${there.jurisdiction_id}/v2/${path}`);

  test('R19: a request of another jurisdiction is 404 alone and missing from a list', async () => {
    expect((await asThere(`requests/${number}.json`)).status).toBe(404);
    const own = await submitted(app, there, { service_code: 'LAMP', ...PLACE });
    const list = await asThere(`requests.json?service_request_id=${number},${own}`);
    expect(listOf(list).map((item) => item['service_request_id'])).toEqual([own]);
    expect((await asThere(`requests.json?service_request_id=${number}`)).json).toEqual([]);
  });

  test('R19: numbers are unique across jurisdictions', async () => {
    const own = await submitted(app, there, { service_code: 'LAMP', ...PLACE });
    expect(own).not.toBe(number);
    expect((await asThere(`requests/${own}.json`)).status).toBe(200);
    expect((await call(app, `/open311/${here.jurisdiction_id}/v2/requests/${own}.json`)).status).toBe(404);
  });

  test('a list holds cases of its own jurisdiction only', async () => {
    const codes = listOf(await asThere('requests.json')).map((item) => item['service_request_id']);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes).not.toContain(number);
  });

  test('a token of another jurisdiction is 404', async () => {
    expect((await call(app, `/open311/${here.jurisdiction_id}/v2/tokens/${token}.json`)).status).toBe(200);
    expect((await asThere(`tokens/${token}.json`)).status).toBe(404);
  });

  test('a service of another jurisdiction is 404, also for a submission', async () => {
    const only = await createCity(app.db, { id: 'd-only.example', services: [{ service_code: 'ONLY' }] });
    // What the process knows of cities may be a second old.
    const path = `/open311/${only.jurisdiction_id}/v2/services/ONLY.json`;
    const deadline = Date.now() + 10_000;
    while ((await call(app, path)).status !== 200 && Date.now() < deadline);
    expect((await call(app, path)).status).toBe(200);
    expect((await asThere('services/ONLY.json')).status).toBe(404);
    expect((await submit(app, there, { service_code: 'ONLY', ...PLACE })).status).toBe(404);
    expect((await submit(app, only, { service_code: 'ONLY', ...PLACE })).status).toBe(200);
  });

  test('a key of another jurisdiction is 403, and nothing is stored', async () => {
    const count = () => app.db('requests').where({ jurisdiction_id: there.jurisdiction_id }).count();
    const before = await count();
    const answer = await submit(app, { ...there, key: here.key }, { service_code: 'LAMP', ...PLACE });
    expect([answer.status, errorsOf(answer)[0]?.field]).toEqual([403, 'api_key']);
    expect(await count()).toEqual(before);
  });
});
