import { once } from 'node:events';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { AppError, invalid, invalidField, tooLarge } from '../platform/errors.ts';
import type { Finding } from '../platform/errors.ts';
import { quoted } from '../platform/readable-text.ts';
import { FileTooLarge } from '../platform/upload.ts';
import type { Upload, UploadLimits, UploadSpace } from '../platform/upload.ts';
import { MOST_PAIRS, requireFewPairs, unreadableName } from './pairs.ts';
import type { Pair } from './pairs.ts';

/** What everything but the bytes of files may take: fields, the heads of parts, what stands before and behind them. */
const MOST_FORM_BYTES = 1024 * 1024;

/** Bounds on the head of one part. */
const HEAD_LIMITS = { fieldNameSize: 300, headerPairs: 50 };

/** How a multipart body is taken in. */
type Reading = {
  limits: UploadLimits;
  /** Where files go. Whoever made it ends it. */
  space: UploadSpace;
  /** Called with the fields that have come when the first file begins; what it throws ends the reading. */
  beforeFirstFile(pairs: readonly Pair[]): Promise<void>;
};

/** What a multipart body holds: its fields, a finding for each that is not UTF-8, and its files. */
type MultipartFields = { pairs: Pair[]; findings: Finding[]; uploads: Upload[] };

/**
 * Reads a multipart body as it comes (standard, R27 and 3.3.2): a part with a file name is a file, whatever it is called,
 * any other a field. Ends at the first byte that is too much.
 * @param source the bytes without any encoding of the transfer
 * @throws AppError invalid and too_large, naming the part where there is one; unavailable; what `beforeFirstFile` throws
 */
export async function readMultipart(
  source: Readable,
  contentType: string,
  reading: Reading,
): Promise<MultipartFields> {
  const form = new MultipartForm(contentType, reading);
  let bytes = 0;
  let formBytes = 0;
  try {
    // Not destroyed when the reading ends early: the answer goes out on the same connection.
    for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const wasInFile = form.isInFile;
      await form.write(chunk);
      bytes += chunk.length;
      if (!wasInFile && !form.isInFile) formBytes += chunk.length;
      if (formBytes > MOST_FORM_BYTES) throw formTooLarge();
      requireFits(bytes, reading.limits);
    }
    return await form.finish();
  } catch (error) {
    await form.abandon();
    throw error;
  }
}

/** Whether a body may have so many bytes. @throws AppError too_large */
export function requireFits(bytes: number, { totalBytes }: UploadLimits): void {
  if (bytes > totalBytes + MOST_FORM_BYTES)
    throw tooLarge(`The files together are larger than ${megabytes(totalBytes)}.`);
}

const megabytes = (bytes: number) => `${Math.floor(bytes / (1024 * 1024)).toLocaleString('en')} MB`;

/** A name as a message and the `field` of an error repeat it. */
export const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 80);

class MultipartForm {
  /** The files that have begun and are not written to their end. */
  private readonly open: string[] = [];
  private files = 0;
  private fieldBytes = 0;
  private readonly pairs: Pair[] = [];
  private readonly uploads: Upload[] = [];
  /** Files are written one after the other, also when several came in one chunk. */
  private writing: Promise<void> = Promise.resolve();
  private readonly parser: busboy.Busboy;
  private readonly failed = new AbortController();

  constructor(
    contentType: string,
    private readonly reading: Reading,
  ) {
    try {
      this.parser = busboy({
        headers: { 'content-type': contentType },
        defParamCharset: 'utf8',
        limits: {
          ...HEAD_LIMITS,
          fieldSize: MOST_FORM_BYTES,
          parts: MOST_PAIRS + reading.limits.files + 2,
        },
      });
    } catch {
      throw broken();
    }
    this.parser
      .on('field', (name: string | undefined, value, { valueTruncated }) =>
        this.takeField(name ?? '', value, valueTruncated),
      )
      .on('file', (name: string | undefined, stream, { filename }) =>
        this.takePart(name ?? 'file', stream, filename),
      )
      .on('partsLimit', () => this.fail(invalid([{ message: 'There are too many parts. Send fewer.' }])))
      .on('error', (error: Error) =>
        this.fail(error.message === BAD_HEAD ? unreadableHead() : endMissing(this.open.at(-1))),
      );
  }

  get isInFile(): boolean {
    return this.open.length > 0;
  }

