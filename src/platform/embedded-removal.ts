import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { draftName } from './embedded-cluster.ts';
import { FILES_FOLDER } from './embedded-location.ts';
import type { Location } from './embedded-location.ts';
import { attach, othersThan, stopPostmaster } from './embedded-presence.ts';
import { livingPostmaster } from './embedded-process.ts';
import { EmbeddedPostgresRefusal } from './embedded-refusal.ts';

/**
 * Deletes the cluster of a location, its log and the files that its rows name; whatever else is in the folder stays.
 * Gives false when there is no cluster.
 *
 * @throws EmbeddedPostgresRefusal while other processes use it.
 */
export async function removeCluster(location: Location, binaries: string): Promise<boolean> {
  const { pgdata, log, folder, socketFolder } = location;
  if (!existsSync(pgdata)) return false;
  const files = join(folder, FILES_FOLDER);
  const away = join(folder, draftName('removed'));
  if (livingPostmaster(pgdata) === undefined) {
    renameSync(pgdata, away);
    // A postmaster that was started at this very moment keeps its cluster.
    if (livingPostmaster(away) !== undefined) {
      renameSync(away, pgdata);
      throw inUse(folder);
    }
  } else {
    await stopAndMove(location, binaries, away);
  }
  if (existsSync(files)) renameSync(files, join(away, FILES_FOLDER));
  rmSync(away, { recursive: true, force: true });
  rmSync(log, { force: true });
  if (dirname(socketFolder) !== folder && process.platform !== 'win32') {
    rmSync(socketFolder, { recursive: true, force: true });
  }
  return true;
}

async function stopAndMove(location: Location, binaries: string, away: string): Promise<void> {
  const { client } = await attach({ location, binaries, onLost: () => undefined });
  try {
    if ((await othersThan(client)) > 0) throw inUse(location.folder);
    if (!(await stopPostmaster(location, binaries, away))) throw inUse(location.folder);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function inUse(folder: string): EmbeddedPostgresRefusal {
  return new EmbeddedPostgresRefusal(
    `The database in ${folder} is in use by another process: stop every running signpost first, then try again.`,
  );
}
