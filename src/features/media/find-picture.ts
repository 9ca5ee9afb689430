import { Readable } from 'node:stream';
import type { App } from '../../platform/app.ts';
import { notFound } from '../../platform/errors.ts';
import { findLogo, readLogoFile } from '../jurisdictions/index.ts';
import { readMediaFile, storeName } from './media.ts';
import { findJurisdictionOfMedia } from './media-repository.ts';
import { isMediaPublic } from './public-media-report.ts';

/** A picture that everybody may see; its bytes are fetched when they are wanted. */
type FoundPicture = {
  type: 'image/jpeg' | 'image/png';
  open(): Promise<{ stream: Readable; size: number }>;
};

/**
 * Finds a picture by the last part of its address: that of a case, or the logo of a city.
 * @throws AppError not_found also where the public may not see its case, unavailable
 */
export async function findPicture(app: Pick<App, 'db' | 'files'>, file: string): Promise<FoundPicture> {
  const logo = readLogoFile(file);
  if (logo !== undefined) return findLogoPicture(app, logo);
  const read = readMediaFile(file);
  const city = read === undefined ? undefined : await findJurisdictionOfMedia(app.db, read.media_id);
  if (read === undefined || city === undefined || !(await isMediaPublic(app.db, city, read.media_id)))
    throw noSuchPicture();
  return {
    type: 'image/jpeg',
    async open() {
      const found = await app.files.get(storeName(read.media_id, read.size));
      if (found === undefined) throw noSuchPicture();
      return found;
    },
  };
}

async function findLogoPicture({ db }: Pick<App, 'db'>, logoId: string): Promise<FoundPicture> {
  const png = await findLogo(db, logoId);
  if (png === undefined) throw noSuchPicture();
  return {
    type: 'image/png',
    open: () => Promise.resolve({ stream: Readable.from([png]), size: png.length }),
  };
}

const noSuchPicture = () => notFound('There is no such picture here.');
