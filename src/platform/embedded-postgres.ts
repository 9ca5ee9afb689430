import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { findBinaries } from './embedded-binaries.ts';
import { attach, connectionTo, leave } from './embedded-presence.ts';
import type { EmbeddedConnection } from './embedded-presence.ts';
import { settleLocation } from './embedded-location.ts';
import type { Location, LocationOptions } from './embedded-location.ts';
import { livingPostmaster } from './embedded-process.ts';
import { isRoot } from './embedded-user.ts';
import { removeCluster } from './embedded-removal.ts';
import { readable } from './embedded-refusal.ts';

export { FILES_FOLDER } from './embedded-location.ts';
export { EmbeddedPostgresRefusal } from './embedded-refusal.ts';

/** What to open; the fields after `tell` exist for tests, which keep their hands off the machine's own folders. */
export type EmbeddedPostgresOptions = LocationOptions & {
  /** Folder with `bin`, `lib` and `share` of PostgreSQL; by default that of the installed package. */
  native?: string;
  /** Where a copy of the binaries is kept when the installed ones cannot be used in place. */
  cacheFolder?: string;
};

/** The bundled PostgreSQL, as one process holds it. */
export type EmbeddedPostgres = {
  /** Settings for a `pg` client, complete: nothing is left for PG… variables of the environment to fill in. */
  connection: EmbeddedConnection;
  /** Where the data really lie: not where they were asked for, when PostgreSQL's account cannot enter there. */
  folder: string;
  /** This process started the postmaster; false: it was running already. */
  started: boolean;
  /**
   * This process uses it no longer; to be called after its own connections are closed. The last process to leave stops
   * the postmaster and waits for its end. Never fails; further calls wait for the first.
   */
  release(): Promise<void>;
};

/** After this long the terminal is told what is going on. */
const SILENCE_MS = 1_000;
/** Between two tries to bring back a postmaster that has died. */
const REOPEN_PAUSE_MS = { first: 50, longest: 5_000 };
/** How long `release` waits for a postmaster that is just coming back. */
const RETURN_PATIENCE_MS = 5_000;

/**
 * Starts the bundled PostgreSQL, or joins the one that runs on this folder already, however many processes try at once.
 * While it is open, a postmaster that dies is started again. A process that ends without `release` does no harm, but
 * leaves the postmaster running until the next one that opens and releases it.
 *
 * @throws EmbeddedPostgresRefusal when it cannot be used here: one readable line.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  let doing = 'Starting the bundled PostgreSQL';
  const silence = setInterval(() => {
    options.tell(`${doing} in ${options.folder} …`);
    clearInterval(silence);
  }, SILENCE_MS);
  try {
    const location = settleLocation(options);
    const binaries = findBinaries(options.native, cacheFolderOf(options, location), location.user);
    const held = await hold(location, binaries, options.tell, () => {
      doing = 'Preparing the bundled PostgreSQL (first start, takes a few seconds)';
    });
    return { connection: await connectionTo(location), folder: location.folder, ...held };
  } catch (error) {
    throw readable(error, options.folder);
  } finally {
    clearInterval(silence);
  }
}

/**
 * Deletes the database of a data folder and the files that belong to it; whatever else is there stays. Gives false when there is none.
 *
 * @throws EmbeddedPostgresRefusal while other processes use it, and where it cannot be opened either.
 */
export async function removeEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<boolean> {
  try {
    const location = settleLocation(options);
    const binaries = findBinaries(options.native, cacheFolderOf(options, location), location.user);
    return await removeCluster(location, binaries);
  } catch (error) {
    throw readable(error, options.folder);
  }
}

function cacheFolderOf({ cacheFolder }: EmbeddedPostgresOptions, { folder }: Location): string {
  return cacheFolder ?? (isRoot() ? '/var/cache/signpost' : folder);
}

/** Attaches this process and keeps it attached until `release`. */
async function hold(
  location: Location,
  binaries: string,
  tell: (line: string) => void,
  onCreate: () => void,
): Promise<{ started: boolean; release(): Promise<void> }> {
  const leaving = new AbortController();
  let presence: Client | undefined;
  let reopening = Promise.resolve();
  let released: Promise<void> | undefined;

  const onLost = (): void => {
    presence = undefined;
    if (!leaving.signal.aborted) reopening = reopen();
  };

  async function reopen(): Promise<void> {
    let told: unknown;
    for (
      let wait = REOPEN_PAUSE_MS.first;
      !leaving.signal.aborted;
      wait = Math.min(wait * 2, REOPEN_PAUSE_MS.longest)
    ) {
      try {
        ({ client: presence } = await attach({ location, binaries, onLost, signal: leaving.signal }));
        return;
      } catch (error) {
        // The server goes on without a database until its operator has put things right; once said is enough.
        const line = (readable(error, location.folder) as Error).message;
        if (!leaving.signal.aborted && line !== told) tell(`The bundled PostgreSQL is gone. ${line}`);
        told = line;
      }
      await pause(wait, undefined, { signal: leaving.signal }).catch(() => undefined);
    }
  }

  async function release(): Promise<void> {
    leaving.abort();
    await reopening;
    if (presence && (await leave(presence, location, binaries))) return;
    // It may be just coming back from a crash, with nobody else there to stop it.
    if (livingPostmaster(location.pgdata) === undefined) return;
    const signal = AbortSignal.timeout(RETURN_PATIENCE_MS);
    const returned = await attach({ location, binaries, onLost, mayLaunch: false, signal }).catch(
      () => undefined,
    );
    if (returned) await leave(returned.client, location, binaries);
  }

  const first = await attach({ location, binaries, onLost, onCreate });
  presence = first.client;
  return { started: first.started, release: () => (released ??= release()) };
}
