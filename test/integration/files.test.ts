import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AppError } from '../../src/platform/errors.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import type { Files } from '../../src/platform/files.ts';
import { filesBelow } from '../support/pictures.ts';
import { S3_ENVIRONMENT, startS3 } from '../support/s3.ts';
import type { S3Server } from '../support/s3.ts';

/** The door to files, over a folder and over the wire. */
let folder: string;
let s3: S3Server;
const doors: Record<string, Files> = {};

beforeAll(async () => {
  Object.assign(process.env, S3_ENVIRONMENT);
  folder = await mkdtemp(join(tmpdir(), 'signpost-files-'));
  s3 = await startS3();
  doors['disk'] = openFiles(join(folder, 'deep', 'store'));
  doors['S3'] = openFiles('s3://city/some/prefix', s3.url);
});
afterAll(async () => {
  await s3.remove();
  await rm(folder, { recursive: true });
});

const read = async (files: Files | undefined, name: string) => {
  const found = await files?.get(name);
  return found === undefined ? undefined : { bytes: await buffer(found.stream), size: found.size };
};

/** The reason of a refusal, when it is one to come back for. */
async function reasonOf(
  work: Promise<unknown> | undefined,
): Promise<{ reason: string; retryAfter: unknown }> {
  const error = await (work ?? Promise.resolve()).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError) || error.code !== 'unavailable')
    throw new Error(`not refused: ${String(error)}`);
  const { name, message } = error.cause as Error;
  return { reason: `${name}: ${message}`, retryAfter: error.hints.retryAfter };
}

describe.each(['disk', 'S3'])('%s', (kind) => {
  test('gives back what was put, as often as asked', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 256));
    await doors[kind]?.put('media/ab/abc.jpg', bytes);
    for (let time = 0; time < 2; time += 1) {
      expect(await read(doors[kind], 'media/ab/abc.jpg')).toEqual({ bytes, size: bytes.length });
    }
  });

  test('has nothing where nothing was put', async () => {
    expect(await doors[kind]?.get('media/ab/none.jpg')).toBeUndefined();
    expect(await doors[kind]?.get('nowhere/none.jpg')).toBeUndefined();
  });

  test('deletes, also twice and what was never there', async () => {
    await doors[kind]?.put('media/cd/cde.jpg', Buffer.from('x'));
    for (let time = 0; time < 2; time += 1) await doors[kind]?.delete('media/cd/cde.jpg');
    expect(await doors[kind]?.get('media/cd/cde.jpg')).toBeUndefined();
    await doors[kind]?.delete('never/there.jpg');
  });
});

describe('disk', () => {
  test('keeps one file for each name, readable by its owner and group alone', async () => {
    const store = join(folder, 'deep', 'store');
    expect(await readdir(join(store, 'media', 'ab'))).toEqual(['abc.jpg']);
    expect((await stat(join(store, 'media', 'ab', 'abc.jpg'))).mode & 0o777).toBe(0o640);
  });

  test('removes with a file what a broken writing has left of it', async () => {
    const path = join(folder, 'deep', 'store', 'media', 'ab', 'broken.jpg.draft');
    await writeFile(path, 'half');
    await doors['disk']?.delete('media/ab/broken.jpg');
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('says to come back when the folder cannot be used', async () => {
    await writeFile(join(folder, 'a-file'), '');
    const files = openFiles(join(folder, 'a-file'));
    for (const work of [() => files.put('a/b.jpg', Buffer.from('x')), () => files.get('a/b.jpg')]) {
      expect(await reasonOf(work())).toEqual({
        reason: expect.stringMatching(/ENOTDIR|EEXIST/),
        retryAfter: 2,
      });
    }
  });
});

describe('S3', () => {
  test('keeps names below the prefix', () => {
    const names = filesBelow(s3.folder).filter((name) => name.includes('abc.jpg'));
    expect(names.every((name) => name.startsWith('some/prefix/media/ab/'))).toBe(true);
    expect(names.length).toBeGreaterThan(0);
  });

  test('says to come back when there is no such bucket, whatever is asked of it', async () => {
    const files = openFiles('s3://village', s3.url);
    for (const work of [
      () => files.put('a/b.jpg', Buffer.from('x')),
      () => files.get('a/b.jpg'),
      () => files.delete('a/b.jpg'),
    ]) {
      expect(await reasonOf(work())).toEqual({
        reason: expect.stringMatching(/^NoSuchBucket/),
        retryAfter: 2,
      });
    }
  });

  test('says to come back while the server is away, and works when it is back', async () => {
    await s3.stop();
    expect(await reasonOf(doors['S3']?.put('a/b.jpg', Buffer.from('x')))).toMatchObject({ retryAfter: 2 });
    expect(await reasonOf(doors['S3']?.get('media/ab/abc.jpg'))).toMatchObject({
      reason: expect.stringContaining('ECONNREFUSED'),
    });
    await s3.start();
    await doors['S3']?.put('a/b.jpg', Buffer.from('x'));
    expect((await read(doors['S3'], 'media/ab/abc.jpg'))?.size).toBe(100_000);
  });
});
