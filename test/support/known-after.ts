import { until } from './embedded-postgres.ts';

/** A look that takes so long was held up by the machine, and whatever is measured with it. */
const HELD_UP_MS = 250;
/** A busy machine holds up a program for as long as it likes, but not each time. */
const MOST_TRIES = 5;

/**
 * Changes something, and looks over and over until the change is known. What was known too late is tried again where the machine has
 * held up a look meanwhile, which then tells nothing.
 * @param change another change at each turn; gives a look whether it is known by all who are to know it
 * @returns after how many milliseconds it was known, which are fewer than `limitMs`
 */
export async function knownAfter(
  limitMs: number,
  change: (turn: number) => Promise<() => Promise<boolean>>,
): Promise<number> {
  for (let turn = 1; ; turn += 1) {
    const look = await change(turn);
    const begun = performance.now();
    let looked = begun;
    let longestLook = 0;
    await until(async () => {
      const isKnown = await look();
      const now = performance.now();
      longestLook = Math.max(longestLook, now - looked);
      looked = now;
      return isKnown;
    });
    const after = Math.round(looked - begun);
    if (after < limitMs) return after;
    const late = `known after ${after} ms and not within ${limitMs}; the longest look took ${Math.round(longestLook)} ms`;
    if (longestLook < HELD_UP_MS || turn === MOST_TRIES) throw new Error(late);
    process.stderr.write(`${late}. Once more.\n`);
  }
}
