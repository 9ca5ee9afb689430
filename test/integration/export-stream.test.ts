import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { call, errorsOf } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

/** Far more than sockets hold on the way: 60 MB. */
const CASES = 12_000;
const NOTES = 5_000;

let app: TestApp;
let city: TestCity;
let path: string;
beforeAll(async () => {
  // Two connections: an export that took one of the pool's would soon be noticed.
  app = await startApp({ poolSize: 2, http: { checkReplies: false } });
  city = await createCity(app.db);
  path = `/open311/${city.jurisdiction_id}/v2/exports/requests`;
  await app.db.raw(
    `insert into signpost.requests (jurisdiction_id, number, service_code, status, status_notes, visibility, requested_at, updated_at, channel)
     select ?, n * 10 + signpost.damm_digit(n::text), 'LAMP', 'open', repeat('n', ?), 'public', at, at, 'api'
       from generate_series(4000000, 3999999 + ?) as n, lateral (select timestamptz '2026-01-01Z' + (n % 1000) * interval '1 hour') as t (at)`,
    [city.jurisdiction_id, NOTES, CASES],
  );
});
afterAll(() => app.stop());

type Backend = { pid: number; state: string; wait_event: string | null };

/** The sessions of PostgreSQL that have an export in hand. */
async function copies(): Promise<Backend[]> {
  const { rows } = await app.db.raw<{ rows: Backend[] }>(
    `select pid, state, wait_event from pg_stat_activity where datname = current_database() and query like 'copy (%'`,
  );
  return rows;
}

const open = new Set<IncomingMessage>();
/** Begins to read an export, and reads no further than the socket does by itself. */
const begin = (format = 'csv') =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get(`${app.url}${path}.${format}`, { agent: false }, (response) => {
      open.add(response);
      response.on('error', () => undefined);
      response.once('readable', () => resolve(response));
    }).on('error', reject);
  });

beforeEach(() => until(async () => (await copies()).length === 0));
afterEach(() => {
  for (const response of open) response.destroy();
  open.clear();
});

test('a slow reader holds PostgreSQL back, and gets everything in the end', async () => {
  const before = process.memoryUsage();
  const response = await begin('ndjson');
  await until(async () => (await copies())[0]?.wait_event === 'ClientWrite');
  // Everything in this process: reader and server.
  expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(20_000_000);
  // The others are served meanwhile.
  expect((await call(app, `${path.replace('exports/', '')}.json?page_size=1`)).status).toBe(200);
  const lines = (await text(response)).split('\n');
  expect(lines).toHaveLength(CASES + 1);
  expect(new Set(lines).size).toBe(CASES + 1);
  expect(response.complete).toBe(true);
});

test('a caller who goes away ends the statement', async () => {
  const response = await begin();
  await until(async () => (await copies())[0]?.state === 'active');
  response.destroy();
  await until(async () => (await copies()).length === 0);
});

test('callers who go away at once leave nothing behind', async () => {
  for (let time = 0; time < 10; time += 1) {
    await new Promise<void>((resolve) => {
      const asked = get(`${app.url}${path}.csv`, { agent: false });
      asked.on('error', () => undefined).once('close', resolve);
      asked.once('socket', (socket) => socket.once('connect', () => setImmediate(() => asked.destroy())));
    });
  }
  await until(async () => (await copies()).length === 0);
  await until(async () => (await call(app, `${path}.csv?status=closed`)).status === 200);
});

test.each(['csv', 'ndjson', 'geojson'])(
  'a %s that breaks in the middle does not look whole',
  async (format) => {
    const response = await begin(format);
    await until(async () => (await copies())[0]?.wait_event === 'ClientWrite');
    await app.db.raw('select pg_terminate_backend(?)', [(await copies())[0]?.pid ?? 0]);
    response.resume();
    await expect(finished(response)).rejects.toThrow('aborted');
    expect(response.complete).toBe(false);
    // The server goes on.
    expect((await call(app, `${path}.csv?status=closed`)).status).toBe(200);
  },
);

test('a third export has to wait, and is told for how long', async () => {
  const first = await begin();
  await begin();
  const refused = await call(app, `${path}.csv`);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
  expect(refused.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(refused.headers.get('content-disposition')).toBeNull();
  expect(refused.headers.get('content-encoding')).toBeNull();
  expect(errorsOf(refused)[0]).toMatchObject({ code: 503, type: 'unavailable' });
  // Two of them are running, and a list still finds its connections.
  expect((await call(app, `${path.replace('exports/', '')}.json?page_size=1`)).status).toBe(200);
  first.destroy();
  await until(async () => (await call(app, `${path}.csv?status=closed`)).status === 200);
});

test('an export is one look at the database: what comes later is not in it', async () => {
  const response = await begin('ndjson');
  await app.db.raw(
    `update signpost.requests set status_notes = 'late' where jurisdiction_id = ? and requested_at < '2026-01-02Z'`,
    [city.jurisdiction_id],
  );
  const whole = await text(response);
  expect(whole).not.toContain('late');
  expect(await (await fetch(`${app.url}${path}.ndjson?end_date=2026-01-02`)).text()).toContain('late');
});
