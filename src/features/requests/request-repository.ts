import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { publicItem } from './public-item.ts';
import type { Reading, Status } from './request.ts';

/** Cases as JSON text, and what the text is made of. */
type Found = { json: string; rows: string };

/** One public case: its JSON text as a list of one, and its number with its version. */
export async function findPublicRequest(
  db: Db,
  jurisdictionId: string,
  number: string,
  item: Reading,
): Promise<Found | undefined> {
  const row = await queryOne<{ json: string; rows: string }>(db, {
    name: item.extended ? 'requests.get_extended' : 'requests.get',
    text: `
      select ${publicItem({ asked: '$3', home: '$4', base: '$5' }, item.extended)}::text as json,
             r.number || '.' || r.version as rows
        from requests r join services s on s.jurisdiction_id = catalogue_of($1) and s.service_code = r.service_code
       where r.jurisdiction_id = $1 and r.visibility = 'public' and r.number = $2`,
    values: [jurisdictionId, number, item.locale, item.home, item.baseUrl],
  });
  return row && { json: `[${row.json}]`, rows: row.rows };
}

/** For each number of a public case, number and version as `findPublicRequest` tells them. */
export async function findPublicVersions(
  db: Db,
  jurisdictionId: string,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await query<{ number: string; rows: string }>(db, {
    name: 'requests.versions',
    text: `
      select r.number::text as number, r.number || '.' || r.version as rows
        from requests r
       where r.jurisdiction_id = $1 and r.visibility = 'public' and r.number = any($2::bigint[])`,
    values: [jurisdictionId, numbers],
  });
  return new Map(found.map(({ number, rows }) => [number, rows]));
}

/**
 * Public cases by their numbers, newest first: their JSON text as one list, and a hash over numbers and versions. Unknown
 * numbers are missing.
 * @param item undefined: the hash alone
 */
export async function findPublicRequests(
  db: Db,
  jurisdictionId: string,
  numbers: readonly string[],
  item: Reading | undefined,
): Promise<Found> {
  const [name, columns, join] =
    item === undefined
      ? ['hash_by_number', 'null::json as item', '']
      : [
          item.extended ? 'list_by_number_extended' : 'list_by_number',
          `${publicItem({ asked: '$3', home: '$4', base: '$5' }, item.extended)} as item`,
          'join services s on s.jurisdiction_id = catalogue_of($1) and s.service_code = r.service_code',
        ];
  const row = await queryOne<{ json: string | null; rows: string | null }>(db, {
    name: `requests.${name}`,
    text: `
      select string_agg(item::text, ',' order by requested_at desc, number desc) as json,
             encode(sha256(convert_to(string_agg(number || '.' || version, ',' order by requested_at desc, number desc),
                                      'UTF8')), 'base64') as rows
        from (select r.requested_at, r.number, r.version, ${columns}
                from requests r ${join}
               where r.jurisdiction_id = $1 and r.visibility = 'public' and r.number = any($2::bigint[])) as found`,
    values: [jurisdictionId, numbers, ...(item === undefined ? [] : [item.locale, item.home, item.baseUrl])],
  });
  return { json: `[${row?.json ?? ''}]`, rows: row?.rows ?? '' };
}

/**
 * Sets a status. The one it has already, without notes, changes neither when it was closed nor why.
 * @returns the case's service, and what it is a duplicate of; undefined when there is no such case
 */
export function updateStatus(
  db: Db,
  change: {
    jurisdiction_id: string;
    number: string;
    status: Status;
    detailed_status: string;
    notes: string | null;
    at: Date;
  },
): Promise<{ service_code: string; duplicate_of: string | null } | undefined> {
  return queryOne(db, {
    name: 'requests.update_status',
    text: `
      update requests
         set status = $3, detailed_status = $6, version = version + 1,
             status_notes = case when status = $3 then coalesce($4, status_notes) else $4 end,
             updated_at = greatest($5, updated_at, begin_case_write()),
             closed_at = case when $3 = 'closed' then coalesce(closed_at, greatest($5, updated_at)) end
       where jurisdiction_id = $1 and number = $2
      returning service_code, duplicate_of::text`,
    values: [
      change.jurisdiction_id,
      change.number,
      change.status,
      change.notes,
      change.at,
      change.detailed_status,
    ],
  });
}

/** The status of a case in detail, locked against other changes until the transaction ends; undefined when there is none. */
export async function lockStatus(
  db: Db,
  { jurisdiction_id, number }: { jurisdiction_id: string; number: string },
): Promise<string | undefined> {
  const row = await queryOne<{ status: string }>(db, {
    name: 'requests.lock_status',
    text: `
      select coalesce(detailed_status, status) as status from requests
       where jurisdiction_id = $1 and number = $2
         for update`,
    values: [jurisdiction_id, number],
  });
  return row?.status;
}

/**
 * Makes a waiting batch case public, unless its service publishes nothing or staff are to look at it first.
 * @returns its status, or undefined when it was not waiting
 */
export async function acceptWaiting(
  db: Db,
  jurisdictionId: string,
  number: string,
  at: Date,
): Promise<Status | undefined> {
  const row = await queryOne<{ status: Status }>(db, {
    name: 'requests.accept_waiting',
    text: `
      update requests r
         set visibility = case when s.publishes = 'nothing' then 'staff'
                               when exists (select from request_moderation m
                                             where m.jurisdiction_id = $1 and m.number = r.number
                                               and m.waiting_since is not null) then 'held'
                               else 'public' end,
             version = version + 1, updated_at = greatest($3, updated_at, begin_case_write())
        from services s
       where r.jurisdiction_id = $1 and r.number = $2 and r.visibility = 'waiting'
         and s.jurisdiction_id = catalogue_of($1) and s.service_code = r.service_code
      returning r.status`,
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

/** Everything that was written before this time is seen by the statements that come after this one. */
export async function findHorizon(db: Db): Promise<Date> {
  const row = await queryOne<{ horizon: Date }>(db, {
    name: 'requests.horizon',
    text: 'select case_horizon() as horizon',
  });
  if (row === undefined) throw new Error('no horizon');
  return row.horizon;
}

/** A secret of the installation, as its migrations have made it. */
export async function findSecret(db: Db, purpose: string): Promise<Buffer> {
  const row = await queryOne<{ secret: Buffer }>(db, {
    name: 'secrets.find',
    text: 'select secret from secrets where purpose = $1',
    values: [purpose],
  });
  if (row === undefined) throw new Error(`no secret for ${purpose}`);
  return row.secret;
}
