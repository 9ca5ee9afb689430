import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

/** How many calls a key made in an hour that were answered so. */
export type KeyUse = { key_id: string; hour: Date; status: number; calls: number };

/**
 * Adds what a process has counted to what is there, all in one statement. In the order of the primary key, so that no two
 * processes wait for each other.
 */
export async function addUsage(db: Db, counted: readonly KeyUse[]): Promise<void> {
  await query(db, {
    name: 'key_usage.add',
    text: `
      insert into key_usage as known (key_id, hour, status, calls)
      select key_id, hour, status, calls
        from json_to_recordset($1::json) as given (key_id bigint, hour timestamptz, status smallint, calls bigint)
       where exists (select from api_keys k where k.key_id = given.key_id)
       order by key_id, hour, status
      on conflict (key_id, hour, status) do update set calls = known.calls + excluded.calls`,
    values: [JSON.stringify(counted)],
  });
}

/** How a key was used since, by the hour, the earliest first. */
export function listUsage(db: Db, keyId: string, from: Date): Promise<Omit<KeyUse, 'key_id'>[]> {
  return query(db, {
    name: 'key_usage.list',
    text: `
      select hour, status::integer, calls::integer from key_usage
       where key_id = $1 and hour >= date_trunc('hour', $2::timestamptz)
       order by hour, status`,
    values: [keyId, from],
  });
}

/** Removes what is older than it is kept. */
export async function sweepUsage(db: Db, before: Date): Promise<void> {
  await query(db, {
    name: 'key_usage.sweep',
    text: 'delete from key_usage where hour < $1',
    values: [before],
  });
}
