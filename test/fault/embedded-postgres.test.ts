import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { removeEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { livingPostmaster } from '../../src/platform/embedded-process.ts';
import { ask, asRoot, makeEmbeddedWorkshop, until } from '../support/embedded-postgres.ts';
import { signalProcess } from '../support/signal-process.ts';

const workshop = makeEmbeddedWorkshop();
afterEach(() => workshop.clean());
afterAll(() => workshop.close());

function postmasterOf({ folder }: { folder: string }): number | undefined {
  return livingPostmaster(join(folder, 'postgres'));
}

/** A postmaster that must be there: its number. */
function requirePostmaster(embedded: { folder: string }): number {
  const pid = postmasterOf(embedded);
  if (pid === undefined) throw new Error('no postmaster');
  return pid;
}

describe('a first start', () => {
  test('makes a cluster with settings of its own, whatever PG variables the environment carries', async () => {
    const env = {
      PGDATA: '/nowhere',
      PGHOST: '192.0.2.1',
      PGPORT: '1',
      PGUSER: 'nobody',
      PGDATABASE: 'nothing',
      PGSSLMODE: 'require',
      PGOPTIONS: '-c search_path=nowhere -c timezone=Asia/Tokyo',
      PGCLIENTENCODING: 'LATIN1',
      PGCLIENT_ENCODING: 'LATIN1',
      LC_ALL: 'de_DE.UTF-8',
      TZ: 'Asia/Tokyo',
    };
    const process = workshop.start({ folder: workshop.freshFolder() }, { env });
    expect((await process.next('opened')).started).toBe(true);
    const [settings] = await process.query(
      `select current_setting('timezone') as timezone, current_setting('search_path') as search_path,
              current_setting('listen_addresses') as listen_addresses, current_setting('fsync') as fsync,
              current_setting('synchronous_commit') as synchronous_commit, current_setting('lc_messages') as lc_messages,
              current_setting('full_page_writes') as full_page_writes, current_setting('max_connections') as connections,
              current_setting('client_encoding') as client_encoding, current_setting('server_encoding') as encoding,
              current_database() as database, current_user as user, datlocprovider as provider, datlocale as locale
         from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual({
      timezone: 'UTC',
      search_path: '"$user", public',
      listen_addresses: '',
      fsync: 'on',
      synchronous_commit: 'on',
      lc_messages: 'C',
      full_page_writes: 'on',
      connections: '100',
      client_encoding: 'UTF8',
      encoding: 'UTF8',
      database: 'signpost',
      user: 'signpost',
      provider: 'b',
      locale: 'C.UTF-8',
    });
  });

  test('brings pg_trgm and unaccent, which know letters outside ASCII', async () => {
    const embedded = await workshop.open({ folder: await workshop.usedFolder() });
    await ask(embedded, 'create extension pg_trgm');
    await ask(embedded, 'create extension unaccent');
    expect(
      await ask(embedded, `select unaccent('Größe'), cardinality(show_trgm('größe')) as trigrams`),
    ).toEqual({
      unaccent: 'Grosse',
      trigrams: 6,
    });
  });

  test('closes data and socket to everyone but the account that runs it', async () => {
    const folder = await workshop.usedFolder();
    const embedded = await workshop.open({ folder });
    const pgdata = statSync(join(folder, 'postgres'));
    const socket = statSync(join(folder, 'socket'));
    expect([pgdata.mode & 0o777, socket.mode & 0o777]).toEqual([0o700, 0o700]);
    expect(statSync(join(folder, 'postgres.log')).mode & 0o777).toBe(0o600);
    expect(embedded.connection.host).toBe(join(folder, 'socket'));
    expect(socket.uid).toBe(pgdata.uid);
    const accounts = readFileSync('/etc/passwd', 'utf8');
    const expected = /^postgres:[^:]*:(\d+)/m.exec(accounts) ?? /^nobody:[^:]*:(\d+)/m.exec(accounts);
    expect(pgdata.uid).toBe(asRoot ? Number(expected?.[1]) : process.getuid?.());
  });

  test('by several processes at once ends with one postmaster that all share', async () => {
    const folder = workshop.freshFolder();
    const processes = [workshop.start({ folder }), workshop.start({ folder }), workshop.start({ folder })];
    const all = await Promise.all(processes.map((one) => one.next('opened')));
    expect(all.filter(({ started }) => started)).toHaveLength(1);
    await processes[0]?.query('create table shared (id int)');
    for (const one of processes) await one.query('insert into shared values (1)');
    expect(await processes[2]?.query('select count(*)::int from shared')).toEqual([{ count: 3 }]);
    expect(readdirSync(folder).filter((name) => name.startsWith('postgres-'))).toEqual([]);
    await Promise.all(processes.map((one) => one.release()));
    expect(postmasterOf({ folder })).toBeUndefined();
  });
});

describe('leaving', () => {
  test('the last process stops the postmaster, whoever started it', async () => {
    const folder = await workshop.usedFolder();
    const importer = workshop.start({ folder });
    expect(await importer.next('opened')).toMatchObject({ started: true });
    const server = await workshop.open({ folder });
    expect(server.started).toBe(false);
    await importer.release();
    expect(await ask(server, 'select 1 as one')).toEqual({ one: 1 });
    const later = workshop.start({ folder });
    await later.next('opened');
    await server.release();
    expect(await later.query('select 2 as two')).toEqual([{ two: 2 }]);
    await later.release();
    expect(postmasterOf(server)).toBeUndefined();
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  test('a session without a process of ours keeps it running as well', async () => {
    const embedded = await workshop.open({ folder: await workshop.usedFolder() });
    const visitor = new Client(embedded.connection);
    await visitor.connect();
    await embedded.release();
    expect((await visitor.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await visitor.end();
    const again = await workshop.open({ folder: embedded.folder });
    expect(again.started).toBe(false);
    await again.release();
    expect(postmasterOf(embedded)).toBeUndefined();
  });

  test('at the same moment leaves nothing behind, and who arrives meanwhile is served', async () => {
    const folder = await workshop.usedFolder();
    for (let round = 0; round < 5; round++) {
      const present = await Promise.all([
        workshop.open({ folder }),
        workshop.open({ folder }),
        workshop.open({ folder }),
      ]);
      const [arrived] = await Promise.all([
        workshop.open({ folder }),
        ...present.map((one) => one.release()),
      ]);
      expect(await ask(arrived, 'select 1 as one')).toEqual({ one: 1 });
      await Promise.all([arrived.release(), arrived.release()]);
      expect(postmasterOf({ folder })).toBeUndefined();
    }
  });
});

describe('after a crash', () => {
  test('a postmaster whose processes were all killed is adopted, and stopped at the end', async () => {
    const folder = await workshop.usedFolder();
    const processes = [workshop.start({ folder }), workshop.start({ folder })];
    for (const one of processes) await one.next('opened');
    const pid = requirePostmaster({ folder });
    for (const one of processes) await one.kill();
    const embedded = await workshop.open({ folder });
    expect(embedded.started).toBe(false);
    expect(requirePostmaster(embedded)).toBe(pid);
    await embedded.release();
    expect(postmasterOf(embedded)).toBeUndefined();
  });

  test('a killed postmaster comes back under the running process, with the same connection', async () => {
    const embedded = await workshop.open({ folder: await workshop.usedFolder() });
    await ask(embedded, 'create table kept as select 7 as seven');
    const pid = requirePostmaster(embedded);
    process.kill(pid, 'SIGKILL');
    expect(await until(() => ask(embedded, 'select seven from kept'))).toEqual({ seven: 7 });
    expect(requirePostmaster(embedded)).not.toBe(pid);
    await embedded.release();
    expect(postmasterOf(embedded)).toBeUndefined();
  });

  test('release right after the death of the postmaster ends, and nothing comes back', async () => {
    const embedded = await workshop.open({ folder: await workshop.usedFolder() });
    process.kill(requirePostmaster(embedded), 'SIGKILL');
    await embedded.release();
    expect(postmasterOf(embedded)).toBeUndefined();
  });

  test('release while PostgreSQL recovers from the death of a session stops it all the same', async () => {
    const embedded = await workshop.open({ folder: await workshop.usedFolder() });
    const session = new Client(embedded.connection);
    session.on('error', () => undefined);
    await session.connect();
    const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
    const lost = new Promise((done) => session.once('end', done));
    process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
    await lost;
    await embedded.release();
    expect(postmasterOf(embedded)).toBeUndefined();
  });

  test('old sessions that still drain are waited for', async () => {
    const folder = await workshop.usedFolder();
    const first = workshop.start({ folder });
    const session = new Client((await first.next('opened')).connection);
    session.on('error', () => undefined);
    await session.connect();
    const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
    const backend = rows[0]?.pid ?? 0;
    process.kill(backend, 'SIGSTOP');
    try {
      await first.kill();
      process.kill(requirePostmaster({ folder }), 'SIGKILL');
      const opening = workshop.open({ folder });
      await until(() => readFileSync(join(folder, 'postgres.log'), 'utf8').includes('shared memory block'));
      process.kill(backend, 'SIGCONT');
      const embedded = await opening;
      expect(embedded.started).toBe(true);
      expect(await ask(embedded, 'select 1 as one')).toEqual({ one: 1 });
    } finally {
      signalProcess(backend, 'SIGCONT');
      await session.end();
    }
  });

  test.each(['nobody', 'an unrelated process'])(
    'lock files with the number of %s are overcome',
    async (whose) => {
      const folder = await workshop.usedFolder();
      const { uid, gid } = statSync(join(folder, 'postgres'));
      // Of PostgreSQL's own account: of another one, PostgreSQL itself would not believe it.
      const other = spawn('/bin/sleep', ['3600'], { uid, gid, stdio: 'ignore' });
      const ended = once(other, 'exit');
      if (whose === 'nobody') {
        other.kill('SIGKILL');
        await ended;
      }
      const lines = (where: string): string =>
        `${other.pid}\n${join(folder, 'postgres')}\n1\n5432\n${where}\n`;
      for (const lock of [
        join(folder, 'postgres', 'postmaster.pid'),
        join(folder, 'socket', '.s.PGSQL.5432.lock'),
      ]) {
        writeFileSync(lock, lines(join(folder, 'socket')), { mode: 0o600 });
        chownSync(lock, uid, gid);
      }
      try {
        const embedded = await workshop.open({ folder });
        expect(embedded.started).toBe(true);
        expect(await ask(embedded, 'select 1 as one')).toEqual({ one: 1 });
        if (whose !== 'nobody') expect(other.exitCode ?? other.signalCode).toBeNull();
      } finally {
        other.kill('SIGKILL');
        await ended;
      }
    },
  );

  test('drafts of a killed first start are thrown away', async () => {
    const folder = await workshop.usedFolder();
    const gone = spawn('/bin/true', { stdio: 'ignore' });
    await once(gone, 'exit');
    const draft = join(folder, `postgres-new-${gone.pid}-00000000`);
    mkdirSync(join(draft, 'base'), { recursive: true });
    await workshop.open({ folder });
    expect(existsSync(draft)).toBe(false);
  });
});

test('where the path is too long for a socket, it lies in a short folder of its own', async () => {
  const folder = join(dirname(workshop.freshFolder()), 'a'.repeat(60), 'b'.repeat(60), '.signpost');
  const embedded = await workshop.open({ folder });
  const { host } = embedded.connection;
  expect(host).toMatch(/^\/tmp\/signpost-[0-9a-f]+$/);
  try {
    expect(statSync(host).mode & 0o777).toBe(0o700);
    expect(await ask(embedded, 'select 1 as one')).toEqual({ one: 1 });
    await embedded.release();
    if (!asRoot) return;
    rmSync(host, { recursive: true });
    mkdirSync(host);
    chownSync(host, 54_321, 54_321);
    await expect(workshop.open({ folder })).rejects.toThrow(/belongs to another user \(uid 54321\)/);
  } finally {
    rmSync(host, { recursive: true, force: true });
  }
});

describe('removal', () => {
  test('is refused while a process uses the database, and deletes it afterwards', async () => {
    const folder = await workshop.usedFolder();
    const user = workshop.start({ folder });
    await user.next('opened');
    await user.query('create table kept (id int)');
    writeFileSync(join(folder, 'photo.jpg'), '');
    await expect(removeEmbeddedPostgres(workshop.options({ folder }))).rejects.toThrow(
      /in use by another process/,
    );
    expect(await user.query('select count(*)::int from kept')).toEqual([{ count: 0 }]);
    await user.kill(); // its postmaster goes on
    expect(await removeEmbeddedPostgres(workshop.options({ folder }))).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['about-this-folder.txt', 'photo.jpg', 'socket']);
    expect(await removeEmbeddedPostgres(workshop.options({ folder }))).toBe(false);
    const fresh = await workshop.open({ folder });
    expect(await ask(fresh, `select to_regclass('kept') as kept`)).toEqual({ kept: null });
    await fresh.release();
    expect(await removeEmbeddedPostgres(workshop.options({ folder }))).toBe(true);
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
  });
});
