import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createKey,
  findKeys,
  portalKeyOf,
  renewPortalKey,
  revokeKeys,
  rotateKey,
  setKey,
} from '../../src/features/access/index.ts';
import { call, errorsOf, listOf, PLACE, submit } from '../support/calls.ts';
import { until } from '../support/embedded-postgres.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

const HOUR = 3_600_000;
const FIELDS = { service_code: 'LAMP', ...PLACE };
let now = new Date('2026-03-01T12:00:00Z');
const clock = { now: () => now };

let app: TestApp;
/** A second process on the same database. */
let second: TestApp;
let city: TestCity;
beforeAll(async () => {
  app = await startApp({ clock });
  second = await startApp({ clock, on: app.database });
  city = await createCity(app.db);
});
afterAll(async () => {
  await second.stop();
  await app.stop();
});

const door = ({ db } = app) => ({ db, clock });
const newKey = (given: Partial<Parameters<typeof createKey>[1]> = {}) =>
  createKey(app.db, {
    jurisdiction_id: city.jurisdiction_id,
    scopes: ['submit'],
    now: clock.now(),
    ...given,
  });
const works = async (key: string, headers: Record<string, string> = {}) =>
  (await submit(second, { ...city, key }, FIELDS, { headers })).status === 200;

describe('rotating a key', () => {
  test('gives a new one on the same terms; the old one works until the overlap is over, in every process', async () => {
    const origins = ['https://a.example', 'self'];
    const expires_at = new Date(now.getTime() + 1000 * HOUR);
    const old = await newKey({ label: 'Site', origins, per_minute: 7, expires_at });
    const made = await rotateKey(door(), old.key_id, { overlap_hours: 24 });
    expect(made).toMatchObject({
      label: 'Site',
      jurisdiction_id: city.jurisdiction_id,
      kind: 'live',
      scopes: ['submit'],
      origins,
      per_minute: 7,
      expires_at,
      first_key_id: old.key_id,
      replaces: old.key_id,
      replaced_ends_at: new Date(now.getTime() + 24 * HOUR),
    });
    expect(made.key).toMatch(/^sp_pub_/);
    expect(made.key).not.toBe(old.key);
    const headers = { origin: 'https://a.example' };
    expect([await works(old.key, headers), await works(made.key, headers)]).toEqual([true, true]);
    now = new Date(now.getTime() + 24 * HOUR - 1);
    expect(await works(old.key, headers)).toBe(true);
    now = new Date(now.getTime() + 1);
    const late = await submit(second, { ...city, key: old.key }, FIELDS, { headers });
    expect(errorsOf(late)[0]?.description).toBe('api_key has expired.');
    expect(await works(made.key, headers)).toBe(true);
    expect((await findKeys(app.db, old.key_id))[0]).toMatchObject({ replaced_by: made.key_id });
  });

  test('with an overlap of 0 the old one ends at once', async () => {
    const old = await newKey();
    const made = await rotateKey(door(), old.key_id, { overlap_hours: 0 });
    expect([await works(old.key), await works(made.key)]).toEqual([false, true]);
  });

  test('no key works longer than it would have', async () => {
    const expires_at = new Date(now.getTime() + HOUR);
    const old = await newKey({ expires_at });
    const made = await rotateKey(door(), old.key_id, { overlap_hours: 720 });
    expect([made.expires_at, made.replaced_ends_at]).toEqual([expires_at, expires_at]);
    expect((await findKeys(app.db, old.key_id))[0]?.expires_at).toEqual(expires_at);
  });

  test.each([-1, 720.5, 721, Number.NaN, Infinity])('%p hours are refused', async (overlap_hours) => {
    const { key_id } = await newKey();
    await expect(rotateKey(door(), key_id, { overlap_hours })).rejects.toMatchObject({
      findings: [{ field: 'overlap' }],
    });
    expect((await findKeys(app.db, key_id))[0]?.replaced_by).toBeNull();
  });

  test('only a key that works is replaced, and only once', async () => {
    const refusal = (id: string) => rotateKey(door(), id, { overlap_hours: 1 });
    await expect(refusal('99999')).rejects.toMatchObject({ code: 'not_found' });
    await expect(refusal('x')).rejects.toMatchObject({ code: 'not_found' });
    const [revoked, expired, replaced] = [await newKey(), await newKey({ expires_at: now }), await newKey()];
    await revokeKeys(app.db, revoked.key_id, clock.now());
    const { key_id } = await refusal(replaced.key_id);
    await expect(refusal(revoked.key_id)).rejects.toThrow('was revoked');
    await expect(refusal(expired.key_id)).rejects.toThrow('has expired');
    await expect(refusal(replaced.key_id)).rejects.toThrow(`has been replaced by key ${key_id}`);
  });

  test('of several at one moment one succeeds', async () => {
    const { key_id } = await newKey();
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        rotateKey({ db: index % 2 === 0 ? app.db : second.db, clock }, key_id, { overlap_hours: 1 }),
      ),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const family = await app.db('api_keys').where({ first_key_id: key_id });
    expect(family).toHaveLength(1);
  });

  test('whoever has a new key is the same: repeats, supporters, updates', async () => {
    const old = await newKey({ scopes: ['submit', 'update'] });
    const again = { headers: { 'Idempotency-Key': 'one' } };
    const first = await submit(app, { ...city, key: old.key }, FIELDS, again);
    const number = listOf(first)[0]?.['service_request_id'] as string;
    const made = await rotateKey(door(), old.key_id, { overlap_hours: 1 });
    const repeated = await submit(app, { ...city, key: made.key }, FIELDS, again);
    expect(repeated.text).toBe(first.text);
    expect(repeated.headers.get('idempotent-replayed')).toBe('true');

    const post = async (path: string, key: string, fields: Record<string, string>) =>
      listOf(
        await call(app, `/open311/${city.jurisdiction_id}/v2/${path}.json`, {
          method: 'POST',
          body: new URLSearchParams({ api_key: key, ...fields }),
        }),
      )[0];
    for (const { key } of [old, made])
      expect(await post(`requests/${number}/supporters`, key, { account_id: 'a' })).toMatchObject({
        supporters: 1,
      });
    const update = {
      service_request_id: number,
      update_id: 'u',
      updated_datetime: now.toISOString(),
      status: 'UNCHANGED',
      description: 'x',
    };
    const told = [old, made].map(({ key }) => post('servicerequestupdates', key, update));
    const [one, two] = await Promise.all(told);
    expect(one).toHaveProperty('update_id');
    expect(two).toEqual(one);
  });
});

