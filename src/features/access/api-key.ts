import { createHash, randomBytes } from 'node:crypto';
import type { JurisdictionKind } from '../jurisdictions/index.ts';

/** What a key may do; the closed list is `KeyScope` in the contract. */
export const KEY_SCOPES = ['submit', 'update', 'trusted'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** What a key is made for: the live city, pages of the live city that everybody can read, or the sandbox. */
export type KeyType = JurisdictionKind | 'publishable';

/** People and programs see at once whether a key can do any harm, and whether it may be shown. */
const PREFIXES: Record<KeyType, string> = { live: 'sp_live_', publishable: 'sp_pub_', test: 'sp_test_' };
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 27;
const CHECKSUM_LENGTH = 6;
const RANDOM = new RegExp(`^[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

/** Shown in lists: enough to tell keys apart, useless to an attacker. */
export const SHOWN_LENGTH = PREFIXES.live.length + 6;

/** A new key: 160 random bits in base 62, followed by a checksum, so that scanners and typing errors are told apart. */
export function generateApiKey(type: KeyType): string {
  const random = Array.from({ length: RANDOM_LENGTH }, randomLetter).join('');
  return `${PREFIXES[type]}${random}${checksum(random)}`;
}

/** Whether a text can be a key at all; anything else is refused without asking the database. */
export function isApiKey(text: string): boolean {
  const type = typeOfKey(text);
  const rest = type === undefined ? '' : text.slice(PREFIXES[type].length);
  return RANDOM.test(rest) && rest.endsWith(checksum(rest.slice(0, RANDOM_LENGTH)));
}

/** What a key says that it is for; undefined when it is none of ours. */
export function kindOfKey(text: string): JurisdictionKind | undefined {
  const type = typeOfKey(text);
  return type === 'publishable' ? 'live' : type;
}

function typeOfKey(text: string): KeyType | undefined {
  return (['live', 'publishable', 'test'] as const).find((type) => text.startsWith(PREFIXES[type]));
}

/** What is stored. A plain SHA-256 suffices for something that nobody can guess. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function randomLetter(): string {
  for (;;) {
    // 248 is the largest multiple of 62 that fits into a byte: above it some letters would be likelier than others.
    const [byte = 255] = randomBytes(1);
    if (byte < 248) return ALPHABET[byte % 62] ?? '';
  }
}

function checksum(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return Array.from(digest.subarray(0, CHECKSUM_LENGTH), (byte) => ALPHABET[byte % 62]).join('');
}
