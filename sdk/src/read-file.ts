import { readBytes } from './read-bytes.ts';

/** A file, read to its end. */
export async function readFile(response: Response, maxBytes: number): Promise<Blob> {
  const bytes = await readBytes(response, maxBytes);
  return new Blob([bytes], { type: response.headers.get('content-type') ?? '' });
}

/** A file that may be larger than any program should hold: given while it comes. It ends with the signal, and leaves nothing on it. */
export function readStream(
  { body }: Response,
  _: number,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> | undefined {
  return body?.pipeThrough(new TransformStream(), signal && { signal });
}