describe('changing a key', () => {
  test('adds and removes origins, and holds from the next call on', async () => {
    const { key, key_id } = await newKey({ origins: ['https://a.example'] });
    const from = (origin: string) => works(key, { origin });
    expect([await from('https://a.example'), await from('https://b.example')]).toEqual([true, false]);
    const set = await setKey(app.db, key_id, {
      add_origins: ['https://b.example', 'https://b.example'],
      remove_origins: ['https://a.example'],
      per_minute: 5,
    });
    expect(set).toMatchObject({ origins: ['https://b.example'], per_minute: 5 });
    expect([await from('https://a.example'), await from('https://b.example')]).toEqual([false, true]);
    const back = await setKey(app.db, key_id, { add_origins: [], remove_origins: [], per_minute: null });
    expect(back).toMatchObject({ origins: ['https://b.example'], per_minute: null });
  });

  test('loses nothing when several change it at one moment', async () => {
    const { key_id } = await newKey({ origins: ['https://a.example'] });
    const names = Array.from({ length: 8 }, (_, index) => `https://n${index}.example`);
    await Promise.all(
      names.map((name, index) =>
        setKey(index % 2 === 0 ? app.db : second.db, key_id, { add_origins: [name], remove_origins: [] }),
      ),
    );
    const [key] = await findKeys(app.db, key_id);
    expect([...(key?.origins ?? [])].sort()).toEqual(['https://a.example', ...names]);
  });

  test('refuses what cannot be', async () => {
    const page = await newKey({ origins: ['https://a.example'] });
    const secret = await newKey();
    const none = { add_origins: [], remove_origins: [] };
    const set = (id: string, change: Partial<Parameters<typeof setKey>[2]>) =>
      expect(setKey(app.db, id, { ...none, ...change })).rejects;
    await set('99999', {}).toMatchObject({ code: 'not_found' });
    await set(page.key_id, { add_origins: ['b.example'] }).toMatchObject({ findings: [{ field: 'origin' }] });
    await set(page.key_id, { remove_origins: ['https://a.example'] }).toThrow('needs an origin');
    await set(secret.key_id, { add_origins: ['https://a.example'] }).toThrow('is secret');
    await set(secret.key_id, { per_minute: 0 }).toMatchObject({ findings: [{ field: 'per_minute' }] });
  });
});

