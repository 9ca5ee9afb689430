import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { createLog } from '../../src/platform/log.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import { databaseUrl, endPrograms, startServerProgram } from '../support/program.ts';
import { patience } from '../support/patience.ts';
import { LONG } from '../support/skip.ts';
import { numberIn, submit } from '../support/submit.ts';
import type { Target } from '../support/submit.ts';
import { readXml } from '../support/xml.ts';

/**
 * A server with two connections gets twice the submissions that it can store, after a crowd that comes at one moment. Each
 * takes so long in the database that it can store 40 a second, whatever the machine is.
 */
const POOL = 2;
const STORING_SECONDS = 0.05;
const OFFERED_PER_SECOND = (2 * POOL) / STORING_SECONDS;
const CROWD = 300;
const SECONDS = LONG ? 15 : 4;
/** The crowd alone takes longer than anybody may wait, so that it soon shows what is missing without a bound. */
const SECONDS_OF_CONTROL = 2;

/** A given answer has waited behind 40 others at most, which is a second; those behind all others wait for longer than ten. */
const GIVEN_P99_MS = 5_000;
/** When the load is over: so soon a plain call is answered in a normal time again. */
const RECOVERY_MS = 5_000;
const NORMAL_MS = 500;
/** What a process may grow by while it refuses: young garbage, buffers of 300 connections. */
const GROWTH_MB = 120;

let database: TestDatabase;
let city: TestCity;

beforeEach(async () => {
  database = await cloneDatabase({ poolSize: POOL });
  city = await createCity(database.db, { scopes: ['submit', 'trusted'] });
  await database.db.raw(`
    create function slow() returns trigger language plpgsql as
      $$ begin perform pg_sleep(${STORING_SECONDS}); return new; end $$;
    create trigger slow before insert on requests for each row execute function slow();`);
});
afterEach(async () => {
  await endPrograms();
  await database.drop();
});

type Sent = { format: 'json' | 'xml'; status: number; retryAfter: string | null; text: string; ms: number };

/** Sends the load to its end: whoever comes does not wait for those before. */
async function overload(target: Target, seconds: number): Promise<Sent[]> {
  const sent: Promise<Sent>[] = [];
  const send = async (index: number): Promise<Sent> => {
    const format = index % 2 === 0 ? 'json' : 'xml';
    const begun = performance.now();
    const answer = await submit(target, { service_code: 'LAMP', description: `case ${index}` }, { format });
    const { status, headers, text } = answer;
    return { format, status, retryAfter: headers.get('retry-after'), text, ms: performance.now() - begun };
  };
  for (let index = 0; index < CROWD; index += 1) sent.push(send(sent.length));
  const begun = performance.now();
  for (let now = 0; now < seconds; now = (performance.now() - begun) / 1000) {
    while (sent.length < CROWD + now * OFFERED_PER_SECOND) sent.push(send(sent.length));
    await pause(10);
  }
  return Promise.all(sent);
}

/** The number in an answer of either format. */
const numberOf = ({ format, text }: Sent): string =>
  format === 'json'
    ? String((JSON.parse(text) as { service_request_id: string }[])[0]?.service_request_id)
    : (/<service_request_id>(\d+)<\/service_request_id>/.exec(text)?.[1] ?? text);

const quantile = (values: number[], share: number) =>
  Math.round(values.sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0);

const storedNumbers = async (db: Knex) =>
  new Set(
    (
      await db.raw<{ rows: { number: string }[] }>(
        'select number::text from requests where jurisdiction_id = ?',
        [city.jurisdiction_id],
      )
    ).rows.map(({ number }) => number),
  );

/** Megabytes that a process holds; 0 where the system does not say. */
function residentMb(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1]) / 1024);
}

const tell = (what: object) => process.stderr.write(`${JSON.stringify(what)}\n`);

