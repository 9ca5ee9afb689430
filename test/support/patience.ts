import { availableParallelism, loadavg } from 'node:os';

/**
 * How many programs want each core, the other tests among them: whoever waits for a core waits so many times as long. In the last minute,
 * or in the last five, since what has just begun is hardly in the first of them yet.
 */
export function patience(): number {
  const [minute = 0, fiveMinutes = 0] = loadavg();
  return Math.max(1, Math.max(minute, fiveMinutes) / availableParallelism());
}
