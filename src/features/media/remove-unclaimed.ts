import type { App } from '../../platform/app.ts';
import { storeName } from './media.ts';
import { deleteUnclaimed } from './media-repository.ts';

/**
 * Removes those of the given pictures that nobody has claimed, files and rows. A transaction that is about to claim one is
 * waited for; where a file cannot be removed, all rows stay, so that it is found again.
 * @throws AppError unavailable
 */
export async function removeUnclaimed(
  app: Pick<App, 'db' | 'files'>,
  jurisdictionId: string,
  mediaIds: readonly string[],
): Promise<void> {
  await app.db.transaction(async (tx) => {
    for (const id of await deleteUnclaimed(tx, jurisdictionId, mediaIds)) {
      await app.files.delete(storeName(id, 'large'));
      await app.files.delete(storeName(id, 'small'));
    }
  });
}
