import { invalidField } from './errors.ts';

/**
 * Control characters but TAB, LF and CR, half surrogate pairs, and the two non-characters: what XML cannot carry, even
 * escaped, or PostgreSQL cannot store.
 */
const UNREADABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const ALL_UNREADABLE = new RegExp(UNREADABLE, 'g');

/** Whether a text can be carried by XML and stored by PostgreSQL. */
export function isReadableText(text: string): boolean {
  return !UNREADABLE.test(text);
}

/** The text without what XML cannot carry. */
export function readableText(text: string): string {
  return text.replace(ALL_UNREADABLE, '');
}

/**
 * A text that an operator typed, as it may be stored and published: LF for line ends, and null for an empty one.
 * @param limit the most characters, counted as people do
 * @throws AppError invalid when it is longer, or holds what XML cannot carry
 */
export function checkedText(field: string, text: string | null, limit: number): string | null {
  if (text === null || text.trim() === '') return null;
  if (!isReadableText(text))
    throw invalidField(field, `${field} contains a control character or half of a character. Remove it.`);
  if ([...text].length > limit)
    throw invalidField(field, `${field} is longer than ${limit.toLocaleString('en')} characters.`);
  return text.replace(/\r\n?/g, '\n');
}

/** The most characters of somebody's own text that a message repeats. */
const MOST_QUOTED = 60;

/** Somebody's own text as a message repeats it: short, whole characters, and nothing that XML cannot carry. */
export function quoted(text: string): string {
  const characters = [...readableText(text)];
  return characters.length > MOST_QUOTED
    ? `${characters.slice(0, MOST_QUOTED).join('')}…`
    : characters.join('');
}
