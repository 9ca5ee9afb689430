import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Where a walk through a list stands. Times are in milliseconds. */
export type Cursor = {
  /** The window of the first page, which all pages keep. */
  from: number | null;
  to: number | null;
  /** Sort time and number of the last case that was told. */
  time: number;
  number: string;
  /** How many there are in all, as the first page counted; null: so many that it was an estimate or not counted. */
  total: number;
  estimated: boolean;
};

/** A tag of 128 bits cannot be guessed. */
const TAG_BYTES = 16;

/** What a cursor is bound to: the city and everything that decides which cases come in which order. */
export const bindingOf = (query: unknown): string =>
  createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 22);

/** The cursor as text for an address, signed, and bound to its query. */
export function writeCursor(secret: Buffer, binding: string, cursor: Cursor): string {
  const { from, to, time, number, total, estimated } = cursor;
  const content = Buffer.from(JSON.stringify([from, to, time, number, total, estimated ? 1 : 0]));
  return `${content.toString('base64url')}.${sign(secret, binding, content).toString('base64url')}`;
}

/** @returns undefined when it was not made here, or for another query */
export function readCursor(secret: Buffer, binding: string, text: string): Cursor | undefined {
  const [content = '', tag = ''] = text.split('.');
  const bytes = Buffer.from(content, 'base64url');
  const given = Buffer.from(tag, 'base64url');
  const right = sign(secret, binding, bytes);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const [from, to, time, number, total, estimated] = JSON.parse(bytes.toString()) as [
    number | null,
    number | null,
    number,
    string,
    number,
    number,
  ];
  return { from, to, time, number, total, estimated: estimated === 1 };
}

const sign = (secret: Buffer, binding: string, content: Buffer) =>
  createHmac('sha256', secret).update(binding).update('.').update(content).digest().subarray(0, TAG_BYTES);
