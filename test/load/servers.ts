import { fork } from 'node:child_process';
import type { Connection } from '../../src/platform/database.ts';
import { databaseUrl, startServerProgram } from '../support/program.ts';

/** A server that is measured. */
export type Server = { url: string; pid: number; stop(): Promise<unknown> };

/** Both servers have so many connections. */
const POOL = 10;

/** Signpost as people start it, without its jobs. @param profile a folder for a profile of its CPU time */
export async function startOurs(connection: Connection, options: { profile?: string } = {}): Promise<Server> {
  const program = await startServerProgram({
    env: {
      DATABASE_URL: databaseUrl(connection),
      SIGNPOST_WORKER: 'off',
      SIGNPOST_LOG: 'info',
      SIGNPOST_POOL: String(POOL),
      SIGNPOST_LIMIT_KEY: '1000000',
      SIGNPOST_LIMIT_ADDRESS: '1000000',
    },
    nodeArguments: options.profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', options.profile],
  });
  return { url: program.url, pid: program.child.pid ?? 0, stop: () => program.stop() };
}

/** The bare server (see bare-server.ts). */
export async function startBare(connection: Connection): Promise<Server> {
  const child = fork(new URL('bare-server.ts', import.meta.url), [databaseUrl(connection), String(POOL)], {
    execArgv: ['--import', 'tsx'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (told) => resolve(Number(told)));
    child.once('exit', (code) => reject(new Error(`the bare server has ended with ${code}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop() {
      child.kill();
      return ended;
    },
  };
}
