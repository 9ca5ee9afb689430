import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { importRequests, readImportMapping } from '../../src/features/requests/index.ts';
import { createDatabase } from '../../src/platform/database.ts';
import type { Connection } from '../../src/platform/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { freePort, freshFolder, spawnProgram } from '../support/program.ts';
import { BOSTON_CSV, BOSTON_MAPPING } from './databases.ts';
import type { Figure } from './figure.ts';
import { CITY, COLUMNS, generatedLines, readRealCases, WINDOW } from './generated-cases.ts';
import { startOurs } from './servers.ts';
import type { Server } from './servers.ts';

/** Work that is done once and takes its time: exports, imports, starts. */

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

async function withClient<Result>(connection: Connection, work: (client: pg.Client) => Promise<Result>) {
  const client = new pg.Client({ ...connection, options: '-c search_path=signpost' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** The columns of a public case as they stand in the tables. */
const PLAIN_COLUMNS = `
  copy (select r.number, r.status, r.status_notes, s.names ->> 'en', r.service_code, r.description, r.agency_responsible,
               r.service_notice, r.requested_at, r.updated_at, r.expected_at, r.address, r.address_id, r.zipcode, r.lat, r.long,
               r.media_urls[1]
          from requests r
          join services s on s.jurisdiction_id = r.jurisdiction_id and s.service_code = r.service_code
         where r.jurisdiction_id = '${CITY.jurisdiction_id}' and r.visibility = 'public'
         order by r.requested_at desc, r.number desc) to stdout`;

/** Memory of a process that is in use, in MB. */
const residentMegabytes = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024;

async function exportFrom(ours: Server, format: string, query = ''): Promise<void> {
  const url = `${ours.url}/open311/${CITY.jurisdiction_id}/v2/exports/requests.${format}${query}`;
  const response = await fetch(url);
  if (!response.ok || response.body === null) throw new Error(`${url}: ${response.status}`);
  await pipeline(Readable.fromWeb(response.body as never), nowhere());
}

const exported = (format: string, title: string): Figure => ({
  id: `export-${format}`,
  title: `export of all cases, ${title}`,
  reference: 'COPY of the same columns to standard output',
  unit: 's',
  goal: { atMost: 2 },
  prepare: async (bench) => {
    const connection = await bench.filled(bench.size);
    const { ours } = await bench.servers(bench.size);
    return {
      ours: () => seconds(() => exportFrom(ours, format)),
      reference: () =>
        seconds(() =>
          withClient(connection, (client) => pipeline(client.query(copyTo(PLAIN_COLUMNS)), nowhere())),
        ),
    };
  },
});

/** So many megabytes more are allowed. */
const ALLOWED_GROWTH = 50;

/** A service with some thousands of cases in a million. */
const QUICKLY_READ = 'street-light-outages';

const exportMemory: Figure = {
  id: 'export-memory',
  title: 'growth of memory during an export',
  reference: 'what is allowed',
  unit: 'MB',
  goal: { atMost: 1 },
  async prepare(bench) {
    const connection = await bench.filled(bench.size);
    return {
      async ours() {
        // A process of its own each time: one that has worked before has its memory already.
        const ours = await startOurs(connection);
        await exportFrom(ours, 'csv', `?${WINDOW}&service_code=${QUICKLY_READ}`);
        const before = residentMegabytes(ours.pid);
        let most = before;
        const watch = setInterval(() => (most = Math.max(most, residentMegabytes(ours.pid))), 20);
        await exportFrom(ours, 'csv');
        clearInterval(watch);
        await ours.stop();
        return most - before;
      },
      reference: () => Promise.resolve(ALLOWED_GROWTH),
    };
  },
};

const imported: Figure = {
  id: 'import',
  title: "import of Boston's cases",
  reference: 'COPY of the same rows into a bare table',
  unit: 'rows/s',
  goal: { atLeast: 0.2 },
  async prepare(bench) {
    const mappingText = await readFile(BOSTON_MAPPING, 'utf8');
    const real = await readRealCases(BOSTON_CSV, mappingText);
    const lines = [...generatedLines(real, real.length)].join('');
    return {
      async ours() {
        const db = createDatabase({ connection: await bench.empty(), poolSize: 4 });
        try {
          const time = await seconds(async () => {
            const report = await importRequests(db, {
              jurisdiction: CITY,
              mapping: readImportMapping(mappingText),
              path: BOSTON_CSV,
              now: () => new Date(),
            });
            if (report.imported !== real.length) throw new Error(`imported ${report.imported}`);
          });
          return real.length / time;
        } finally {
          await db.destroy();
        }
      },
      reference: async () =>
        withClient(await bench.empty(), async (client) => {
          await client.query('create table bare as select * from requests with no data');
          const copy = () =>
            pipeline(Readable.from([lines]), client.query(copyFrom(`copy bare (${COLUMNS}) from stdin`)));
          return real.length / (await seconds(copy));
        }),
    };
  },
};

const started: Figure = {
  id: 'start',
  title: 'warm start to the first list of services',
  reference: 'a second',
  unit: 's',
  goal: { atMost: 1 },
  async prepare() {
    const folder = freshFolder();
    const start = async () => {
      const port = await freePort();
      const begun = performance.now();
      const program = spawnProgram(['start'], { env: { SIGNPOST_DATA: folder, PORT: String(port) } });
      const url = `http://127.0.0.1:${port}/open311/wroclaw.pl/v2/services.json`;
      await until(async () => (await fetch(url)).ok, 30_000);
      const time = (performance.now() - begun) / 1000;
      await program.stop();
      return time;
    };
    // The first one makes the database.
    await start();
    return { ours: start, reference: () => Promise.resolve(1) };
  },
};

export const runs: Figure[] = [
  exported('ndjson', 'NDJSON'),
  exported('csv', 'CSV'),
  exportMemory,
  imported,
  started,
];
