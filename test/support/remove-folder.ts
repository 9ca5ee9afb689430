import { rmSync } from 'node:fs';

/** Removes a folder, into which a process that has just been ended may still have been writing. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
