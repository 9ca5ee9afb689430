import { ConnectionError } from './errors.ts';
import type { Form } from './form.ts';

// The longest time that a timer of JavaScript can wait, about 24 days.
const longestTimer = 2_147_483_647;

/** An answer with its body: read whole, as bytes or as a file, or given while it comes. */
export interface Exchanged {
  response: Response;
  body: Body;
}

type Body = Uint8Array | Blob | ReadableStream<Uint8Array> | null;

/**
 * Fetches once and reads the body, within the time of one attempt; of what is streamed, only the beginning. The rest takes as
 * long as its reader does, and ends with the signal. Ends at once when the signal does, also with a `fetch` that does not heed it.
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
  // It may have ended while the address was looked for, and tells that only once.
  signal?.throwIfAborted();
  const controller = new AbortController();
  let timedOut = false;
  let goesOn = false;
  let giveUp!: () => void;
  const ended = new Promise<never>((_, reject) => {
    giveUp = () => {
      reject(new Error());
      controller.abort();
    };
  });
  const timer = setTimeout(
    () => {
      timedOut = true;
      giveUp();
    },
    Math.min(timeoutMs, longestTimer),
  );
  signal?.addEventListener('abort', giveUp);
  try {
    const answer = await Promise.race([ended, travel(fetch, url, init, form, controller.signal, read)]);
    goesOn = answer.body === answer.response.body;
    return answer;
  } catch (error) {
    // Whatever is still read for the body ends as well.
    controller.abort();
    signal?.throwIfAborted();
    if (error instanceof ConnectionError) throw error;
    const { message, cause } = (error ?? {}) as Failure;
    const reason = String(cause?.message || cause?.code || message || 'the connection broke');
    // The error of fetch is not passed on as the cause: some implementations keep the headers, and thus the key, in it.
    throw new ConnectionError(
      `No whole answer from ${new URL(url).origin}: ${timedOut ? `the time of ${timeoutMs} ms was up` : hide(reason)}.`,
      timedOut ? 'timeout' : 'connection',
      cause?.code,
    );
  } finally {
    clearTimeout(timer);
    if (!goesOn) signal?.removeEventListener('abort', giveUp);
  }
}

async function travel(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  form: Form | undefined,
  signal: AbortSignal,
  read: (response: Response) => Body | Promise<Body>,
): Promise<Exchanged> {
  // `duplex` belongs to bodies that are streams, and says nothing to others.
  const content = form && { body: await form.open(signal), duplex: 'half' };
  const response = await fetch(url, { ...init, ...content, signal } as RequestInit);
  return { response, body: await read(response) };
}

/** Node says "fetch failed" and keeps the reason in `cause`; for several addresses that cause has only a code. */
interface Failure {
  message?: string;
  cause?: { message?: string; code?: string };
}
