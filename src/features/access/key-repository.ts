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
};

const COLUMNS = `key_id, prefix, label, jurisdiction_id, kind, scopes, created_at, expires_at, revoked_at, last_used_at`;

export async function insertKey(
  db: Db,
  key: {
    key_hash: Buffer;
    prefix: string;
    label: string | null;
    jurisdiction_id: string | null;
    kind: JurisdictionKind;
    scopes: KeyScope[];
    expires_at: Date | null;
  },
): Promise<StoredKey> {
  const row = await queryOne<StoredKey>(db, {
    name: 'keys.insert',
    text: `
      insert into api_keys (key_hash, prefix, label, jurisdiction_id, scopes, expires_at, kind)
      values ($1, $2, $3, $4, $5, $6, $7)
      returning ${COLUMNS}`,
    values: [key.key_hash, key.prefix, key.label, key.jurisdiction_id, key.scopes, key.expires_at, key.kind],
  });
  if (row === undefined) throw new Error('a key was not stored');
  return row;
}

/**
 * Finds a key by its hash and notes that it was used, at most once a minute, so that a busy key is not written on every
 * call. The one table that is asked without a city: the key says which city it belongs to.
 */
export function findKeyInUse(db: Db, keyHash: Buffer): Promise<StoredKey | undefined> {
  return queryOne<StoredKey>(db, {
    name: 'keys.find_in_use',
    text: `
      with used as (
        update api_keys set last_used_at = now()
         where key_hash = $1 and revoked_at is null and (last_used_at is null or last_used_at < now() - interval '1 minute')
      )
      select ${COLUMNS} from api_keys where key_hash = $1`,
    values: [keyHash],
  });
}

/** The newest thousand keys of a city and of the installation, or of all when no city is named. */
export function listKeys(db: Db, jurisdictionId: string | null): Promise<StoredKey[]> {
  return query<StoredKey>(db, {
    name: 'keys.list',
    text: `
      select ${COLUMNS} from api_keys
       where $1::text is null or jurisdiction_id = $1 or jurisdiction_id is null
       order by key_id desc
       limit 1000`,
    values: [jurisdictionId],
  });
}

/** Revokes a key by its id or its first characters. @returns the keys that were meant and whether they were live */
export function revokeKeys(db: Db, name: string): Promise<StoredKey[]> {
  return query<StoredKey>(db, {
    name: 'keys.revoke',
    text: `
      update api_keys set revoked_at = coalesce(revoked_at, now())
       where key_id::text = $1 or prefix = $1
      returning ${COLUMNS}`,
    values: [name],
  });
}
