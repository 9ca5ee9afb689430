import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { freePort } from './program.ts';

/** A store that speaks S3, on a port of its own, with one bucket `city`. */
export type S3Server = {
  url: string;
  /** Where its bucket lies as files. */
  folder: string;
  /** It goes away, and comes back on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
};

/** What the SDK's own chain finds in the environment; known to the server as its only account. */
export const S3_ENVIRONMENT = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

export async function startS3(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'signpost-s3-'));
  const port = await freePort();
  let server: S3rver | undefined;
  const start = async () => {
    server = new S3rver({
      address: '127.0.0.1',
      port,
      silent: true,
      directory,
      configureBuckets: [{ name: 'city', configs: [] }],
    });
    await server.run();
  };
  const stop = async () => {
    await server?.close();
    server = undefined;
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    folder: join(directory, 'city'),
    start,
    stop,
    async remove() {
      await stop();
      await rm(directory, { recursive: true });
    },
  };
}
