import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDatabase, isDatabaseUnavailable, query } from '../../src/platform/database.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { untilWaiting } from '../support/lock-waits.ts';
import { databaseUrl, endPrograms, startServerProgram } from '../support/program.ts';
import type { ServerProgram } from '../support/program.ts';
import { submit } from '../support/submit.ts';

/** Somebody else holds locks in the database, as an operator's session may. */
let database: TestDatabase;
let server: ServerProgram;
let city: TestCity;

/** Before a statement is cut for being slow. */
const LESS_THAN_A_STATEMENT_SECONDS = 4.8;

beforeAll(async () => {
  database = await cloneDatabase();
  city = await createCity(database.db);
  server = await startServerProgram({ env: { DATABASE_URL: databaseUrl(database.connection) } });
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

/** How long a statement of this database has waited for a lock by now, in seconds, by the clock of PostgreSQL. */
async function longestWait(): Promise<number> {
  const { rows } = await database.db.raw<{ rows: { seconds: number }[] }>(
    `select coalesce(max(extract(epoch from clock_timestamp() - query_start)), 0)::float8 as seconds
       from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.seconds ?? 0;
}

test('a call that meets a lock is told to come back before its statement is too slow, and readiness stays', async () => {
  const target = { url: server.url, ...city };
  expect((await submit(target, { service_code: 'LAMP' })).status).toBe(200);
  const stranger = await database.db.transaction();
  await stranger.raw('lock table requests in access exclusive mode');
  const path = `${server.url}/open311/${city.jurisdiction_id}/v2/requests.xml`;
  const asked = Promise.all([
    submit(target, { service_code: 'LAMP' }),
    submit(target, { service_code: 'LAMP' }, { format: 'xml' }),
    fetch(path),
  ]);
  await untilWaiting(database.db, 3);
  let over = false;
  void asked.finally(() => (over = true));
  const ready: boolean[] = [];
  let waited = 0;
  do {
    waited = Math.max(waited, await longestWait());
    ready.push((await fetch(`${server.url}/readyz`)).ok);
  } while (!over);
  const answers = await asked;
  expect(waited).toBeLessThan(LESS_THAN_A_STATEMENT_SECONDS);
  // One that comes while the machine stands still for a second is the machine's.
  expect(ready.filter((one) => !one).length).toBeLessThanOrEqual(ready.length / 10);
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(JSON.parse(answers[0].text)).toMatchObject([{ code: 503, type: 'unavailable' }]);
  expect(answers[1].text).toMatch(/<errors><error><code>503<\/code>/);
  await stranger.rollback();
  expect((await submit(target, { service_code: 'LAMP' })).status).toBe(200);
  expect((await fetch(path)).status).toBe(200);
});

test('servers keep no lock while they stand still, and nobody else has their limits', async () => {
  const settings = async (db: typeof database.db) =>
    (
      await query<{ name: string; setting: string }>(db, {
        name: 'test.timeouts',
        text: `select name, setting from pg_settings
                where name in ('lock_timeout', 'idle_in_transaction_session_timeout', 'statement_timeout') order by name`,
      })
    ).map(({ setting }) => Number(setting));
  expect(await settings(database.db)).toEqual([0, 0, 0]);
  const db = createDatabase({ connection: database.connection, poolSize: 2, statementTimeout: 5 });
  try {
    expect(await settings(db)).toEqual([10_000, 2_000, 5_000]);
    // The same for less time: the session is ended, and whoever comes back to it hears that the database is out of reach.
    const error = await db
      .transaction(async (tx) => {
        const [{ pid }] = (await tx.raw<{ rows: [{ pid: number }] }>('select pg_backend_pid() as pid')).rows;
        await tx.raw('set local idle_in_transaction_session_timeout = 50');
        const alive = 'select 1 from pg_stat_activity where pid = ?';
        await until(async () => (await database.db.raw<{ rows: unknown[] }>(alive, [pid])).rows.length === 0);
        await tx.raw('select 1');
      })
      .catch((thrown: unknown) => thrown);
    expect(isDatabaseUnavailable(error)).toBe(true);
  } finally {
    await db.destroy();
  }
});
