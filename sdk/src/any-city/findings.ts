import type { Deviation } from '../deviation.ts';

const LONGEST_FOUND = 100;

/** Gathers deviations: one entry for each rule, however many rows break it. */
export class Findings {
  readonly #byRule = new Map<string, Deviation>();
  readonly #hide: ((text: string) => string) | undefined;

  /** @param hide takes secrets out of a text; without it, nothing is shortened either, so that it can still be done */
  constructor(hide?: (text: string) => string) {
    this.#hide = hide;
  }

  tell(rule: string, where: string, found: unknown, count = 1): void {
    const known = this.#byRule.get(rule);
    if (known) known.count += count;
    else this.#byRule.set(rule, { rule, ...this.#shown(where, written(found)), count });
  }

  add(deviations: readonly Deviation[]): void {
    for (const { rule, where, found, count } of deviations) this.tell(rule, where, found, count);
  }

  get all(): Deviation[] {
    return [...this.#byRule.values()];
  }

  /** Hidden first and shortened then: half a secret is one that nobody finds any more. */
  #shown(where: string, found: string): Pick<Deviation, 'where' | 'found'> {
    if (!this.#hide) return { where, found };
    const text = this.#hide(found);
    return {
      where: this.#hide(where),
      found: text.length > LONGEST_FOUND ? `${text.slice(0, LONGEST_FOUND - 1)}…` : text,
    };
  }
}

function written(found: unknown): string {
  let text = typeof found === 'string' ? found : '';
  try {
    text ||= JSON.stringify(found) ?? 'nothing';
  } catch {
    // Nested deeper than can be written.
    text = '{…}';
  }
  return text;
}
