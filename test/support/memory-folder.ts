import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** A whole run takes a fraction of it at any moment; whoever has less keeps the files on the disk. */
const ROOM = 8 * 1024 ** 3;
/** Short, since the paths of sockets below it may not be long. */
const NAME = /^sp-(\d+)-/;

/**
 * Makes a folder in memory for all that a run writes: hundreds of databases are made and dropped, which is waiting for a disk
 * and nothing else.
 * @returns its path, or nothing where there is no such place, little room, or a temporary folder that somebody has chosen
 */
export function makeMemoryFolder(): string | undefined {
  if (process.env['TMPDIR'] !== undefined || !existsSync(MEMORY)) return undefined;
  removeLeftovers();
  const { bavail, bsize } = statfsSync(MEMORY);
  const room = Math.min(bavail * bsize, freemem(), process.constrainedMemory() || Infinity);
  if (room < ROOM) return undefined;
  const folder = mkdtempSync(join(MEMORY, `sp-${process.pid}-`));
  // Tests become other users, who write here as well.
  chmodSync(folder, 0o1777);
  if (runsPrograms(folder)) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

/** Runs that were killed have left theirs, and it is memory. */
function removeLeftovers(): void {
  for (const name of readdirSync(MEMORY)) {
    const pid = NAME.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}

/** Containers often mount it so that nothing in it can be run, and tests install programs. */
function runsPrograms(folder: string): boolean {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}
