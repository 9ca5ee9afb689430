import { ConnectionError } from './errors.ts';
import type { CallOrigin } from './errors.ts';

// The longest time that a timer of JavaScript can wait, about 24 days.
const longestTimer = 2_147_483_647;

/** What one attempt has to keep to. */
export interface Bounds {
  signal: AbortSignal | undefined;
  timeoutMs: number;
  /** Takes secrets out of a text. */
  hide: (text: string) => string;
  origin: CallOrigin;
}

/** Why a body is not read to its end. */
class TooLargeBody extends Error {}

/** Reads a body to its end; one that is larger than it may be, only as far as that. */
export async function wholeBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const value = (await reader?.read())?.value as Uint8Array | undefined;
    if (!value) break;
    size += value.byteLength;
    if (size > maxBytes) throw new TooLargeBody(`it is larger than maxBytes, ${maxBytes}`);
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  for (const chunk of chunks.reverse()) bytes.set(chunk, (size -= chunk.byteLength));
  return bytes;
}

/**
 * Fetches once and reads what is asked for, within the time of one attempt. Ends at once when the signal does, also with a `fetch`
 * that does not heed it.
 * @param read reads the answer; `keep()` lets the signal hold on for a body that is read later
 */
export async function exchange<Body>(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  { signal, timeoutMs, hide, origin }: Bounds,
  read: (response: Response, keep: () => void) => Promise<Body>,
): Promise<{ response: Response; body: Body }> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  let timedOut = false;
  let kept = false;
  let abort = (): void => controller.abort();
  const ended = new Promise<never>((_, reject) => {
    abort = () => {
      controller.abort();
      reject(new Error('aborted'));
    };
  });
  const timer = setTimeout(
    () => {
      timedOut = true;
      abort();
    },
    Math.min(timeoutMs, longestTimer),
  );
  const onAbort = (): void => abort();
  signal?.addEventListener('abort', onAbort);
  try {
    const answered = fetch(url, { ...init, signal: controller.signal }).then(async (response) => ({
      response,
      body: await read(response, () => (kept = true)),
    }));
    return await Promise.race([answered, ended]);
  } catch (error) {
    kept = false;
    signal?.throwIfAborted();
    // What is still to come of the body is not waited for.
    controller.abort();
    const reason = timedOut ? `the time of ${timeoutMs} ms was up` : hide(reasonOf(error));
    // The error of fetch is not passed on as the cause: some implementations keep the headers, and thus the key, in it.
    throw new ConnectionError(`No whole answer from ${new URL(url).origin}: ${reason}.`, {
      code: timedOut ? 'timeout' : error instanceof TooLargeBody ? 'too_large' : 'connection',
      ...origin,
    });
  } finally {
    clearTimeout(timer);
    if (!kept) signal?.removeEventListener('abort', onAbort);
  }
}

/** Node says "fetch failed" and keeps the reason in `cause`; for several addresses that cause has only a code. */
function reasonOf(error: unknown): string {
  const { message, cause } = (error ?? {}) as {
    message?: unknown;
    cause?: { message?: unknown; code?: unknown };
  };
  const texts = [cause?.message, cause?.code, message];
  return (
    texts.find((text): text is string => typeof text === 'string' && text !== '') ?? 'the connection broke'
  );
}
