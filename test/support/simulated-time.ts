import { randomFrom } from './submit.ts';

/**
 * Time that passes as fast as it can, for simulations of many clients. Replaces the timers and the clock of the process, and its
 * chance, so that each run is the same.
 */
export interface SimulatedTime {
  /** Milliseconds since the beginning. */
  now(): number;
  at(ms: number, action: () => void): void;
  /** Lets time pass, and everything happen that is due. */
  runUntil(ms: number): Promise<void>;
  restore(): void;
}

export function simulateTime(): SimulatedTime {
  const real = { setTimeout, clearTimeout, now: Date.now, random: Math.random };
  const due = new Map<number, Set<() => void>>();
  const begin = 1_800_000_000_000;
  let now = 0;
  const at = (ms: number, action: () => void): (() => void) => {
    const moment = Math.max(now + 1, Math.ceil(ms));
    const actions = due.get(moment) ?? new Set();
    due.set(moment, actions.add(action));
    return () => void actions.delete(action);
  };
  Date.now = () => begin + now;
  Math.random = randomFrom(311);
  globalThis.setTimeout = ((action: () => void, ms = 0) =>
    at(now + ms, action)) as unknown as typeof setTimeout;
  globalThis.clearTimeout = ((cancel?: () => void) => cancel?.()) as unknown as typeof clearTimeout;
  return {
    now: () => now,
    at: (ms, action) => void at(ms, action),
    async runUntil(ms) {
      while (now < ms) {
        now += 1;
        const actions = due.get(now);
        if (actions === undefined) continue;
        due.delete(now);
        for (const action of actions) action();
        // Everything that follows from it without further waiting happens in the same millisecond.
        await new Promise(setImmediate);
      }
    },
    restore() {
      globalThis.setTimeout = real.setTimeout;
      globalThis.clearTimeout = real.clearTimeout;
      Date.now = real.now;
      Math.random = real.random;
    },
  };
}
