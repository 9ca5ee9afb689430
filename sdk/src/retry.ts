import { SignpostError } from './errors.ts';
import type { ApiError } from './errors.ts';

const shortestDelayMs = 250;
const longestDelayMs = 8_000;
/** Who asks for a longer wait than a minute is not called again by this call; the error tells its `retryAfter`. */
const longestRetryAfterMs = 60_000;
/** Codes and statuses after which the same call may well succeed. Not 409, which says so only as `in_progress`. */
const passing = /^(timeout|connection|in_progress) |(408|425|429|50[0234])$/;

/** Whether the same call may succeed when it is sent again. */
export function isPassing(error: unknown): error is SignpostError & Partial<ApiError> {
  if (!(error instanceof SignpostError)) return false;
  const { code, status } = error as Partial<ApiError>;
  return passing.test(`${code} ${status}`);
}

/**
 * Milliseconds until the next attempt; undefined when the server wants a longer rest than a call should wait. What the server asks
 * for is never undercut. The rest is by chance, so that clients that failed together do not come back together.
 */
export function delayAfter({ retryAfter = 0 }: Partial<ApiError>, attempts: number): number | undefined {
  const asked = retryAfter * 1000;
  if (asked > longestRetryAfterMs) return undefined;
  // 2 s, 4 s, 8 s: the most that the first, second and third wait may be.
  const most = Math.min(longestDelayMs, 1000 * 2 ** attempts);
  return asked + shortestDelayMs + Math.random() * (most - shortestDelayMs);
}

/** Waits, or ends with the reason of the signal as soon as it aborts. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(signal.reason as Error);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });
}
