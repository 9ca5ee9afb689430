import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { forgetSupporters } from './supporter-repository.ts';

/**
 * So many cases are looked at in one transaction: few enough that writers of the same cases wait for a moment only. It stands in
 * the statements, so that PostgreSQL knows when it plans that few rows are wanted.
 */
const BATCH = 1_000;
/** Pictures are removed from a store one by one. */
const MEDIA_BATCH = 200;

/** Which closed cases, and behind which one the next batch begins. */
export type RetentionStep = { jurisdiction_id: string; closedBefore: Date; behind: string };

/** The cases of a batch whose time is over, and the last one that was looked at; null when there was none. */
export type RetentionBatch = { numbers: string[]; last: string | null };

const isDue = (request: string) =>
  `(${request}.status = 'closed' and coalesce(${request}.closed_at, ${request}.updated_at) < $2)`;

/**
 * The next cases of a city that have something to erase, in the order of their numbers, and those of them whose time is over.
 * All tables are walked through once in a night, however many cases are due. A closed case that was imported without the time of
 * it was closed when it last changed.
 * @param kept where there is something to erase, each as `select number from …`
 */
const due = (kept: readonly string[], limit: number) => `
      looked as materialized (
        select distinct number
          from (${kept.map((one) => `(${one} and number > $3 order by number limit ${limit})`).join(' union all ')}) as kept
         order by number limit ${limit}
      ), due as materialized (
        select number from looked
         where exists (select from requests r
                        where r.jurisdiction_id = $1 and r.number = looked.number and ${isDue('r')})
      )`;

const BATCH_ROW = `
      select array(select number::text from due order by due.number) as numbers,
             (select max(number)::text from looked) as last`;

async function runBatch(
  tx: Db,
  step: RetentionStep,
  name: string,
  text: string,
  more: readonly unknown[] = [],
): Promise<RetentionBatch> {
  const row = await queryOne<RetentionBatch>(tx, {
    name,
    text,
    values: [step.jurisdiction_id, step.closedBefore, step.behind, ...more],
  });
  return row ?? { numbers: [], last: null };
}

/**
 * Supporters of a case and of its duplicates are counted together, and forgotten together: in the same night, when the time of
 * the last of these cases is over. They are looked up one by one, whatever PostgreSQL expects.
 */
const ALL_DUE = `(select bool_and(${isDue('f')}) from requests f
                   where f.jurisdiction_id = $1
                     and f.number = any (array(
                           select coalesce(c.duplicate_of, c.number) from requests c
                            where c.jurisdiction_id = $1 and c.number = p.number
                            union all
                           select d.number from requests c
                             join requests d on d.jurisdiction_id = $1 and d.duplicate_of = coalesce(c.duplicate_of, c.number)
                            where c.jurisdiction_id = $1 and c.number = p.number)))`;

/**
 * Erases who reported closed cases, who commented on them and who supported them; how many these were stays.
 * @param salt of the whole night; see `forgetSupporters`
 */
export function eraseReporters(tx: Db, step: RetentionStep, salt: Buffer): Promise<RetentionBatch> {
  const kept = [
    `select number from request_supporters p
      where jurisdiction_id = $1 and supported_at is not null and ${ALL_DUE}`,
    'select number from request_reporters where jurisdiction_id = $1',
    'select number from update_senders where jurisdiction_id = $1',
  ];
  return runBatch(
    tx,
    step,
    'retention.erase_reporters',
    `
      with ${due(kept, BATCH)}, reporters as (
        delete from request_reporters where jurisdiction_id = $1 and number in (select number from due)
      ), senders as (
        delete from update_senders where jurisdiction_id = $1 and number in (select number from due)
      ), supporters as (
        ${forgetSupporters('$4', `p.number in (select number from due) and ${ALL_DUE}`)}
      )${BATCH_ROW}`,
    [salt],
  );
}

/** An answer that the public is not told. */
const UNTOLD = `a.jurisdiction_id = $1
                 and (not a.known or a.withheld
                      or exists (select from service_attributes q join requests c
                                     on q.jurisdiction_id = catalogue_of($1) and c.service_code = q.service_code
                                  where c.jurisdiction_id = $1 and c.number = a.number and q.code = a.code
                                    and q.datatype in ('string', 'text')))`;

/**
 * Erases what of closed cases only staff can read: texts as they were typed, exact places of sensitive services, answers that
 * the public is not told, what those said who reported a case as abusive.
 */
export function eraseOriginals(tx: Db, step: RetentionStep): Promise<RetentionBatch> {
  const kept = [
    'select number from request_originals where jurisdiction_id = $1',
    'select number from timeline_originals where jurisdiction_id = $1',
    'select number from request_reports where jurisdiction_id = $1 and comment is not null',
    `select number from request_attributes a where ${UNTOLD}`,
  ];
  return runBatch(
    tx,
    step,
    'retention.erase_originals',
    `
      with ${due(kept, BATCH)}, cases as (
        delete from request_originals where jurisdiction_id = $1 and number in (select number from due)
      ), entries as (
        delete from timeline_originals where jurisdiction_id = $1 and number in (select number from due)
      ), reports as (
        update request_reports set comment = null where jurisdiction_id = $1 and number in (select number from due)
      ), answers as (
        delete from request_attributes a where ${UNTOLD} and a.number in (select number from due)
      )${BATCH_ROW}`,
  );
}

/** The next closed cases that still have pictures stored here. */
export function findWithMedia(tx: Db, step: RetentionStep): Promise<RetentionBatch> {
  const kept = ['select number from media where jurisdiction_id = $1'];
  return runBatch(tx, step, 'retention.find_with_media', `with ${due(kept, MEDIA_BATCH)}${BATCH_ROW}`);
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
