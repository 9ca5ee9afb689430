import { Ended } from './problems.ts';

/** What a pipe says at the first write after its reader has gone, and at the next ones. */
const UNREAD = ['EPIPE', 'ERR_STREAM_DESTROYED'];

/**
 * Writes to standard output and waits until it has been taken, so that nothing piles up.
 * @throws Ended when nobody reads any more, which is no failure: `signpost list … | head`
 */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
      if (!error) resolve();
      else reject(UNREAD.includes(error.code ?? '') ? new Ended(0) : error);
    });
  });
}
