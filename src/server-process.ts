/**
 * One of several processes that share a port (see server-processes.ts): the API without jobs. It tells its parent where it
 * listens, or why it cannot, and stops when the parent says so or is gone.
 */
import cluster from 'node:cluster';
import { setTimeout as pause } from 'node:timers/promises';
import { tellError } from './commands/run-command.ts';
import { openInstallation } from './installation.ts';
import { loadConfig } from './platform/config.ts';
import { OperatorError } from './platform/errors.ts';
import { prepareServer, startServer } from './server.ts';
import { untilStopped } from './until-stopped.ts';

/** What the parent is told. */
export type ProcessReport = { listening: number } | { refused: string };

/** What the parent says. */
export type ProcessOrder = 'stop';

/**
 * PostgreSQL takes a moment to see that a killed parent is gone, and until then its session counts as somebody who uses the
 * bundled database: whoever leaves sooner leaves the database running.
 */
const ORPHAN_PAUSE_MS = 2_000;

/**
 * Settles when the parent says so, or is gone. A parent that goes
 * while we are stopping was told twice to stop, and so are we.
 */
function whenTold(onOrphaned: () => void): Promise<void> {
  return new Promise((resolve) => {
    let told = false;
    process.on('message', (order: ProcessOrder | object) => {
      // The library that counts submissions speaks to its like on the same line.
      if (order !== 'stop') return;
      told = true;
      resolve();
    });
    cluster.worker?.on('disconnect', () => {
      if (told) process.exit(1);
      // Node would end a process without a parent at once, with all calls in hand.
      if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
      onOrphaned();
      resolve();
    });
  });
}

const say = (report: ProcessReport) =>
  new Promise<void>((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(report, undefined, undefined, () => resolve());
  });

async function main(): Promise<number> {
  let orphaned = false;
  const told = whenTold(() => (orphaned = true));
  let reported = false;
  try {
    // The parent runs the jobs.
    const config = { ...loadConfig(process.env), worker: false };
    // What the bundled database is doing, the parent tells. It runs, so that there is nothing to prepare in the meantime.
    const installation = await openInstallation(config, { tell: () => undefined, serves: true });
    const begin = async () => {
      const server = await startServer(installation, await prepareServer()).catch(async (error: unknown) => {
        reported = error instanceof OperatorError;
        if (error instanceof OperatorError) await say({ refused: error.message });
        throw error;
      });
      await say({ listening: server.port });
      return {
        async stop() {
          await server.stop();
          if (orphaned) await pause(ORPHAN_PAUSE_MS);
        },
      };
    };
    await untilStopped(installation, begin, told);
    return 0;
  } catch (error) {
    // That the port cannot be had, the parent tells once for all processes.
    return reported ? 2 : tellError(error);
  }
}

process.exitCode = await main();
process.exit();
