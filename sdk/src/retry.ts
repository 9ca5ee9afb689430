import { ApiError, ConnectionError } from './errors.ts';

/** Statuses after which the same call may well succeed. 409 is not among them: see `isPassing`. */
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);
const shortestDelayMs = 250;
const longestDelayMs = 8_000;
/** Who asks for a longer wait than a minute is not called again by this call; the error tells its `retryAfter`. */
const longestRetryAfterMs = 60_000;

/** Whether the same call may succeed when it is sent again. */
export function isPassing(error: unknown): error is ApiError | ConnectionError {
  if (error instanceof ConnectionError) return error.code === 'timeout' || error.code === 'connection';
  if (!(error instanceof ApiError)) return false;
  return passingStatuses.has(error.status) || error.code === 'in_progress';
}

/**
 * Milliseconds until the next attempt; undefined when the server wants a longer rest than a call should wait. What the server asks
 * for is never undercut. The rest is by chance, so that clients that failed together do not come back together.
 */
export function delayAfter(error: ApiError | ConnectionError, attempts: number): number | undefined {
  const asked = error instanceof ApiError ? (error.retryAfter ?? 0) * 1000 : 0;
  if (asked > longestRetryAfterMs) return undefined;
  // 2 s, 4 s, 8 s: the most that the first, second and third wait may be.
  const most = Math.min(longestDelayMs, 1000 * 2 ** attempts);
  return asked + shortestDelayMs + Math.random() * (most - shortestDelayMs);
}

/** Waits, or ends with the reason of the signal as soon as it aborts. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}
