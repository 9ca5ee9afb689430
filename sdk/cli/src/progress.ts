/** Goes back to the beginning of the line and empties it. */
const ANEW = '\r\u001b[K';

/** How far the work is, in one line of a terminal that is always written anew; in a pipe nothing. */
export type Progress = { show(line: string): void; stop(): void };

/** @param isWanted whether there is a reason for it besides the terminal */
export function createProgress(isWanted = true): Progress {
  if (!process.stderr.isTTY || !isWanted) return { show: () => undefined, stop: () => undefined };
  return {
    show: (line) => process.stderr.write(`${ANEW}${line}`),
    stop: () => process.stderr.write(ANEW),
  };
}
