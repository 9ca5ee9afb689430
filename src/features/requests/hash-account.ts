import { createHmac } from 'node:crypto';
import type { Db } from '../../platform/database.ts';
import { findSecret } from './request-repository.ts';

/** The secret that accounts are hashed with; without it nobody can try out whose hash it is. */
const ACCOUNTS = 'supporters';

/** Makes hashes of the accounts of a city: the same account of another city has another one. */
export async function accountHasher(db: Db, jurisdictionId: string): Promise<(accountId: string) => Buffer> {
  const secret = await findSecret(db, ACCOUNTS);
  return (accountId) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([jurisdictionId, plainAccount(accountId)]))
      .digest();
}

/** Many apps name their accounts by e-mail addresses, and people write these as they like. */
export const plainAccount = (text: string): string => {
  const account = text.trim();
  return account.includes('@') ? account.toLowerCase() : account;
};
