import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createKey } from '../../src/features/access/index.ts';
import { createLog } from '../../src/platform/log.ts';
import { call, errorsOf, PLACE, rawCall, submit, submitted } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { readXml } from '../support/xml.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const FIELDS = { service_code: 'LAMP', ...PLACE };

/** The program's own log, with its lines kept here. */
const lines: string[] = [];
const log = Object.assign(createLog('debug'), {
  [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) },
});

let app: TestApp;
let city: TestCity;
let other: TestCity;
let expired: string;
let revoked: string;
let updating: string;
let ofInstallation: string;
beforeAll(async () => {
  app = await startApp({ clock: { now: () => NOW }, http: { log } });
  city = await createCity(app.db);
  other = await createCity(app.db);
  const { jurisdiction_id } = city;
  const expiring = async (expires_at: Date) =>
    (await createKey(app.db, { jurisdiction_id, scopes: ['submit'], expires_at })).key;
  expired = await expiring(NOW);
  const second = await createKey(app.db, { jurisdiction_id, scopes: ['submit'] });
  await app.db('api_keys').where({ key_id: second.key_id }).update({ revoked_at: NOW });
  revoked = second.key;
  updating = (await createKey(app.db, { jurisdiction_id, scopes: ['update'] })).key;
  ofInstallation = (await createKey(app.db, { jurisdiction_id: null, scopes: ['submit'] })).key;
});
afterAll(() => app.stop());

const NEVER_MADE = 'sp_live_000000000000000000000000000000000';
const bad = (): [string, string][] => [
  ['missing', ''],
  ['no key at all', 'secret'],
  ['no key at all, with signs', `<&"' żółw`],
  ['very long', 'k'.repeat(10_000)],
  ['wrong checksum', `${city.key.slice(0, -1)}${city.key.endsWith('0') ? '1' : '0'}`],
  ['never made', NEVER_MADE],
  ['expired', expired],
  ['revoked', revoked],
  ['of the wrong scope', updating],
  ['of another city', other.key],
  ['with a space', `${city.key} `],
  ['in upper case', city.key.toUpperCase()],
];

const refusal = (answer: Answer) => [answer.status, errorsOf(answer).length, errorsOf(answer)[0]?.field];

describe('Submitting needs a key', () => {
  test('R21: a missing or bad key is 403 with an error body, and nothing is stored', async () => {
    const count = () => app.db('requests').where({ jurisdiction_id: city.jurisdiction_id }).count();
    const before = await count();
    for (const [what, key] of bad()) {
      const answer = await submit(app, { ...city, key }, FIELDS);
      expect([what, ...refusal(answer)]).toEqual([what, 403, 1, 'api_key']);
      const xml = await submit(app, { ...city, key }, FIELDS, { path: '/open311/v2/requests.xml' });
      const [error] = readXml(xml.text).children;
      expect([what, xml.status, error?.children[0]?.text]).toEqual([what, 403, '403']);
    }
    expect(await count()).toEqual(before);
  });

  test('R21: each refusal says why', async () => {
    const why = async (key: string) => errorsOf(await submit(app, { ...city, key }, FIELDS))[0]?.description;
    expect(await why('')).toBe('api_key is missing. Submitting needs an API key.');
    expect(await why(NEVER_MADE)).toBe('api_key is not known here.');
    expect(await why(expired)).toBe('api_key has expired.');
    expect(await why(revoked)).toBe('api_key was revoked.');
    expect(await why(updating)).toBe('api_key may not do this. It needs the scope submit.');
    expect(await why(other.key)).toBe(`api_key is not for ${city.jurisdiction_id}.`);
  });

  test('R21: the key is asked for before the fields are', async () => {
    const answer = await submit(app, { ...city, key: 'x' }, { service_code: 'NOPE', lat: 'x' });
    expect(refusal(answer)).toEqual([403, 1, 'api_key']);
  });

  test('a key of the installation is good in every city', async () => {
    for (const one of [city, other])
      expect((await submit(app, { ...one, key: ofInstallation }, FIELDS)).status).toBe(200);
  });

  test('a key that is revoked between two submissions is refused at once', async () => {
    const made = await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['submit'] });
    expect((await submit(app, { ...city, key: made.key }, FIELDS)).status).toBe(200);
    await app.db('api_keys').where({ key_id: made.key_id }).update({ revoked_at: NOW });
    expect((await submit(app, { ...city, key: made.key }, FIELDS)).status).toBe(403);
  });

  test('R23: in the form, in the query, in the header', async () => {
    const bare = { ...city, key: '' };
    const inQuery = { path: `/open311/v2/requests.json?api_key=${city.key}` };
    expect((await submit(app, city, FIELDS)).status).toBe(200);
    expect((await submit(app, bare, FIELDS, inQuery)).status).toBe(200);
    expect((await submit(app, bare, FIELDS, { headers: { 'x-api-key': city.key } })).status).toBe(200);
    const json = await call(app, '/open311/v2/requests.json', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        api_key: city.key,
        jurisdiction_id: city.jurisdiction_id,
        service_code: 'LAMP',
        lat: 51.1,
        long: 17,
      }),
    });
    expect(json.status).toBe(200);
  });

  test('R23: of several keys, the one in the form counts', async () => {
    const given = { path: '/open311/v2/requests.json?api_key=x', headers: { 'x-api-key': 'y' } };
    expect((await submit(app, city, FIELDS, given)).status).toBe(200);
    const badInForm = { headers: { 'x-api-key': city.key } };
    expect((await submit(app, { ...city, key: 'x' }, FIELDS, badInForm)).status).toBe(403);
  });

  test('R23: a key that is no text is as good as none', async () => {
    for (const api_key of [1, true, [city.key, 'x'], { key: city.key }]) {
      const answer = await call(app, '/open311/v2/requests.json', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...FIELDS, jurisdiction_id: city.jurisdiction_id, api_key }),
      });
      expect(refusal(answer)).toEqual([403, 1, 'api_key']);
    }
  });
});

