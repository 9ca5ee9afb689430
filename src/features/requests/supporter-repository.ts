import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { asAccount } from './match-address.ts';
import { numberToTell } from './public-item.ts';
import type { Status } from './request.ts';
import type { CaseKey } from './submission-repository.ts';

/** An account of an app, as it is stored. */
type Account = { key_id: string; account_hash: Buffer };

/** `duplicate_of`: null as well when nobody can see that case. */
type SupportedCase = { status: Status; duplicate_of: string | null; supporters: number; supported: boolean };

/** A public case and whether an account supports it, locked against other changes until the transaction ends. */
export function lockSupported(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  { key_id, account_hash }: Account,
): Promise<SupportedCase | undefined> {
  return queryOne(tx, {
    name: 'supporters.lock_request',
    text: `
      select r.status, r.supporters, ${numberToTell('$1', 'r.duplicate_of')} as duplicate_of,
             exists (select from request_supporters p
                      where p.jurisdiction_id = $1 and p.number = $2 and p.key_id = $3 and p.account_hash = $4) as supported
        from requests r
       where r.jurisdiction_id = $1 and r.number = $2 and r.visibility = 'public'
         for update of r`,
    values: [jurisdiction_id, number, key_id, account_hash],
  });
}

export async function insertSupporter(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  { key_id, account_hash }: Account,
  at: Date,
): Promise<void> {
  await query(tx, {
    name: 'supporters.insert',
    text: `
      insert into request_supporters (jurisdiction_id, number, key_id, account_hash, supported_at)
      values ($1, $2, $3, $4, $5)
      on conflict do nothing`,
    values: [jurisdiction_id, number, key_id, account_hash, at],
  });
}

/**
 * Counts the supporters of a case anew, and of the one that it is a duplicate of: those of the case itself and of its duplicates,
 * each account of a key once. The case has another version then, so that copies of it are known to be old, but not another
 * time: nobody has dealt with it.
 * @returns how many the case has
 */
export async function recountSupporters(tx: Db, { jurisdiction_id, number }: CaseKey): Promise<number> {
  const counted = `jurisdiction_id = $1 and number in (
    select $2::bigint union all select duplicate_of from requests where jurisdiction_id = $1 and number = $2)`;
  // In a statement of its own: the next one sees what those had written whom this one waited for.
  await query(tx, {
    name: 'supporters.lock_counts',
    text: `select number from requests where ${counted} order by number for update`,
    values: [jurisdiction_id, number],
  });
  const row = await queryOne<{ supporters: number }>(tx, {
    name: 'supporters.recount',
    text: `
      with found as materialized (
        select number from requests where ${counted}
      ), each_counted as materialized (
        select found.number,
               (select count(distinct (p.key_id, p.account_hash))::integer
                  from request_supporters p
                 where p.jurisdiction_id = $1
                   and p.number = any (array(select found.number union all
                                             select d.number from requests d
                                              where d.jurisdiction_id = $1 and d.duplicate_of = found.number))) as supporters
          from found
      ), written as (
        update requests r set supporters = e.supporters, version = r.version + 1
          from each_counted e
         where r.jurisdiction_id = $1 and r.number = e.number and r.supporters <> e.supporters
      )
      select supporters from each_counted where number = $2`,
    values: [jurisdiction_id, number],
  });
  return row?.supporters ?? 0;
}

/** An account as apps name it. Null: whatever the key. */
export type NamedAccount = { key_id: string | null; account_id: string };

/** The accounts of a person: with which they have reported these cases, or commented under this e-mail address or an account that it names. */
export function listAccounts(
  db: Db,
  jurisdictionId: string,
  { reported, email }: { reported: readonly string[]; email: string | null },
): Promise<NamedAccount[]> {
  return query(db, {
    name: 'supporters.list_accounts',
    text: `
      select substr(t.actor, 5) as key_id, p.account_id
        from request_reporters p
        join request_timeline t on t.jurisdiction_id = p.jurisdiction_id and t.number = p.number
                               and t.kind = 'submitted' and starts_with(t.actor, 'key:')
       where p.jurisdiction_id = $1 and p.number = any($2::bigint[]) and p.account_id is not null
       union
      select t.key_id::text, s.account_id
        from update_senders s
        join request_timeline t on t.jurisdiction_id = s.jurisdiction_id and t.number = s.number and t.entry = s.entry
       where s.jurisdiction_id = $1 and (lower(btrim(s.email)) = $3 or s.account_id ~* $4)
         and s.account_id is not null and t.key_id is not null`,
    values: [jurisdictionId, reported, email, email === null ? null : asAccount(email)],
  });
}

/** That an account supports a case. */
export type Support = Account & { number: string };

/** Which cases accounts support. Looks through all supporters of the city. */
export function listSupports(
  db: Db,
  jurisdictionId: string,
  accounts: readonly { key_id: string | null; account_hash: Buffer }[],
): Promise<Support[]> {
  return query(db, {
    name: 'supporters.list',
    text: `
      select distinct p.number::text, p.key_id::text, p.account_hash
        from request_supporters p
        join unnest($2::bigint[], $3::text[]) as known (key_id, account_hash)
          on encode(p.account_hash, 'hex') = known.account_hash and (known.key_id is null or p.key_id = known.key_id)
       where p.jurisdiction_id = $1 and p.supported_at is not null
       order by 1`,
    values: [
      jurisdictionId,
      accounts.map(({ key_id }) => key_id),
      accounts.map(({ account_hash }) => account_hash.toString('hex')),
    ],
  });
}

/**
 * A hash that was made of nothing that is kept: `salt` is random, and forgotten when its work is done. The same account is the
 * same nobody in a case and its duplicates, so that it goes on counting once, and another one everywhere else.
 */
const nobody = (salt: string) =>
  `sha256(${salt}::bytea || convert_to(coalesce(r.duplicate_of, r.number)::text, 'UTF8') || p.account_hash)`;

/** Forgets supporters `p` of cases, whose number stays as it is. */
export const forgetSupporters = (salt: string, which: string): string => `
        update request_supporters p set account_hash = ${nobody(salt)}, supported_at = null
          from requests r
         where p.jurisdiction_id = $1 and r.jurisdiction_id = $1 and r.number = p.number and p.supported_at is not null
           and ${which}`;

/** @returns whether the account had supported the case */
export async function forgetSupporter(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  { key_id, account_hash }: Account,
  salt: Buffer,
): Promise<boolean> {
  const row = await queryOne(tx, {
    name: 'supporters.forget',
    text: `${forgetSupporters('$5', 'p.number = $2 and p.key_id = $3 and p.account_hash = $4')} returning p.number`,
    values: [jurisdiction_id, number, key_id, account_hash, salt],
  });
  return row !== undefined;
}
