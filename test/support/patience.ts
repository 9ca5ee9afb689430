import { availableParallelism, loadavg } from 'node:os';

/**
 * How many programs want each core, the other tests among them: whoever waits for a core waits so many times as long. In the last
 * minute or in the last five, whichever is more: tests that let the others work soon have them beside them again.
 */
export function patience(): number {
  const [minute = 0, fiveMinutes = 0] = loadavg();
  return Math.max(1, Math.max(minute, fiveMinutes) / availableParallelism());
}
