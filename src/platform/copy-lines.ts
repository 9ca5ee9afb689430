import { once } from 'node:events';
import type { Readable } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { connectionOf, CONNECT_TIMEOUT_MS, observe, SCHEMA } from './database.ts';
import type { Db, Statement } from './database.ts';

/**
 * Streams the rows of a statement of one column, JSON text, each followed by a line feed, as fast as they are read: while
 * nobody reads, PostgreSQL waits. It sees one moment of the database, on a connection of its own, so that the pool stays
 * whole however slowly it is read. Whoever destroys the stream ends the statement and the connection.
 *
 * Resolves when the first row is there: what is wrong with a statement is thrown, and does not come in the middle.
 * @param seconds how long it may take; 0: as long as it takes
 */
export async function copyLines(db: Db, statement: Statement, seconds: number): Promise<Readable> {
  observe(db, statement);
  const client = new pg.Client({
    ...connectionOf(db),
    application_name: 'signpost',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // What breaks is told by the stream.
  client.on('error', ignore);
  try {
    await client.connect();
    await client.query(begin(seconds));
    const lines = client.query(copyTo(`copy (${withValues(statement)}) to stdout ${AS_IT_IS}`));
    // An error is told when it happens, and again to those who begin to listen later.
    lines.on('error', (error) => lines.destroy(error));
    lines.once('close', () => leave(client, lines.readableEnded));
    await once(lines, 'readable');
    return lines;
  } catch (error) {
    hangUp(client);
    throw error;
  }
}

const ignore = () => undefined;

/**
 * A read-only look at one moment. Rows come in the order of an index: a sort would hold back the first one, and write a large
 * city to the disk. What others wait for goes first, so it takes one core of PostgreSQL at most.
 */
const begin = (seconds: number) => `
  begin transaction isolation level repeatable read, read only;
  set local search_path to ${SCHEMA};
  set local statement_timeout to '${seconds}s';
  set local enable_sort to off;
  set local max_parallel_workers_per_gather to 0`;

/**
 * COPY's formats double backslashes or quote what has commas. JSON text has no control characters, so with two of them as
 * quote and delimiter nothing has to be quoted, and every line is the text itself.
 */
const AS_IT_IS = `(format csv, delimiter e'\\x02', quote e'\\x01')`;

/** COPY takes no parameters: they are written into the statement, quoted as PostgreSQL's own library does it. */
function withValues({ text, values = [] }: Statement): string {
  return text.replace(/\$(\d+)/g, (_all, place: string) => literal(values[Number(place) - 1]));
}

function literal(value: unknown): string {
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Array.isArray(value)) return `array[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'string') throw new TypeError(`COPY is given a value of type ${typeof value}`);
  return pg.escapeLiteral(value);
}

/** After the last row in good order; in the middle by hanging up, which ends the statement as well. */
function leave(client: pg.Client, finished: boolean): void {
  if (!finished) hangUp(client);
  else
    client.query('commit').then(
      () => hangUp(client),
      () => hangUp(client),
    );
}

const hangUp = (client: pg.Client) => void client.end().catch(ignore);
