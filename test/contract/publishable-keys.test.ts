import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { call, errorsOf, PLACE, rawCall, submit, submitted } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { quarters, submitFiles } from '../support/pictures.ts';

const FIELDS = { service_code: 'LAMP', ...PLACE };
const PAGE = 'https://city.example';

let app: TestApp;
let city: TestCity;
let other: TestCity;
/** The city with a key that stands in pages of `PAGE`. */
let page: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  other = await createCity(app.db);
  page = { ...city, ...(await publishable([PAGE])) };
});
afterAll(() => app.stop());

async function publishable(origins: string[]) {
  const { jurisdiction_id } = city;
  const { key, key_id } = await createKey(app.db, { jurisdiction_id, scopes: ['submit'], origins });
  return { key, key_id };
}

const from = (origin: string) => ({ headers: { origin } });
const why = (answer: Answer) => [answer.status, errorsOf(answer)[0]?.field, errorsOf(answer)[0]?.description];

describe('a publishable key', () => {
  test('looks like one, and pages of its origins submit with it', async () => {
    expect(page.key).toMatch(/^sp_pub_[0-9A-Za-z]{33}$/);
    expect((await submit(app, page, FIELDS, from(PAGE))).status).toBe(200);
  });

  test('R21: a call without Origin is 403, which says what a program needs', async () => {
    expect(why(await submit(app, page, FIELDS))).toEqual([
      403,
      'api_key',
      'api_key is for pages in browsers, and this call has no Origin. A program needs a key that begins with sp_live_.',
    ]);
  });

  test('R21: a page of another origin is 403, which names it and says how to add it', async () => {
    const evil = 'https://evil-city.example';
    expect(why(await submit(app, page, FIELDS, from(evil)))).toEqual([
      403,
      'api_key',
      `api_key is not for pages of ${evil}. Whoever runs this server can add them: signpost keys set ${page.key_id} --add-origin ${evil}`,
    ]);
  });

  test.each([
    'null',
    'http://city.example',
    'https://city.example:8443',
    'https://city.example:443',
    'https://CITY.example',
    'https://city.example/',
    'https://city.example.evil.example',
    'https://www.city.example',
    'self',
    '*',
    `https://${'a'.repeat(500)}.example`,
    `https://city.example <b>"'&`,
  ])('R21: %s is another one', async (origin) => {
    for (const format of ['json', 'xml']) {
      const path = `/open311/v2/requests.${format}`;
      const answer = await rawCall(app, {
        method: 'POST',
        path,
        headers: { origin, 'x-api-key': page.key, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ ...FIELDS, jurisdiction_id: city.jurisdiction_id }).toString(),
      });
      expect([format, answer.status]).toEqual([format, 403]);
      expect(answer.text).not.toContain(page.key);
      if (format === 'xml') expect(answer.text).not.toContain('<b>');
    }
  });

  test('the reason is told in the language of the caller', async () => {
    const told = async (language: string, origin: string) =>
      errorsOf(await submit(app, page, FIELDS, { headers: { origin, 'accept-language': language } }))[0]
        ?.description;
    expect(await told('pl', 'https://a.example')).toContain('signpost keys set');
    expect(await told('pl', 'https://a.example')).toMatch(
      /^Ten api_key nie jest dla stron z https:\/\/a\.example\./,
    );
    expect(await told('uk', 'null')).toContain('«null»');
  });

  test('self is the address that was called, by its scheme, name and port', async () => {
    const own = { ...city, ...(await publishable(['self'])) };
    const { port } = new URL(app.url);
    expect((await submit(app, own, FIELDS, from(app.url))).status).toBe(200);
    for (const other of [
      PAGE,
      app.url.replace('http:', 'https:'),
      app.url.replace(port, '1'),
      `http://localhost:${port}`,
    ])
      expect([other, (await submit(app, own, FIELDS, from(other))).status]).toEqual([other, 403]);
  });

  test('of a page of this server a browser says no Origin when it reads, and Sec-Fetch-Site instead', async () => {
    const own = await publishable(['self']);
    const path = `/open311/${city.jurisdiction_id}/v2/requests.json?own=true`;
    const status = async (headers: Record<string, string>) =>
      (await rawCall(app, { path, headers: { 'x-api-key': own.key, ...headers } })).status;
    expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    for (const site of ['same-site', 'cross-site', 'none'])
      expect([site, await status({ 'sec-fetch-site': site })]).toEqual([site, 403]);
    expect(await status({ 'sec-fetch-site': 'same-origin', origin: PAGE })).toBe(403);
  });

  test('is for its city, and for the live one', async () => {
    expect(why(await submit(app, { ...other, key: page.key }, FIELDS, from(PAGE)))[2]).toBe(
      `api_key is not for ${other.jurisdiction_id}.`,
    );
    const sandbox = { path: `/open311/${city.jurisdiction_id}/test/v2/requests.json`, ...from(PAGE) };
    expect(why(await submit(app, page, FIELDS, sandbox))[2]).toMatch(/^api_key is a live key\./);
  });

  test('supports cases, and sends no update, not even a comment', async () => {
    const number = await submitted(app, city, FIELDS);
    const post = (path: string, fields: Record<string, string>) =>
      call(app, `/open311/${city.jurisdiction_id}/v2/${path}.json`, {
        method: 'POST',
        headers: { 'x-api-key': page.key, origin: PAGE },
        body: new URLSearchParams(fields),
      });
    expect((await post(`requests/${number}/supporters`, { account_id: 'a' })).status).toBe(200);
    expect((await post(`requests/${number}/reports`, { reason: 'spam' })).status).toBe(200);
    const update = {
      service_request_id: number,
      update_id: '1',
      updated_datetime: new Date().toISOString(),
      status: 'CLOSED',
      description: 'x',
    };
    expect(why(await post('servicerequestupdates', update))).toEqual([
      403,
      'api_key',
      'api_key is for pages in browsers. It may submit cases and support them. An update needs a key that begins with sp_live_.',
    ]);
  });

  test('a wrong origin ends the reading of pictures as well', async () => {
    const picture = await quarters().jpeg().toBuffer();
    const files: [string, Buffer][] = [['media', picture]];
    const [good, bad] = [
      await submitFiles(app, page, files, { headers: { origin: PAGE } }),
      await submitFiles(app, page, files, { headers: { origin: 'https://evil.example' } }),
    ];
    expect([good.status, bad.status]).toEqual([200, 403]);
  });

  test('secret keys are not asked where they come from', async () => {
    const calls: Record<string, string>[] = [{}, { origin: 'null' }, { origin: 'https://evil.example' }];
    for (const headers of calls) expect((await submit(app, city, FIELDS, { headers })).status).toBe(200);
  });
});

