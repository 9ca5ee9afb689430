import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The line between a browser and a server, which can be cut at any moment. */
export type Line = {
  /** Where the server is found by it, without a slash at its end. */
  url: string;
  /** Breaks whatever is on its way; nothing passes until it is mended. */
  cut(): void;
  mend(): void;
  /** The next call whose address fits is kept from the server, however long it takes. @returns what settles when it has come */
  hold(address: RegExp): Promise<void>;
  /** The next answer to a POST whose address fits breaks in its middle: the server has done what was asked. */
  breakAnswer(address: RegExp): void;
  stop(): Promise<void>;
};

export async function openLine(to: string): Promise<Line> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let held: { address: RegExp; tell: () => void } | undefined;
  let breaking: RegExp | undefined;
  const server = createServer((call, answer) => {
    if (held?.address.test(call.url ?? '') === true) {
      held.tell();
      held = undefined;
    } else if (call.method === 'POST' && breaking?.test(call.url ?? '') === true) {
      breaking = undefined;
      pass(to, call, answer, true);
    } else pass(to, call, answer, false);
  });
  server.on('connection', (socket) => {
    if (isCut) socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => void (isCut = false),
    hold: (address) => new Promise((tell) => (held = { address, tell })),
    breakAnswer: (address) => void (breaking = address),
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/**
 * Each call has a connection of its own to the server: one that was kept may be closed there just as it is used again.
 * @param half its answer breaks off with half of its bytes, as when a process ends that is writing it
 */
function pass(to: string, call: IncomingMessage, answer: ServerResponse, half: boolean): void {
  const { method, headers } = call;
  const onward = request(`${to}${call.url}`, { method, headers, agent: false }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    if (!half) {
      answered.pipe(answer);
      return;
    }
    answered.once('data', (bytes: Buffer) => {
      answer.write(bytes.subarray(0, bytes.length / 2), () => answer.socket?.destroy());
      answered.resume();
    });
  });
  onward.on('error', () => answer.destroy());
  answer.on('close', () => half || onward.destroy());
  call.pipe(onward);
}
