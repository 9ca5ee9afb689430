import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicItem } from '../../src/features/requests/public-item.ts';
import type { Connection } from '../../src/platform/database.ts';
import type { Figure } from './figure.ts';
import { CITY, WINDOW_EDGES } from './generated-cases.ts';
import { CONNECTIONS, send } from './measure.ts';
import { list50, SERVICES, single } from './reads.ts';
import type { Requests } from './reads.ts';
import type { Server } from './servers.ts';

/** The same cases by PostgreSQL's own tool, without any server between: the limit of the database. */

/** Debian keeps the programs of each version apart, out of the path. */
const FOLDERS = [
  ...(process.env['PATH'] ?? '').split(':'),
  ...(existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
    : []),
];
const pgbench = FOLDERS.map((folder) => join(folder, 'pgbench')).find((path) => existsSync(path));

/** Transactions a second of one script. */
function perSecond(connection: Connection, script: string, seconds: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-pgbench-'));
  const file = join(folder, 'script.sql');
  writeFileSync(file, script);
  const { host, port, user, database, password } = connection as Record<string, string | number | undefined>;
  try {
    const told = execFileSync(
      pgbench ?? '',
      ['-n', '-M', 'prepared', '-c', String(CONNECTIONS), '-T', String(seconds), '-f', file],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          PGHOST: String(host),
          PGPORT: String(port ?? 5432),
          PGUSER: String(user),
          PGDATABASE: String(database),
          ...(password === undefined ? {} : { PGPASSWORD: String(password) }),
          PGOPTIONS: '-c search_path=signpost -c jit=off',
        },
      },
    );
    return Number(/^tps = ([\d.]+)/m.exec(told)?.[1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ITEM = publicItem({ asked: "'en'", home: "'en'", base: "'http://127.0.0.1'" }, false);
const FOUND = `
  from requests r join services s on s.jurisdiction_id = r.jurisdiction_id and s.service_code = r.service_code
 where r.jurisdiction_id = '${CITY.jurisdiction_id}' and r.visibility = 'public'`;
const quoted = (texts: readonly string[]) => texts.map((text) => `'${text}'`).join(', ');

const oneOf = (numbers: readonly string[]) => `
\\set one random(1, ${numbers.length})
select ${ITEM}::text ${FOUND} and r.number = (array[${numbers.join(', ')}])[:one];
`;

const LIST = `
\\set service random(1, ${SERVICES.length})
\\set status random(1, 2)
select string_agg(item::text, ',' order by requested_at desc, number desc)
  from (select r.requested_at, r.number, ${ITEM} as item ${FOUND}
           and r.service_code = (array[${quoted(SERVICES)}])[:service] and r.status = (array['open', 'closed'])[:status]
           and r.requested_at between ${quoted(WINDOW_EDGES).replace(', ', ' and ')}
         order by r.requested_at desc, r.number desc limit 50) as page;
`;

const figureOf = (
  id: string,
  title: string,
  of: (ours: Server) => Promise<{ requests: Requests; script: string }>,
): Figure => ({
  id,
  title,
  reference: 'the same statement by pgbench',
  unit: 'requests/s',
  slow: true,
  async prepare(bench) {
    const connection = await bench.filled(bench.size);
    const { ours } = await bench.servers(bench.size);
    const { requests, script } = await of(ours);
    return {
      ours: async () =>
        (await send({ url: ours.url, requests, connections: CONNECTIONS }, bench.seconds)).perSecond,
      reference: () => Promise.resolve(perSecond(connection, script, bench.seconds)),
    };
  },
});

/** None where there is no pgbench. */
export const databaseAlone: Figure[] =
  pgbench === undefined
    ? []
    : [
        figureOf('one-database', 'GET one case', async (ours) => {
          const requests = await single(ours);
          return {
            requests,
            script: oneOf(requests.map(({ path }) => /(\d+)\.json$/.exec(path)?.[1] ?? '')),
          };
        }),
        figureOf('list50-database', 'GET list of 50 by service and status', () =>
          Promise.resolve({ requests: list50, script: LIST }),
        ),
      ];
