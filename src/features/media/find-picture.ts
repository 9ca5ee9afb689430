import type { Readable } from 'node:stream';
import type { App } from '../../platform/app.ts';
import { notFound } from '../../platform/errors.ts';
import { readMediaFile, storeName } from './media.ts';
import { findJurisdictionOfMedia } from './media-repository.ts';
import { isMediaPublic } from './public-media-report.ts';

/** A picture that everybody may see; its bytes are fetched when they are wanted. */
type FoundPicture = { open(): Promise<{ stream: Readable; size: number }> };

/**
 * Finds a picture by the last part of its address.
 * @throws AppError not_found also where the public may not see its case, unavailable
 */
export async function findPicture(app: Pick<App, 'db' | 'files'>, file: string): Promise<FoundPicture> {
  const read = readMediaFile(file);
  const city = read === undefined ? undefined : await findJurisdictionOfMedia(app.db, read.media_id);
  if (read === undefined || city === undefined || !(await isMediaPublic(app.db, city, read.media_id)))
    throw noSuchPicture();
  return {
    async open() {
      const found = await app.files.get(storeName(read.media_id, read.size));
      if (found === undefined) throw noSuchPicture();
      return found;
    },
  };
}

const noSuchPicture = () => notFound('There is no such picture here.');
