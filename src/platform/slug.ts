import { createHash } from 'node:crypto';

/** Letters that Unicode does not decompose into a plain letter and a mark. */
const PLAIN: Record<string, string> = {
  ł: 'l',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};
const UNDECOMPOSED = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');

/** Codes are read in addresses and lists; a longer one ends in a hash of the whole text. */
const LONGEST = 80;
const HASH_LENGTH = 8;

/**
 * A code made from a text: lower-case ASCII letters and digits, joined by hyphens, never empty, the same for the same
 * text for ever. Where letters have no ASCII form or the text is long, a hash keeps different texts apart.
 */
export function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(UNDECOMPOSED, (letter) => PLAIN[letter] ?? letter);
  const code = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const lossy = /[^a-z0-9\P{L}]|[^0-9\P{N}]/u.test(plain);
  if (!lossy && code !== '' && code.length <= LONGEST) return code;
  const hash = createHash('sha256').update(text.normalize('NFC')).digest('hex').slice(0, HASH_LENGTH);
  const beginning = code.slice(0, LONGEST - HASH_LENGTH - 1).replace(/-$/, '');
  return beginning === '' ? hash : `${beginning}-${hash}`;
}
