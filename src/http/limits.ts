import type { Response } from 'express';
import ipaddr from 'ipaddr.js';
import { tooMany } from '../platform/errors.ts';
import { createTally } from '../platform/tally.ts';
import type { Counted } from '../platform/tally.ts';
import type { KeyHolder } from './operation.ts';

/**
 * Counts submissions of a minute by address and by key (see platform/tally.ts), and tells every caller who is counted how many
 * are left. What counts last is told: the key, where there is one.
 */
export type Limits = {
  countAddress(response: Response, address: string): Promise<void>;
  countKey(response: Response, holder: KeyHolder, address: string): Promise<void>;
};

/** One minute, for all of them. */
const SECONDS = 60;

/** @throws by its functions: AppError too_many with the seconds to wait */
export function createLimits(perMinute: { address: number; key: number }): Limits {
  const byAddress = createTally('address', SECONDS);
  const byKey = createTally('key', SECONDS);
  return {
    async countAddress(response, address) {
      const most = perMinute.address;
      const counted = await byAddress.count(networkOf(address));
      tell(response, 'address', most, counted);
      requireWithin(most, counted, 'from this address');
    },
    async countKey(response, { key_id, per_minute, publishable }, address) {
      const most = per_minute ?? perMinute.key;
      // Everybody has a key that stands in a page: one of them must not be able to use it up for all.
      const counted = await byKey.count(publishable ? `${key_id} ${networkOf(address)}` : key_id);
      tell(response, 'key', most, counted);
      requireWithin(most, counted, 'with this key');
    },
  };
}

/** The header fields of draft-ietf-httpapi-ratelimit-headers-11. */
function tell(
  response: Response,
  policy: 'address' | 'key',
  most: number,
  counted: Counted | undefined,
): void {
  if (counted === undefined) return;
  response.set('RateLimit-Policy', `"${policy}";q=${most};w=${SECONDS}`);
  response.set('RateLimit', `"${policy}";r=${Math.max(0, most - counted.count)};t=${counted.seconds}`);
}

function requireWithin(most: number, counted: Counted | undefined, whose: string): void {
  // What cannot be counted is no reason to refuse a resident.
  if (counted === undefined || counted.count <= most) return;
  throw tooMany(`Too many submissions ${whose}. Try again in ${counted.seconds} seconds.`, counted.seconds);
}

/** One household has a whole /64 of IPv6, so that is what counts as one address. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6'
    ? parsed.toNormalizedString().split(':').slice(0, 4).join(':')
    : parsed.toString();
}
