import type { ApiError } from './errors.ts';

const shortestDelayMs = 250;
const longestDelayMs = 8_000;
/** Who asks for a longer wait than a minute is not called again by this call; the error tells its `retryAfter`. */
const longestRetryAfter = 60;
/** Codes and statuses after which the same call may well succeed. Not 409, which says so only as `in_progress`. */
const passing = /timeout|connection|in_progress|4(08|2[59])|50[0234]/;

/** Whether the same call may succeed when it is sent again. */
export function isPassing({ code, status }: Partial<ApiError>): boolean {
  return passing.test(`${code} ${status}`);
}

/**
 * Milliseconds until the next attempt; without end when the server wants a longer rest than a call should wait. What the server asks
 * for is never undercut. The rest is by chance, so that clients that failed together do not come back together.
 */
export function delayAfter({ retryAfter = 0 }: Partial<ApiError>, attempts: number): number {
  // 2 s, 4 s, 8 s: the most that the first, second and third wait may be.
  const most = Math.min(longestDelayMs, 1000 * 2 ** attempts);
  return retryAfter > longestRetryAfter
    ? Infinity
    : retryAfter * 1000 + shortestDelayMs + Math.random() * (most - shortestDelayMs);
}

/** Waits, but not for what comes after the signal. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}
