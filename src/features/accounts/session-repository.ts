import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

export async function insertSession(
  db: Db,
  session: { token_hash: Buffer; account_id: string; now: Date; expires_at: Date },
): Promise<void> {
  await query(db, {
    name: 'account_sessions.insert',
    text: `insert into account_sessions (token_hash, account_id, created_at, expires_at) values ($1, $2, $3, $4)`,
    values: [session.token_hash, session.account_id, session.now, session.expires_at],
  });
}

/** Whose session it is, while it lasts. */
export async function findSession(db: Db, tokenHash: Buffer, now: Date): Promise<string | undefined> {
  const row = await queryOne<{ account_id: string }>(db, {
    name: 'account_sessions.find',
    text: `select account_id from account_sessions where token_hash = $1 and expires_at > $2`,
    values: [tokenHash, now],
  });
  return row?.account_id;
}

export async function deleteSession(db: Db, tokenHash: Buffer): Promise<void> {
  await query(db, {
    name: 'account_sessions.delete',
    text: `delete from account_sessions where token_hash = $1`,
    values: [tokenHash],
  });
}

export async function sweepSessions(db: Db, now: Date): Promise<void> {
  await query(db, {
    name: 'account_sessions.sweep',
    text: `delete from account_sessions where expires_at <= $1`,
    values: [now],
  });
}
