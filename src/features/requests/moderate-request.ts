import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import { invalidField, notFound } from '../../platform/errors.ts';
import { checkedText } from '../../platform/readable-text.ts';
import { LONGEST_NOTES } from './change-status.ts';
import { lockWithNaming } from './merge-repository.ts';
import { noteDecision, releaseCase } from './moderation-repository.ts';
import type { Visibility } from './request.ts';
import type { CaseKey } from './submission-repository.ts';
import { hideCase, tellTurn } from './withdraw-request.ts';

type Doors = { db: Knex; clock: Clock };

/** Who sees a case after it was decided about. */
type Decided = { visibility: Visibility };

/**
 * Lets everybody see a case that is held; also one that was hidden, since that may have been a slip. One whose service
 * publishes nothing is left to staff.
 * @throws AppError not_found
 */
export function releaseRequest(app: Doors, key: CaseKey, actor: string): Promise<Decided> {
  const now = app.clock.now();
  return app.db.transaction(async (tx) => {
    await lockWithNaming(tx, key);
    const freed = await releaseCase(tx, key, 'released', now);
    if (freed === undefined) throw notFound(`The case ${key.number} is not held.`);
    const { status, visibility } = freed;
    await tellTurn(tx, key, { kind: 'released', status, notes: null, actor, at: wholeSecond(now) });
    return { visibility };
  });
}

/**
 * Answers all reports of a case: it stays, or is public again, and further ones do not hold it.
 * @throws AppError not_found
 */
export function keepRequest(app: Doors, key: CaseKey, actor: string): Promise<Decided> {
  const now = app.clock.now();
  return app.db.transaction(async (tx) => {
    await lockWithNaming(tx, key);
    const released = await releaseCase(tx, key, 'kept', now);
    const status = released?.status ?? (await noteDecision(tx, key, 'kept', now));
    if (status === undefined) throw notFound(`There is no public or held case ${key.number} here.`);
    const kind = released === undefined ? ('kept' as const) : ('released' as const);
    await tellTurn(tx, key, { kind, status, notes: null, actor, at: wholeSecond(now) });
    return { visibility: released?.visibility ?? 'public' };
  });
}

/**
 * Takes a case out of all public answers as `withdrawRequest` does, or leaves a held one there for good.
 * @param given.reason for staff
 * @throws AppError not_found, invalid
 */
export async function hideRequest(
  app: Doors,
  key: CaseKey,
  given: { reason: string; actor: string },
): Promise<void> {
  const now = app.clock.now();
  const notes = checkedText('reason', given.reason, LONGEST_NOTES);
  if (notes === null) throw invalidField('reason', 'The reason is empty.');
  await app.db.transaction(async (tx) => {
    await lockWithNaming(tx, key);
    if (!(await hideCase(tx, key, { notes, actor: given.actor, at: wholeSecond(now) })))
      throw notFound(`There is no public or held case ${key.number} here.`);
    await noteDecision(tx, key, 'hidden', now);
  });
}
