import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { KEY_COLUMNS } from './key-repository.ts';
import type { StoredKey } from './key-repository.ts';

/** The newest hundred keys of an account. */
export function listAccountKeys(db: Db, accountId: string): Promise<StoredKey[]> {
  return query<StoredKey>(db, {
    name: 'keys.list_of_account',
    text: `select ${KEY_COLUMNS} from api_keys where account_id = $1 order by key_id desc limit 100`,
    values: [accountId],
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

/** How many test keys of an account can still be used. */
export async function countTestKeys(db: Db, accountId: string, now: Date): Promise<number> {
  const row = await queryOne<{ count: string }>(db, {
    name: 'keys.count_tests_of_account',
    text: `
      select count(*) from api_keys
       where account_id = $1 and kind = 'test' and revoked_at is null and (expires_at is null or expires_at > $2)`,
    values: [accountId, now],
  });
  return Number(row?.count ?? 0);
}

/** Revokes a key of this account. @returns undefined when it has none of that id */
export function revokeAccountKey(db: Db, accountId: string, keyId: string): Promise<StoredKey | undefined> {
  return queryOne<StoredKey>(db, {
    name: 'keys.revoke_of_account',
    text: `
      update api_keys set revoked_at = coalesce(revoked_at, now())
       where account_id = $1 and key_id = $2
      returning ${KEY_COLUMNS}`,
    values: [accountId, keyId],
  });
}

/** Revokes all keys of an account, which are nobody's from then on and tell nothing of whose they were. */
export async function revokeKeysOfAccount(db: Db, accountId: string): Promise<void> {
  await query(db, {
    name: 'keys.revoke_all_of_account',
    text: `
      update api_keys set revoked_at = coalesce(revoked_at, now()), account_id = null, label = null
       where account_id = $1`,
    values: [accountId],
  });
}
