import { readBytes } from './read-bytes.ts';

/** A picture, read to its end; nothing where the answer is something else, such as a page of a proxy. */
export function readPicture(response: Response, maxBytes: number): Promise<Blob> | undefined {
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('image/')) return undefined;
  return readBytes(response, maxBytes).then((bytes) => new Blob([bytes], { type }));
}
