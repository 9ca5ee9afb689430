import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

/** Cases whose district was found by an older import of districts than this. */
export function listOldStamps(
  db: Db,
  jurisdictionId: string,
  areasVersion: number,
  limit: number,
): Promise<{ number: string; lat: number | null; long: number | null }[]> {
  return query(db, {
    name: 'requests.list_old_stamps',
    text: `
      select number::text, lat, long from requests
       where jurisdiction_id = $1 and areas_version < $2
       order by areas_version limit $3`,
    values: [jurisdictionId, areasVersion, limit],
  });
}

/**
 * Only a case that lies in another district now gets a new version; it was not dealt with, so its times stay. One whose place
 * has changed since it was looked at waits for the next time: the district of an exact place must not stand at a coarse one.
 * Cases are locked in the order of their numbers, as everybody does who locks several.
 */
export async function updateStamps(
  tx: Db,
  jurisdictionId: string,
  areasVersion: number,
  stamps: readonly { number: string; lat: number | null; long: number | null; area_code: string | null }[],
): Promise<void> {
  await query(tx, {
    name: 'requests.lock_stamped',
    text: 'select from requests where jurisdiction_id = $1 and number = any($2::bigint[]) order by number for update',
    values: [jurisdictionId, stamps.map(({ number }) => number)],
  });
  await query(tx, {
    name: 'requests.update_stamps',
    text: `
      update requests r
         set area_code = given.area_code, areas_version = $2,
             version = r.version + case when r.area_code is distinct from given.area_code then 1 else 0 end
        from json_to_recordset($3::json) as given (number bigint, lat double precision, long double precision, area_code text)
       where r.jurisdiction_id = $1 and r.number = given.number and r.areas_version < $2
         and (r.lat, r.long) is not distinct from (given.lat, given.long)`,
    values: [jurisdictionId, areasVersion, JSON.stringify(stamps)],
  });
}
