import type { Encoder, Entry, Form } from './form.ts';
import { tell } from './hooks.ts';

/**
 * What a file may be made of. A stream can be sent once; all else is sent again as often as it takes.
 *
 * @example
 * ```ts
 * import { uploadOf } from '@signpost/sdk';
 * import type { UploadContent } from '@signpost/sdk';
 *
 * const contents: UploadContent[] = [new Blob(['a picture']), new Uint8Array(9), new Blob(['a picture']).stream()];
 * console.log(contents.map((content) => uploadOf(content).size)); // [ 9, 9, undefined ]
 * ```
 */
export type UploadContent =
  Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * What is told of a file besides its content.
 *
 * @example
 * ```ts
 * import { uploadOf } from '@signpost/sdk';
 * import type { UploadOptions } from '@signpost/sdk';
 *
 * const options: UploadOptions = { name: 'hole.jpg', type: 'image/jpeg', size: 9 };
 * const photo = uploadOf(new Blob(['a picture']).stream(), options);
 * console.log(photo.name, photo.size); // hole.jpg 9
 * ```
 */
export interface UploadOptions {
  /** The name of the file; that of a `File`, or `file`, unless given. */
  name?: string | undefined;
  /** The media type, such as `image/jpeg`. Signpost finds out by itself what a file is. */
  type?: string | undefined;
  /** The number of bytes of a stream, where it is known. Of all else it is. */
  size?: number | undefined;
  /**
   * Is told how many bytes of the file have been handed over for sending, and out of how many where that is known. A repeated
   * attempt begins again at 0. Browsers do not tell how far they are: there it is called once, when the answer has come.
   * What it throws ends no upload, and comes up as an unhandled rejection.
   */
  onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/**
 * How much of a file has been handed over.
 *
 * @example
 * ```ts
 * import type { UploadProgress } from '@signpost/sdk';
 *
 * const percent = ({ sent, total }: UploadProgress) => (total ? Math.round((100 * sent) / total) : undefined);
 * console.log(percent({ sent: 512, total: 2048 })); // 25
 * ```
 */
export interface UploadProgress {
  sent: number;
  total: number | undefined;
}

/**
 * A file for a form, made by `uploadOf`.
 *
 * @example
 * ```ts
 * import { uploadOf } from '@signpost/sdk';
 * import type { Upload } from '@signpost/sdk';
 *
 * const photo: Upload = uploadOf(new File(['a picture'], 'hole.jpg', { type: 'image/jpeg' }));
 * console.log(photo.name, photo.type, photo.size); // hole.jpg image/jpeg 9
 * ```
 */
export interface Upload extends Encoder {
  readonly name: string;
  readonly type: string;
  /** The number of bytes; undefined for a stream that does not tell. */
  readonly size: number | undefined;
}

// What comes at once is handed over in parts of this size, so that there is something to tell.
const partSize = 65_536;

/**
 * A file made of a `File`, a `Blob`, bytes or a stream, to be given wherever a call takes a file. A plain `File` or `Blob` needs none
 * of this: it is for streams, for bytes, and for whoever wants to see how far it is.
 *
 * @example
 * ```ts
 * import { Signpost, uploadOf } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost(createTestCity().connection);
 * const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);
 * const photo = uploadOf(bytes, {
 *   name: 'hole.jpg',
 *   onProgress: ({ sent, total }) => console.log(`${sent} of ${total}`),
 * });
 * await city.requests.create({ service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03, media: [photo] });
 * ```
 */
export function uploadOf(content: UploadContent, options: UploadOptions = {}): Upload {
  return new FileUpload(content, options);
}

class FileUpload implements Upload {
  readonly name: string;
  readonly type: string;
  readonly size: number | undefined;
  readonly #content: UploadContent;
  readonly #onProgress: UploadOptions['onProgress'];
  #begun = false;
  /** The bytes that were read for a form which is sent as a whole. */
  #collected = 0;

  constructor(content: UploadContent, { name, type, size, onProgress }: UploadOptions) {
    const its = content as Partial<File & ArrayBuffer>;
    this.name = name ?? its.name ?? 'file';
    this.type = type ?? (its.type || 'application/octet-stream');
    this.size = size ?? its.size ?? its.byteLength;
    this.#content = content;
    this.#onProgress = onProgress;
  }

  /** Whether its stream has begun to be read. */
  get isSpent(): boolean {
    return this.#begun && !('size' in this.#content || 'byteLength' in this.#content);
  }

