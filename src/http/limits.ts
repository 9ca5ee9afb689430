import ipaddr from 'ipaddr.js';
import { tooMany } from '../platform/errors.ts';
import { createTally } from '../platform/tally.ts';
import type { Tally } from '../platform/tally.ts';

/** Counts submissions of a minute by address and by key (see platform/tally.ts). */
export type Limits = { countAddress(address: string): Promise<void>; countKey(keyId: string): Promise<void> };

/** @throws by its functions: AppError too_many with the seconds to wait */
export function createLimits(perMinute: { address: number; key: number }): Limits {
  const byAddress = createTally('address', 60);
  const byKey = createTally('key', 60);
  return {
    countAddress: (address) => count(byAddress, networkOf(address), perMinute.address, 'from this address'),
    countKey: (keyId) => count(byKey, keyId, perMinute.key, 'with this key'),
  };
}

async function count(tally: Tally, name: string, most: number, whose: string): Promise<void> {
  const counted = await tally.count(name);
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
