import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { tooMany } from '../platform/errors.ts';

/** Counts submissions of a minute by address and by key, in this process. */
export type Limits = { countAddress(address: string): Promise<void>; countKey(keyId: string): Promise<void> };

/** @throws by its functions: AppError too_many with the seconds to wait */
export function createLimits(perMinute: { address: number; key: number }): Limits {
  const byAddress = new RateLimiterMemory({ points: perMinute.address, duration: 60 });
  const byKey = new RateLimiterMemory({ points: perMinute.key, duration: 60 });
  return {
    countAddress: (address) => count(byAddress, networkOf(address), 'from this address'),
    countKey: (keyId) => count(byKey, keyId, 'with this key'),
  };
}

async function count(limiter: RateLimiterMemory, name: string, whose: string): Promise<void> {
  try {
    await limiter.consume(name);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
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
