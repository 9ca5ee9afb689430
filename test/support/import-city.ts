import type { Knex } from 'knex';
import { importRequests } from '../../src/features/requests/import-requests.ts';
import type { ImportOptions, ImportReport } from '../../src/features/requests/import-requests.ts';

/** When imports of the tests happen; not a whole second, as real moments are. */
const IMPORT_TIME = new Date('2026-05-01T10:00:00.500Z');

/** A city in New York's time zone that nothing has changed since 2020. @returns its id */
export async function insertImportCity(db: Knex, jurisdiction_id: string): Promise<string> {
  await db.raw(
    `insert into jurisdictions (jurisdiction_id, name, time_zone, locale, contact, key_service, changeset)
     values (?, 'City', 'America/New_York', 'en', 'contact', 'key', '2020-01-01Z')`,
    [jurisdiction_id],
  );
  return jurisdiction_id;
}

export function importInto(
  db: Knex,
  city: string,
  given: Partial<ImportOptions> & Pick<ImportOptions, 'path' | 'mapping'>,
): Promise<ImportReport> {
  const jurisdiction = { jurisdiction_id: city, time_zone: 'America/New_York', locale: 'en' };
  return importRequests(db, { jurisdiction, now: () => IMPORT_TIME, ...given });
}

/** The counts that must agree whatever was imported, and a fingerprint of everything but the numbers. */
export async function importState(db: Knex, city: string): Promise<Record<string, string>> {
  const { rows } = await db.raw<{ rows: Record<string, string>[] }>(
    `select count(*) as cases, count(distinct number) as numbers, count(distinct source_reference) as "references",
            count(*) filter (where status = 'closed') as closed,
            (select count(*) from case_directory where jurisdiction_id = :city) as directory,
            (select count(*) from request_timeline
              where jurisdiction_id = :city and kind = 'imported' and actor = 'import') as imported,
            (select count(*) from request_timeline
              where jurisdiction_id = :city and kind = 'status' and status = 'closed') as closings,
            (select count(*) from services
              where jurisdiction_id = :city and imported and active and not postable) as services,
            (select count(*) from announcements where jurisdiction_id = :city) as announcements,
            md5(string_agg(concat_ws('|', source_reference, service_code, status, status_notes, description,
                agency_responsible, requested_at, updated_at, expected_at, closed_at, address, zipcode, lat, long),
                ',' order by source_reference)) as content
       from requests where jurisdiction_id = :city and visibility = 'public' and channel = 'import'`,
    { city },
  );
  return rows[0] ?? {};
}
