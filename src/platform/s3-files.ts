import type { Readable } from 'node:stream';
import type * as Sdk from '@aws-sdk/client-s3';
import { unavailable } from './errors.ts';
import type { Files } from './files.ts';

/** A bucket, and where in it. */
export type Bucket = { bucket: string; prefix: string; endpoint: string | undefined };

/** A store that does not answer in this time is away; a picture has at most a few hundred kilobytes. */
const CONNECT_MS = 2_000;
const ANSWER_MS = 10_000;
/** Tries for one call of ours; the caller is told to come back after that. */
const TRIES = 2;

/** What most stores that speak S3 take, and Amazon's own default. */
const DEFAULT_REGION = 'us-east-1';

/** Files in a bucket of Amazon S3 or of anything that speaks like it. */
export function createS3Files({ bucket, prefix, endpoint }: Bucket): Files {
  const keyOf = (name: string) => (prefix === '' ? name : `${prefix.replace(/\/+$/, '')}/${name}`);
  let connected: Promise<Sdk.S3Client> | undefined;
  const send = async <Answer>(
    work: (client: Sdk.S3Client, s3: typeof Sdk) => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      // Loaded at the first file: most installations have no bucket, and a start should not wait for it.
      const s3 = await import('@aws-sdk/client-s3');
      connected ??= connect(s3, endpoint);
      return await work(await connected, s3);
    } catch (cause) {
      throw Object.assign(unavailable(), { cause });
    }
  };
  return {
    put: (name, bytes) =>
      send(async (client, { PutObjectCommand }) => {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: keyOf(name),
            Body: bytes,
            ContentLength: bytes.length,
          }),
        );
      }),
    get: (name) =>
      send(async (client, { GetObjectCommand, NoSuchKey }) => {
        try {
          const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
          return { stream: found.Body as Readable, size: found.ContentLength ?? 0 };
        } catch (error) {
          if (error instanceof NoSuchKey) return undefined;
          throw error;
        }
      }),
    delete: (name) =>
      send(async (client, { DeleteObjectCommand }) => {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
      }),
  };
}

/** Who we are is found by the SDK's own chain: environment, files, the machine's role. The region as well, if it is said. */
async function connect({ S3Client }: typeof Sdk, endpoint: string | undefined): Promise<Sdk.S3Client> {
  const region = await new S3Client({}).config.region().catch(() => DEFAULT_REGION);
  return new S3Client({
    region,
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS },
    // The newer checksums are not known to all stores that speak S3.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  });
}
