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
      if (call.hasCopy?.(file) === true) return { status: 304, tag: file, headers: HEADERS };
      const { stream, size } = await found.open();
      return {
        status: 200,
        tag: file,
        headers: { ...HEADERS, 'Content-Type': found.type, 'Content-Length': String(size) },
        stream,
      };
    },
  };
}
