import { randomBytes } from 'node:crypto';
import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { CheckedAttribute } from '../catalogue/index.ts';
import type { Reporter, Status } from './request.ts';

/** The tables around a case: reporter, answers, timeline, token. */
export type CaseKey = { jurisdiction_id: string; number: string };

export async function insertReporter(
  db: Db,
  { jurisdiction_id, number }: CaseKey,
  reporter: Reporter,
): Promise<void> {
  await query(db, {
    name: 'reporters.insert',
    text: `
      insert into request_reporters (jurisdiction_id, number, email, first_name, last_name, phone, device_id, account_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      jurisdiction_id,
      number,
      reporter.email ?? null,
      reporter.first_name ?? null,
      reporter.last_name ?? null,
      reporter.phone ?? null,
      reporter.device_id ?? null,
      reporter.account_id ?? null,
    ],
  });
}

export async function insertAttributes(
  db: Db,
  { jurisdiction_id, number }: CaseKey,
  attributes: readonly CheckedAttribute[],
): Promise<void> {
  await query(db, {
    name: 'attributes.insert',
    text: `
      insert into request_attributes (jurisdiction_id, number, code, "values", known)
      select $1, $2, code, "values", known
        from json_to_recordset($3) as given (code text, "values" text[], known boolean)`,
    values: [jurisdiction_id, number, JSON.stringify(attributes)],
  });
}

export type TimelineEntry = {
  happened_at: Date;
  kind: 'submitted' | 'imported' | 'accepted' | 'status' | 'withdrawn' | 'restored';
  status: Status;
  notes: string | null;
  /** `key:7`, `cli`, `job`. */
  actor: string;
};

export async function insertTimelineEntry(
  db: Db,
  { jurisdiction_id, number }: CaseKey,
  entry: TimelineEntry,
): Promise<void> {
  await query(db, {
    name: 'timeline.insert',
    text: `
      insert into request_timeline (jurisdiction_id, number, happened_at, kind, status, notes, actor)
      values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [jurisdiction_id, number, entry.happened_at, entry.kind, entry.status, entry.notes, entry.actor],
  });
}

/** @returns a token that nobody can guess, of 128 random bits */
export async function insertToken(db: Db, { jurisdiction_id, number }: CaseKey): Promise<string> {
  const token = randomBytes(16).toString('hex');
  await query(db, {
    name: 'tokens.insert',
    text: `insert into request_tokens (jurisdiction_id, token, number) values ($1, $2, $3)`,
    values: [jurisdiction_id, token, number],
  });
  return token;
}

/** What a token leads to: a number once the city has taken the case over, null before. Undefined: no such token. */
export function findToken(
  db: Db,
  jurisdictionId: string,
  token: string,
): Promise<{ number: string | null } | undefined> {
  return queryOne(db, {
    name: 'tokens.find',
    text: `
      select case when r.visibility = 'public' then r.number::text end as number
        from request_tokens t
        join requests r on r.jurisdiction_id = t.jurisdiction_id and r.number = t.number
       where t.jurisdiction_id = $1 and t.token = $2`,
    values: [jurisdictionId, token],
  });
}
