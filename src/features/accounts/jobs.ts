import type { App } from '../../platform/app.ts';
import type { JobTable, Schedule } from '../../platform/jobs.ts';
import { sweepMails } from './account-mail-repository.ts';
import { SEND_JOB } from './ask-for-mail.ts';
import type { SendPayload } from './ask-for-mail.ts';
import { TELL_JOB } from './decide-key-request.ts';
import type { TellPayload } from './decide-key-request.ts';
import { sendAccountMail } from './send-account-mail.ts';
import { sweepSessions } from './session-repository.ts';
import { tellDecision } from './tell-decision.ts';

const SWEEP_JOB = 'accounts.sweep';

/** Mails that wait for nothing are known for so long, so that whoever follows an old link is told what it is. */
const KNOWN_MS = 30 * 24 * 3_600_000;

export function accountJobs(app: Pick<App, 'config' | 'db' | 'mail' | 'clock' | 'log'>): JobTable {
  return {
    [SEND_JOB]: (payload) => sendAccountMail(app, payload as SendPayload),
    [TELL_JOB]: (payload) => tellDecision(app, payload as TellPayload),
    [SWEEP_JOB]: async () => {
      const now = app.clock.now();
      await sweepSessions(app.db, now);
      await sweepMails(app.db, new Date(now.getTime() - KNOWN_MS));
    },
  };
}

/** Every night at five past three, UTC. */
export const accountSchedule: Schedule = [{ cron: '5 3 * * *', job: SWEEP_JOB }];
