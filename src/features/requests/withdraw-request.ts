import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { notFound } from '../../platform/errors.ts';
import { checkedText } from '../../platform/readable-text.ts';
import { announce } from '../announcements/index.ts';
import { LONGEST_NOTES } from './change-status.ts';
import type { Status } from './request.ts';
import { insertTimelineEntry } from './submission-repository.ts';
import type { CaseKey } from './submission-repository.ts';
import { restoreCase, TOMBSTONE_DAYS, withdrawCase } from './tombstone-repository.ts';

type Change = { notes: string | null; actor: string };

/**
 * Takes a public case out of all public answers; those who follow changes learn that it is gone and nothing else.
 * @param change.notes for staff
 * @throws AppError not_found, invalid
 */
export function withdrawRequest(
  app: { db: Knex; clock: Clock },
  key: CaseKey,
  change: Change,
): Promise<void> {
  return turn(app, key, change, 'withdrawn', withdrawCase, `There is no public case ${key.number} here.`);
}

/**
 * Makes a withdrawn case public again.
 * @throws AppError not_found, invalid
 */
export function restoreRequest(app: { db: Knex; clock: Clock }, key: CaseKey, change: Change): Promise<void> {
  const missing = `The case ${key.number} was not withdrawn, or more than ${TOMBSTONE_DAYS} days ago.`;
  return turn(app, key, change, 'restored', restoreCase, missing);
}

async function turn(
  app: { db: Knex; clock: Clock },
  key: CaseKey,
  change: Change,
  kind: 'withdrawn' | 'restored',
  write: (db: Db, key: CaseKey, at: Date) => Promise<Status | undefined>,
  missing: string,
): Promise<void> {
  const at = wholeSecond(app.clock.now());
  const notes = checkedText('notes', change.notes, LONGEST_NOTES);
  await app.db.transaction(async (tx) => {
    const status = await write(tx, key, at);
    if (status === undefined) throw notFound(missing);
    await tell(tx, key, { ...change, notes, kind, status, at });
  });
}

/** Takes a public case out of all public answers, in the transaction of who has decided it; any other case stays as it is. */
export async function hideCase(tx: Db, key: CaseKey, change: Change & { at: Date }): Promise<void> {
  const status = await withdrawCase(tx, key, change.at);
  if (status !== undefined) await tell(tx, key, { ...change, kind: 'withdrawn', status });
}

async function tell(
  tx: Db,
  key: CaseKey,
  { kind, status, notes, actor, at }: Change & { kind: 'withdrawn' | 'restored'; status: Status; at: Date },
): Promise<void> {
  await insertTimelineEntry(tx, key, { happened_at: at, kind, status, notes, actor });
  await announce(tx, {
    jurisdiction_id: key.jurisdiction_id,
    announced_at: at,
    type: `request.${kind}`,
    subject: key.number,
    content: { status },
  });
}
