import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { unavailable } from './errors.ts';
import type { Files } from './files.ts';

/** Files in a folder, which is made with the first one. */
export function createDiskFiles(folder: string): Files {
  const pathOf = (name: string) => join(folder, ...name.split('/'));
  return {
    put: (name, bytes) => orUnavailable(() => writeWhole(pathOf(name), bytes)),
    get: (name) =>
      orUnavailable(async () => {
        const path = pathOf(name);
        const size = await sizeOf(path);
        return size === undefined ? undefined : { stream: createReadStream(path), size };
      }),
    delete: (name) =>
      orUnavailable(async () => {
        await rm(pathOf(name), { force: true });
        await rm(draftOf(pathOf(name)), { force: true });
      }),
  };
}

/** A name is given once, so two writers never meet at one draft. */
const draftOf = (path: string) => `${path}.draft`;

/** Aside, then into place at one stroke: nobody ever reads half a file, and after a power cut it is there or not. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  await makeFolder(dirname(path));
  const file = await open(draftOf(path), 'w', 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draftOf(path), path);
  await syncFolder(dirname(path));
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o750 });
  if (first === undefined) return;
  for (let here = folder; here.length >= first.length; here = dirname(here)) await syncFolder(dirname(here));
}

/** Windows cannot open folders, and keeps their entries by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Full, read-only, gone: whatever it is, it is not the caller's fault and may be over soon. */
async function orUnavailable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw Object.assign(unavailable(), { cause });
  }
}
