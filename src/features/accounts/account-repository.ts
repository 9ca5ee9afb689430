import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

export type Account = { account_id: string; email: string; created_at: Date };

/** The account of an address, made with the first mail that is answered. */
export async function upsertAccount(db: Db, email: string, now: Date): Promise<Account> {
  const row = await queryOne<Account>(db, {
    name: 'accounts.upsert',
    text: `
      insert into accounts (email, created_at) values ($1, $2)
      on conflict (email) do update set email = excluded.email
      returning account_id, email, created_at`,
    values: [email, now],
  });
  if (row === undefined) throw new Error('an account was not stored');
  return row;
}

export function findAccount(db: Db, accountId: string): Promise<Account | undefined> {
  return queryOne<Account>(db, {
    name: 'accounts.find',
    text: `select account_id, email, created_at from accounts where account_id = $1`,
    values: [accountId],
  });
}

/** Accounts with an address, in upper or lower case. */
export function listAccountsOf(db: Db, email: string): Promise<Account[]> {
  return query<Account>(db, {
    name: 'accounts.list_of',
    text: `
      select account_id, email, created_at from accounts where lower(email) = lower($1)
       order by account_id limit 1000`,
    values: [email],
  });
}

/** Until the end of the transaction nobody else makes or asks for a key of this account. @returns whether there is one */
export async function lockAccount(tx: Db, accountId: string): Promise<boolean> {
  const row = await queryOne(tx, {
    name: 'accounts.lock',
    text: `select account_id from accounts where account_id = $1 for update`,
    values: [accountId],
  });
  return row !== undefined;
}

/** Deletes the account with its sessions and requests for keys. */
export async function removeAccount(db: Db, accountId: string): Promise<void> {
  await query(db, {
    name: 'accounts.remove',
    text: `delete from accounts where account_id = $1`,
    values: [accountId],
  });
}
