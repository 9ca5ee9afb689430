import cluster from 'node:cluster';
import type { Worker as Child } from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RateLimiterClusterMaster } from 'rate-limiter-flexible';
import type { Installation } from './installation.ts';
import { OperatorError } from './platform/errors.ts';
import type { ProcessOrder, ProcessReport } from './server-process.ts';
import type { RunningServer } from './server.ts';
import { startWorkerAlone } from './worker.ts';

/** As this file is, source or built. */
const PROGRAM = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './server-process.ts' : './server-process.js', import.meta.url),
);

/**
 * A process that has died is missed at once, but one that dies as soon as it lives would burn a core: each time the pause
 * is twice as long.
 */
const RESTART_PAUSE_MS = { first: 100, longest: 10_000 };

/** Whoever has lived for so long has died of something new. */
const SETTLED_MS = 10_000;

/** What cannot live at the start will not do so later: then the start itself has failed. */
const START_TRIES = 5;

/** More than draining and closing take together; whoever is still there then hangs. */
const STOP_PATIENCE_MS = 20_000;

/**
 * Starts so many processes that share the port of the settings, and keeps them running until `stop`. This process takes no
 * calls: it hands connections on, counts submissions for all (see http/limits.ts) and runs the jobs, unless the settings say
 * otherwise. A process that a call brings down takes no job with it that way, which the queue would give to another one
 * only after hours.
 * @throws OperatorError when the port cannot be had
 */
export async function startProcesses(installation: Installation, count: number): Promise<RunningServer> {
  const { config, log } = installation.app;
  const living = new Set<Child>();
  const pauses = new Set<NodeJS.Timeout>();
  let stopping = false;

  /** Starts one, and another one whenever it ends. */
  const keep = (told: (what: ProcessReport | 'ended') => void, pause = RESTART_PAUSE_MS.first) => {
    const child = cluster.fork();
    const born = performance.now();
    living.add(child);
    // What is said to a process that has just died; its end is told below.
    child.on('error', () => undefined);
    child.on('message', (report: ProcessReport | object) => {
      if ('refused' in report) log.error({ reason: report.refused }, 'a process cannot start');
      if ('refused' in report || 'listening' in report) told(report);
    });
    child.once('exit', (code, signal) => {
      living.delete(child);
      told('ended');
      if (stopping) return;
      const wait = performance.now() - born > SETTLED_MS ? RESTART_PAUSE_MS.first : pause;
      log.warn(
        { ended: child.process.pid, code, signal, again_after_ms: wait },
        'a process has ended and is started again',
      );
      const timer = setTimeout(() => {
        pauses.delete(timer);
        keep(told, Math.min(wait * 2, RESTART_PAUSE_MS.longest));
      }, wait);
      pauses.add(timer);
    });
  };

  const stop = async () => {
    stopping = true;
    for (const timer of pauses) clearTimeout(timer);
    await Promise.all(
      [...living].map(async (child) => {
        const ended = once(child, 'exit');
        child.send('stop' satisfies ProcessOrder);
        const late = setTimeout(() => child.process.kill('SIGKILL'), STOP_PATIENCE_MS);
        await ended;
        clearTimeout(late);
      }),
    );
  };

  new RateLimiterClusterMaster();
  cluster.setupPrimary({ exec: PROGRAM, args: [] });
  const ports = Array.from(
    { length: count },
    () =>
      new Promise<number>((resolve, reject) => {
        let deaths = 0;
        keep((what) => {
          if (what === 'ended') {
            deaths += 1;
            if (deaths === START_TRIES)
              reject(new OperatorError('The processes end before they can answer.'));
          } else if ('refused' in what) reject(new OperatorError(what.refused));
          else resolve(what.listening);
        });
      }),
  );
  try {
    const [port = 0] = await Promise.all(ports);
    const worker = config.worker ? startWorkerAlone(installation) : undefined;
    return {
      port,
      async stop() {
        await Promise.all([stop(), worker?.stop()]);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