describe("the key of a city's own pages", () => {
  const portal = (place: TestCity) => ({ live_jurisdiction_id: place.jurisdiction_id });
  const idOf = async ({ jurisdiction_id }: TestCity) => {
    const [row] = await app
      .db<{ key_id: string; jurisdiction_id: string }>('portal_keys')
      .where({ jurisdiction_id });
    return row?.key_id ?? '';
  };

  test('is made once, whoever asks and how many at one moment, and pages of this server submit with it', async () => {
    const place = await createCity(app.db);
    const keys = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        portalKeyOf(door(index % 2 === 0 ? app : second), portal(place)),
      ),
    );
    expect(new Set(keys).size).toBe(1);
    const [key = ''] = keys;
    expect(key).toMatch(/^sp_pub_/);
    expect(await portalKeyOf(door(second), portal(place))).toBe(key);
    const made = await app.db('api_keys').where({ jurisdiction_id: place.jurisdiction_id, label: 'Portal' });
    expect(made).toEqual([
      expect.objectContaining({ origins: ['self'], scopes: ['submit'], per_minute: null }),
    ]);
    // A city is known to every process within a second.
    await until(async () => (await fetch(`${app.url}/open311/${place.jurisdiction_id}/v2/services.json`)).ok);
    const status = async (origin: string) =>
      (await submit(app, { ...place, key }, FIELDS, { headers: { origin } })).status;
    expect([await status(app.url), await status('https://elsewhere.example')]).toEqual([200, 403]);
  });

  test('follows a rotation', async () => {
    const place = await createCity(app.db);
    const before = await portalKeyOf(door(), portal(place));
    const key_id = await idOf(place);
    const made = await rotateKey(door(), key_id, { overlap_hours: 1 });
    expect(await portalKeyOf(door(), portal(place))).toBe(made.key);
    expect(made.key).not.toBe(before);
  });

  test('is not made anew when it was revoked, until the operator says so', async () => {
    const place = await createCity(app.db);
    await portalKeyOf(door(), portal(place));
    const old = await idOf(place);
    await expect(renewPortalKey(door(), portal(place))).rejects.toThrow(`signpost keys rotate ${old}`);
    await revokeKeys(app.db, old, clock.now());
    for (const one of [app, second]) expect(await portalKeyOf(door(one), portal(place))).toBeUndefined();
    const tries = await Promise.allSettled(
      [app, second, app, second].map((one) => renewPortalKey(door(one), portal(place))),
    );
    const [made, ...more] = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(more).toEqual([]);
    expect(made?.first_key_id).toBe(old);
    expect(await portalKeyOf(door(), portal(place))).toBe(made?.key);
    expect((await findKeys(app.db, old))[0]).toMatchObject({ replaced_by: made?.key_id });
  });

  test('can be made by the operator before anybody asks', async () => {
    const place = await createCity(app.db);
    const { key } = await renewPortalKey(door(), portal(place));
    expect(await portalKeyOf(door(), portal(place))).toBe(key);
  });
});
