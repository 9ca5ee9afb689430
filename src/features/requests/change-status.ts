import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import { notFound } from '../../platform/errors.ts';
import { checkedText } from '../../platform/readable-text.ts';
import { announce } from '../announcements/index.ts';
import type { DetailedStatus } from './detailed-status.ts';
import { plainStatus } from './detailed-status.ts';
import { lockWithFirst, updateDuplicateOf } from './merge-repository.ts';
import { updateStatus } from './request-repository.ts';
import { insertTimelineEntry } from './submission-repository.ts';
import type { CaseKey } from './submission-repository.ts';
import { recountSupporters } from './supporter-repository.ts';
import type { Db } from '../../platform/database.ts';

/** As long as a description may be. */
export const LONGEST_NOTES = 4_000;

/**
 * Sets the status of a case and writes why into its timeline.
 * @param change.notes what the public is told; null: nothing
 * @throws AppError not_found, invalid
 */
export async function changeStatus(
  app: { db: Knex; clock: Clock },
  key: CaseKey,
  change: { status: DetailedStatus; notes: string | null; actor: string },
): Promise<void> {
  const at = wholeSecond(app.clock.now());
  const notes = checkedText('notes', change.notes, LONGEST_NOTES);
  await app.db.transaction(async (tx) => {
    if (plainStatus(change.status) === 'open') await lockWithFirst(tx, key);
    await setStatus(tx, key, { ...change, notes, at });
  });
}

/**
 * The same in a transaction that does more; if it may open a duplicate again, it has begun with `lockWithFirst`.
 * @param change.names_case the case that the notes name
 * @throws AppError not_found
 */
export async function setStatus(
  tx: Db,
  key: CaseKey,
  change: { status: DetailedStatus; notes: string | null; actor: string; at: Date; names_case?: string },
): Promise<void> {
  const { status, notes, actor, at, names_case } = change;
  await writeStatus(tx, key, { status, notes, at });
  await insertTimelineEntry(tx, key, {
    happened_at: at,
    kind: 'status',
    status: plainStatus(status),
    detailed_status: status,
    notes,
    actor,
    ...(names_case === undefined ? {} : { names_case }),
  });
}

/**
 * Sets the status of a case and announces it, in the transaction of who writes the timeline.
 * @throws AppError not_found
 */
export async function writeStatus(
  tx: Db,
  key: CaseKey,
  change: { status: DetailedStatus; notes: string | null; at: Date },
): Promise<void> {
  const status = plainStatus(change.status);
  const found = await updateStatus(tx, {
    ...key,
    status,
    detailed_status: change.status,
    notes: change.notes,
    at: change.at,
  });
  if (found === undefined) throw notFound(`There is no case ${key.number} here.`);
  if (status === 'open' && found.duplicate_of !== null) {
    // It goes on by itself again, and takes its supporters along.
    await updateDuplicateOf(tx, key, null);
    await recountSupporters(tx, { ...key, number: found.duplicate_of });
  }
  await announce(tx, {
    jurisdiction_id: key.jurisdiction_id,
    announced_at: change.at,
    type: 'request.status_changed',
    subject: key.number,
    content: { service_code: found.service_code, status, detailed_status: change.status },
  });
}
