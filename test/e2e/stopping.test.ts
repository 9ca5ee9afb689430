import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { databaseUrl, endPrograms, startServerProgram } from '../support/program.ts';
import type { Env } from '../support/program.ts';
import { submit } from '../support/submit.ts';

/** What others see of a server that has been told to stop. */
let database: TestDatabase;
let city: TestCity;
let env: Env;

beforeEach(async () => {
  database = await cloneDatabase();
  city = await createCity(database.db);
  env = { DATABASE_URL: databaseUrl(database.connection) };
});
afterEach(() => database.drop());
afterAll(endPrograms);

const jobsLeft = async () =>
  (
    await database.db.raw<{ rows: unknown[] }>(
      'select j.*, t.identifier from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id',
    )
  ).rows.length;

test('a job in hand is finished before the process ends', async () => {
  const api = await startServerProgram({ env: { ...env, SIGNPOST_WORKER: 'off' } });
  const answer = await submit({ url: api.url, ...city }, { service_code: 'TREE' });
  const [{ token }] = JSON.parse(answer.text) as [{ token: string }];
  const accepted = async () => {
    const response = await fetch(`${api.url}/open311/${city.jurisdiction_id}/v2/tokens/${token}.json`);
    const [found] = (await response.json()) as [{ service_request_id: string | null }];
    return found.service_request_id;
  };
  expect(await accepted()).toBeNull();
  expect(await jobsLeft()).toBe(1);

  // The job waits for the row that this transaction holds.
  const tx = await database.db.transaction();
  await tx.raw('select 1 from requests where jurisdiction_id = ? for update', [city.jurisdiction_id]);
  const server = await startServerProgram({ env });
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await until(async () => (await database.db.raw<{ rows: unknown[] }>(waiting)).rows.length > 0);
  server.child.kill('SIGTERM');
  await until(() => server.stderr().includes('"stopping"'));
  expect(server.child.exitCode).toBeNull();
  await tx.commit();

  expect(await server.ended).toMatchObject({ code: 0, signal: null });
  expect(await accepted()).toMatch(/^\d+$/);
  expect(await jobsLeft()).toBe(0);
  await api.stop();
});

test('readiness says that it is stopping', async () => {
  const server = await startServerProgram({ env });
  const socket = connect(server.port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  // A call of which the last line is missing: the server has to wait for it.
  socket.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n');
  await once(socket, 'ready');
  // Others that came later have been answered, the second in a later turn than the first: the server knows of this one.
  for (let times = 0; times < 2; times += 1) expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  server.child.kill('SIGTERM');
  await until(() => server.stderr().includes('"stopping"'));
  socket.write('\r\n');
  await once(socket, 'close');
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toContain('stopping');
  expect(await server.ended).toMatchObject({ code: 0 });
});
