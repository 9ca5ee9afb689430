import { composeJobs } from './compose.ts';
import type { Installation } from './installation.ts';
import { startWorker } from './platform/jobs.ts';

/** Runs jobs without an API, beside servers that were started with SIGNPOST_WORKER=off. */
export function startWorkerAlone({ app, connection }: Installation): { stop(): Promise<void> } {
  return startWorker({ connection, log: app.log, ...composeJobs(app) });
}
