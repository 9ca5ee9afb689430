/** What stands where a key stood. */
const HIDDEN = '[key]';

/** Takes a key out of texts, in every way in which it may be written in addresses and answers. */
export function hiding(key: string | undefined): (text: string) => string {
  if (key === undefined || key === '') return (text) => text;
  const forms = new Set([
    key,
    encodeURIComponent(key),
    new URLSearchParams([['', key]]).toString().slice(1),
    JSON.stringify(key).slice(1, -1),
    key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  ]);
  // The longest first, so that no part of one is left.
  const ordered = [...forms].sort((one, other) => other.length - one.length);
  return (text) => ordered.reduce((left, form) => left.replaceAll(form, HIDDEN), text);
}

/** Control characters and those that turn the direction of a text could do things to a terminal. */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
