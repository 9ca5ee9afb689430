import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import { notFound } from '../../platform/errors.ts';
import { readJurisdictionId } from '../jurisdictions/index.ts';
import { announce } from '../announcements/index.ts';
import { settleHeldComment, touchRequest } from './update-repository.ts';

/**
 * Publishes a comment that was held, or rejects it.
 * @throws AppError not_found
 */
export async function settleComment(
  app: { db: Knex; clock: Clock },
  comment: { jurisdiction_id: string; update_id: string },
  release: boolean,
): Promise<void> {
  const at = wholeSecond(app.clock.now());
  const { jurisdiction_id, update_id } = comment;
  await app.db.transaction(async (tx) => {
    const settled = /^\d{1,18}$/.test(update_id)
      ? await settleHeldComment(tx, jurisdiction_id, update_id, release, at)
      : undefined;
    if (settled === undefined)
      throw notFound(`No comment ${update_id} is held in ${readJurisdictionId(jurisdiction_id).live}.`);
    if (!release) return;
    await touchRequest(tx, { jurisdiction_id, number: settled.number }, at);
    await announce(tx, {
      jurisdiction_id,
      announced_at: at,
      type: 'request.commented',
      subject: settled.number,
      content: { update_id },
    });
  });
}
