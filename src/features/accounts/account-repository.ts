import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

export type Account = { account_id: string; email: string; created_at: Date };

/**
 * The account of an address, made with the first mail that is answered.
 * @param of.domain null at a large mail service
 */
export async function upsertAccount(
  db: Db,
  of: { email: string; mailbox: Buffer; domain: Buffer | null; now: Date },
): Promise<Account> {
  const row = await queryOne<Account>(db, {
    name: 'accounts.upsert',
    text: `
      insert into accounts (email, mailbox, domain, created_at) values ($1, $2, $3, $4)
      on conflict (email) do update set mailbox = excluded.mailbox, domain = excluded.domain
      returning account_id, email, created_at`,
    values: [of.email, of.mailbox, of.domain, of.now],
  });
  if (row === undefined) throw new Error('an account was not stored');
  return row;
}

/** How many mailboxes of a domain have an account. */
export async function countMailboxes(db: Db, domain: Buffer): Promise<number> {
  const row = await queryOne<{ count: string }>(db, {
    name: 'accounts.count_mailboxes',
    text: `select count(distinct mailbox) from accounts where domain = $1`,
    values: [domain],
  });
  return Number(row?.count ?? 0);
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
