import { createHash, randomBytes } from 'node:crypto';

/** What a key may do; the closed list is `KeyScope` in the contract. */
export const KEY_SCOPES = ['submit', 'update'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

const PREFIX = 'sp_live_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 27;
const CHECKSUM_LENGTH = 6;
const KEY = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

/** Shown in lists: enough to tell keys apart, useless to an attacker. */
export const SHOWN_LENGTH = PREFIX.length + 6;

/** A new key: 160 random bits in base 62, followed by a checksum, so that scanners and typing errors are told apart. */
export function generateApiKey(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, randomLetter).join('');
  return `${PREFIX}${random}${checksum(random)}`;
}

/** Whether a text can be a key at all; anything else is refused without asking the database. */
export function isApiKey(text: string): boolean {
  if (!KEY.test(text)) return false;
  const random = text.slice(PREFIX.length, PREFIX.length + RANDOM_LENGTH);
  return text.endsWith(checksum(random));
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
