import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { addJob } from '../../platform/jobs.ts';
import { setStatus } from './change-status.ts';
import type { DetailedStatus } from './detailed-status.ts';
import { lockStatus } from './request-repository.ts';
import type { CaseKey } from './submission-repository.ts';

/** The job that plays the city to a case of a sandbox: one step, which puts the next one into the queue. */
export const ADVANCE_JOB = 'sandbox.advance';

/** What happens to a case whose description asks for it: acknowledged, in progress, closed. */
const STEPS: readonly { status: DetailedStatus; notes: string }[] = [
  { status: 'investigating', notes: 'Acknowledged: somebody will look at it.' },
  { status: 'in_progress', notes: 'Work has begun.' },
  { status: 'closed', notes: 'Done.' },
];

/** The queue looks for jobs that have become due every two seconds: three steps take less than ten. */
const SECONDS_BETWEEN = 1;

export type AdvancePayload = CaseKey & { step: number };

/** In the transaction that writes the case, or the step before. */
export async function planStep(db: Db, payload: AdvancePayload): Promise<void> {
  await addJob(db, ADVANCE_JOB, payload, `${ADVANCE_JOB}:${payload.number}:${payload.step}`, SECONDS_BETWEEN);
}

/** Goes one step on. A case that somebody else has dealt with is left alone, and so is one where the step has been made. */
export async function advanceSandboxCase(
  app: { db: Knex; clock: Clock },
  { jurisdiction_id, number, step }: AdvancePayload,
): Promise<void> {
  const key = { jurisdiction_id, number };
  const next = STEPS[step];
  await app.db.transaction(async (tx) => {
    const now = await lockStatus(tx, key);
    if (next === undefined || now === undefined || now !== (STEPS[step - 1]?.status ?? 'open')) return;
    await setStatus(tx, key, { ...next, actor: 'job', at: wholeSecond(app.clock.now()) });
    if (step + 1 < STEPS.length) await planStep(tx, { ...key, step: step + 1 });
  });
}