test('a server with twice too much to do answers half of it well, refuses the rest, and is itself again at once', async () => {
  const server = await startServerProgram({
    env: {
      DATABASE_URL: databaseUrl(database.connection),
      SIGNPOST_POOL: String(POOL),
      SIGNPOST_WORKER: 'off',
      SIGNPOST_LOG: 'warn',
      SIGNPOST_LIMIT_KEY: '1000000',
      SIGNPOST_LIMIT_ADDRESS: '1000000',
    },
  });
  const target = { url: server.url, ...city };
  const v2 = `${server.url}/open311/${city.jurisdiction_id}/v2`;
  const known = numberIn(await submit(target, { service_code: 'LAMP' }));
  const single = async () => {
    const response = await fetch(`${v2}/requests/${known}.json`);
    beside.reads.push(response.status);
    return { status: response.status, text: await response.text() };
  };
  const beside = { always: [] as number[], ready: [] as boolean[], reads: [] as number[] };
  const expected = await single();
  expect(expected.status).toBe(200);

  const pid = server.child.pid ?? 0;
  const before = residentMb(pid);
  let most = before;
  let over = false;
  const begun = performance.now();
  const watching = (async () => {
    while (!over) {
      for (const url of [`${server.url}/livez`, `${v2}/services.json`])
        beside.always.push((await fetch(url)).status);
      beside.ready.push((await fetch(`${server.url}/readyz`)).ok);
      const read = await single();
      if (read.status === 200) expect(read).toEqual(expected);
      most = Math.max(most, residentMb(pid));
      await pause(50);
    }
  })();
  const sent = await overload(target, SECONDS);
  over = true;
  const ended = performance.now();
  let normal = 0;
  await until(async () => {
    const begun = performance.now();
    const read = await single();
    normal = performance.now() - begun;
    return read.status === 200 && normal < NORMAL_MS * patience();
  }, RECOVERY_MS * patience());
  const recovery = performance.now() - ended;
  await watching;
  const seconds = (performance.now() - begun) / 1000;

  const given = sent.filter(({ status }) => status === 200);
  const refused = sent.filter(({ status }) => status !== 200);
  const figures = {
    offered: sent.length,
    given: given.length,
    refused: refused.length,
    given_p50_ms: quantile(
      given.map(({ ms }) => ms),
      0.5,
    ),
    given_p99_ms: quantile(
      given.map(({ ms }) => ms),
      0.99,
    ),
    refused_p99_ms: quantile(
      refused.map(({ ms }) => ms),
      0.99,
    ),
    resident_mb: { before, most, after: residentMb(pid) },
    recovery_ms: Math.round(recovery),
  };
  tell({ fault: 'overload', seconds: SECONDS, ...figures });

  // What was given is right: a number of its own for each, and stored is what was given, and nothing that was refused.
  const numbers = given.map(numberOf);
  expect(new Set(numbers).size).toBe(given.length);
  expect(await storedNumbers(database.db)).toEqual(new Set([...numbers, known]));
  // Half of what is offered can be stored. A machine with other work stores less, but never less than a quarter of that.
  expect(given.length).toBeGreaterThan((SECONDS * OFFERED_PER_SECOND) / 2 / 4);
  // All the rest is refused in the standard's shape.
  expect(refused.length).toBeGreaterThan(CROWD / 2);
  expect(new Set(refused.map(({ status, retryAfter }) => `${status} ${retryAfter}`))).toEqual(
    new Set(['503 1']),
  );
  for (const { format, text } of refused) {
    const code =
      format === 'json'
        ? (JSON.parse(text) as { code: number }[])[0]?.code
        : readXml(text).children[0]?.children[0]?.text;
    expect(Number(code)).toBe(503);
  }
  expect(new Set(beside.always)).toEqual(new Set([200]));
  // One that comes while the machine stands still for a second is the machine's.
  expect(beside.ready.filter((one) => !one).length).toBeLessThanOrEqual(beside.ready.length / 10);
  expect(beside.reads.filter((status) => ![200, 503].includes(status))).toEqual([]);
  expect(figures.given_p99_ms).toBeLessThan(GIVEN_P99_MS);
  expect(most - before).toBeLessThan(GROWTH_MB);
  // One line a second says how many, and leaves none out.
  await server.stop();
  const told = server
    .stderr()
    .split('\n')
    .filter((line) => line.includes('too many calls'))
    .map((line) => (JSON.parse(line) as { refused: number }).refused);
  expect(told.length).toBeLessThanOrEqual(seconds + 3);
  expect(told.reduce((sum, count) => sum + count, 0)).toBe(
    refused.length + beside.reads.filter((status) => status === 503).length,
  );
}, 600_000);

test('without a bound the same load makes all of them wait, longer and longer', async () => {
  const app = await startApp({ on: database, http: { mostInHand: Infinity, log: createLog('silent') } });
  try {
    const sent = await overload({ url: app.url, ...city }, SECONDS_OF_CONTROL);
    const p99 = quantile(
      sent.map(({ ms }) => ms),
      0.99,
    );
    tell({ fault: 'overload without a bound', offered: sent.length, p99_ms: p99 });
    expect(p99).toBeGreaterThan(GIVEN_P99_MS);
  } finally {
    await app.stop();
  }
}, 600_000);
