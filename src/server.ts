import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeJobs, composeOperations } from './compose.ts';
import { createApiServer } from './http/api-server.ts';
import { createHttp } from './http/front.ts';
import { loadContract } from './http/contract.ts';
import type { Contract } from './http/contract.ts';
import { mostCallsInHand } from './http/load.ts';
import { prepareValidator } from './http/validator.ts';
import type { Validator } from './http/validator.ts';
import { HEALTH_CONNECTIONS, HEALTH_SECONDS } from './health.ts';
import { CONTRACT_FILE, PAGES_FOLDER } from './installation.ts';
import type { Installation } from './installation.ts';
import { createDatabase } from './platform/database.ts';
import { OperatorError } from './platform/errors.ts';
import { startWorker } from './platform/jobs.ts';
import type { Worker } from './platform/jobs.ts';

export type RunningServer = {
  port: number;
  /** Readiness false, no new connections, requests and jobs in hand finished. The database stays open. */
  stop(): Promise<void>;
};

/** Requests in hand get so long to finish when the server stops. */
const DRAIN_MS = 10_000;

/** The part of a server that needs no database: a start makes it while PostgreSQL is starting. */
export type PreparedServer = { contract: Contract; validator: Validator };

export async function prepareServer(): Promise<PreparedServer> {
  const contract = await loadContract(CONTRACT_FILE);
  return { contract, validator: prepareValidator(contract) };
}

/** Starts the API, and the job runner unless the settings say otherwise. @throws OperatorError when the port is taken */
export async function startServer(
  installation: Installation,
  prepared: PreparedServer,
): Promise<RunningServer> {
  const { app, connection, migrations } = installation;
  const { config, log } = app;
  let stopping = false;
  let worker: Worker | undefined;
  const healthDb = createDatabase({
    connection,
    poolSize: HEALTH_CONNECTIONS,
    statementTimeout: HEALTH_SECONDS,
  });
  const { operations, doors, findPage, finish } = composeOperations(app, {
    db: healthDb,
    migrations,
    jobsRun: () => !config.worker || worker?.isRunning() === true,
    isStopping: () => stopping,
  });
  const server = createApiServer(
    createHttp({
      ...prepared,
      operations,
      doors,
      pages: { folder: PAGES_FOLDER, find: findPage },
      log,
      publicUrl: config.publicUrl,
      trustProxy: config.trustProxy,
      uploads: config.uploads,
      limits: { address: config.limitPerAddress, key: config.limitPerKey },
      mostInHand: mostCallsInHand(config.poolSize),
      checkReplies: false,
    }),
    config.publicUrl,
  );
  try {
    await listen(server, config.port, config.host);
  } catch (error) {
    await healthDb.destroy();
    throw error;
  }
  if (config.worker) worker = startWorker({ connection, log, ...composeJobs(app) });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      stopping = true;
      await Promise.all([drain(server), worker?.stop()]);
      await finish();
      await healthDb.destroy();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(readable(error, port, host)));
    server.listen(port, host, resolve);
  });
}

function readable(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new OperatorError(
        `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`,
      );
    case 'EACCES':
      return new OperatorError(`Port ${port} needs more rights. Choose one above 1023: PORT=3111 npm start`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new OperatorError(
        `HOST=${host} is no address of this machine. Take 127.0.0.1, or 0.0.0.0 for all of them.`,
      );
    default:
      return error;
  }
}

/** Lets requests in hand finish; idle connections are closed at once, and whatever is left after the time allowed. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
