import { notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';

/** A key of somebody else is none, either. */
export const noSuchKey = (id: string) => notFound(`There is no key ${quoted(id)} here.`, 'key_id');
