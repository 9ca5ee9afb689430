import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { freePort } from './program.ts';

/** A server that answers as a test wants it, on a port that it keeps while it is down. */
export type Answering = {
  /** Without a slash at its end. */
  url: string;
  calls: IncomingMessage[];
  /** Cuts all connections and listens no more. */
  down(): Promise<void>;
  up(): Promise<void>;
};

export async function startAnswering(answer: RequestListener): Promise<Answering> {
  const calls: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    calls.push(request);
    request.resume();
    answer(request, response);
  });
  const port = await freePort();
  const up = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  await up();
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    up,
    async down() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
