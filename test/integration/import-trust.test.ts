import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { readImportMapping } from '../../src/features/requests/import-mapping.ts';
import { createDatabase } from '../../src/platform/database.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { importInto, importState, insertImportCity } from '../support/import-city.ts';

const ROWS = 5_000;
const mapping = readImportMapping(
  JSON.stringify({
    source: 'old',
    time_format: 'yyyy-MM-dd HH:mm:ss',
    columns: {
      source_reference: 'id',
      service: 'type',
      requested: 'opened',
      closed: 'closed',
      status: 'status',
      address: 'street',
    },
    statuses: { Open: 'open', Closed: 'closed' },
  }),
);

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'signpost-import-'));
const path = join(folder, 'cases.csv');
/** May write rows, but nothing of the server. */
const CLERK = `clerk_${process.pid}`;
beforeAll(async () => {
  database = await cloneDatabase();
  await database.db.raw(`
    create role ${CLERK} login;
    grant usage on schema signpost to ${CLERK};
    grant all on all tables in schema signpost to ${CLERK};
    grant all on all sequences in schema signpost to ${CLERK}`);
  const row = (id: number) =>
    id % 3 === 0
      ? `${id},Lamp ${id % 7},2020-01-01 10:00:00,2020-01-0${1 + (id % 9)} 11:00:00,Closed,Main St`
      : `${id},Lamp ${id % 7},2020-01-01 10:00:00,,Open,Main St`;
  const rows = Array.from({ length: ROWS }, (_, id) => row(id));
  writeFileSync(path, ['id,type,opened,closed,status,street', ...rows].join('\n'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.db.raw(`drop owned by ${CLERK}; drop role ${CLERK}`);
  await database.drop();
});

/** Rows that name a service, a city or a case that is not there. */
async function strays(): Promise<Record<string, string> | undefined> {
  const { rows } = await database.db.raw<{ rows: Record<string, string>[] }>(`
    select (select count(*) from requests r where not exists (
              select from services s
               where s.jurisdiction_id = r.jurisdiction_id and s.service_code = r.service_code)) as cases,
           (select count(*) from case_directory d where not exists (
              select from requests r
               where r.jurisdiction_id = d.jurisdiction_id and r.number = d.number)) as directory,
           (select count(*) from request_timeline t where not exists (
              select from requests r
               where r.jurisdiction_id = t.jurisdiction_id and r.number = t.number)) as entries`);
  return rows[0];
}

test('where the program is no superuser, where an operator has a trigger, and elsewhere, the same rows come', async () => {
  const trusted = await insertImportCity(database.db, 'trusted.example');
  await importInto(database.db, trusted, { path, mapping });

  const limited = createDatabase({ connection: { ...database.connection, user: CLERK }, poolSize: 2 });
  const checked = await insertImportCity(database.db, 'checked.example');
  await importInto(limited, checked, { path, mapping }).finally(() => limited.destroy());

  await database.db.raw(`
    create table watched (number bigint);
    create function watch() returns trigger language plpgsql as $$
      begin insert into watched values (new.number); return null; end $$;
    create trigger watching after insert on requests for each row execute function watch()`);
  const watched = await insertImportCity(database.db, 'watched.example');
  await importInto(database.db, watched, { path, mapping });
  await database.db.raw('drop trigger watching on requests');
  expect(await database.db('watched').count()).toEqual([{ count: String(ROWS) }]);

  const state = await importState(database.db, trusted);
  expect(state).toMatchObject({ cases: String(ROWS), directory: String(ROWS), imported: String(ROWS) });
  expect(await importState(database.db, checked)).toEqual(state);
  expect(await importState(database.db, watched)).toEqual(state);
  expect(await strays()).toEqual({ cases: '0', directory: '0', entries: '0' });
});

test('what holds for the import alone: later statements of its connections are checked as ever', async () => {
  const db = createDatabase({ connection: database.connection, poolSize: 2 });
  const city = await insertImportCity(database.db, 'later.example');
  await importInto(db, city, { path, mapping });
  const stray = () =>
    db.raw(`insert into case_directory (number, jurisdiction_id) values (1, 'nowhere.example')`);
  const [first, second] = await Promise.allSettled([stray(), stray()]);
  await db.destroy();
  expect([first, second]).toMatchObject([{ reason: { code: '23503' } }, { reason: { code: '23503' } }]);
});

test('a case that somebody else is just writing is waited for, and found', async () => {
  const city = await insertImportCity(database.db, 'overtaken.example');
  await importInto(database.db, city, { path, mapping });
  const other = new pg.Client({ ...database.connection, options: '-c search_path=signpost' });
  await other.connect();
  await other.query(`delete from requests where jurisdiction_id = $1 and source_reference in ('4', '4000')`, [
    city,
  ]);
  await other.query('begin');
  await other.query(
    `insert into requests (jurisdiction_id, number, service_code, visibility, requested_at, updated_at, channel, source, source_reference)
     values ($1, 4, 'lamp-4', 'public', '2020-01-01Z', '2020-01-01Z', 'import', 'old', '4')`,
    [city],
  );
  const importing = importInto(database.db, city, { path, mapping });
  await until(async () => {
    const { rows } = await database.db.raw<{ rows: unknown[] }>(
      `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%copy requests%' and datname = current_database()`,
    );
    return rows.length === 1;
  });
  await other.query('commit');
  await other.end();
  expect(await importing).toMatchObject({
    read: ROWS,
    imported: 1,
    already_there: ROWS - 1,
    services_created: 0,
  });
});