test('where the public address is known, self is that, whatever the call says', async () => {
  const known = await startApp({
    http: { publicUrl: 'https://signpost.example/city', trustProxy: 'loopback' },
  });
  const there = await createCity(known.db);
  const { key } = await createKey(known.db, {
    jurisdiction_id: there.jurisdiction_id,
    scopes: ['submit'],
    origins: ['self'],
  });
  const status = async (origin: string, host: string) =>
    (
      await rawCall(known, {
        method: 'POST',
        path: '/open311/v2/requests.json',
        headers: {
          host,
          origin,
          'x-api-key': key,
          'x-forwarded-proto': 'https',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ ...FIELDS, jurisdiction_id: there.jurisdiction_id }).toString(),
      })
    ).status;
  expect(await status('https://signpost.example', 'signpost.example')).toBe(200);
  expect(await status('https://evil.example', 'evil.example')).toBe(403);
  expect(await status('https://signpost.example', 'evil.example')).toBe(200);
  await known.stop();
});

describe('pages of other origins are let through by browsers', () => {
  test('a preflight allows the key and the name of a submission', async () => {
    const wanted = 'x-api-key, idempotency-key, content-type';
    for (const [path, method] of [
      [`/open311/${city.jurisdiction_id}/v2/requests.json`, 'POST'],
      ['/open311/v2/requests.json?own=true', 'GET'],
      ['/open311/v2/requests/10000004/supporters.json', 'POST'],
    ] as const) {
      const answer = await rawCall(app, {
        method: 'OPTIONS',
        path,
        headers: {
          origin: 'https://anywhere.example',
          'access-control-request-method': method,
          'access-control-request-headers': wanted,
        },
      });
      expect([path, answer.status]).toEqual([path, 204]);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['access-control-allow-methods']?.split(',')).toContain(method);
      expect(answer.headers['access-control-allow-headers']).toBe(wanted);
    }
  });

  test('a page may read what an answer says besides its body, also of an error', async () => {
    for (const origin of [PAGE, 'https://evil.example']) {
      const answer = await submit(app, page, FIELDS, from(origin));
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      const exposed = answer.headers.get('access-control-expose-headers')?.split(',');
      expect(exposed).toEqual(expect.arrayContaining(['RateLimit', 'RateLimit-Policy', 'Retry-After']));
    }
  });
});

describe('making one', () => {
  const make = (given: Partial<Parameters<typeof createKey>[1]>) =>
    createKey(app.db, {
      jurisdiction_id: city.jurisdiction_id,
      scopes: ['submit'],
      origins: [PAGE],
      ...given,
    });

  test.each([
    ['without origins', { origins: [] }, 'origin'],
    ['with a wrong one', { origins: ['city.example'] }, 'origin'],
    ['for every city', { jurisdiction_id: null }, 'jurisdiction'],
    ['for the sandbox', { kind: 'test' as const }, 'test'],
    ['that changes cases', { scopes: ['submit', 'update'] }, 'scope'],
    ['that is trusted', { scopes: ['submit', 'trusted'] }, 'scope'],
    ['with no limit', { per_minute: 0 }, 'per_minute'],
    ['with half a limit', { per_minute: 1.5 }, 'per_minute'],
    ['with a limit that is no number', { per_minute: Number.NaN }, 'per_minute'],
  ])('is refused %s', async (_what, given, field) => {
    await expect(make(given)).rejects.toMatchObject({ code: 'invalid', findings: [{ field }] });
  });

  test('says all that is wrong at once', async () => {
    await expect(
      make({ jurisdiction_id: null, kind: 'test', origins: ['x'], scopes: ['update'], per_minute: -1 }),
    ).rejects.toMatchObject({ findings: { length: 5 } });
  });

  test('the database holds it as well', async () => {
    const wrong = { scopes: ['submit', 'update'], kind: 'live', origins: [PAGE] };
    await expect(
      app
        .db('api_keys')
        .insert({ ...wrong, key_hash: Buffer.from('x'), prefix: 'x', jurisdiction_id: city.jurisdiction_id }),
    ).rejects.toMatchObject({ constraint: 'api_keys_of_pages' });
  });
});
