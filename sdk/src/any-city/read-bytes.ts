import { ConnectionError } from '../errors.ts';

/** Reads a body to its end; one that is larger than it may be, only as far as that. */
export async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const value = (await reader?.read())?.value as Uint8Array | undefined;
    if (!value) break;
    size += value.byteLength;
    if (size > maxBytes) {
      // Not waited for: what is still to come may never end.
      void reader?.cancel().catch(() => undefined);
      throw new ConnectionError(`The answer is larger than maxBytes, ${maxBytes}.`, 'too_large');
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  for (const chunk of chunks.reverse()) bytes.set(chunk, (size -= chunk.byteLength));
  return bytes;
}
