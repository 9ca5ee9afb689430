import type { Knex } from 'knex';
import { sweepAnnouncements } from '../announcements/index.ts';
import { releaseMediaOfCases } from '../media/index.ts';
import { deleteOldCases, listOldCases } from './sandbox-repository.ts';

/** What somebody has tried is of no use to anybody after that. */
const KEPT_DAYS = 30;

const DAY_MS = 86_400_000;

/** So few rows at a time that nobody waits for their locks. */
const BATCH = 500;

/**
 * Deletes the cases of a sandbox that are old, with all that belongs to them. Their pictures become nobody's, and the sweep
 * of pictures takes them. Can be cut off at any time.
 * @returns how many cases there were
 */
export async function sweepSandbox(db: Knex, jurisdictionId: string, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  let swept = 0;
  for (;;) {
    const numbers = await listOldCases(db, jurisdictionId, before, BATCH);
    if (numbers.length === 0) break;
    await db.transaction(async (tx) => {
      await releaseMediaOfCases(tx, jurisdictionId, numbers);
      await deleteOldCases(tx, jurisdictionId, numbers);
    });
    swept += numbers.length;
  }
  while ((await sweepAnnouncements(db, jurisdictionId, before, BATCH)) === BATCH);
  return swept;
}
