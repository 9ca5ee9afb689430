import { createHash, randomBytes } from 'node:crypto';

/** What a token is good for: the link of a mail, or everything about an account. */
type TokenKind = 'mail' | 'account';

const PREFIXES: Record<TokenKind, string> = { mail: 'sp_mail_', account: 'sp_account_' };
const RANDOM_BYTES = 32;

/** 256 random bits, which nobody guesses; what they are good for stands in front, so that people and scanners see it. */
export const createToken = (kind: TokenKind): string =>
  `${PREFIXES[kind]}${randomBytes(RANDOM_BYTES).toString('base64url')}`;

/** What is stored of a token; undefined when the text is none of that kind. */
export function hashToken(kind: TokenKind, token: string): Buffer | undefined {
  const isOne = token.startsWith(PREFIXES[kind]) && /^[\w-]{43}$/.test(token.slice(PREFIXES[kind].length));
  return isOne ? createHash('sha256').update(token).digest() : undefined;
}
