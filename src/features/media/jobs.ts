import type { App } from '../../platform/app.ts';
import type { JobTable, Schedule } from '../../platform/jobs.ts';
import { listWithSandboxes } from '../jurisdictions/index.ts';
import { listUnclaimed } from './media-repository.ts';
import { removeUnclaimed } from './remove-unclaimed.ts';

const SWEEP_JOB = 'media.sweep';

/** No submission takes so long: what is still nobody's after that was left by a process that died. */
const ABANDONED_AFTER_MS = 3_600_000;

export function mediaJobs(app: Pick<App, 'db' | 'files' | 'clock'>): JobTable {
  return {
    [SWEEP_JOB]: async () => {
      const before = new Date(app.clock.now().getTime() - ABANDONED_AFTER_MS);
      for (const { jurisdiction_id } of await listWithSandboxes(app.db)) {
        for (;;) {
          const ids = await listUnclaimed(app.db, jurisdiction_id, before);
          if (ids.length === 0) break;
          await removeUnclaimed(app, jurisdiction_id, ids);
        }
      }
    },
  };
}

/** Every hour, at a time at which little else begins. */
export const mediaSchedule: Schedule = [{ cron: '41 * * * *', job: SWEEP_JOB }];
