import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

/**
 * So many cases are dealt with in one transaction: few enough that writers of the same cases wait for a moment only. It stands
 * in the statements, so that PostgreSQL knows when it plans that few rows are wanted.
 */
const BATCH = 1_000;
/** Pictures are removed from a store one by one. */
const MEDIA_BATCH = 50;

/**
 * The next closed cases of a city, in the order of their numbers, whose time is over by a date. One that was imported without
 * it was closed when it last changed.
 * @param kept where there is something to erase, each as `select number from …`
 */
const due = (kept: readonly string[], limit: number) => `
        select distinct kept.number
          from (${kept.map((one) => `(${one} and number > $3)`).join(' union all ')}) as kept
          join requests r on r.jurisdiction_id = $1 and r.number = kept.number
         where r.status = 'closed' and coalesce(r.closed_at, r.updated_at) < $2
         order by kept.number
         limit ${limit}`;

/** Which closed cases, and behind which one the next batch begins. */
export type RetentionStep = { jurisdiction_id: string; closedBefore: Date; behind: string };

const valuesOf = ({ jurisdiction_id, closedBefore, behind }: RetentionStep) => [
  jurisdiction_id,
  closedBefore,
  behind,
];

/**
 * Erases who reported closed cases, and who commented on them.
 * @returns of which cases, in the order of their numbers
 */
export async function eraseReporters(tx: Db, step: RetentionStep): Promise<string[]> {
  const rows = await query<{ number: string }>(tx, {
    name: 'retention.erase_reporters',
    text: `
      with due as materialized (
${due(
  [
    'select number from request_reporters where jurisdiction_id = $1',
    'select number from update_senders where jurisdiction_id = $1',
  ],
  BATCH,
)}
      ), reporters as (
        delete from request_reporters where jurisdiction_id = $1 and number in (select number from due)
      ), senders as (
        delete from update_senders where jurisdiction_id = $1 and number in (select number from due)
      )
      select number::text from due order by due.number`,
    values: valuesOf(step),
  });
  return rows.map(({ number }) => number);
}

/**
 * Erases what of closed cases only staff can read: texts as they were typed, exact places of sensitive services, answers that
 * the public is not told.
 * @returns of which cases, in the order of their numbers
 */
export async function eraseOriginals(tx: Db, step: RetentionStep): Promise<string[]> {
  const untold = `a.jurisdiction_id = $1
                 and (not a.known or a.withheld
                      or exists (select from service_attributes q join requests c
                                     on c.jurisdiction_id = q.jurisdiction_id and c.service_code = q.service_code
                                  where c.jurisdiction_id = $1 and c.number = a.number and q.code = a.code
                                    and q.datatype in ('string', 'text')))`;
  const rows = await query<{ number: string }>(tx, {
    name: 'retention.erase_originals',
    text: `
      with due as materialized (
${due(
  [
    'select number from request_originals where jurisdiction_id = $1',
    'select number from timeline_originals where jurisdiction_id = $1',
    `select number from request_attributes a where ${untold}`,
  ],
  BATCH,
)}
      ), cases as (
        delete from request_originals where jurisdiction_id = $1 and number in (select number from due)
      ), entries as (
        delete from timeline_originals where jurisdiction_id = $1 and number in (select number from due)
      ), answers as (
        delete from request_attributes a where ${untold} and a.number in (select number from due)
      )
      select number::text from due order by due.number`,
    values: valuesOf(step),
  });
  return rows.map(({ number }) => number);
}

/** The next closed cases that still have pictures stored here. */
export async function listWithMedia(tx: Db, step: RetentionStep): Promise<string[]> {
  const rows = await query<{ number: string }>(tx, {
    name: 'retention.list_with_media',
    text: `select number::text from (${due(['select number from media where jurisdiction_id = $1'], MEDIA_BATCH)}) as due order by due.number`,
    values: valuesOf(step),
  });
  return rows.map(({ number }) => number);
}

/** Takes the pictures that are stored here out of a case and its timeline. */
export async function forgetMedia(tx: Db, jurisdictionId: string, number: string): Promise<void> {
  const others = `array(select url from unnest(media_urls) with ordinality as given (url, place)
                         where not starts_with(url, '/') order by place)`;
  const values = [jurisdictionId, number];
  await query(tx, {
    name: 'retention.forget_media',
    text: `
      update requests
         set media_urls = ${others}, version = version + 1, updated_at = greatest(updated_at, begin_case_write())
       where jurisdiction_id = $1 and number = $2`,
    values,
  });
  for (const table of ['request_timeline', 'request_originals', 'timeline_originals']) {
    await query(tx, {
      name: `retention.forget_media.${table}`,
      text: `update ${table} set media_urls = ${others} where jurisdiction_id = $1 and number = $2 and media_urls is not null`,
      values,
    });
  }
}
