import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { Originals, Publishing, Tellable } from './public-form.ts';
import type { EntryOriginals } from './submission-repository.ts';
import type { Visibility } from './request.ts';

/**
 * How far a city is with making anew what it publishes, locked for who goes on with it.
 * @returns undefined when there is nothing to do, or another process does it
 */
export function claimRepublishing(
  tx: Db,
  jurisdictionId: string,
): Promise<{ since: Date; reached: string } | undefined> {
  return queryOne(tx, {
    name: 'republish.claim',
    text: `
      select republish_since as since, coalesce(republished_to, 0)::text as reached from jurisdictions
       where jurisdiction_id = $1 and republish_since is not null
         for no key update skip locked`,
    values: [jurisdictionId],
  });
}

/** @param reached the last case that was made anew; null: all of them are */
export async function noteRepublished(tx: Db, jurisdictionId: string, reached: string | null): Promise<void> {
  await query(tx, {
    name: 'republish.note',
    text: `
      update jurisdictions
         set republished_to = $2::bigint, republish_since = case when $2::bigint is not null then republish_since end
       where jurisdiction_id = $1`,
    values: [jurisdictionId, reached],
  });
}

/** Whether a city has something left to make anew. */
export async function isRepublishing(db: Db, jurisdictionId: string): Promise<boolean> {
  const row = await queryOne(db, {
    name: 'republish.is_due',
    text: 'select from jurisdictions where jurisdiction_id = $1 and republish_since is not null',
    values: [jurisdictionId],
  });
  return row !== undefined;
}

/** A case as it is told now and as it came, and by what it is to be told. */
export type PublishedCase = {
  number: string;
  visibility: Visibility;
  told: Tellable;
  came: Tellable;
  by: Publishing;
};

const TELLABLE = ['description', 'address', 'address_id', 'zipcode', 'lat', 'long', 'media_urls'] as const;
const asJson = (value: (field: string) => string) =>
  `json_build_object(${TELLABLE.map((field) => `'${field}', ${value(field)}`).join(', ')})`;

/**
 * So many cases are made anew in one transaction: few enough that writers of the same cases wait for a moment only. It stands
 * in the statement, so that PostgreSQL knows when it plans that few rows are wanted.
 */
export const REPUBLISHED_AT_ONCE = 500;

/**
 * The next cases of a city by their numbers, locked until the transaction ends. They are read when they are locked: a statement
 * that waits for a lock goes on with what the other tables were before, such as the texts of a case that was erased meanwhile.
 */
export async function lockPublishedCases(
  tx: Db,
  jurisdictionId: string,
  behind: string,
): Promise<PublishedCase[]> {
  const locked = await query<{ number: string }>(tx, {
    name: 'republish.lock_cases',
    text: `
      select number::text from requests
       where jurisdiction_id = $1 and number > $2
       order by number
       limit ${REPUBLISHED_AT_ONCE}
         for update`,
    values: [jurisdictionId, behind],
  });
  return query(tx, {
    name: 'republish.read_cases',
    text: `
      select r.number::text, r.visibility, ${asJson((field) => `r.${field}`)} as told,
             ${asJson((field) => `coalesce(o.${field}, r.${field})`)} as came,
             json_build_object('masks', j.masks_personal, 'publishes', s.publishes, 'language', j.locale) as by
        from requests r
        join services s on s.jurisdiction_id = catalogue_of($1) and s.service_code = r.service_code
        join jurisdictions j on j.jurisdiction_id = catalogue_of($1)
        left join request_originals o on o.jurisdiction_id = r.jurisdiction_id and o.number = r.number
       where r.jurisdiction_id = $1 and r.number = any($2::bigint[])
       order by r.number`,
    values: [jurisdictionId, locked.map(({ number }) => number)],
  });
}

/** What the public is to read of cases from now on. A new place gets its district when districts are told next. */
export async function writePublicForms(
  tx: Db,
  jurisdictionId: string,
  forms: readonly ({ number: string; originals: Originals | undefined } & Tellable)[],
): Promise<void> {
  if (forms.length === 0) return;
  const values = [jurisdictionId, JSON.stringify(forms)];
  await query(tx, {
    name: 'republish.write_cases',
    text: `
      update requests r
         set description = given.description, address = given.address, address_id = given.address_id,
             zipcode = given.zipcode, lat = given.lat, long = given.long, media_urls = given.media_urls,
             areas_version = case when (r.lat, r.long) is distinct from (given.lat, given.long) then -1 else r.areas_version end,
             version = r.version + 1, updated_at = greatest(r.updated_at, begin_case_write())
        from json_to_recordset($2::json) as given (number bigint, description text, address text, address_id text,
             zipcode text, lat double precision, long double precision, media_urls text[])
       where r.jurisdiction_id = $1 and r.number = given.number`,
    values,
  });
  await query(tx, {
    name: 'republish.forget_originals',
    text: `
      delete from request_originals
       where jurisdiction_id = $1
         and number in (select number from json_to_recordset($2::json) as given (number bigint))`,
    values,
  });
  await query(tx, {
    name: 'republish.write_originals',
    text: `
      insert into request_originals (jurisdiction_id, number, description, address, address_id, zipcode, lat, long, media_urls)
      select $1, given.number, o.description, o.address, o.address_id, o.zipcode, o.lat, o.long, o.media_urls
        from json_to_recordset($2::json) as given (number bigint, originals json),
             json_to_record(given.originals) as o (description text, address text, address_id text, zipcode text,
                  lat double precision, long double precision, media_urls text[])
       where given.originals is not null`,
    values,
  });
}

