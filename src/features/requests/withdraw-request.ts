import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { notFound } from '../../platform/errors.ts';
import { checkedText } from '../../platform/readable-text.ts';
import { announce } from '../announcements/index.ts';
import { LONGEST_NOTES } from './change-status.ts';
import { lockWithNaming, touchNaming } from './merge-repository.ts';
import type { HoldReason } from './moderation.ts';
import type { Status } from './request.ts';
import { insertTimelineEntry } from './submission-repository.ts';
import type { CaseKey } from './submission-repository.ts';
import { restoreCase, TOMBSTONE_DAYS, withdrawCase } from './tombstone-repository.ts';
import { publishEntries } from './update-repository.ts';

type Change = { notes: string | null; actor: string };

/**
 * Takes a case out of all public answers, or one that is held out of the hands of those who look at it; those who follow
 * changes learn that it is gone and nothing else.
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
 * Makes a withdrawn case public again, unless its service publishes nothing by now.
 * @throws AppError not_found, invalid
 */
export function restoreRequest(app: { db: Knex; clock: Clock }, key: CaseKey, change: Change): Promise<void> {
  const missing = `The case ${key.number} was not withdrawn, or more than ${TOMBSTONE_DAYS} days ago, or its service publishes nothing.`;
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
    await lockWithNaming(tx, key);
    const status = await write(tx, key, at);
    if (status === undefined) throw notFound(missing);
    await tellTurn(tx, key, { ...change, notes, kind, status, at });
  });
}

/**
 * Takes a case out of all public answers, in the transaction of who has decided it, which has begun with `lockWithNaming`.
 * @returns whether there was anything to take out; any other case stays as it is
 */
export async function hideCase(tx: Db, key: CaseKey, change: Change & { at: Date }): Promise<boolean> {
  const status = await withdrawCase(tx, key, change.at);
  if (status !== undefined) await tellTurn(tx, key, { ...change, kind: 'withdrawn', status });
  return status !== undefined;
}

/**
 * Takes a public case out of all public answers until staff have decided about it; the transaction has begun with
 * `lockWithNaming`.
 */
export async function holdCase(tx: Db, key: CaseKey, reason: HoldReason, at: Date): Promise<void> {
  const status = await withdrawCase(tx, key, at, 'held');
  if (status === undefined) return;
  const turn = { kind: 'held' as const, status, notes: reason, actor: 'moderation', at };
  await tellTurn(tx, key, turn, { reasons: [reason] });
}

/**
 * Writes down that a case has come into public answers or gone out of them, tells it to those who follow the case or another that
 * names it, and announces it. That a case was restored is an update for everybody; all else is for staff.
 */
export async function tellTurn(
  tx: Db,
  key: CaseKey,
  {
    kind,
    status,
    notes,
    actor,
    at,
  }: Change & {
    kind: 'withdrawn' | 'restored' | 'held' | 'released' | 'kept';
    status: Status;
    at: Date;
  },
  announced: Record<string, unknown> = {},
): Promise<void> {
  const held = kind !== 'restored';
  if (kind === 'restored' || kind === 'released') await publishEntries(tx, key);
  if (kind !== 'kept') await touchNaming(tx, key, at);
  await insertTimelineEntry(tx, key, { happened_at: at, kind, status, notes, actor, held });
  await announce(tx, {
    jurisdiction_id: key.jurisdiction_id,
    announced_at: at,
    type: `request.${kind}`,
    subject: key.number,
    content: { status, ...announced },
  });
}