test('R22: reading needs no key, and a bad one is ignored', async () => {
  const number = await submitted(app, city, FIELDS);
  for (const path of ['discovery', 'services', 'services/HOLE', 'requests', `requests/${number}`]) {
    for (const [what, key] of bad()) {
      const base = `/open311/${city.jurisdiction_id}/v2/${path}.json`;
      const inQuery = await call(app, `${base}?api_key=${encodeURIComponent(key)}&api_key=2`);
      expect([path, what, inQuery.status]).toEqual([path, what, 200]);
    }
    const inHeader = await call(app, `/open311/${city.jurisdiction_id}/v2/${path}.json`, {
      headers: { 'x-api-key': 'bad' },
    });
    expect([path, inHeader.status]).toEqual([path, 200]);
  }
});

describe('R24: where the public address is https', () => {
  let secure: TestApp;
  let inside: TestCity;
  beforeAll(async () => {
    secure = await startApp({ http: { publicUrl: 'https://city.example', trustProxy: 'loopback' } });
    inside = await createCity(secure.db);
  });
  afterAll(() => secure.stop());

  test('a submission over http is refused with a text, not redirected', async () => {
    const answer = await submit(secure, inside, FIELDS);
    expect(answer.status).toBe(403);
    expect(errorsOf(answer)[0]?.description).toContain('https');
    expect(answer.text).not.toContain(inside.key);
  });

  test('a submission over https is taken, and reading over http goes on', async () => {
    const headers = { 'x-forwarded-proto': 'https' };
    expect((await submit(secure, inside, FIELDS, { headers })).status).toBe(200);
    expect((await call(secure, '/open311/v2/services.json')).status).toBe(200);
  });
});

test('R25: a key is in no answer and in no line of the log', async () => {
  const { key } = city;
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const said: string[] = [];
  for (const [path, body, headers] of [
    ['/open311/v2/requests.json', form({ api_key: key }), type],
    [`/open311/v2/requests.json?api_key=${key}`, form({ api_key: `${key}x` }), type],
    [`/open311/v2/requests.xml?api_key=${key}&api_key=${key}x`, '', type],
    [`/open311/v2/requests.json?api_key=${key}%00`, '', type],
    ['/open311/v2/requests.json', `api_key=${key}&api_key=x`, type],
    ['/open311/v2/requests.json', `api_key=${key}%ff`, type],
    ['/open311/v2/requests.json', `{"api_key":"${key}",`, { 'content-type': 'application/json' }],
    ['/open311/v2/requests.json', key, { 'content-type': 'multipart/form-data' }],
    ['/open311/v2/requests.json', key, { 'content-type': 'text/plain', 'x-api-key': key }],
    [`/open311/v2/nothing.xml?api_key=${key}`, '', type],
    [`/open311/v2/services.json?api_key=${key}`, '', type],
  ] as const) {
    const answer = await rawCall(app, { method: 'POST', path, headers, body });
    expect([path.replace(key, ''), answer.status >= 400]).toEqual([path.replace(key, ''), true]);
    said.push(answer.text, JSON.stringify(answer.headers));
  }
  for (const [, one] of bad().slice(1))
    said.push((await submit(app, { ...city, key: one }, FIELDS)).text.replaceAll('api_key', ''));
  expect(lines.some((line) => line.includes('"requests.create"'))).toBe(true);
  for (const [what, one] of [...bad().slice(4), ['good', key] as const]) {
    const seen = [...said, ...lines].filter((text) => text.includes(one.trim()));
    expect([what, seen]).toEqual([what, []]);
  }
});
