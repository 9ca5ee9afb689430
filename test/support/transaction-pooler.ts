import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import pg from 'pg';
import type { Connection } from '../../src/platform/database.ts';

const SYNC = 'S'.charCodeAt(0);
const SIMPLE_QUERY = 'Q'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);

/** The packets of PostgreSQL's protocol in a stream, whole and one by one. */
function packets(take: (packet: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 5 && rest.length >= 1 + rest.readUInt32BE(1)) {
      const length = 1 + rest.readUInt32BE(1);
      take(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}

/** `R` 0 and `Z` idle: come in, and ask. */
const WELCOME = Buffer.from([
  ...Buffer.from('R'),
  0,
  0,
  0,
  8,
  0,
  0,
  0,
  0,
  ...Buffer.from('Z'),
  0,
  0,
  0,
  5,
  73,
]);

/**
 * Stands between a client and the tests' PostgreSQL, and gives every transaction of the client to the next of `backends`
 * connections, as poolers by transaction do. With one backend it only passes on.
 * @param options.rewrite changes answers on their way; their length must stay
 */
export async function startPooler(
  connection: Connection,
  options: { backends: number; rewrite?: (answer: Buffer) => Buffer },
): Promise<{ port: number; stop(): Promise<void> }> {
  const opened: pg.Client[] = [];
  const serve = async (socket: Socket) => {
    const backends: Socket[] = [];
    for (let count = 0; count < options.backends; count += 1) {
      const client = new pg.Client(connection);
      client.on('error', () => undefined);
      await client.connect();
      opened.push(client);
      const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
      stream.removeAllListeners('data').on('data', (bytes: Buffer) => {
        socket.write(options.rewrite?.(bytes) ?? bytes);
      });
      backends.push(stream);
    }
    let turn = 0;
    const pass = packets((packet) => {
      if (packet[0] === TERMINATE) return;
      backends[turn]?.write(packet);
      if (packet[0] === SYNC || packet[0] === SIMPLE_QUERY) turn = (turn + 1) % backends.length;
    });
    socket.write(WELCOME);
    socket.on('data', pass);
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    // The first packet has no type: who asks, and for which database. Here both are known.
    socket.once('data', () => void serve(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      for (const client of opened) {
        (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
      }
    },
  };
}
