import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import type { Db, StatementObserver } from './database.ts';

/** A value of a row, as PostgreSQL's text format can tell it. */
export type CopyValue = string | number | Date | null;

/** Each piece that is sent is about as long: few enough messages, and little that waits in the socket. */
const PIECE_CHARACTERS = 65_536;

/**
 * Writes rows by COPY, the fastest way into a table: nothing is planned, and the rows of a page go to the log together.
 * @param statement.text `copy <table> (<columns>) from stdin`
 * @param rows each with a value for each column
 */
export async function copyRows(
  db: Db,
  statement: { name: string; text: string },
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  (db.userParams as { observer?: StatementObserver } | undefined)?.observer?.(statement);
  // Loaded with the first import: servers copy nothing in.
  const { from } = await import('pg-copy-streams');
  const client = db.client as {
    acquireConnection(): Promise<PoolClient>;
    releaseConnection(connection: PoolClient): Promise<void>;
  };
  const connection = await client.acquireConnection();
  try {
    await pipeline(Readable.from(pieces(rows)), connection.query(from(statement.text)));
  } finally {
    await client.releaseConnection(connection);
  }
}

function* pieces(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let piece = '';
  for (const row of rows) {
    piece += copyLine(row);
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const ESCAPED = /[\\\t\n\r]/;
const ALL_ESCAPED = new RegExp(ESCAPED, 'g');

/** A row in COPY's text format. */
function copyLine(row: readonly CopyValue[]): string {
  let line = '';
  for (let place = 0; place < row.length; place += 1) {
    if (place > 0) line += '\t';
    const value = row[place] ?? null;
    if (value === null) line += '\\N';
    else if (typeof value === 'number') line += String(value);
    else if (value instanceof Date) line += value.toISOString();
    else if (ESCAPED.test(value)) line += value.replace(ALL_ESCAPED, (one) => ESCAPES[one] ?? one);
    else line += value;
  }
  return `${line}\n`;
}
