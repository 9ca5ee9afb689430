import { randomBytes } from 'node:crypto';
import type { App } from '../../platform/app.ts';
import type { Db } from '../../platform/database.ts';
import { unavailable } from '../../platform/errors.ts';
import type { Renditions } from '../../platform/picture.ts';
import { mediaPath, storeName } from './media.ts';
import { claimMedia, insertMedia } from './media-repository.ts';
import { removeUnclaimed } from './remove-unclaimed.ts';

/** Pictures that are stored and wait for the case they belong to. */
type StoredPictures = {
  /** Their addresses below that of the server, in the order of the call, for a column `media_urls`. */
  paths: readonly string[];
  /** In the transaction that writes their paths: from its commit on they belong to this case. */
  claimFor(tx: Db, number: string): Promise<void>;
};

/**
 * Stores pictures, does the work that needs them, and takes away again what the work has not claimed: because it failed,
 * or because it turned out to be a repeat. Whatever a process cannot take away because it dies, the sweep does.
 * @throws AppError unavailable when they cannot be stored; what the work throws
 */
export async function storePictures<Result>(
  app: Pick<App, 'db' | 'files' | 'clock'>,
  jurisdictionId: string,
  pictures: readonly Renditions[],
  work: (stored: StoredPictures) => Promise<Result>,
): Promise<Result> {
  if (pictures.length === 0) return work({ paths: [], claimFor: () => Promise.resolve() });
  const ids = pictures.map(() => randomBytes(16).toString('hex'));
  await insertMedia(app.db, jurisdictionId, ids, app.clock.now());
  try {
    for (const [index, { large, small }] of pictures.entries()) {
      await app.files.put(storeName(ids[index] ?? '', 'large'), large);
      await app.files.put(storeName(ids[index] ?? '', 'small'), small);
    }
    return await work({
      paths: ids.map(mediaPath),
      async claimFor(tx, number) {
        if ((await claimMedia(tx, jurisdictionId, ids, number)) < ids.length) throw unavailable();
      },
    });
  } finally {
    // Not by what we know, but by what the database says: a commit whose answer was lost is a commit all the same.
    await removeUnclaimed(app, jurisdictionId, ids).catch(() => undefined);
  }
}
