import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { wholeSecond } from '../../platform/clock.ts';
import { invalidField, notFound } from '../../platform/errors.ts';
import { addJob } from '../../platform/jobs.ts';
import { checkedText } from '../../platform/readable-text.ts';
import { updateDecided } from './key-request-repository.ts';
import type { KeyRequest } from './key-request-repository.ts';
import { isId } from './id.ts';

/** Tells a developer what became of a request. */
export const TELL_JOB = 'accounts.tell';
export type TellPayload = { request_id: string };

const LONGEST_REASON = 2_000;

/**
 * Decides about a request for a key, and has the decision mailed.
 * @param decision what it is approved with, or why it is refused
 * @throws AppError not_found when there is none that waits, invalid
 */
export async function decideKeyRequest(
  app: { db: Knex; clock: Clock },
  requestId: string,
  decision: { per_minute: number | null } | { reason: string },
): Promise<KeyRequest> {
  const now = wholeSecond(app.clock.now());
  const decided =
    'reason' in decision
      ? { state: 'refused' as const, per_minute: null, reason: requiredReason(decision.reason) }
      : { state: 'approved' as const, per_minute: decision.per_minute, reason: null };
  return app.db.transaction(async (tx) => {
    const request = isId(requestId)
      ? await updateDecided(tx, { request_id: requestId, ...decided, now })
      : undefined;
    if (request === undefined)
      throw notFound(
        `No request ${requestId} waits for a decision. "signpost keys requests" shows those that do.`,
      );
    const payload: TellPayload = { request_id: request.request_id };
    await addJob(tx, TELL_JOB, payload, `${TELL_JOB} ${request.request_id}`);
    return request;
  });
}

function requiredReason(text: string): string {
  const reason = checkedText('reason', text, LONGEST_REASON);
  if (reason === null) throw invalidField('reason', 'Say why, with --reason: it is mailed to the developer.');
  return reason;
}
