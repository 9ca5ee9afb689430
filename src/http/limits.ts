import cluster from 'node:cluster';
import ipaddr from 'ipaddr.js';
import { RateLimiterCluster, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { tooMany } from '../platform/errors.ts';

/**
 * Counts submissions of a minute by address and by key, in this process; where several share a port, their parent counts
 * for all of them, so that it does not matter which one a caller meets.
 */
export type Limits = { countAddress(address: string): Promise<void>; countKey(keyId: string): Promise<void> };

/** @throws by its functions: AppError too_many with the seconds to wait */
export function createLimits(perMinute: { address: number; key: number }): Limits {
  const byAddress = createLimiter('address', perMinute.address);
  const byKey = createLimiter('key', perMinute.key);
  return {
    countAddress: (address) => count(byAddress, networkOf(address), 'from this address'),
    countKey: (keyId) => count(byKey, keyId, 'with this key'),
  };
}

/** The parent answers within a millisecond; a call is not held up for one that does not. */
const PARENT_PATIENCE_MS = 500;

function createLimiter(keyPrefix: string, points: number): RateLimiterAbstract {
  const options = { keyPrefix, points, duration: 60 };
  return cluster.isWorker
    ? new RateLimiterCluster({ ...options, timeoutMs: PARENT_PATIENCE_MS })
    : new RateLimiterMemory(options);
}

async function count(limiter: RateLimiterAbstract, name: string, whose: string): Promise<void> {
  // Without their parent, processes are finishing what they have in hand.
  if (cluster.isWorker && !process.connected) return;
  try {
    await limiter.consume(name);
  } catch (error) {
    // The parent has not answered: what cannot be counted is no reason to refuse a resident.
    if (!(error instanceof RateLimiterRes)) return;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw tooMany(`Too many submissions ${whose}. Try again in ${seconds} seconds.`, seconds);
  }
}

/** One household has a whole /64 of IPv6, so that is what counts as one address. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6'
    ? parsed.toNormalizedString().split(':').slice(0, 4).join(':')
    : parsed.toString();
}
