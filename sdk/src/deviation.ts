/**
 * Something in an answer that is not as the standard says, and was read all the same.
 *
 * @example
 * ```ts
 * import type { Deviation } from '@signpost/sdk';
 *
 * const line = ({ rule, where, found, count }: Deviation) => `${rule} at ${where}: ${found} (${count} times)`;
 * console.log(line({ rule: 'A3/json', where: '/0/lat', found: '"60.17"', count: 50 }));
 * ```
 */
export interface Deviation {
  /** The rule, under the name that `signpost doctor` has for it. */
  rule: string;
  /** Where it was found first, such as `/0/lat` (a JSON Pointer); empty for the answer as a whole. */
  where: string;
  /** What stood there, cut where it is long. */
  found: string;
  /** How many times. */
  count: number;
}