  /** Returns when there is room for more. */
  async write(chunk: Buffer): Promise<void> {
    const hasRoom = this.parser.write(chunk);
    this.failed.signal.throwIfAborted();
    if (!hasRoom) await this.orFailed(once(this.parser, 'drain', { signal: this.failed.signal }));
  }

  async finish(): Promise<MultipartFields> {
    const closed = once(this.parser, 'close', { signal: this.failed.signal });
    closed.catch(() => undefined);
    this.parser.end();
    await this.orFailed(closed);
    await this.writing;
    this.failed.signal.throwIfAborted();
    requireFewPairs(this.pairs);
    return {
      pairs: this.pairs.filter((pair) => !isWronglyEncoded(pair)),
      findings: this.pairs.filter(isWronglyEncoded).map(wronglyEncoded),
      uploads: this.uploads,
    };
  }

  /** Returns when nothing is written any more. */
  async abandon(): Promise<void> {
    this.fail(broken());
    this.parser.destroy();
    await this.writing;
  }

  private async orFailed(happening: Promise<unknown>): Promise<void> {
    await happening.catch((error: unknown) => {
      this.failed.signal.throwIfAborted();
      throw error;
    });
  }

  private fail(error: unknown): void {
    this.failed.abort(error);
  }

  private takeField(name: string, value: string, isCut: boolean): void {
    this.pairs.push({ name, value });
    this.fieldBytes += Buffer.byteLength(value);
    try {
      if (isCut || this.fieldBytes > MOST_FORM_BYTES) throw formTooLarge();
      requireFewPairs(this.pairs);
    } catch (error) {
      this.fail(error);
    }
  }

  private takePart(name: string, stream: Readable, filename: string | undefined): void {
    const field = printable(name);
    // Its end is told by the parser, which says more.
    stream.on('error', () => undefined);
    if (filename !== undefined && ++this.files > this.reading.limits.files) {
      const { files } = this.reading.limits;
      this.fail(invalidField(field, `${field} is one file too many. At most ${files} are taken.`));
    }
    if (this.failed.signal.aborted) {
      stream.resume();
      return;
    }
    if (filename !== undefined) this.open.push(field);
    const isFirst = filename !== undefined && this.files === 1;
    this.writing = this.writing.then(async () => {
      try {
        if (isFirst) await this.reading.beforeFirstFile(this.pairs);
        this.failed.signal.throwIfAborted();
        if (filename === undefined) await this.readField(name, stream);
        else this.uploads.push(await this.reading.space.add(field, stream as AsyncIterable<Buffer>));
      } catch (error) {
        this.fail(this.named(error, field));
        stream.resume();
      } finally {
        if (filename !== undefined) this.open.shift();
      }
    });
  }

  /** A part without a file name is a field, whatever its type; an empty one is an input that was left empty. */
  private async readField(name: string, stream: Readable): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
    if (chunks.length > 0) this.takeField(name, Buffer.concat(chunks).toString('utf8'), false);
  }

  private named(error: unknown, field: string): unknown {
    if (error instanceof AppError) return error;
    if (!(error instanceof FileTooLarge)) return endMissing(field);
    return tooLarge(`${field} is larger than ${megabytes(this.reading.limits.fileBytes)}.`, field);
  }
}

/** What the parser says of a head that it cannot read; all else that it says is an end that is missing. */
const BAD_HEAD = 'Malformed part header';

const unreadableHead = () =>
  invalid([
    {
      message:
        'The head of a part of the multipart body cannot be read: it has a control character in it, or is too long.',
    },
  ]);

const formTooLarge = () => tooLarge('The fields of the body are larger than 1 MB.');

const broken = () => invalid([{ message: 'The multipart body is broken: a part or its end is missing.' }]);

const endMissing = (field: string | undefined) =>
  field === undefined
    ? broken()
    : invalidField(field, `${field} is cut off: the end of the multipart body is missing.`);

/** The parser writes U+FFFD for a byte that is not UTF-8; a text that holds one has lost a letter, here or before. */
const isWronglyEncoded = ({ name, value }: Pair) => `${name}${value}`.includes('\ufffd');

const wronglyEncoded = ({ name }: Pair): Finding =>
  name.includes('\ufffd')
    ? unreadableName(name)
    : {
        field: quoted(name),
        message: `${quoted(name)} is not valid UTF-8, or has U+FFFD in place of a letter.`,
      };
