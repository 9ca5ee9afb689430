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

const LONGEST_FOUND = 100;

/** Gathers deviations: one entry for each rule, however many rows break it. */
export class Findings {
  readonly #byRule = new Map<string, Deviation>();

  tell(rule: string, where: string, found: unknown, count = 1): void {
    const known = this.#byRule.get(rule);
    if (known) known.count += count;
    else this.#byRule.set(rule, { rule, where, found: shown(found), count });
  }

  add(deviations: readonly Deviation[]): void {
    for (const { rule, where, found, count } of deviations) this.tell(rule, where, found, count);
  }

  get all(): Deviation[] {
    return [...this.#byRule.values()];
  }
}

function shown(found: unknown): string {
  let text = typeof found === 'string' ? found : '';
  try {
    text ||= JSON.stringify(found) ?? 'nothing';
  } catch {
    // Nested deeper than can be written.
    text = '{…}';
  }
  return text.length > LONGEST_FOUND ? `${text.slice(0, LONGEST_FOUND - 1)}…` : text;
}
