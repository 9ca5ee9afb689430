import type { IncomingMessage } from 'node:http';

/** So long a caller whose body is not wanted may go on sending, so that the answer reaches them, before the line is cut. */
const LINGER_MS = 2_000;

/** Reads on without looking, for a while, after an answer was given before the body had come. */
export function endReading(request: IncomingMessage): void {
  request.unpipe().resume();
  const cut = () => {
    if (!request.complete) request.socket.destroy();
  };
  // After a process has stood still, time is up before anybody has looked at what has come meanwhile: that goes first.
  const late = setTimeout(() => setImmediate(cut), LINGER_MS).unref();
  request.once('close', () => clearTimeout(late));
}
