import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import { notFound } from '../../platform/errors.ts';
import { checkedText } from '../../platform/readable-text.ts';
import { announce } from '../announcements/index.ts';
import type { Status } from './request.ts';
import { updateStatus } from './request-repository.ts';
import { insertTimelineEntry } from './submission-repository.ts';
import type { CaseKey } from './submission-repository.ts';

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
  change: { status: Status; notes: string | null; actor: string },
): Promise<void> {
  const at = wholeSecond(app.clock.now());
  const notes = checkedText('notes', change.notes, LONGEST_NOTES);
  await app.db.transaction(async (tx) => {
    const found = await updateStatus(tx, { ...key, status: change.status, notes, at });
    if (found === undefined) throw notFound(`There is no case ${key.number} here.`);
    await insertTimelineEntry(tx, key, { happened_at: at, kind: 'status', ...change, notes });
    await announce(tx, {
      jurisdiction_id: key.jurisdiction_id,
      announced_at: at,
      type: 'request.status_changed',
      subject: key.number,
      content: { service_code: found.service_code, status: change.status },
    });
  });
}
