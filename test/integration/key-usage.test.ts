import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  accessJobs,
  createKey,
  listUsage,
  revokeKeys,
  UsageCounter,
} from '../../src/features/access/index.ts';
import { createDatabase } from '../../src/platform/database.ts';
import { call, PLACE, submit } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

const FIELDS = { service_code: 'LAMP', ...PLACE };
const DAY = 86_400_000;
let now = new Date('2026-03-01T12:34:56Z');
const clock = { now: () => now };
const BEGINNING = new Date(0);

let app: TestApp;
let city: TestCity;
beforeAll(async () => {
  app = await startApp({ clock });
  city = await createCity(app.db);
});
afterAll(() => app.stop());

const newKey = (given: Partial<Parameters<typeof createKey>[1]> = {}) =>
  createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['submit'], ...given });
const used = async (keyId: string) =>
  (await listUsage(app.db, keyId, BEGINNING)).map(({ hour, status, calls }) => [
    hour.toISOString().slice(0, 16),
    status,
    calls,
  ]);

test('a server writes what it has counted when it stops: good calls, mistakes and refusals, by the key that came', async () => {
  const one = await startApp({ clock, on: app.database, http: { limits: { address: 1000, key: 3 } } });
  const page = await newKey({ origins: ['https://a.example'] });
  const revoked = await newKey();
  await revokeKeys(app.db, revoked.key_id, clock.now());
  const { key_id } = await newKey();
  for (const fields of [FIELDS, FIELDS, { service_code: 'LAMP', lat: 'x' }, FIELDS])
    await submit(one, city, fields);
  await call(one, `/open311/${city.jurisdiction_id}/v2/requests.json?own=true`, {
    headers: { 'x-api-key': city.key },
  });
  await call(one, `/open311/${city.jurisdiction_id}/v2/requests.json`, {
    headers: { 'x-api-key': city.key },
  });
  await submit(one, { ...city, key: page.key }, FIELDS);
  await submit(one, { ...city, key: revoked.key }, FIELDS);
  await submit(one, { ...city, key: 'x' }, FIELDS);
  await one.stop();
  expect(await used(city.key_id)).toEqual([
    ['2026-03-01T12:00', 200, 3],
    ['2026-03-01T12:00', 400, 1],
    ['2026-03-01T12:00', 429, 1],
  ]);
  expect(await used(page.key_id)).toEqual([['2026-03-01T12:00', 403, 1]]);
  expect(await used(revoked.key_id)).toEqual([['2026-03-01T12:00', 403, 1]]);
  expect(await used(key_id)).toEqual([]);
});

describe('counting', () => {
  test('goes by hours, and several processes add up', async () => {
    const { key_id } = await newKey();
    const { key_id: other } = await newKey();
    const processes = Array.from({ length: 4 }, () => new UsageCounter({ db: app.db, clock }));
    for (let turn = 0; turn < 50; turn += 1)
      for (const [index, usage] of processes.entries())
        // In another order in each process: none may wait for another one that waits for it.
        for (const id of index % 2 === 0 ? [key_id, other] : [other, key_id]) usage.count(id, 200);
    now = new Date(now.getTime() + 3_600_000);
    for (const usage of processes) usage.count(key_id, 500);
    await Promise.all(processes.map((usage) => usage.stop()));
    expect(await used(key_id)).toEqual([
      ['2026-03-01T12:00', 200, 200],
      ['2026-03-01T13:00', 500, 4],
    ]);
    expect(await used(other)).toEqual([['2026-03-01T12:00', 200, 200]]);
  });

  test('is written together, as one statement', async () => {
    const names: string[] = [];
    const db = createDatabase({
      connection: app.database.connection,
      poolSize: 1,
      observer: ({ name }) => names.push(name),
    });
    const usage = new UsageCounter({ db, clock });
    const keys = [await newKey(), await newKey(), await newKey()];
    for (const { key_id } of keys) for (const status of [200, 400, 403]) usage.count(key_id, status);
    await usage.write();
    await usage.write();
    expect(names).toEqual(['key_usage.add']);
    await usage.stop();
    await db.destroy();
  });

  test('while the database is away nothing fails, and nothing is lost', async () => {
    const { key_id } = await newKey();
    const nowhere = createDatabase({
      connection: { ...app.database.connection, database: 'there_is_none' },
      poolSize: 1,
    });
    const app2 = { db: nowhere, clock };
    const usage = new UsageCounter(app2);
    usage.count(key_id, 200);
    await usage.write();
    usage.count(key_id, 200);
    await usage.write();
    app2.db = app.db;
    await usage.stop();
    expect(await used(key_id)).toEqual([[expect.any(String), 200, 2]]);
    await nowhere.destroy();
  });

  test('a key that is gone is no reason to lose the others', async () => {
    const { key_id } = await newKey();
    const usage = new UsageCounter({ db: app.db, clock });
    usage.count('999999', 200);
    usage.count(key_id, 200);
    await usage.stop();
    expect(await used(key_id)).toEqual([[expect.any(String), 200, 1]]);
  });
});

test('it is known since an hour, and kept for 90 days', async () => {
  const { key_id } = await newKey();
  const usage = new UsageCounter({ db: app.db, clock });
  const begin = now;
  for (const days of [0, 1, 89, 90, 91]) {
    now = new Date(begin.getTime() - days * DAY);
    usage.count(key_id, 200);
  }
  now = begin;
  await usage.stop();
  const count = async (from: Date) => (await listUsage(app.db, key_id, from)).length;
  expect([
    await count(BEGINNING),
    await count(now),
    await count(new Date(begin.getTime() - 2 * DAY)),
  ]).toEqual([5, 1, 2]);
  for (const job of Object.values(accessJobs({ db: app.db, clock }))) await job({});
  // The hour of 90 days ago began before it.
  expect(await count(BEGINNING)).toBe(3);
});
