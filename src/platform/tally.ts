import cluster from 'node:cluster';
import { RateLimiterCluster, RateLimiterMemory } from 'rate-limiter-flexible';

/**
 * Counts what comes under a name within a while, in this process; where several share a port, their parent counts for all
 * of them, so that it does not matter which one a caller meets. Nothing is written anywhere.
 */
export type Tally = {
  /** Counts one more. Undefined: it cannot be counted now, which is no reason to keep anybody waiting. */
  count(name: string): Promise<Counted | undefined>;
};

/** How many came since the first one, this one included, and in how many seconds counting begins anew. */
export type Counted = { count: number; seconds: number };

/** The parent answers within a millisecond; a call is not held up for one that does not. */
const PARENT_PATIENCE_MS = 500;

/** @param keyPrefix what is counted; the same in all processes */
export function createTally(keyPrefix: string, seconds: number): Tally {
  // It is for the caller to say how much is too much.
  const options = { keyPrefix, points: Number.MAX_SAFE_INTEGER, duration: seconds };
  const counter = cluster.isWorker
    ? new RateLimiterCluster({ ...options, timeoutMs: PARENT_PATIENCE_MS })
    : new RateLimiterMemory(options);
  return {
    async count(name) {
      // Without their parent, processes are finishing what they have in hand.
      if (cluster.isWorker && !process.connected) return undefined;
      try {
        const { consumedPoints, msBeforeNext } = await counter.consume(name);
        return { count: consumedPoints, seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) };
      } catch {
        return undefined;
      }
    },
  };
}
