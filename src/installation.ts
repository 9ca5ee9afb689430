import { join } from 'node:path';
import { systemClock } from './platform/clock.ts';
import type { App } from './platform/app.ts';
import type { Config } from './platform/config.ts';
import { createDatabase, isDatabaseUnavailable, query } from './platform/database.ts';
import type { Connection } from './platform/database.ts';
import { FILES_FOLDER, openEmbeddedPostgres } from './platform/embedded-postgres.ts';
import { OperatorError } from './platform/errors.ts';
import { openFiles } from './platform/open-files.ts';
import { openMail } from './platform/open-mail.ts';
import { createLog } from './platform/log.ts';
import { migrate, readMigrations, schemaState } from './platform/migrate.ts';
import type { MigrationFile } from './platform/migrate.ts';

/** The folder of the package, from the sources as from `dist`. */
const ROOT = new URL('../', import.meta.url);

export const CONTRACT_FILE = new URL('openapi.yaml', ROOT);

/** The pages for people, as they are built from `src/web`. */
export const PAGES_FOLDER = new URL('dist/web/', ROOT);

/** An installation, opened: its database is there, and everything the program needs of the outside. */
export type Installation = {
  app: App;
  connection: Connection;
  migrations: readonly MigrationFile[];
  /** Where the data of the bundled database lie; undefined with DATABASE_URL. */
  folder: string | undefined;
  /** Where mails are written instead of being sent; undefined with a mail server. */
  mailFolder: string | undefined;
  /** Closes the pool; the last process that uses the bundled database stops it. */
  close(): Promise<void>;
};

/** Where mails are written when there is no mail server, below the data folder. */
const MAIL_FOLDER = 'mail';

/** No statement of a server takes long; one that does is cut rather than holding a connection. */
const STATEMENT_SECONDS = 5;

/**
 * Opens the database that the settings name: the bundled one, or the one behind DATABASE_URL.
 * @param options.tell writes a line for the person at the terminal
 * @param options.serves for servers, whose statements are all short
 * @throws OperatorError, EmbeddedPostgresRefusal
 */
export async function openInstallation(
  config: Config,
  options: { tell: (line: string) => void; serves?: boolean },
): Promise<Installation> {
  const embedded =
    config.databaseUrl === undefined
      ? await openEmbeddedPostgres({
          folder: config.dataFolder,
          folderIsExplicit: config.dataFolderIsExplicit,
          tell: options.tell,
        })
      : undefined;
  const connection: Connection = embedded?.connection ?? { connectionString: config.databaseUrl ?? '' };
  const db = createDatabase({
    connection,
    poolSize: config.poolSize,
    ...(options.serves === true ? { statementTimeout: STATEMENT_SECONDS } : {}),
  });
  const close = async () => {
    await db.destroy();
    await embedded?.release();
  };
  try {
    const log = createLog(config.logLevel);
    const mailFolder = join(embedded?.folder ?? config.dataFolder, MAIL_FOLDER);
    await requireReachable(() => query(db, { name: 'installation.reach', text: 'select 1' }));
    return {
      app: {
        config,
        db,
        files: openFiles(
          config.files ?? join(embedded?.folder ?? config.dataFolder, FILES_FOLDER),
          config.filesEndpoint,
        ),
        mail: openMail(config, mailFolder, log),
        clock: systemClock,
        log,
      },
      connection,
      migrations: await readMigrations(new URL('migrations/', ROOT)),
      folder: embedded?.folder,
      mailFolder: config.mail.smtpUrl === undefined ? mailFolder : undefined,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function requireReachable(reach: () => Promise<unknown>): Promise<void> {
  try {
    await reach();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // 28…: wrong name or password; 3D000: no such database.
    if (isDatabaseUnavailable(error) || /^(28...|3D000)$/.test(code ?? '')) {
      throw new OperatorError(
        `The database cannot be reached: ${message || code || 'no answer'}. See DATABASE_URL in the README.`,
      );
    }
    throw error;
  }
}

/**
 * Makes sure that the tables are those of this release.
 * @param run whether to migrate; otherwise an old schema is refused
 * @throws OperatorError
 */
export async function requireSchema(installation: Installation, run: boolean): Promise<void> {
  const { app, connection, migrations } = installation;
  const state = await schemaState(app.db, migrations);
  if (state === 'new') {
    throw new OperatorError(
      'The database was made by a newer Signpost. Start that release, or restore a copy from before.',
    );
  }
  if (state === 'current') return;
  if (!run) throw new OperatorError('The database is older than this release. Run "signpost migrate" first.');
  await migrate(connection, migrations);
}
