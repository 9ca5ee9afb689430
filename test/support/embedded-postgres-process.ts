/**
 * A process that uses the bundled PostgreSQL, for tests that kill processes. Argument: the options as JSON. It writes one
 * JSON line per event (`told`, `opened`, `refused`, `rows`, `released`) and obeys the lines of its standard input:
 * `release`, or a statement to run on a new connection.
 */
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { EmbeddedPostgresRefusal, openEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import type { EmbeddedPostgresOptions } from '../../src/platform/embedded-postgres.ts';

function report(event: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

const options = JSON.parse(process.argv[2] ?? '{}') as Omit<EmbeddedPostgresOptions, 'tell'>;
try {
  const embedded = await openEmbeddedPostgres({
    ...options,
    tell: (told) => report({ told }),
  });
  const { connection, folder, started } = embedded;
  report({ opened: { connection, folder, started } });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'release') break;
    const client = new Client(connection);
    await client.connect();
    report({ rows: (await client.query<Record<string, unknown>>(line)).rows });
    await client.end();
  }
  await embedded.release();
  report({ released: true });
  process.stdin.destroy(); // an open input would keep the process
} catch (error) {
  if (!(error instanceof EmbeddedPostgresRefusal)) throw error;
  report({ refused: error.message });
  process.exitCode = 2;
}
