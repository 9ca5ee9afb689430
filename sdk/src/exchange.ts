import { ConnectionError } from './errors.ts';

/**
 * Does something with a server, within a time. Ends at once when the signal does, also with a `fetch` that does not heed it.
 * @param work gets a signal on which everything that it has begun ends
 * @param limit which of the limits the time is
 * @param hide takes secrets out of a text
 */
export async function exchange<Answer>(
  work: (end: AbortSignal) => Promise<Answer>,
  url: string,
  signal: AbortSignal | undefined,
  timeoutMs: number,
  limit: string,
  hide: (text: string) => string,
): Promise<Answer> {
  const controller = new AbortController();
  const end = controller.signal;
  const giveUp = (): void => controller.abort();
  const ended = new Promise<never>((_, reject) => {
    end.onabort = reject;
  });
  let late = '';
  const timer = setTimeout(() => {
    late = `${timeoutMs} ms were up (${limit})`;
    giveUp();
  }, timeoutMs);
  signal?.addEventListener('abort', giveUp);
  try {
    return await Promise.race([ended, work(end)]);
  } catch (error) {
    // Whatever is still read for the body ends as well.
    giveUp();
    signal?.throwIfAborted();
    if (error instanceof ConnectionError) throw error;
    const cause = (error as Failure | undefined)?.cause;
    // The error of fetch is not passed on as the cause: some implementations keep the headers, and thus the key, in it.
    throw new ConnectionError(
      `No whole answer from ${new URL(url).origin}: ${late || hide(String(cause?.message || cause?.code || error))}. Is baseUrl right?`,
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
