import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

/**
 * The keys of the cities' own pages, which stand here as they are: a publishable key is no secret, since everybody who opens
 * the page can read it.
 */
export type PortalKey = {
  key_id: string;
  key: string;
  first_key_id: string;
  /** Neither revoked nor expired. */
  works: boolean;
};

export function findPortalKey(db: Db, jurisdictionId: string, now: Date): Promise<PortalKey | undefined> {
  return queryOne<PortalKey>(db, {
    name: 'portal_keys.find',
    text: `
      select p.key_id, p.key, coalesce(k.first_key_id, k.key_id) as first_key_id,
             k.revoked_at is null and coalesce(k.expires_at > $2, true) as works
        from portal_keys p
        join api_keys k on k.key_id = p.key_id
       where p.jurisdiction_id = $1`,
    values: [jurisdictionId, now],
  });
}

/** @returns whether it is there now; false when the city has one already, and then the key that was to be it is of no use */
export async function insertPortalKey(
  tx: Db,
  jurisdictionId: string,
  made: { key_id: string; key: string },
): Promise<boolean> {
  const rows = await query(tx, {
    name: 'portal_keys.insert',
    text: `
      insert into portal_keys (jurisdiction_id, key_id, key) values ($1, $2, $3)
      on conflict do nothing
      returning key_id`,
    values: [jurisdictionId, made.key_id, made.key],
  });
  return rows.length > 0;
}

/** Puts a key in the place of another one, if that is the one of the city's pages. @returns whether it was */
export async function replacePortalKey(
  tx: Db,
  jurisdictionId: string,
  oldKeyId: string,
  made: { key_id: string; key: string },
): Promise<boolean> {
  const rows = await query(tx, {
    name: 'portal_keys.replace',
    text: `
      update portal_keys set key_id = $3, key = $4 where jurisdiction_id = $1 and key_id = $2
      returning key_id`,
    values: [jurisdictionId, oldKeyId, made.key_id, made.key],
  });
  return rows.length > 0;
}
