import { Signpost } from '@signpost/sdk';
import type { AnswerOf } from '@signpost/sdk';
import { inLanguage, send } from '../api.ts';

/** Where the account token is kept, so that whoever comes back within its 30 days need not look into their mailbox again. */
const KEPT = 'signpost.account_token';

export type AccountKey = AnswerOf<'keys.list'>['keys'][number];
export type KeyRequest = AnswerOf<'keys.list'>['requests'][number];
export type NewKey = AnswerOf<'keys.rotate'>;

/** The client for what belongs to an account; without a token, for getting one. */
export const accountClient = (accountToken?: string) =>
  new Signpost({ baseUrl: location.origin, fetch: inLanguage(send), accountToken });

export function keptToken(): string | undefined {
  try {
    const token = localStorage.getItem(KEPT) ?? '';
    return /^sp_account_[\w-]+$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}

/** @param token undefined: it works no longer, or is not wanted any more */
export function keepToken(token: string | undefined): void {
  try {
    if (token === undefined) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, token);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
