import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { chooseServerUser } from '../../src/platform/embedded-user.ts';
import { until } from '../support/embedded-postgres.ts';
import {
  databaseUrl,
  endPrograms,
  freePort,
  freshFolder,
  liveKey,
  runJson,
  runProgram,
  startServerProgram,
} from '../support/program.ts';
import { testWhen } from '../support/skip.ts';
import { numberIn, submit } from '../support/submit.ts';

const INSTALLED = '/usr/lib/postgresql';
const bin = (existsSync(INSTALLED) ? readdirSync(INSTALLED) : [])
  .filter((version) => Number(version) >= 14)
  .map((version) => join(INSTALLED, version, 'bin'))
  .find((folder) => existsSync(join(folder, 'initdb')));

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  await endPrograms();
  for (const stop of stops) await stop();
});

/** A PostgreSQL that is not ours, with a password and TCP, as an operator's is. */
async function otherPostgres(programs: string): Promise<string> {
  const folder = freshFolder();
  const pgdata = join(folder, 'pgdata');
  mkdirSync(pgdata);
  const as = process.getuid?.() === 0 ? chooseServerUser(folder, pgdata) : undefined;
  if (as !== undefined) {
    chownSync(pgdata, as.uid, as.gid);
    chmodSync(pgdata, 0o700);
  }
  const identity = as === undefined ? {} : { uid: as.uid, gid: as.gid };
  execFileSync(join(programs, 'initdb'), ['-D', pgdata, '-U', 'operator', '--auth=trust', '-E', 'UTF8'], {
    ...identity,
    cwd: folder,
    stdio: 'ignore',
  });
  const port = await freePort();
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', pgdata, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    { ...identity, cwd: folder, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  stops.push(async () => {
    server.kill('SIGINT');
    await ended;
  });
  const connection = { user: 'operator', host: '127.0.0.1', port, database: 'postgres' };
  await until(
    () =>
      existsSync(join(pgdata, 'postmaster.pid')) &&
      readFileSync(join(pgdata, 'postmaster.pid'), 'utf8').includes('ready'),
  );
  return databaseUrl(connection);
}

testWhen(bin !== undefined, 'no other PostgreSQL from 14 on is installed: apt-get install postgresql')(
  'a PostgreSQL of the operator, over TCP: migrate, seed, a case and its number',
  async () => {
    const env = { DATABASE_URL: await otherPostgres(bin ?? '') };
    expect(await runProgram(['start'], { env: { ...env, SIGNPOST_MIGRATE: 'off' } })).toMatchObject({
      code: 2,
    });
    await runJson(['migrate'], { env });
    await runJson(['seed'], { env });
    const key = await liveKey({ env });
    const server = await startServerProgram({ env: { ...env, SIGNPOST_MIGRATE: 'off' } });
    const answer = await submit(
      { url: server.url, jurisdiction_id: 'wroclaw.pl', key },
      { service_code: 'STREET-LIGHT' },
    );
    expect(answer.status).toBe(200);
    expect(numberIn(answer)).toMatch(/^\d{8,}$/);
  },
);
