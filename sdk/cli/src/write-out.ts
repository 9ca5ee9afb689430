import { Ended } from './problems.ts';

/**
 * Writes to standard output and waits until it has been taken, so that nothing piles up.
 * @throws Ended when nobody reads any more, which is no failure: `signpost list … | head`
 */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve();
      else
        reject(
          (error as NodeJS.ErrnoException).code === 'ERR_STREAM_DESTROYED' ||
            (error as NodeJS.ErrnoException).code === 'EPIPE'
            ? new Ended(0)
            : error,
        );
    });
  });
}
