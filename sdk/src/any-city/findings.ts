import type { Deviation } from '../deviation.ts';

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
