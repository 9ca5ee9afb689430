import type { Finding } from '../../platform/errors.ts';

/** Coordinates go in pairs. @returns what is missing */
export function halfOfPair(given: { lat?: number; long?: number }): Finding | undefined {
  if ((given.lat === undefined) === (given.long === undefined)) return undefined;
  const absent = given.lat === undefined ? 'lat' : 'long';
  return { field: absent, message: `${absent} is missing. lat and long go together.` };
}
