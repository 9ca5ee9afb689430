import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import { announce } from '../announcements/index.ts';
import { lockWithNaming, touchNaming } from './merge-repository.ts';
import { acceptWaiting } from './request-repository.ts';
import { insertTimelineEntry } from './submission-repository.ts';
import type { CaseKey } from './submission-repository.ts';

/** Takes a batch case over: from now on it has a number for everybody. Repeating it changes nothing. */
export async function acceptRequest(app: { db: Knex; clock: Clock }, key: CaseKey): Promise<void> {
  const now = wholeSecond(app.clock.now());
  await app.db.transaction(async (tx) => {
    await lockWithNaming(tx, key);
    // Staff may have closed it before it was taken over.
    const status = await acceptWaiting(tx, key.jurisdiction_id, key.number, now);
    if (status === undefined) return;
    await touchNaming(tx, key, now);
    await insertTimelineEntry(tx, key, {
      happened_at: now,
      kind: 'accepted',
      status,
      notes: null,
      actor: 'job',
    });
    await announce(tx, {
      jurisdiction_id: key.jurisdiction_id,
      announced_at: now,
      type: 'request.accepted',
      subject: key.number,
      content: { status },
    });
  });
}
