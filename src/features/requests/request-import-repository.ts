import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { touchChangeset } from '../jurisdictions/index.ts';
import type { AreaStamp } from '../areas/index.ts';
import type { ImportedCase } from './import-record.ts';

/** Which numbers of another system are here already. */
export async function findImported(
  db: Db,
  jurisdiction_id: string,
  source: string,
  references: readonly string[],
): Promise<Set<string>> {
  const rows = await query<{ source_reference: string }>(db, {
    name: 'requests.find_imported',
    text: `
      select source_reference from requests
       where jurisdiction_id = $1 and source = $2 and source_reference = any($3::text[])`,
    values: [jurisdiction_id, source, references],
  });
  return new Set(rows.map((row) => row.source_reference));
}

/** A service that cases refer to and the city may not know. */
export type UnknownService = {
  service_code: string;
  service_name: string;
  group_code: string | null;
  group: string | null;
};

/**
 * Adds services that are missing, closed to submissions, with their groups, and tells caches so in the same transaction.
 * @returns how many were missing
 */
export async function insertMissingServices(
  db: Db,
  jurisdiction_id: string,
  locale: string,
  services: readonly UnknownService[],
): Promise<number> {
  const values = [jurisdiction_id, locale, JSON.stringify(services)];
  await query(db, {
    name: 'service_groups.import_with_cases',
    text: `
      insert into service_groups (jurisdiction_id, group_code, names)
      select distinct on (listed.group_code) $1, listed.group_code, jsonb_build_object($2::text, listed."group")
        from json_to_recordset($3::json) as listed (service_code text, group_code text, "group" text)
       where listed.group_code is not null
         and not exists (select from services known
                          where known.jurisdiction_id = $1 and known.service_code = listed.service_code)
       order by listed.group_code
      on conflict (jurisdiction_id, group_code) do nothing`,
    values,
  });
  const rows = await query(db, {
    name: 'services.import_with_cases',
    text: `
      insert into services (jurisdiction_id, service_code, type, group_code, names, active, postable, imported)
      select $1, listed.service_code, 'realtime', listed.group_code,
             jsonb_build_object($2::text, listed.service_name), true, false, true
        from json_to_recordset($3::json) as listed (service_code text, service_name text, group_code text)
       order by listed.service_code
      on conflict (jurisdiction_id, service_code) do nothing
      returning service_code`,
    values,
  });
  if (rows.length > 0) await touchChangeset(db, jurisdiction_id);
  return rows.length;
}

/**
 * Writes cases with their numbers and timelines. Those that another import has written meanwhile are passed over.
 * @param origin.imported_at when this happens; whole seconds
 * @returns the references of the cases that were written
 */
export async function insertImportedCases(
  db: Db,
  origin: { jurisdiction_id: string; source: string; imported_at: Date },
  cases: readonly (ImportedCase & AreaStamp)[],
): Promise<Set<string>> {
  const rows = await query<{ source_reference: string }>(db, {
    name: 'requests.import',
    // A closed case's timeline ends with the import, as it happened: first the city closed it, then it came here.
    text: `
      with written as (
        insert into requests (jurisdiction_id, number, service_code, status, status_notes, visibility, description,
               agency_responsible, requested_at, updated_at, expected_at, closed_at, address, zipcode, lat, long,
               area_code, areas_version, channel, source, source_reference)
        select $1, next_case_number(), given.service_code, given.status, given.status_notes, 'public',
               given.description, given.agency_responsible, given.requested_at, given.updated_at, given.expected_at,
               given.closed_at, given.address, given.zipcode, given.lat, given.long,
               given.area_code, given.areas_version, 'import', $2,
               given.source_reference
          from json_to_recordset($3::json) as given (
               source_reference text, service_code text, status text, status_notes text, description text,
               agency_responsible text, requested_at timestamptz, updated_at timestamptz, expected_at timestamptz,
               closed_at timestamptz, address text, zipcode text, lat double precision, long double precision,
               area_code text, areas_version integer)
        on conflict (jurisdiction_id, source, source_reference) do nothing
        returning number, status, status_notes, updated_at, source_reference
      ), directory as (
        insert into case_directory (number, jurisdiction_id)
        select number, $1 from written
      ), timeline as (
        insert into request_timeline (jurisdiction_id, number, happened_at, published_at, kind, status, notes, actor)
        select $1, number, happened_at,
               case when kind = 'status' then happened_at
                    when status = 'open' then greatest(happened_at, begin_case_write()) end,
               kind, status, notes, 'import'
          from (select number, updated_at as happened_at, 'status' as kind, status, status_notes as notes
                  from written where status = 'closed'
                union all
                select number, $4::timestamptz, 'imported', status, null from written) as entries
         order by number, happened_at
      )
      select source_reference from written`,
    values: [origin.jurisdiction_id, origin.source, JSON.stringify(cases), origin.imported_at],
  });
  return new Set(rows.map((row) => row.source_reference));
}
