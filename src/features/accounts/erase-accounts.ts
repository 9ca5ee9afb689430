import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { revokeKeysOfAccount } from '../access/index.ts';
import { forgetAddress } from './account-mail-repository.ts';
import { listAccountsOf, lockAccount, removeAccount } from './account-repository.ts';
import type { Account } from './account-repository.ts';

/** Erases an account: its address, sessions and requests are gone, and its keys are nobody's and work no longer. */
export async function eraseAccount(app: { db: Knex; clock: Clock }, account: Account): Promise<void> {
  await app.db.transaction((tx) => erase(tx, account, app.clock.now()));
}

/**
 * Erases everything about an address: accounts, and mails that have no answer. Such a mail goes on holding its mailbox, of which
 * only a hash is kept.
 */
export async function eraseAccountsOf(
  app: { db: Knex; clock: Clock },
  email: string,
): Promise<{ accounts: number; account_mails: number }> {
  return app.db.transaction(async (tx) => {
    const accounts = await listAccountsOf(tx, email);
    for (const account of accounts) await erase(tx, account, app.clock.now());
    return { accounts: accounts.length, account_mails: await forgetAddress(tx, email) };
  });
}

async function erase(tx: Db, { account_id, email }: Account, now: Date): Promise<void> {
  await lockAccount(tx, account_id);
  await revokeKeysOfAccount(tx, account_id, now);
  await removeAccount(tx, account_id);
  await forgetAddress(tx, email);
}
