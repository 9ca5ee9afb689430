import type { Request } from 'express';

/** What pages are written for (web/build), and what stands in them where nothing better is known. */
export const WRITTEN_ADDRESS = 'http://127.0.0.1:3111';

/** What may be put into a page: a caller chooses the host that it names. */
const PLAIN_ADDRESS = /^https?:\/\/[\w.:[\]-]+$/;

/** The server's own address as it stands in a page: as the settings say, else as the reader has come, where that is a plain one. */
export function ownAddress(publicUrl: string | undefined, request: Request): string {
  const own = publicUrl ?? `${request.protocol}://${request.host}`;
  return PLAIN_ADDRESS.test(own) ? own : WRITTEN_ADDRESS;
}
