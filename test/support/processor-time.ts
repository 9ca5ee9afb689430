/** How often what seems to take too long is looked at again. */
const ROUNDS = 10;

/**
 * The milliseconds of the processor that a work takes, at least: other programs, the compiler and the collector of garbage only
 * ever add to it. Once is enough where it is below `enough`.
 */
export function processorTime(work: () => void, enough: number): number {
  let least = Infinity;
  for (let round = 0; round < ROUNDS && least >= enough; round += 1) {
    // Not of the clock: other work on the machine is not the fault of this one.
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
