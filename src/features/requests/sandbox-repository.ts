import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

/**
 * Enters a service of the city under its sandbox, for the foreign key of cases to find; what the service is stands with the
 * city alone. Nothing happens when there is no such service, or when it is there already.
 */
export async function enterService(
  db: Db,
  sandbox: { jurisdiction_id: string; live_jurisdiction_id: string },
  serviceCode: string,
): Promise<void> {
  await query(db, {
    name: 'services.enter_in_sandbox',
    text: `
      insert into services (jurisdiction_id, service_code, type, names)
      select $1, service_code, type, '{}' from services where jurisdiction_id = $2 and service_code = $3
      on conflict (jurisdiction_id, service_code) do nothing`,
    values: [sandbox.jurisdiction_id, sandbox.live_jurisdiction_id, serviceCode],
  });
}

/** Numbers of cases that came before a time, the lowest first. */
export async function listOldCases(
  db: Db,
  jurisdictionId: string,
  before: Date,
  limit: number,
): Promise<string[]> {
  const rows = await query<{ number: string }>(db, {
    name: 'sandbox.list_old',
    text: `
      select number::text from requests
       where jurisdiction_id = $1 and requested_at < $2
       order by number limit $3`,
    values: [jurisdictionId, before, limit],
  });
  return rows.map(({ number }) => number);
}

/** Deletes cases with their rows in all tables of this feature, and their entries in the directory of all cities. */
export async function deleteOldCases(
  tx: Db,
  jurisdictionId: string,
  numbers: readonly string[],
): Promise<void> {
  await query(tx, {
    name: 'sandbox.delete',
    text: `
      with gone as (
        delete from requests where jurisdiction_id = $1 and number = any($2::bigint[])
      ), unlisted as (
        delete from case_directory where jurisdiction_id = $1 and number = any($2::bigint[])
      )
      delete from request_tombstones where jurisdiction_id = $1 and number = any($2::bigint[])`,
    values: [jurisdictionId, numbers],
  });
}
