import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogFunctionFactory, Runner } from 'graphile-worker';
import pg from 'pg';
import { AppError } from './errors.ts';
import { query } from './database.ts';
import type { Connection, Db } from './database.ts';
import type { Log } from './log.ts';

/** The queue's own schema, beside ours in the same database. */
export const JOBS_SCHEMA = 'graphile_worker';

/** What runs a job. A thrown `AppError` parks the job with its reason; anything else is tried again with back-off. */
type JobHandler = (payload: unknown) => Promise<void>;
export type JobTable = Readonly<Record<string, JobHandler>>;

/** A line of a schedule: five cron fields in UTC and the name of the job. */
export type Schedule = readonly { cron: string; job: string }[];

/**
 * Puts a job into the queue within the caller's transaction: it runs if and only if that transaction is committed.
 * @param key a job with the same key replaces one that has not begun
 * @param seconds it is not begun before that many have passed
 */
export async function addJob(
  db: Db,
  name: string,
  payload: object,
  key?: string,
  seconds?: number,
): Promise<void> {
  await query(db, {
    name: 'jobs.add',
    text: `select ${JOBS_SCHEMA}.add_job($1, payload := $2::json, job_key := $3,
             run_at := now() + make_interval(secs => $4))`,
    values: [name, JSON.stringify(payload), key ?? null, seconds ?? 0],
  });
}

export type Worker = {
  /** Whether the runner is at work; false while it is being restarted after a loss of the database. */
  isRunning(): boolean;
  /** Finishes the jobs in hand, gives back the rest, closes its connections. */
  stop(): Promise<void>;
};

/** Two jobs at a time, and one that listens for new ones. */
export const WORKER_CONNECTIONS = 3;
const RESTART_DELAY_MS = 500;

/** Starts the runner of the job queue and keeps it running until `stop`, whatever happens to the database. */
export function startWorker(options: {
  connection: Connection;
  jobs: JobTable;
  schedule: Schedule;
  log: Log;
}): Worker {
  const { log } = options;
  let runner: Runner | undefined;
  let running = false;
  let stopping = false;
  let wake: (() => void) | undefined;

  const pool = new pg.Pool({
    ...options.connection,
    max: WORKER_CONNECTIONS,
    application_name: 'signpost jobs',
  });
  // An idle connection that is cut reports here; without a handler that would end the process.
  pool.on('error', (err) => log.warn({ err }, 'job connection lost'));
  pool.on('connect', (client) => client.on('error', () => undefined));

  const keepRunning = async () => {
    // Loaded here: a server that starts answers first.
    const { Logger, parseCronItems, run } = await import('graphile-worker');
    const logger = new Logger(() => quietLogger(log));
    while (!stopping) {
      try {
        runner = await run({
          pgPool: pool,
          schema: JOBS_SCHEMA,
          concurrency: WORKER_CONNECTIONS - 1,
          noHandleSignals: true,
          parsedCronItems: parseCronItems(
            options.schedule.map(({ cron, job }) => ({ match: cron, task: job })),
          ),
          logger,
          taskList: Object.fromEntries(
            Object.entries(options.jobs).map(([name, handler]) => [
              name,
              async (payload, helpers) => {
                try {
                  await handler(payload);
                } catch (error) {
                  if (!(error instanceof AppError)) throw error;
                  log.error({ job: name, job_id: helpers.job.id, reason: error.code }, 'job parked');
                  // The queue's own function for this leaves jobs alone that are being run, as this one is.
                  await helpers.withPgClient((client) =>
                    client.query(
                      `update ${JOBS_SCHEMA}._private_jobs set max_attempts = attempts where id = $1`,
                      [helpers.job.id],
                    ),
                  );
                  throw error;
                }
              },
            ]),
          ),
        });
        running = true;
        // `stop` may have come while the runner was starting, and found none to stop.
        if (stopping) await runner.stop();
        await runner.promise;
      } catch (err) {
        if (!stopping) log.warn({ err }, 'job runner stopped, starting it again');
      }
      running = false;
      if (!stopping)
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, RESTART_DELAY_MS).unref();
        });
    }
  };
  const finished = keepRunning();

  return {
    isRunning: () => running,
    async stop() {
      stopping = true;
      wake?.();
      await runner?.stop().catch(() => undefined);
      await finished;
      // The runner does not wait until it has been written that its last jobs are done; they would stay locked for hours.
      for (let turn = 0; turn < 5; turn += 1) await nextTurn();
      while (pool.waitingCount > 0 || pool.idleCount < pool.totalCount) await once(pool, 'release');
      await pool.end();
    },
  };
}

/** graphile-worker's own lines at our levels; payloads are not among what it logs. */
function quietLogger(log: Log): ReturnType<LogFunctionFactory> {
  return (level, message) => {
    if (['error', 'warning'].includes(level)) log.warn({ source: 'jobs' }, message);
    else log.debug({ source: 'jobs' }, message);
  };
}
