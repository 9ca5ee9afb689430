import type { Operation } from '../../http/operation.ts';
import type { App } from '../../platform/app.ts';
import { findPicture } from './find-picture.ts';

/** A name stands for the same bytes for ever, and nothing in them can run. */
const HEADERS = {
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Security-Policy': "default-src 'none'; sandbox",
};

export function mediaOperations(app: Pick<App, 'db' | 'files'>): { 'media.get': Operation<'media.get'> } {
  return {
    'media.get': async (call) => {
      const { file } = call.parameters;
      const found = await findPicture(app, file);
      const headers = { ...HEADERS, ETag: `"${file}"` };
      if (names(call.parameters['If-None-Match'], headers.ETag)) return { status: 304, headers };
      const { stream, size } = await found.open();
      return {
        status: 200,
        headers: { ...headers, 'Content-Type': 'image/jpeg', 'Content-Length': String(size) },
        stream,
      };
    },
  };
}

/** Whether an `If-None-Match` names this tag; a weak one is as good for reading. */
const names = (given: string | undefined, etag: string) =>
  (given ?? '').split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')));
