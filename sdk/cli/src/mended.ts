import type { Command } from 'commander';
import type { Deviation } from '../../src/index.ts';
import { printable } from './doctor/index.ts';
import { table, tell } from './terminal.ts';

/** Adds the option to be told what had to be mended in what the city answers. */
export const withMended = (command: Command) =>
  command.option(
    '--deviations',
    'also tell, on standard error, where the answer is not as the standard says',
  );

/** What had to be mended in the answers to one command. */
export class Mended {
  readonly #all = new Map<string, Deviation>();

  add(deviations: readonly Deviation[]): void {
    for (const one of deviations) {
      const before = this.#all.get(one.rule);
      this.#all.set(one.rule, before ? { ...before, count: before.count + one.count } : one);
    }
  }

  tell(): void {
    if (this.#all.size === 0) tell('Everything is as the standard says.');
    else
      for (const line of table(
        ['RULE', 'TIMES', 'FIRST AT', 'FOUND'],
        [...this.#all.values()].map(({ rule, count, where, found }) =>
          [rule, String(count), where, found].map(printable),
        ),
      ))
        tell(line);
  }
}
