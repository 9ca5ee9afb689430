import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SingleBar } from 'cli-progress';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { insertMissingServices } from '../../src/features/requests/request-import-repository.ts';
import { createJurisdiction } from '../../src/features/jurisdictions/index.ts';
import { createDatabase } from '../../src/platform/database.ts';
import type { Connection } from '../../src/platform/database.ts';
import { openEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { migrate, readMigrations } from '../../src/platform/migrate.ts';
import { slug } from '../../src/platform/slug.ts';
import { ROOT } from '../support/program.ts';
import { DATA_FOLDER } from '../support/data-folder.ts';
import { CITY, COLUMNS, GENERATOR_VERSION, generatedLines, readRealCases } from './generated-cases.ts';

export type Size = 10_000 | 1_000_000 | 10_000_000;

/** Seen on two cores of 2.5 GHz: what filling a database takes. */
const SECONDS_PER_MILLION = 150;
const GIGABYTES_PER_MILLION = 1.6;

/** The databases that are measured: one for each size, in a bundled PostgreSQL of their own, kept between runs. */
export type Databases = {
  /** The database with so many cases; it is made when it is not there. */
  filled(size: Size): Promise<Connection>;
  /** A database with the city, its services and no case, made anew. */
  empty(): Promise<Connection>;
  close(): Promise<void>;
};

export async function openDatabases(tell: (line: string) => void): Promise<Databases> {
  const embedded = await openEmbeddedPostgres({
    folder: join(ROOT, '.signpost-bench'),
    folderIsExplicit: false,
    tell,
  });
  const server = new pg.Client({ ...embedded.connection, database: 'postgres' });
  await server.connect();
  const connectionTo = (name: string): Connection => ({ ...embedded.connection, database: name });
  const create = async (name: string) => {
    await server.query(`drop database if exists ${name} with (force)`);
    await server.query(`create database ${name}`);
    await migrate(connectionTo(name), await readMigrations(new URL('../../migrations/', import.meta.url)));
    return connectionTo(name);
  };
  return {
    async filled(size) {
      const name = `bench_${size}`;
      const marker = `cases of generator ${GENERATOR_VERSION}`;
      const found = await server.query<{ marker: string | null }>(
        `select shobj_description(oid, 'pg_database') as marker from pg_database where datname = $1`,
        [name],
      );
      if (found.rows[0]?.marker === marker) {
        await migrate(
          connectionTo(name),
          await readMigrations(new URL('../../migrations/', import.meta.url)),
        );
        return connectionTo(name);
      }
      const millions = size / 1_000_000;
      tell(
        `Filling a database with ${size.toLocaleString('en')} cases: about ${Math.ceil((millions * SECONDS_PER_MILLION) / 60)} min and ${(millions * GIGABYTES_PER_MILLION).toFixed(1)} GB. It is kept for further runs.`,
      );
      const connection = await create(name);
      await fill(connection, size);
      await server.query(`comment on database ${name} is '${marker}'`);
      return connection;
    },
    async empty() {
      const connection = await create('bench_empty');
      await addCity(connection);
      return connection;
    },
    async close() {
      await server.end();
      await embedded.release();
    },
  };
}

export const BOSTON_CSV = join(DATA_FOLDER, 'requests/boston_311_2011_dev.csv.gz');
export const BOSTON_MAPPING = join(ROOT, 'examples/import/boston.json');

const realCases = async () => readRealCases(BOSTON_CSV, await readFile(BOSTON_MAPPING, 'utf8'));

/** Makes the city with the services of its cases. */
async function addCity(connection: Connection): Promise<Awaited<ReturnType<typeof realCases>>> {
  const real = await realCases();
  const db = createDatabase({ connection, poolSize: 2 });
  try {
    await createJurisdiction(db, CITY);
    const services = new Map(real.map((one) => [one.service_code, one]));
    await insertMissingServices(
      db,
      CITY.jurisdiction_id,
      'en',
      [...services.values()].map((one) => ({
        ...one,
        group_code: one.group === null ? null : slug(one.group),
      })),
    );
    // So that the list of services has them.
    await db.raw(`update signpost.services set postable = true where jurisdiction_id = ?`, [
      CITY.jurisdiction_id,
    ]);
  } finally {
    await db.destroy();
  }
  return real;
}

/** Indexes are made after the rows, as anybody would who loads millions of them. */
async function fill(connection: Connection, size: Size): Promise<void> {
  const real = await addCity(connection);
  const client = new pg.Client({ ...connection, options: '-c search_path=signpost' });
  await client.connect();
  try {
    // The rows are right by their making: foreign keys are not asked once for each of them.
    await client.query(
      `set session_replication_role = replica; set maintenance_work_mem = '1GB'; set synchronous_commit = off`,
    );
    const indexes = await client.query<{ indexname: string; indexdef: string }>(`
      select indexname, indexdef from pg_indexes i
       where schemaname = 'signpost' and tablename in ('requests', 'request_timeline')
         and not exists (select from pg_constraint c where c.conname = i.indexname)`);
    for (const { indexname } of indexes.rows) await client.query(`drop index ${indexname}`);
    const bar = new SingleBar({
      format: '  {bar} {percentage} %  {what}',
      hideCursor: true,
      noTTYOutput: false,
    });
    const steps = indexes.rows.length + 2;
    // Half of the time goes into the rows, half into what comes after.
    bar.start(size * 2, 0, { what: 'cases' });
    let done = 0;
    const counted = function* () {
      let chunk = '';
      for (const line of generatedLines(real, size)) {
        chunk += line;
        done += 1;
        if (chunk.length < 65_536) continue;
        bar.update(done);
        yield chunk;
        chunk = '';
      }
      yield chunk;
    };
    await pipeline(Readable.from(counted()), client.query(copyFrom(`copy requests (${COLUMNS}) from stdin`)));
    const step = async (what: string, text: string) => {
      bar.update(Math.round(done), { what });
      await client.query(text);
      done += size / steps;
    };
    await step(
      'directory',
      'insert into case_directory (number, jurisdiction_id) select number, jurisdiction_id from requests',
    );
    await step(
      'timeline',
      `insert into request_timeline (jurisdiction_id, number, happened_at, published_at, kind, status, notes, actor)
       select jurisdiction_id, number, requested_at, requested_at, 'imported', status, null, 'import' from requests`,
    );
    for (const { indexname, indexdef } of indexes.rows) await step(indexname, indexdef);
    await client.query(`select setval('case_numbers', ${1_000_000 + size})`);
    await client.query('vacuum analyze');
    bar.update(size * 2, { what: 'ready' });
    bar.stop();
  } finally {
    await client.end();
  }
}
