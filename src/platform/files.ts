import type { Readable } from 'node:stream';
import { createDiskFiles } from './disk-files.ts';
import { createS3Files } from './s3-files.ts';

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

/**
 * Opens the place that the settings name. Nothing is made or reached before the first file.
 * @param place a folder, or `s3://bucket/prefix`
 * @param endpoint the address of a store that speaks S3; undefined: that of Amazon
 */
export function openFiles(place: string, endpoint?: string): Files {
  const bucket = /^s3:\/\/([^/]+)\/?(.*)$/.exec(place);
  return bucket === null
    ? createDiskFiles(place)
    : createS3Files({ bucket: bucket[1] ?? '', prefix: bucket[2] ?? '', endpoint });
}
