import type { App } from '../../platform/app.ts';
import type { Db } from '../../platform/database.ts';
import { readMediaPath } from './media.ts';
import { unclaimMedia } from './media-repository.ts';
import { removeUnclaimed } from './remove-unclaimed.ts';

/**
 * Takes pictures from a case: from the commit on they are nobody's, nobody sees them, and they are swept.
 * @param paths which; all when absent. Addresses of other servers among them are passed over
 * @returns the ids of those that were taken
 */
export function releaseMedia(
  tx: Db,
  jurisdictionId: string,
  number: string,
  paths?: readonly string[],
): Promise<string[]> {
  const ids = paths?.map(readMediaPath).filter((id) => id !== undefined);
  return unclaimMedia(tx, jurisdictionId, number, ids ?? null);
}

/**
 * Removes the files of pictures that were released, without waiting for the sweep.
 * @throws AppError unavailable
 */
export const removeReleased = (
  app: Pick<App, 'db' | 'files'>,
  jurisdictionId: string,
  mediaIds: readonly string[],
): Promise<void> =>
  mediaIds.length === 0 ? Promise.resolve() : removeUnclaimed(app, jurisdictionId, mediaIds);
