import { ConnectionError } from './errors.ts';

/** Reads a body to its end; one that is larger than it may be, only as far as that. Whoever calls it ends the rest. */
export async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  // Where a body is no stream, as in React Native, it comes whole.
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { value } = (await reader.read()) as { value?: Uint8Array<ArrayBuffer> };
    if (!value) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    size += value.length;
    if (size > maxBytes) {
      throw new ConnectionError(`The answer is larger than maxBytes, ${maxBytes}.`, 'too_large');
    }
    chunks.push(value);
  }
}
