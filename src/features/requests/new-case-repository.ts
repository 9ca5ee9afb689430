import { queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { announcing } from '../announcements/index.ts';
import type { CheckedAttribute } from '../catalogue/index.ts';
import { unavailable } from '../../platform/errors.ts';
import type { RepeatScope } from './idempotency-repository.ts';
import type { HoldReason } from './moderation.ts';
import type { Originals, Publishing } from './public-form.ts';
import type { NewRequest, Reporter } from './request.ts';

/** A case with all that is written with it. */
export type NewCase = {
  request: NewRequest;
  originals: Originals | undefined;
  /** What the request was made by: nothing is written when the city has changed it meanwhile. */
  by: Publishing;
  reporter?: Reporter | undefined;
  attributes: readonly (CheckedAttribute & { withheld: boolean })[];
  /** Why staff are to look at it first; empty: they need not. */
  held: readonly HoldReason[];
  /** The key that it came with. */
  key_id: string;
  /** What is announced of it. */
  announced: Record<string, unknown>;
  /** Of a batch case. */
  token?: string | undefined;
  /** The answer that a repeat of the submission is to get, where one is possible. */
  remembered?: Remembered | undefined;
};

/** What a repeat is to be told; the number of the case goes with it where the submitter hears it at once. */
type Remembered = {
  scope: RepeatScope;
  fingerprint: Buffer;
  at: Date;
  /** What was remembered until then may be written over. */
  forgetsUntil: Date;
  result: object;
  withNumber: boolean;
};

/**
 * Everything in one statement, so that a submission costs one way to the database and back, and is a transaction even where
 * nobody begins one. What a case does not have is null and inserts nothing. A repeat that was remembered meanwhile is left
 * alone; then `remembered` is false and the caller rolls back.
 */
const INSERT_CASE = `
  with moment as materialized (
    select begin_case_write() as now
     where exists (select from jurisdictions j join services s on s.jurisdiction_id = j.jurisdiction_id and s.service_code = $2
                    where j.jurisdiction_id = catalogue_of($1) and j.masks_personal = $32 and s.publishes = $33)
  ),
  written as (
    insert into requests (jurisdiction_id, number, service_code, status, visibility, description, agency_responsible,
           service_notice, requested_at, updated_at, expected_at, address, address_id, zipcode, lat, long, media_urls,
           channel, area_code, areas_version, key_id)
    select $1, next_case_number(), $2, 'open', $3, $4, $5, $6, $7::timestamptz, greatest($7::timestamptz, now), $8, $9, $10,
           $11, $12, $13, $14, $15, $16, $17, $35
      from moment
    returning number, visibility, requested_at
  ),
  directory as (
    insert into case_directory (number, jurisdiction_id) select number, $1 from written
  ),
  reporter as (
    insert into request_reporters (jurisdiction_id, number, email, first_name, last_name, phone, device_id, account_id)
    select $1, number, email, first_name, last_name, phone, device_id, account_id
      from written, json_to_record($18::json) as given (email text, first_name text, last_name text, phone text, device_id text,
                                                  account_id text)
     where $18::json is not null
  ),
  originals as (
    insert into request_originals (jurisdiction_id, number, description, address, address_id, zipcode, lat, long, media_urls)
    select $1, number, description, address, address_id, zipcode, lat, long, media_urls
      from written, json_to_record($31::json) as given (description text, address text, address_id text, zipcode text,
                                                  lat double precision, long double precision, media_urls text[])
     where $31::json is not null
  ),
  attributes as (
    insert into request_attributes (jurisdiction_id, number, code, "values", known, withheld)
    select $1, number, code, "values", known, withheld
      from written, json_to_recordset($19::json) as given (code text, "values" text[], known boolean, withheld boolean)
  ),
  timeline as (
    insert into request_timeline (jurisdiction_id, number, happened_at, published_at, kind, status, notes, actor)
    select $1, number, requested_at, case when visibility = 'public' then greatest(requested_at, now) end, kind,
           'open', notes, given.actor
      from written, moment,
           (select 1 as place, 'submitted' as kind, null as notes, $20::text as actor
             union all
            select 2, 'held', array_to_string($34::text[], ', '), 'moderation' where $34::text[] <> '{}'
             order by place) as given
  ),
  moderation as (
    insert into request_moderation (jurisdiction_id, number, waiting_since, reasons)
    select $1, number, requested_at, $34::text[] from written where $34::text[] <> '{}'
  ),
  announced as (
    ${announcing(
      {
        jurisdiction_id: '$1',
        announced_at: 'requested_at',
        type: 'type',
        subject: 'number::text',
        content: 'content',
      },
      `written, (select 1 as place, 'request.submitted' as type, $21::jsonb as content
                  union all
                 select 2, 'request.held', jsonb_build_object('status', 'open', 'reasons', $34::text[])
                  where $34::text[] <> '{}'
                  order by place) as given`,
    )}
  ),
  tokens as (
    insert into request_tokens (jurisdiction_id, token, number) select $1, $22::text, number from written where $22::text is not null
  ),
  remembered as (
    insert into idempotency_keys as known (jurisdiction_id, key_id, operation_id, idempotency_key, fingerprint, result, created_at, number)
    select $1, $23::bigint, $24::text, $25::text, $26::bytea, case when $28::boolean then jsonb_build_object('service_request_id', number::text)
                                                else '{}' end || $27::jsonb, $29::timestamptz, number
      from written
     where $25::text is not null
    on conflict (jurisdiction_id, key_id, operation_id, idempotency_key)
    do update set fingerprint = excluded.fingerprint, result = excluded.result, created_at = excluded.created_at,
                  number = excluded.number
     where known.created_at <= $30::timestamptz
    returning idempotency_key
  )
  select number::text, $25::text is null or exists (select from remembered) as remembered from written`;

/**
 * Writes a case, and enters its number into the directory of all cities.
 * @returns its number; undefined when the same submission was remembered meanwhile, and then nothing may be committed
 * @throws AppError unavailable when the city has just changed what it publishes
 */
export async function insertCase(
  db: Db,
  { request, remembered, originals, by, ...given }: NewCase,
): Promise<string | undefined> {
  const row = await queryOne<{ number: string; remembered: boolean }>(db, {
    name: 'requests.insert',
    text: INSERT_CASE,
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
      request.area_code,
      request.areas_version,
      given.reporter === undefined ? null : JSON.stringify(given.reporter),
      JSON.stringify(given.attributes),
      `key:${given.key_id}`,
      JSON.stringify(given.announced),
      given.token ?? null,
      remembered?.scope.key_id ?? null,
      remembered?.scope.operation_id ?? null,
      remembered?.scope.idempotency_key ?? null,
      remembered?.fingerprint ?? null,
      remembered === undefined ? null : JSON.stringify(remembered.result),
      remembered?.withNumber ?? null,
      remembered?.at ?? null,
      remembered?.forgetsUntil ?? null,
      originals === undefined ? null : JSON.stringify(originals),
      by.masks,
      by.publishes,
      given.held,
      given.key_id,
    ],
  });
  if (row === undefined) throw unavailable();
  return row.remembered ? row.number : undefined;
}
