import { createHash, randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { unavailable } from './errors.ts';

/** A file that came with a call. Its bytes are nobody's promise: what it claims to be has not been looked at. */
export type Upload = {
  /** The name of its part or field. */
  field: string;
  /** In bytes. */
  size: number;
  /** Of its bytes, in hex. */
  sha256: string;
  /** Its bytes, piece by piece; only as long as the call lasts. */
  read(): AsyncIterable<Buffer>;
};

/** How much one call may bring: files, bytes of one file, bytes of the whole body. */
export type UploadLimits = { files: number; fileBytes: number; totalBytes: number };

/** A file that came as a text, such as base64. */
export function uploadOfBytes(field: string, bytes: Buffer): Upload {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { field, size: bytes.length, sha256, read: () => Readable.from([bytes]) };
}

/** Calls that may bring files at one moment. Each holds a socket, a temporary file and a few buffers. */
const MOST_CALLS = 100;
/** Full calls whose files may lie on the disk at one moment; smaller ones may be more. */
const MOST_FULL_CALLS = 10;

/** What is read of a temporary file at a time. */
const PIECE_BYTES = 64 * 1024;

let calls = 0;
let bytesHeld = 0;

/** Thrown by `UploadSpace.add` when a file has more bytes than it may. */
export class FileTooLarge extends Error {}

/**
 * The files of one call, one after the other in one temporary file that has no name: the system removes it with its last
 * handle, so a process that is killed leaves nothing behind.
 */
export class UploadSpace {
  private file: Promise<FileHandle> | undefined;
  private length = 0;
  private ended = false;

  constructor(private readonly limits: UploadLimits) {}

  /**
   * Writes one file; the one before must be finished.
   * @throws FileTooLarge, AppError unavailable when there is no room for more calls
   */
  async add(field: string, chunks: AsyncIterable<Buffer>): Promise<Upload> {
    const file = await (this.file ??= this.begin());
    const start = this.length;
    const hash = createHash('sha256');
    for await (const chunk of chunks) {
      if (this.length + chunk.length - start > this.limits.fileBytes) throw new FileTooLarge();
      if (bytesHeld + chunk.length > this.limits.totalBytes * MOST_FULL_CALLS) throw unavailable();
      bytesHeld += chunk.length;
      const position = this.length;
      this.length += chunk.length;
      hash.update(chunk);
      await writeAll(file, chunk, position);
    }
    const size = this.length - start;
    return { field, size, sha256: hash.digest('hex'), read: () => readPart(file, start, size) };
  }

  /** Gives the disk back. Further calls do nothing. */
  async end(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    if (this.file === undefined) return;
    calls -= 1;
    bytesHeld -= this.length;
    await (await this.file.catch(() => undefined))?.close();
  }

  private async begin(): Promise<FileHandle> {
    calls += 1;
    if (calls > MOST_CALLS) throw unavailable();
    const path = join(tmpdir(), `signpost-upload-${randomUUID()}`);
    try {
      const file = await open(path, 'wx+', 0o600);
      await rm(path, { force: true });
      return file;
    } catch (cause) {
      throw Object.assign(unavailable(), { cause });
    }
  }
}

async function writeAll(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  try {
    for (let done = 0; done < chunk.length;) {
      done += (await file.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
    }
  } catch (cause) {
    throw Object.assign(unavailable(), { cause });
  }
}

async function* readPart(file: FileHandle, start: number, size: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < size;) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, size - done));
    const { bytesRead } = await file.read(piece, 0, piece.length, start + done);
    if (bytesRead === 0) throw new Error('a temporary file is shorter than it was');
    yield piece.subarray(0, bytesRead);
    done += bytesRead;
  }
}
