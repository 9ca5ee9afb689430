import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { JurisdictionKind } from '../jurisdictions/index.ts';
import { KEY_COLUMNS } from './key-repository.ts';
import type { StoredKey } from './key-repository.ts';

/** Whether a key can still be used, at the time in place two. */
const WORKS = 'revoked_at is null and (expires_at is null or expires_at > $2)';

/** The keys of an account: those that work, then others, the newest of both first. */
export function listAccountKeys(
  db: Db,
  accountId: string,
  { now, limit }: { now: Date; limit: number },
): Promise<StoredKey[]> {
  return query<StoredKey>(db, {
    name: 'keys.list_of_account',
    text: `
      select ${KEY_COLUMNS} from api_keys where account_id = $1
       order by (${WORKS}) desc, key_id desc limit $3`,
    values: [accountId, now, limit],
  });
}

/** A key, if it is one of this account. */
export function findAccountKey(db: Db, accountId: string, keyId: string): Promise<StoredKey | undefined> {
  return queryOne<StoredKey>(db, {
    name: 'keys.find_of_account',
    text: `select ${KEY_COLUMNS} from api_keys where account_id = $1 and key_id = $2`,
    values: [accountId, keyId],
  });
}

/** How many keys of an account for the sandbox, or for what is real, can still be used. */
export async function countKeysInUse(
  db: Db,
  accountId: string,
  kind: JurisdictionKind,
  now: Date,
): Promise<number> {
  const row = await queryOne<{ count: string }>(db, {
    name: 'keys.count_in_use_of_account',
    text: `select count(*) from api_keys where account_id = $1 and kind = $3 and ${WORKS}`,
    values: [accountId, now, kind],
  });
  return Number(row?.count ?? 0);
}

/** One that a key has replaced, itself or by others in between, and that goes on working. */
export function findReplacedInUse(
  db: Db,
  accountId: string,
  { first_key_id, key_id }: Pick<StoredKey, 'first_key_id' | 'key_id'>,
  now: Date,
): Promise<StoredKey | undefined> {
  return queryOne<StoredKey>(db, {
    name: 'keys.find_replaced_in_use',
    text: `
      select ${KEY_COLUMNS} from api_keys
       where account_id = $1 and coalesce(first_key_id, key_id) = $3 and key_id < $4 and ${WORKS}
       order by key_id limit 1`,
    values: [accountId, now, first_key_id, key_id],
  });
}

/** Revokes a key of this account. @returns undefined when it has none of that id */
export function revokeAccountKey(
  db: Db,
  accountId: string,
  keyId: string,
  now: Date,
): Promise<StoredKey | undefined> {
  return queryOne<StoredKey>(db, {
    name: 'keys.revoke_of_account',
    text: `
      update api_keys set revoked_at = coalesce(revoked_at, $3)
       where account_id = $1 and key_id = $2
      returning ${KEY_COLUMNS}`,
    values: [accountId, keyId, now],
  });
}

/** Revokes all keys of an account, which are nobody's from then on and tell nothing of whose they were. */
export async function revokeKeysOfAccount(db: Db, accountId: string, now: Date): Promise<void> {
  await query(db, {
    name: 'keys.revoke_all_of_account',
    text: `
      update api_keys set revoked_at = coalesce(revoked_at, $2), account_id = null, label = null
       where account_id = $1`,
    values: [accountId, now],
  });
}
