import type { App } from '../../platform/app.ts';
import type { JobTable, Schedule } from '../../platform/jobs.ts';
import { sweepUsage } from './usage-repository.ts';

const SWEEP_JOB = 'keys.sweep_usage';

/** How keys were used is known for so long: a quarter of a year. */
const KEPT_MS = 90 * 86_400_000;

export function accessJobs({ db, clock }: Pick<App, 'db' | 'clock'>): JobTable {
  return { [SWEEP_JOB]: () => sweepUsage(db, new Date(clock.now().getTime() - KEPT_MS)) };
}

/** Every night, at a time at which little else begins. */
export const accessSchedule: Schedule = [{ cron: '17 2 * * *', job: SWEEP_JOB }];
