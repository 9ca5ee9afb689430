import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { knownAfter } from '../support/known-after.ts';
import { databaseUrl, endPrograms, freshFolder, runJson, startServerProgram } from '../support/program.ts';
import type { Env, ServerProgram } from '../support/program.ts';
import { LONG } from '../support/skip.ts';
import { inParallel, numberIn, randomFrom, submit } from '../support/submit.ts';
import type { Target } from '../support/submit.ts';

const SUBMISSIONS = LONG ? 2_000 : 400;
const KEYS = LONG ? 100 : 20;
const WORKERS = LONG ? 200 : 100;
/** Each key is sent so often. */
const REPEATS = 50;

let database: TestDatabase;
let env: Env;
let servers: ServerProgram[];
let city: TestCity;
/** For the submissions with and without keys. */
let cities: { repeated: TestCity; control: TestCity };

beforeAll(async () => {
  database = await cloneDatabase();
  env = {
    DATABASE_URL: databaseUrl(database.connection),
    SIGNPOST_LIMIT_KEY: '1000000',
    SIGNPOST_LIMIT_ADDRESS: '1000000',
    SIGNPOST_LOG: 'warn',
  };
  // Before the servers start: they look for new cities once a second.
  city = await createCity(database.db, { scopes: ['submit', 'trusted'] });
  cities = {
    repeated: await createCity(database.db, { scopes: ['submit', 'trusted'] }),
    control: await createCity(database.db),
  };
  servers = await Promise.all([startServerProgram({ env }), startServerProgram({ env })]);
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

/** One server after the other. */
function target(index: number, of: TestCity = city): Target {
  const server = servers[index % servers.length];
  if (server === undefined) throw new Error('no server');
  return { url: server.url, ...of };
}

async function count(what: string, jurisdictionId = city.jurisdiction_id): Promise<number> {
  const { rows } = await database.db.raw<{ rows: { n: number }[] }>(
    `select count(*)::int as n from ${what} where jurisdiction_id = ?`,
    [jurisdictionId],
  );
  return rows[0]?.n ?? -1;
}

/**
 * Damm's check, by the rule for an anti-symmetric quasigroup of order 10 as published: the row is the interim digit, the
 * column the next digit, and a number with its check digit ends in 0.
 */
function passesDamm(digits: string): boolean {
  const rows =
    '0317598642 7092154863 4206871359 1750983426 6123045978 3674209581 5869720134 8945362017 9438617205 2581436790';
  const table = rows.split(' ');
  let interim = 0;
  for (const digit of digits) interim = Number(table[interim]?.charAt(Number(digit)));
  return interim === 0;
}

describe('Two processes on one database', () => {
  test(`give ${SUBMISSIONS} distinct valid numbers to as many submissions, 50 at a time`, async () => {
    expect([passesDamm('5724'), passesDamm('5727'), passesDamm('7524')]).toEqual([true, false, false]);
    const numbers: string[] = [];
    const others: number[] = [];
    await inParallel(SUBMISSIONS, 50, async (index) => {
      const answer = await submit(target(index), { service_code: 'LAMP', description: `number ${index}` });
      if (answer.status === 200) numbers.push(numberIn(answer));
      else others.push(answer.status);
    });
    expect(others).toEqual([]);
    expect(new Set(numbers).size).toBe(SUBMISSIONS);
    expect(numbers.filter((number) => !/^[1-9]\d{7,}$/.test(number) || !passesDamm(number))).toEqual([]);
    expect(await count('requests')).toBe(SUBMISSIONS);
    expect(await count('announcements')).toBe(SUBMISSIONS);
    expect(await count('request_timeline')).toBe(SUBMISSIONS);
  });
});

describe('An Idempotency-Key', () => {
  const payload = (key: number) => ({ service_code: 'LAMP', description: `case of key ${key}` });

  /** `times` submissions over the keys in random order. @returns how often each status came, and the numbers by key */
  async function send(
    of: TestCity,
    times: number,
    workers: number,
    withKeys: boolean,
    fields: (key: number) => Record<string, string> = payload,
  ) {
    const random = randomFrom(20_260_101);
    const order = Array.from({ length: times }, (_, index) => index % KEYS)
      .map((key) => ({ key, at: random() }))
      .sort((a, b) => a.at - b.at);
    const statuses: Record<number, number> = {};
    const numbers = new Map<number, Set<string>>();
    await inParallel(times, workers, async (index) => {
      const key = order[index]?.key ?? 0;
      const headers: Record<string, string> = withKeys ? { 'Idempotency-Key': `key-${key}` } : {};
      const answer = await submit(target(index, of), fields(key), { headers });
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (answer.status === 409) expect(answer.headers.get('retry-after')).toBe('1');
      if (answer.status === 200)
        numbers.set(key, (numbers.get(key) ?? new Set<string>()).add(numberIn(answer)));
    });
    return { statuses, numbers };
  }

  test(`makes exactly one case of ${REPEATS} submissions, for each of ${KEYS} keys and ${WORKERS} workers`, async () => {
    const own = cities.repeated;
    const { statuses, numbers } = await send(own, REPEATS * KEYS, WORKERS, true);
    process.stderr.write(`${REPEATS * KEYS} submissions over ${KEYS} keys: ${JSON.stringify(statuses)}\n`);
    expect(Object.keys(statuses).filter((status) => status !== '200' && status !== '409')).toEqual([]);
    expect(numbers.size).toBe(KEYS);
    expect([...numbers.values()].filter((given) => given.size !== 1)).toEqual([]);
    expect(await count('requests', own.jurisdiction_id)).toBe(KEYS);
    expect(await count('request_timeline', own.jurisdiction_id)).toBe(KEYS);
    expect(await count('announcements', own.jurisdiction_id)).toBe(KEYS);
  });

  test('is refused with 422 for another payload', async () => {
    const other = (key: number) => ({ ...payload(key), description: `another case of key ${key}` });
    const own = cities.repeated;
    const { statuses } = await send(own, KEYS, 50, true, other);
    expect(statuses).toEqual({ 422: KEYS });
    expect(await count('requests', own.jurisdiction_id)).toBe(KEYS);
  });

  test('is what does it: without, the same load makes a case of each submission', async () => {
    const { control } = cities;
    const { statuses } = await send(control, 300, 100, false);
    expect(statuses).toEqual({ 200: 300 });
    expect(await count('requests', control.jurisdiction_id)).toBe(300);
  });
});

describe('A change by the command line', () => {
  test('ends a revoked key within a second in both processes', async () => {
    await knownAfter(1_000, async () => {
      const made = await runJson<{ key: string; key_id: string }>(
        ['keys', 'create', '--jurisdiction', city.jurisdiction_id, '--scope', 'submit'],
        { env },
      );
      const statusAt = async (index: number) =>
        (await submit({ ...target(index), key: made.key }, { service_code: 'LAMP' })).status;
      expect(await Promise.all([statusAt(0), statusAt(1)])).toEqual([200, 200]);
      await runJson(['keys', 'revoke', made.key_id], { env });
      return async () => (await statusAt(0)) === 403 && (await statusAt(1)) === 403;
    });
  });

  test('to the catalogue is seen by both processes soon', async () => {
    const file = join(freshFolder(), 'services.json');
    const service = { service_name: 'A new one', metadata: false, type: 'realtime', group: 'New' };
    const codesAt = async (index: number) => {
      const { url, jurisdiction_id } = target(index);
      const response = await fetch(`${url}/open311/${jurisdiction_id}/v2/services.json`);
      return ((await response.json()) as { service_code: string }[]).map((service) => service.service_code);
    };
    let service_code = '';
    await knownAfter(1_500, async (turn) => {
      service_code = `NEW-${turn}`;
      writeFileSync(file, JSON.stringify([{ service_code, ...service }]));
      expect([await codesAt(0), await codesAt(1)].flat()).not.toContain(service_code);
      await runJson(['import', 'services', '--jurisdiction', city.jurisdiction_id, file], { env });
      return async () =>
        (await codesAt(0)).includes(service_code) && (await codesAt(1)).includes(service_code);
    });
    for (const index of [0, 1]) expect((await submit(target(index), { service_code })).status).toBe(200);
  });
});
