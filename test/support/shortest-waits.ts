const LEAST = 'Math.random = () => 0;';

/**
 * How long the SDK waits before it tries again is by chance, from a quarter of a second to several. Nothing is shown by waiting longer:
 * this makes it a quarter in the test file that calls it.
 */
export function waitShortest(): void {
  Math.random = () => 0;
}

/** Arguments for Node that do the same in a program. */
export const WAITING_SHORTEST = ['--import', `data:text/javascript,${encodeURIComponent(LEAST)}`];
