import { availableParallelism, loadavg } from 'node:os';

/** How many programs want each core at this moment, the other tests among them: whoever waits for a core waits so many times as long. */
export const patience = (): number => Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
