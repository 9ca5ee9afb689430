import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { Status } from './request.ts';

/** A case that has a past already: made up for a demonstration. Times are in whole seconds. */
export type PastRequest = {
  service_code: string;
  status: Status;
  status_notes: string | null;
  description: string | null;
  agency_responsible: string | null;
  service_notice: string | null;
  requested_at: Date;
  updated_at: Date;
  expected_at: Date | null;
  closed_at: Date | null;
  address: string | null;
  zipcode: string | null;
  lat: number | null;
  long: number | null;
};

/** Writes public cases with their numbers and timelines, all in one statement. */
export async function insertPastRequests(
  db: Db,
  jurisdictionId: string,
  cases: readonly PastRequest[],
): Promise<void> {
  await query(db, {
    name: 'requests.insert_past',
    text: `
      with given as materialized (
        select next_case_number() as number, past.*
          from json_to_recordset($2) as past (service_code text, status text, status_notes text, description text,
               agency_responsible text, service_notice text, requested_at timestamptz, updated_at timestamptz,
               expected_at timestamptz, closed_at timestamptz, address text, zipcode text, lat double precision,
               long double precision)
      ), written as (
        insert into requests (jurisdiction_id, number, service_code, status, status_notes, visibility, description,
               agency_responsible, service_notice, requested_at, updated_at, expected_at, closed_at, address, zipcode,
               lat, long, channel)
        select $1, number, service_code, status, status_notes, 'public', description, agency_responsible, service_notice,
               requested_at, updated_at, expected_at, closed_at, address, zipcode, lat, long, 'demonstration'
          from given
      ), entered as (
        insert into case_directory (number, jurisdiction_id) select number, $1 from given
      )
      insert into request_timeline (jurisdiction_id, number, happened_at, published_at, kind, status, notes, actor)
      select $1, number, requested_at, requested_at, 'submitted', 'open', null, 'demonstration' from given
       union all
      select $1, number, closed_at, closed_at, 'status', 'closed', status_notes, 'demonstration' from given where closed_at is not null`,
    values: [jurisdictionId, JSON.stringify(cases)],
  });
}
