import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { listAccountKeys } from '../access/index.ts';
import { listMailsTo } from './account-mail-repository.ts';
import { listAccountsOf } from './account-repository.ts';
import { listRequestsOf } from './key-request-repository.ts';

/** More than anybody has made by hand. */
const ALL = 10_000;

/** Everything that is known of an address: for the person whose it is. */
export async function readAccountData(
  { db, clock }: { db: Knex; clock: Clock },
  email: string,
): Promise<{ accounts: object[]; mails: object[] }> {
  const accounts: object[] = [];
  for (const account of await listAccountsOf(db, email)) {
    const { account_id, ...told } = account;
    accounts.push({
      ...told,
      keys: await listAccountKeys(db, account_id, { now: clock.now(), limit: ALL }),
      key_requests: await listRequestsOf(db, account_id),
    });
  }
  return { accounts, mails: await listMailsTo(db, email) };
}
