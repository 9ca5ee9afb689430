import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { invalidField } from '../../platform/errors.ts';
import type { Window } from './date-window.ts';

/** Behind which row a walk through a list stands: its time, in milliseconds, and its number. */
export type Place = { time: number; number: string };

/** A window of time in a cursor, in milliseconds. */
export type WrittenWindow = [from: number, to: number];

export const writtenWindow = ({ from, to }: Window): WrittenWindow => [from.getTime(), to.getTime()];

export const windowOf = ([from, to]: WrittenWindow): Window => ({ from: new Date(from), to: new Date(to) });

/** A tag of 128 bits cannot be guessed. */
const TAG_BYTES = 16;

/** What a cursor is bound to: the list, the city and everything that decides which rows come in which order. */
export const bindingOf = (list: 'requests' | 'updates', jurisdictionId: string, query: object): string =>
  createHash('sha256')
    .update(JSON.stringify([list, jurisdictionId, Object.entries(query).sort()]))
    .digest('base64url')
    .slice(0, 22);

/** The cursor as text for an address, signed, and bound to its query. */
export function writeCursor(secret: Buffer, binding: string, cursor: Place): string {
  const content = Buffer.from(JSON.stringify(cursor));
  return `${content.toString('base64url')}.${sign(secret, binding, content).toString('base64url')}`;
}

/**
 * What was written under this binding; no other list has the same.
 * @throws AppError invalid when it was not made here, or for another query
 */
export function readCursor<Cursor extends Place>(secret: Buffer, binding: string, text: string): Cursor {
  const [content = '', tag = ''] = text.split('.');
  const bytes = Buffer.from(content, 'base64url');
  const given = Buffer.from(tag, 'base64url');
  const right = sign(secret, binding, bytes);
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    throw invalidField(
      'cursor',
      'This cursor was not made for this list. Follow the Link header as it is, with every parameter.',
    );
  }
  return JSON.parse(bytes.toString()) as Cursor;
}

const sign = (secret: Buffer, binding: string, content: Buffer) =>
  createHmac('sha256', secret).update(binding).update('.').update(content).digest().subarray(0, TAG_BYTES);
