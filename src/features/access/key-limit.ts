import type { Finding } from '../../platform/errors.ts';

/** As of the setting for all keys. */
const MOST_PER_MINUTE = 1_000_000;

/** What is wrong with the submissions a minute that a key is to have. */
export function findInLimit(perMinute: number | null): Finding[] {
  if (perMinute === null) return [];
  return Number.isInteger(perMinute) && perMinute >= 1 && perMinute <= MOST_PER_MINUTE
    ? []
    : [{ field: 'per_minute', message: 'per_minute must be a whole number from 1 to 1000000.' }];
}
