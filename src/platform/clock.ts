/** The time, as a door, so that tests can say what time it is. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** Cases keep whole seconds, so that what a client reads and sends back compares equal (standard, R11 and section 6). */
export function wholeSecond(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
