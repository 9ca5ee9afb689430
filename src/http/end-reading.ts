import type { IncomingMessage } from 'node:http';

/** So long a caller whose body is not wanted may go on sending, so that the answer reaches them, before the line is cut. */
const LINGER_MS = 2_000;

/** Reads on without looking, for a while, after an answer was given before the body had come. */
export function endReading(request: IncomingMessage): void {
  request.unpipe().resume();
  const late = setTimeout(() => request.socket.destroy(), LINGER_MS).unref();
  request.once('close', () => clearTimeout(late));
}
