import type { App } from '../../platform/app.ts';
import type { JobTable, Schedule } from '../../platform/jobs.ts';
import { listWithSandboxes } from '../jurisdictions/index.ts';
import { ADVANCE_JOB, advanceSandboxCase } from './advance-sandbox-case.ts';
import type { AdvancePayload } from './advance-sandbox-case.ts';
import { acceptRequest } from './accept-request.ts';
import { sweepIdempotencyKeys } from './idempotency-repository.ts';
import { republishRequests } from './republish-requests.ts';
import { restampRequests } from './restamp-requests.ts';
import { retainPersonalData } from './retain-personal-data.ts';
import { ACCEPT_JOB } from './submit-request.ts';
import { sweepSandbox } from './sweep-sandbox.ts';
import { sweepReporters } from './moderation-repository.ts';
import { sweepTombstones } from './tombstone-repository.ts';
import type { CaseKey } from './submission-repository.ts';

const SWEEP_JOB = 'requests.sweep';

/** Cases that were written while districts were being replaced still bear the old ones. */
const RESTAMP_JOB = 'requests.restamp';

/** What a city has changed about what it publishes is carried out for the cases that are there already. */
const REPUBLISH_JOB = 'requests.republish';

/** What a city keeps no longer is erased. */
const RETAIN_JOB = 'requests.retain';

export function requestJobs(app: Pick<App, 'db' | 'files' | 'clock'>): JobTable {
  return {
    [ACCEPT_JOB]: (payload) => acceptRequest(app, payload as CaseKey),
    [ADVANCE_JOB]: (payload) => advanceSandboxCase(app, payload as AdvancePayload),
    [RESTAMP_JOB]: async () => {
      for (const { jurisdiction_id } of await listWithSandboxes(app.db))
        await restampRequests(app.db, jurisdiction_id);
    },
    [REPUBLISH_JOB]: async () => {
      for (const { jurisdiction_id } of await listWithSandboxes(app.db))
        await republishRequests(app, jurisdiction_id, { patient: false });
    },
    [RETAIN_JOB]: async () => {
      for (const one of await listWithSandboxes(app.db)) await retainPersonalData(app, one);
    },
    [SWEEP_JOB]: async () => {
      for (const { jurisdiction_id, kind } of await listWithSandboxes(app.db)) {
        await sweepIdempotencyKeys(app.db, jurisdiction_id, app.clock.now());
        await sweepTombstones(app.db, jurisdiction_id, app.clock.now());
        await sweepReporters(app.db, jurisdiction_id, app.clock.now());
        if (kind === 'test') await sweepSandbox(app.db, jurisdiction_id, app.clock.now());
      }
    },
  };
}

/** Every night at a quarter past three and a quarter to four, UTC; districts and forms every minute, which costs nothing when none have changed. */
export const requestSchedule: Schedule = [
  { cron: '15 3 * * *', job: SWEEP_JOB },
  { cron: '45 3 * * *', job: RETAIN_JOB },
  { cron: '* * * * *', job: REPUBLISH_JOB },
  { cron: '* * * * *', job: RESTAMP_JOB },
];
