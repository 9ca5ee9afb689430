import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Ports above are given to outgoing connections by the system. */
const PORTS = { first: 20_000, last: 32_767 };

/** Where PostgreSQL listens on Windows. */
export type WindowsAddress = { port: number; password: string; passwordFile: string };

/**
 * Windows has no Unix sockets that Node and PostgreSQL share, so there the server listens on 127.0.0.1, at a port and
 * with a password that are drawn once and kept in the data folder. Not covered by the tests, which run elsewhere.
 */
export async function windowsAddress(folder: string): Promise<WindowsAddress> {
  const portFile = join(folder, 'port');
  const passwordFile = join(folder, 'password');
  if (!existsSync(passwordFile)) {
    writeFileSync(portFile, `${await freePort()}\n`);
    writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  }
  return {
    port: Number(readFileSync(portFile, 'utf8')),
    password: readFileSync(passwordFile, 'utf8').trim(),
    passwordFile,
  };
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + (randomBytes(2).readUInt16BE() % (PORTS.last - PORTS.first + 1));
    const free = await new Promise<boolean>((done) => {
      const probe = createServer();
      probe.once('error', () => done(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
    });
    if (free) return port;
  }
}
