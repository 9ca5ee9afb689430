import { execFileSync } from 'node:child_process';
import { Agent, get } from 'node:http';
import { isAlive } from '../../src/platform/embedded-process.ts';
import { until } from './embedded-postgres.ts';
import type { ServerProgram } from './program.ts';

/** The processes that share the port of a server which was started with `--processes`. */
export function processesOf(server: ServerProgram): number[] {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(server.child.pid)], {
    encoding: 'utf8',
  });
  return children
    .split('\n')
    .filter((line) => line.includes('server-process'))
    .map((line) => Number(line.trim().split(' ')[0]));
}

/** Waits until none of these processes lives. */
export const untilGone = (pids: readonly number[], within?: number) =>
  until(() => pids.every((pid) => !isAlive(pid)), within);

/** A connection that stays with one process, which is known by its lines in the log. */
export type Line = {
  pid: number;
  ask(path: string): Promise<{ status: number; text: string }>;
  close(): void;
};

/** One connection to each process of a server that logs its calls. */
export async function lineToEach(server: ServerProgram): Promise<Line[]> {
  const wanted = new Set(processesOf(server));
  const lines = new Map<number, Line>();
  while (lines.size < wanted.size) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (path: string) => askBy(agent, server.url + path);
    const { requestId } = await ask('/livez');
    await until(() => pidOf(server.stderr(), requestId) !== undefined);
    const pid = pidOf(server.stderr(), requestId) ?? 0;
    if (lines.has(pid) || !wanted.has(pid)) agent.destroy();
    else lines.set(pid, { pid, ask, close: () => agent.destroy() });
  }
  return [...lines.values()];
}

function askBy(agent: Agent, url: string): Promise<{ status: number; text: string; requestId: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('error', reject).on('end', () => {
        const requestId = response.headers['x-request-id'];
        resolve({ status: response.statusCode ?? 0, text, requestId: String(requestId) });
      });
    }).on('error', reject);
  });
}

function pidOf(log: string, requestId: string): number | undefined {
  const line = log.split('\n').find((one) => one.includes(requestId) && one.endsWith('}'));
  return line === undefined ? undefined : (JSON.parse(line) as { pid: number }).pid;
}
