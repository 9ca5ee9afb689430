import type { Readable } from 'node:stream';
import type { App } from '../../platform/app.ts';
import { readMediaPath, storeName } from './media.ts';

/** Pictures that are stored here, whether the public may see them or not: for staff. Addresses of other servers are passed over. */
export function openPictures(
  app: Pick<App, 'files'>,
  paths: readonly string[],
): { name: string; open(): Promise<Readable | undefined> }[] {
  const ids = new Set(paths.map(readMediaPath).filter((id) => id !== undefined));
  return [...ids].map((id) => ({
    name: `${id}.jpg`,
    open: async () => (await app.files.get(storeName(id, 'large')))?.stream,
  }));
}
