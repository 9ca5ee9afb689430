/** The two sizes in which a picture is kept. */
export type Size = 'large' | 'small';

const FILE = /^([0-9a-f]{32})(\.small)?\.jpg$/;

/** Where a picture is found below the address of the server; what is stored with a case, whatever the host is called. */
export const mediaPath = (mediaId: string) => `/media/${mediaId}.jpg`;

/** Which picture a path names; undefined for any other address. */
export const readMediaPath = (path: string): string | undefined =>
  path.startsWith('/media/') ? readMediaFile(path.slice('/media/'.length))?.media_id : undefined;

/** The last part of an address, read. @returns undefined when no picture can be called so */
export function readMediaFile(file: string): { media_id: string; size: Size } | undefined {
  const [, media_id, small] = FILE.exec(file) ?? [];
  return media_id === undefined ? undefined : { media_id, size: small === undefined ? 'large' : 'small' };
}

/** The name of a rendition in the store; folders of a few thousand files are easier to live with than one of a million. */
export const storeName = (mediaId: string, size: Size) =>
  `media/${mediaId.slice(0, 2)}/${mediaId}${size === 'small' ? '.small' : ''}.jpg`;
