import { ConnectionError } from './errors.ts';
import type { Form } from './form.ts';

/** An answer with its body: read whole, as bytes or as a file, or given while it comes. */
export interface Exchanged {
  response: Response;
  body: Body;
}

type Body = Uint8Array | Blob | ReadableStream<Uint8Array> | undefined;

/**
 * Fetches once and reads the body, within the time of one attempt; of what is streamed, only the beginning: the rest takes as
 * long as its reader does. Ends at once when the signal does, also with a `fetch` that does not heed it.
 * @param hide takes secrets out of a text
 */
export async function exchange(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  form: Form | undefined,
  signal: AbortSignal | undefined,
  timeoutMs: number,
  hide: (text: string) => string,
  read: (response: Response) => Body | Promise<Body>,
): Promise<Exchanged> {
  const controller = new AbortController();
  const end = controller.signal;
  const giveUp = (): void => controller.abort();
  const ended = new Promise<never>((_, reject) => {
    end.onabort = reject;
  });
  const travel = async (): Promise<Exchanged> => {
    // `duplex` belongs to bodies that are streams, and says nothing to others.
    const content = form && { body: await form.open(end), duplex: 'half' };
    const response = await fetch(url, { ...init, ...content, signal: end } as RequestInit);
    return { response, body: await read(response) };
  };
  let late = '';
  const timer = setTimeout(() => {
    late = `the time of ${timeoutMs} ms was up`;
    giveUp();
  }, timeoutMs);
  signal?.addEventListener('abort', giveUp);
  try {
    return await Promise.race([ended, travel()]);
  } catch (error) {
    // Whatever is still read for the body ends as well.
    giveUp();
    signal?.throwIfAborted();
    if (error instanceof ConnectionError) throw error;
    const { cause } = (error ?? {}) as Failure;
    // The error of fetch is not passed on as the cause: some implementations keep the headers, and thus the key, in it.
    throw new ConnectionError(
      `No whole answer from ${new URL(url).origin}: ${late || hide(String(cause?.message || cause?.code || error))}.`,
      late ? 'timeout' : 'connection',
      cause?.code,
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Node says "fetch failed" and keeps the reason in `cause`; for several addresses that cause has only a code. */
interface Failure {
  cause?: { message?: string; code?: string };
}
