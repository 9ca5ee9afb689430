export { createOutput, table, tell } from '../../sdk/cli/src/index.ts';

/** `1 case`, `2 cases`. */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A time to the minute, in UTC. */
export const minute = (time: Date) => `${time.toISOString().slice(0, 16)}Z`;
