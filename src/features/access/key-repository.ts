import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { JurisdictionKind } from '../jurisdictions/index.ts';
import type { KeyScope } from './api-key.ts';

/** A key as operators see it; the key itself is nowhere. */
export type StoredKey = {
  key_id: string;
  prefix: string;
  label: string | null;
  /** Null: a key of the whole installation. */
  jurisdiction_id: string | null;
  /** `test`: for the sandbox of that city. */
  kind: JurisdictionKind;
  scopes: KeyScope[];
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
  /** Of a publishable key: the pages that may use it. Null: a secret key. */
  origins: string[] | null;
  /** Submissions a minute; null: as many as the installation says. */
  per_minute: number | null;
  /** The first of the keys that this one has replaced, one after the other; it is the first itself where there are none. */
  first_key_id: string;
  replaced_by: string | null;
  /** Of which developer's account it is; null: an operator has made it. */
  account_id: string | null;
};

/** What a key is for, and for how long. `first_key_id`: null for a key that replaces none. */
export type KeyTerms = Pick<
  StoredKey,
  'label' | 'jurisdiction_id' | 'kind' | 'scopes' | 'expires_at' | 'origins' | 'per_minute' | 'account_id'
> & { first_key_id: string | null };

/** What is read of a key. */
export const KEY_COLUMNS = `key_id, prefix, label, jurisdiction_id, kind, scopes, created_at, expires_at, revoked_at, last_used_at,
             origins, per_minute, coalesce(first_key_id, key_id) as first_key_id, replaced_by, account_id`;

export async function insertKey(
  db: Db,
  key: KeyTerms & { key_hash: Buffer; prefix: string; now: Date },
): Promise<StoredKey> {
  const row = await queryOne<StoredKey>(db, {
    name: 'keys.insert',
    text: `
      insert into api_keys (key_hash, prefix, label, jurisdiction_id, scopes, expires_at, kind, origins, per_minute, first_key_id, account_id,
                            created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      returning ${KEY_COLUMNS}`,
    values: [
      key.key_hash,
      key.prefix,
      key.label,
      key.jurisdiction_id,
      key.scopes,
      key.expires_at,
      key.kind,
      key.origins,
      key.per_minute,
      key.first_key_id,
      key.account_id,
      key.now,
    ],
  });
  if (row === undefined) throw new Error('a key was not stored');
  return row;
}

/**
 * Finds a key by its hash and notes that it was used, at most once a minute, so that a busy key is not written on every
 * call. The one table that is asked without a city: the key says which city it belongs to.
 */
export function findKeyInUse(db: Db, keyHash: Buffer, now: Date): Promise<StoredKey | undefined> {
  return queryOne<StoredKey>(db, {
    name: 'keys.find_in_use',
    text: `
      with used as (
        update api_keys set last_used_at = $2
         where key_hash = $1 and revoked_at is null
           and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')
      )
      select ${KEY_COLUMNS} from api_keys where key_hash = $1`,
    values: [keyHash, now],
  });
}

/** The newest thousand keys of a city and of the installation, or of all when no city is named. */
export function listKeys(db: Db, jurisdictionId: string | null): Promise<StoredKey[]> {
  return query<StoredKey>(db, {
    name: 'keys.list',
    text: `
      select ${KEY_COLUMNS} from api_keys
       where $1::text is null or jurisdiction_id = $1 or jurisdiction_id is null
       order by key_id desc
       limit 1000`,
    values: [jurisdictionId],
  });
}

/** Revokes a key by its id or its first characters. @returns the keys that were meant and whether they were live */
export function revokeKeys(db: Db, name: string, now: Date): Promise<StoredKey[]> {
  return query<StoredKey>(db, {
    name: 'keys.revoke',
    text: `
      update api_keys set revoked_at = coalesce(revoked_at, $2)
       where key_id::text = $1 or prefix = $1
      returning ${KEY_COLUMNS}`,
    values: [name, now],
  });
}

/** Keys by id or by the first characters, which several may share by chance. */
export function findKeys(db: Db, name: string): Promise<StoredKey[]> {
  return query<StoredKey>(db, {
    name: 'keys.find',
    text: `select ${KEY_COLUMNS} from api_keys where key_id::text = $1 or prefix = $1 order by key_id`,
    values: [name],
  });
}

/** A key by its id, locked against other changes until the transaction ends. */
export function lockKey(tx: Db, keyId: string): Promise<StoredKey | undefined> {
  return queryOne<StoredKey>(tx, {
    name: 'keys.lock',
    text: `select ${KEY_COLUMNS} from api_keys where key_id::text = $1 for update`,
    values: [keyId],
  });
}

/** Notes which key has taken the place of one, and when that one ends at the latest. */
export async function updateReplaced(
  tx: Db,
  keyId: string,
  by: { key_id: string; ends: Date },
): Promise<void> {
  await query(tx, {
    name: 'keys.replace',
    text: 'update api_keys set replaced_by = $2, expires_at = least(expires_at, $3) where key_id = $1',
    values: [keyId, by.key_id, by.ends],
  });
}

/** Other terms for a key; `db` is the transaction that has locked it. */
export async function updateTerms(
  tx: Db,
  keyId: string,
  { origins, per_minute }: Pick<StoredKey, 'origins' | 'per_minute'>,
): Promise<StoredKey | undefined> {
  return queryOne<StoredKey>(tx, {
    name: 'keys.set',
    text: `update api_keys set origins = $2, per_minute = $3 where key_id = $1 returning ${KEY_COLUMNS}`,
    values: [keyId, origins, per_minute],
  });
}
