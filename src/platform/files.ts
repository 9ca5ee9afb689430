import type { Readable } from 'node:stream';

/**
 * Where bytes are kept that are too large for a row. A name is lower-case letters, digits, dots, hyphens and slashes, made
 * by the program and never given twice.
 * @throws by its functions: AppError unavailable when the folder or the bucket cannot be used; its cause says why
 */
export type Files = {
  /** When it returns, the bytes are there and stay, all of them. */
  put(name: string, bytes: Buffer): Promise<void>;
  /** The bytes and how many there are; undefined when there is no such file. */
  get(name: string): Promise<{ stream: Readable; size: number } | undefined>;
  /** Removes a file, and what a broken `put` of it has left. One that is not there is no mistake. */
  delete(name: string): Promise<void>;
};