  encode(entries: readonly Entry[]): Form {
    const uploads = entries.flatMap(([, value]) => (value instanceof FileUpload ? [value] : []));
    const isSpent = (): boolean => uploads.some((upload) => upload.isSpent);
    // Browsers, which alone have XMLHttpRequest, send no streams: some not at all, others by HTTP/2 only.
    if ('XMLHttpRequest' in globalThis) {
      return {
        open: async () => ({ body: await collect(entries) }),
        isSpent,
        sent: () => uploads.forEach((upload) => upload.tell(upload.#collected)),
      };
    }
    const boundary = `signpost-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
    return {
      open: (signal) => {
        let stop: (() => void) | undefined;
        const bytes = write(entries, boundary, (ended) => (stop = ended));
        // Not left to the cancelling of the stream: fetch does not cancel one that it has begun to send.
        signal.addEventListener('abort', () => stop?.());
        const body = new ReadableStream<Uint8Array>(
          {
            async pull(controller) {
              const { done, value } = await bytes.next();
              if (done) controller.close();
              else controller.enqueue(value);
            },
          },
          // Nothing is read before it is sent: until then a failed attempt can be repeated.
          { highWaterMark: 0 },
        );
        return { body, duplex: 'half' };
      },
      type: `multipart/form-data; boundary=${boundary}`,
      isSpent,
    };
  }

  /**
   * Its bytes, told as they are taken.
   * @param onOpen gets the function that ends the source at once
   */
  async *bytes(onOpen: (stop: () => void) => void): AsyncGenerator<Uint8Array, void, undefined> {
    this.#begun = true;
    let sent = 0;
    this.tell(sent);
    for await (const chunk of chunksOf(this.#content, onOpen)) {
      for (let at = 0; at < chunk.length; at += partSize) {
        const part = chunk.subarray(at, at + partSize);
        yield part;
        this.tell((sent += part.length));
      }
    }
  }

  /** For where no stream can be sent. */
  async blob(): Promise<Blob> {
    this.#begun = true;
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of chunksOf(this.#content, () => undefined)) parts.push(new Uint8Array(chunk));
    const blob = new Blob(parts, { type: this.type });
    this.#collected = blob.size;
    return blob;
  }

  tell(sent: number): void {
    tell(this.#onProgress, { sent, total: this.size });
  }
}

async function collect(entries: readonly Entry[]): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of entries) {
    if (value instanceof FileUpload) form.append(name, await value.blob(), value.name);
    else form.append(name, value);
  }
  return form;
}

/** The form as RFC 7578 has it. */
async function* write(
  entries: readonly Entry[],
  boundary: string,
  onOpen: (stop: () => void) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  for (const [name, value] of entries) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
    if (typeof value === 'string') {
      yield encoder.encode(`${head}\r\n\r\n${value.replace(/\r\n?|\n/g, '\r\n')}\r\n`);
      continue;
    }
    const upload = value instanceof FileUpload ? value : new FileUpload(value as Blob, {});
    const type = upload.type.replace(/[\r\n]/g, ' ');
    yield encoder.encode(`${head}; filename="${quoted(upload.name)}"\r\nContent-Type: ${type}\r\n\r\n`);
    yield* upload.bytes(onOpen);
    yield encoder.encode('\r\n');
  }
  yield encoder.encode(`--${boundary}--\r\n`);
}

/** As browsers quote the names of a form. */
function quoted(name: string): string {
  return name.replace(/\r\n?|\n/g, '%0D%0A').replaceAll('"', '%22');
}

async function* chunksOf(
  content: UploadContent,
  onOpen: (stop: () => void) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (content instanceof Blob || content instanceof ReadableStream) {
    const stream: ReadableStream<Uint8Array> = content instanceof Blob ? content.stream() : content;
    // Not every browser can iterate over a stream.
    const reader = stream.getReader();
    onOpen(() => void reader.cancel().catch(() => undefined));
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  }
  if (Symbol.asyncIterator in content) {
    const source = content as AsyncIterable<Uint8Array> & { destroy?: () => void };
    const iterator = source[Symbol.asyncIterator]();
    // A stream of Node ends at once when it is destroyed, its iterator only after the next chunk.
    onOpen(() => (source.destroy ? source.destroy() : void iterator.return?.()));
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  }
  yield ArrayBuffer.isView(content)
    ? new Uint8Array(content.buffer, content.byteOffset, content.byteLength)
    : new Uint8Array(content);
}
