import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { composeJobs, composeOperations } from '../../src/compose.ts';
import { createHttp } from '../../src/http/front.ts';
import { AnswerTexts } from '../../src/http/answer-texts.ts';
import { createHttpApp } from '../../src/http/app.ts';
import type { HttpOptions } from '../../src/http/app.ts';
import { loadContract } from '../../src/http/contract.ts';
import { Load, mostCallsInHand } from '../../src/http/load.ts';
import type { Operations } from '../../src/http/operation.ts';
import { prepareValidator } from '../../src/http/validator.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { loadConfig } from '../../src/platform/config.ts';
import type { StatementObserver } from '../../src/platform/database.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { openMail } from '../../src/platform/open-mail.ts';
import type { Mail } from '../../src/platform/mail.ts';
import type { Files } from '../../src/platform/files.ts';
import { startWorker } from '../../src/platform/jobs.ts';
import type { Worker } from '../../src/platform/jobs.ts';
import { createLog } from '../../src/platform/log.ts';
import { readMigrations } from '../../src/platform/migrate.ts';
import { cloneDatabase, parsedContract } from './database.ts';
import type { TestDatabase } from './database.ts';

export const contract = await loadContract(new URL('../../openapi.yaml', import.meta.url), parsedContract());

/** The whole API in this process, over real sockets and a real database of its own. */
export type TestApp = {
  /** Without a slash at its end. */
  url: string;
  db: Knex;
  database: TestDatabase;
  server: Server;
  /** Where files are kept, unless the test has brought a door of its own. */
  folder: string;
  /** Starts the job runner; it is stopped with the rest. */
  work(): Worker;
  stop(): Promise<void>;
};

export async function startApp(
  given: {
    clock?: Clock;
    /** Serves a database that is there already, as a second process would. */
    on?: TestDatabase;
    observer?: StatementObserver;
    http?: Partial<HttpOptions>;
    poolSize?: number;
    files?: Files;
    mail?: Mail;
    /** Settings, as the environment has them. */
    env?: Record<string, string>;
    /** Every call goes by way of Express, also those that have a short way. */
    longWay?: boolean;
    /** Puts others in the place of some operations. */
    operations?: (composed: Operations) => Operations;
  } = {},
): Promise<TestApp> {
  const database =
    given.on ??
    (await cloneDatabase({
      ...(given.observer === undefined ? {} : { observer: given.observer }),
      ...(given.poolSize === undefined ? {} : { poolSize: given.poolSize }),
    }));
  const log = createLog('error');
  const folder = await mkdtemp(join(tmpdir(), 'signpost-files-'));
  const config = loadConfig(given.env ?? {});
  const app = {
    config,
    db: database.db,
    files: given.files ?? openFiles(folder),
    mail: given.mail ?? openMail(config, join(folder, 'mail'), log),
    clock: given.clock ?? systemClock,
    log,
  };
  let worker: Worker | undefined;
  const { operations, doors, findPage, finish } = composeOperations(app, {
    db: database.db,
    migrations: await readMigrations(new URL('../../migrations/', import.meta.url)),
    jobsRun: () => worker?.isRunning() ?? true,
    isStopping: () => false,
  });
  const options: HttpOptions = {
    contract,
    validator: prepareValidator(contract),
    operations: given.operations?.(operations) ?? operations,
    doors,
    pages: { folder: new URL('../../dist/web/', import.meta.url), find: findPage },
    log,
    publicUrl: undefined,
    trustProxy: false,
    limits: { address: 1_000_000, key: 1_000_000 },
    uploads: app.config.uploads,
    mostInHand: mostCallsInHand(given.poolSize ?? 10),
    checkReplies: true,
    ...given.http,
  };
  const server = createServer(
    given.longWay === true
      ? createHttpApp(options, new AnswerTexts(), new Load(options.mostInHand, log))
      : createHttp(options),
  );
  // A test may stand still for longer than that, and its next call meet a connection that is just being closed.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    db: database.db,
    database,
    server,
    folder,
    work: () => (worker ??= startWorker({ connection: database.connection, log, ...composeJobs(app) })),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await worker?.stop();
      await finish();
      if (given.on === undefined) await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}
