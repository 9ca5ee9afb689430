import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a process, whosever it is, lives under this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The number of the living postmaster of a cluster. `postmaster.pid` alone does not tell: numbers are given again after
 * a crash, and mean something else in every container. On Windows the number is believed.
 */
export function livingPostmaster(pgdata: string): number | undefined {
  const pid = readLock(join(pgdata, 'postmaster.pid'));
  if (pid === undefined || !isAlive(pid)) return undefined;
  if (process.platform === 'win32') return pid;
  const command = commandOf(pid);
  if (!command.includes('postgres')) return undefined;
  // The working folder follows a cluster that was moved while running, but not every root may read it.
  return workingFolderOf(pid) === pgdata || command.includes(pgdata) ? pid : undefined;
}

/** The process number in one of PostgreSQL's lock files; undefined while there is none. */
export function readLock(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return ''; // it has just ended
  }
}

function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