/** An entry that somebody else than the city's staff has sent, as it is told and as it came. */
export type SentEntry = {
  number: string;
  entry: string;
  told: { notes: string | null; media_urls: string[] };
  came: { notes: string | null; media_urls: string[] };
};

export function listSentEntries(
  tx: Db,
  jurisdictionId: string,
  numbers: readonly string[],
): Promise<SentEntry[]> {
  return query(tx, {
    name: 'republish.list_entries',
    text: `
      select t.number::text, t.entry::text, json_build_object('notes', t.notes, 'media_urls', t.media_urls) as told,
             json_build_object('notes', coalesce(o.notes, t.notes),
                               'media_urls', coalesce(o.media_urls, t.media_urls)) as came
        from request_timeline t
        left join timeline_originals o
               on o.jurisdiction_id = t.jurisdiction_id and o.number = t.number and o.entry = t.entry
       where t.jurisdiction_id = $1 and t.number = any($2::bigint[]) and starts_with(t.actor, 'key:')`,
    values: [jurisdictionId, numbers],
  });
}

/** @param entries `was`: what the case itself has told as the reason of its status, if this entry gave it */
export async function writeSentEntries(
  tx: Db,
  jurisdictionId: string,
  entries: readonly {
    number: string;
    entry: string;
    was: string | null;
    notes: string | null;
    media_urls: readonly string[];
    originals: EntryOriginals | undefined;
  }[],
): Promise<void> {
  if (entries.length === 0) return;
  const values = [jurisdictionId, JSON.stringify(entries)];
  const given = `json_to_recordset($2::json) as given (number bigint, entry bigint, was text, notes text, media_urls text[], originals json)`;
  await query(tx, {
    name: 'republish.write_entries',
    text: `
      update request_timeline t set notes = given.notes, media_urls = given.media_urls
        from ${given}
       where t.jurisdiction_id = $1 and t.number = given.number and t.entry = given.entry`,
    values,
  });
  await query(tx, {
    name: 'republish.write_status_notes',
    text: `
      update requests r
         set status_notes = case when r.status_notes = given.was then given.notes else r.status_notes end,
             version = r.version + 1, updated_at = greatest(r.updated_at, begin_case_write())
        from (select distinct on (number) * from ${given}
               order by number, (was is not distinct from (select q.status_notes from requests q
                                                            where q.jurisdiction_id = $1 and q.number = given.number)) desc) as given
       where r.jurisdiction_id = $1 and r.number = given.number`,
    values,
  });
  await query(tx, {
    name: 'republish.forget_entry_originals',
    text: `
      delete from timeline_originals
       where jurisdiction_id = $1 and (number, entry) in (select number, entry from ${given})`,
    values,
  });
  await query(tx, {
    name: 'republish.write_entry_originals',
    text: `
      insert into timeline_originals (jurisdiction_id, number, entry, notes, media_urls)
      select $1, given.number, given.entry, o.notes, o.media_urls
        from ${given}, json_to_record(given.originals) as o (notes text, media_urls text[])
       where given.originals is not null`,
    values,
  });
}

export type StoredAnswer = { number: string; code: string; values: string[]; withheld: boolean };

export function listAnswers(
  tx: Db,
  jurisdictionId: string,
  numbers: readonly string[],
): Promise<StoredAnswer[]> {
  return query(tx, {
    name: 'republish.list_answers',
    text: `
      select number::text, code, "values", withheld from request_attributes
       where jurisdiction_id = $1 and number = any($2::bigint[])`,
    values: [jurisdictionId, numbers],
  });
}

export async function writeWithheld(
  tx: Db,
  jurisdictionId: string,
  answers: readonly { number: string; code: string; withheld: boolean }[],
): Promise<void> {
  if (answers.length === 0) return;
  await query(tx, {
    name: 'republish.write_answers',
    text: `
      with given as materialized (
        select * from json_to_recordset($2::json) as given (number bigint, code text, withheld boolean)
      ), told as (
        update request_attributes a set withheld = given.withheld
          from given
         where a.jurisdiction_id = $1 and a.number = given.number and a.code = given.code
      )
      update requests r set version = r.version + 1, updated_at = greatest(r.updated_at, begin_case_write())
       where r.jurisdiction_id = $1 and r.number in (select number from given)`,
    values: [jurisdictionId, JSON.stringify(answers)],
  });
}
