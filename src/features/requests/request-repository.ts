import { queryOne } from '../../platform/database.ts';
import type { Db, Statement } from '../../platform/database.ts';
import { publicItem } from './public-item.ts';
import type { ListFilter, NewRequest, Reading, Status } from './request.ts';

/** The most cases one answer holds (standard, 3.5). */
const MOST_LISTED = 1_000;

const FROM = `from requests r
        join services s on s.jurisdiction_id = r.jurisdiction_id and s.service_code = r.service_code`;

/** The rows of `inner`, which gives `requested_at`, `number` and `item`, as the JSON text of one list. */
const asList = (inner: string) => `
      select '[' || coalesce(string_agg(item::text, ',' order by requested_at desc, number desc), '') || ']' as json
        from (${inner}) as page`;

/** Public cases in a window of time, newest first, as JSON text. Each combination of filters has a plan of its own. */
export async function listPublicRequests(
  db: Db,
  jurisdictionId: string,
  reading: Reading,
  filter: ListFilter,
): Promise<string> {
  const conditions = [
    'r.jurisdiction_id = $1',
    `r.visibility = 'public'`,
    'r.requested_at >= $3',
    'r.requested_at <= $4',
  ];
  const values: unknown[] = [jurisdictionId, reading.locale, filter.from, filter.to, reading.baseUrl];
  const names = ['requests.list'];
  if (filter.serviceCodes !== undefined) {
    conditions.push(`r.service_code = any($${values.push(filter.serviceCodes)}::text[])`);
    names.push('by_service');
  }
  if (filter.status !== undefined) {
    conditions.push(`r.status = $${values.push(filter.status)}`);
    names.push('by_status');
  }
  return listText(db, {
    name: names.join('.'),
    text: asList(`
      select r.requested_at, r.number, ${publicItem('$2', '$5')} as item
        ${FROM}
       where ${conditions.join(' and ')}
       order by r.requested_at desc, r.number desc
       limit ${MOST_LISTED}`),
    values,
  });
}

/** Public cases by their numbers, newest first, as JSON text; unknown numbers are missing. */
export function listPublicRequestsByNumber(
  db: Db,
  jurisdictionId: string,
  reading: Reading,
  numbers: readonly string[],
): Promise<string> {
  return listText(db, {
    name: 'requests.list_by_number',
    text: asList(`
      select r.requested_at, r.number, ${publicItem('$2', '$4')} as item
        ${FROM}
       where r.jurisdiction_id = $1 and r.visibility = 'public' and r.number = any($3::bigint[])
       limit ${MOST_LISTED}`),
    values: [jurisdictionId, reading.locale, numbers, reading.baseUrl],
  });
}

async function listText(db: Db, statement: Statement): Promise<string> {
  return (await queryOne<{ json: string }>(db, statement))?.json ?? '[]';
}

/** Writes a case and enters its number into the directory of all cities. @returns the number */
export async function insertRequest(db: Db, request: NewRequest): Promise<string> {
  const row = await queryOne<{ number: string }>(db, {
    name: 'requests.insert',
    text: `
      with written as (
        insert into requests (jurisdiction_id, number, service_code, status, visibility, description, agency_responsible,
               service_notice, requested_at, updated_at, expected_at, address, address_id, zipcode, lat, long, media_urls, channel)
        values ($1, next_case_number(), $2, 'open', $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        returning jurisdiction_id, number
      )
      insert into case_directory (number, jurisdiction_id)
      select number, jurisdiction_id from written
      returning number`,
    values: [
      request.jurisdiction_id,
      request.service_code,
      request.visibility,
      request.description,
      request.agency_responsible,
      request.service_notice,
      request.requested_at,
      request.expected_at,
      request.address,
      request.address_id,
      request.zipcode,
      request.lat,
      request.long,
      request.media_urls,
      request.channel,
    ],
  });
  if (row === undefined) throw new Error('a case was not stored');
  return row.number;
}

/** Sets a status. The one it has already, without notes, changes neither when it was closed nor why. @returns the case's service, or undefined when there is no such case */
export function updateStatus(
  db: Db,
  change: {
    jurisdiction_id: string;
    number: string;
    status: 'open' | 'closed';
    notes: string | null;
    at: Date;
  },
): Promise<{ service_code: string } | undefined> {
  return queryOne(db, {
    name: 'requests.update_status',
    text: `
      update requests
         set status = $3, version = version + 1,
             status_notes = case when status = $3 then coalesce($4, status_notes) else $4 end,
             updated_at = greatest($5, updated_at),
             closed_at = case when $3 = 'closed' then coalesce(closed_at, greatest($5, updated_at)) end
       where jurisdiction_id = $1 and number = $2
      returning service_code`,
    values: [change.jurisdiction_id, change.number, change.status, change.notes, change.at],
  });
}

/** Makes a waiting batch case public. @returns its status, or undefined when it was not waiting */
export async function acceptWaiting(
  db: Db,
  jurisdictionId: string,
  number: string,
  at: Date,
): Promise<Status | undefined> {
  const row = await queryOne<{ status: Status }>(db, {
    name: 'requests.accept_waiting',
    text: `
      update requests set visibility = 'public', version = version + 1, updated_at = greatest($3, updated_at)
       where jurisdiction_id = $1 and number = $2 and visibility = 'waiting'
      returning status`,
    values: [jurisdictionId, number, at],
  });
  return row?.status;
}

/** Which city a number belongs to; numbers are the same row for all of them. */
export async function findJurisdictionOfNumber(db: Db, number: string): Promise<string | undefined> {
  const row = await queryOne<{ jurisdiction_id: string }>(db, {
    name: 'requests.directory',
    text: `select jurisdiction_id from case_directory where number = $1`,
    values: [number],
  });
  return row?.jurisdiction_id;
}
