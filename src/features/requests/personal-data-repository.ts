import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { asAccount, inLink, inText } from './match-address.ts';
import type { Reporter, Visibility } from './request.ts';
import type { CaseKey, TimelineEntry } from './submission-repository.ts';
import type { UpdateSender } from './update-repository.ts';

/** Where something of a person is: cases that they reported, comments that they wrote, texts of others that name them. */
export type WrittenPlaces = {
  reported: string[];
  comments: { number: string; entry: string }[];
  mentions: string[];
};

const ANSWERS = `array_to_string("values", ' ')`;

/** What somebody can write into, beside what says who they are; those that hold addresses of the web stand apart. */
const WRITTEN: Record<string, readonly string[]> = {
  requests: ['description', 'address', 'address_id', 'zipcode', 'status_notes'],
  request_originals: ['description', 'address', 'address_id', 'zipcode'],
  request_timeline: ['notes'],
  timeline_originals: ['notes'],
  request_reports: ['comment'],
  request_attributes: ['code', ANSWERS],
  request_reporters: ['first_name', 'last_name', 'phone', 'device_id'],
  update_senders: ['first_name', 'last_name', 'phone'],
};

const WITH_LINKS = ['requests', 'request_originals', 'request_timeline', 'timeline_originals'];

/**
 * Everything in a city that has an e-mail address, as the sender's own, as the name of their account with an app, or in a text. Looks through every text of the city, which takes a while in a large one.
 * @param email in lower case
 */
export async function findByEmail(db: Db, jurisdictionId: string, email: string): Promise<WrittenPlaces> {
  const mentions = Object.entries(WRITTEN).map(([table, columns]) => {
    const text = `concat_ws(' ', ${columns.join(', ')})`;
    // Looking for a plain text is many times faster than for a pattern, and nearly all texts end there.
    const named = `(strpos(lower(${text}), $2) > 0 and ${text} ~* $3)`;
    const linked = `array_to_string(media_urls, ' ') ~* $4`;
    const either = WITH_LINKS.includes(table) ? `(${named} or (media_urls <> '{}' and ${linked}))` : named;
    return `select number from ${table} where jurisdiction_id = $1 and ${either}`;
  });
  const rows = await query<{
    role: 'reported' | 'comment' | 'mention';
    number: string;
    entry: string | null;
  }>(db, {
    name: 'personal_data.find_by_email',
    text: `
      with reported as materialized (
        select number from request_reporters
         where jurisdiction_id = $1 and (lower(btrim(email)) = $2 or account_id ~* $5)
      ), comments as materialized (
        select number, entry from update_senders
         where jurisdiction_id = $1 and (lower(btrim(email)) = $2 or account_id ~* $5)
      )
      select 'reported' as role, number::text, null as entry from reported
       union all
      select 'comment', number::text, entry::text from comments where number not in (select number from reported)
       union all
      select 'mention', number::text, null
        from (${mentions.join(' union ')}) as mentions
       where number not in (select number from reported)
       order by number, entry`,
    values: [jurisdictionId, email, inText(email), inLink(email), asAccount(email)],
  });
  const of = (role: string) => rows.filter((row) => row.role === role);
  return {
    reported: of('reported').map(({ number }) => number),
    comments: of('comment').map(({ number, entry }) => ({ number, entry: entry ?? '' })),
    mentions: of('mention').map(({ number }) => number),
  };
}

export function findReporter(db: Db, { jurisdiction_id, number }: CaseKey): Promise<Reporter | undefined> {
  return queryOne(db, {
    name: 'personal_data.find_reporter',
    text: `
      select email, first_name, last_name, phone, device_id, account_id from request_reporters
       where jurisdiction_id = $1 and number = $2`,
    values: [jurisdiction_id, number],
  });
}

/** Who sent an entry. */
export type Sender = { [Field in keyof UpdateSender]-?: string | null };

/** An entry of a timeline as the public reads it and as it came. */
export type WrittenEntry = Omit<TimelineEntry, 'notes'> & {
  number: string;
  update_id: string;
  /** Whether it came as an update, from a partner or somebody behind one. */
  sent: boolean;
  published: boolean;
  told: Written;
  came: Written;
  /** The key it came with. */
  key_id: string | null;
  sender: Sender | null;
};

/** Pictures that are stored here are paths. */
export type Written = { notes: string | null; media_urls: string[] };

/** @param entries of these cases; null: all of theirs */
export function listWrittenEntries(
  db: Db,
  jurisdictionId: string,
  numbers: readonly string[],
  entries: readonly string[] | null,
): Promise<WrittenEntry[]> {
  return query(db, {
    name: 'personal_data.list_entries',
    text: `
      select t.number::text, t.entry::text as update_id, t.happened_at, t.kind, t.status, t.actor, t.key_id::text,
             t.sender_update_id is not null as sent, t.published_at is not null as published,
             json_build_object('notes', t.notes, 'media_urls', t.media_urls) as told,
             json_build_object('notes', coalesce(o.notes, t.notes),
                               'media_urls', coalesce(o.media_urls, t.media_urls)) as came,
             case when s.entry is not null
                  then json_build_object('email', s.email, 'first_name', s.first_name, 'last_name', s.last_name,
                                         'phone', s.phone, 'account_id', s.account_id) end as sender
        from request_timeline t
        left join timeline_originals o
               on o.jurisdiction_id = t.jurisdiction_id and o.number = t.number and o.entry = t.entry
        left join update_senders s
               on s.jurisdiction_id = t.jurisdiction_id and s.number = t.number and s.entry = t.entry
       where t.jurisdiction_id = $1 and t.number = any($2::bigint[]) and ($3::bigint[] is null or t.entry = any($3))
       order by t.number, t.happened_at, t.entry`,
    values: [jurisdictionId, numbers, entries],
  });
}

/** That an entry was written by the city's own staff here, or by this program. */
const BY_STAFF = `not (starts_with(actor, 'key:') or actor = 'import')`;

/**
 * Leaves of a case its number, service, status, times, what staff wrote, and about where it is.
 * @param place about where it is
 * @returns whether there is such a case
 */
export async function eraseCase(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  place: { lat: number | null; long: number | null },
): Promise<boolean> {
  const row = await queryOne(tx, {
    name: 'personal_data.erase_case',
    text: `
      with reporter as (
        delete from request_reporters where jurisdiction_id = $1 and number = $2
      ), originals as (
        delete from request_originals where jurisdiction_id = $1 and number = $2
      ), answers as (
        delete from request_attributes where jurisdiction_id = $1 and number = $2
      ), senders as (
        delete from update_senders where jurisdiction_id = $1 and number = $2
      ), sent as (
        delete from timeline_originals where jurisdiction_id = $1 and number = $2
      ), reports as (
        update request_reports set comment = null, reporter = null where jurisdiction_id = $1 and number = $2
      ), remembered as (
        delete from idempotency_keys where jurisdiction_id = $1 and number = $2
      ), entries as (
        update request_timeline set notes = case when ${BY_STAFF} then notes end, media_urls = '{}'
         where jurisdiction_id = $1 and number = $2
      )
      update requests r
         set description = null, address = null, address_id = null, zipcode = null, media_urls = '{}', lat = $3, long = $4,
             areas_version = -1, version = r.version + 1, updated_at = greatest(r.updated_at, begin_case_write()),
             status_notes = (select t.notes from request_timeline t
                              where t.jurisdiction_id = $1 and t.number = $2 and ${BY_STAFF} and t.notes = r.status_notes
                              limit 1)
       where r.jurisdiction_id = $1 and r.number = $2
      returning r.number`,
    values: [jurisdiction_id, number, place.lat, place.long],
  });
  return row !== undefined;
}

/** The exact place of a case and who sees it, locked until the transaction ends. */
export function lockPlace(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
): Promise<{ lat: number | null; long: number | null; visibility: Visibility } | undefined> {
  return queryOne(tx, {
    name: 'personal_data.lock_place',
    text: 'select lat, long, visibility from requests where jurisdiction_id = $1 and number = $2 for update',
    values: [jurisdiction_id, number],
  });
}

/**
 * Takes what somebody wrote out of an entry, and who wrote it.
 * @returns the pictures it had; undefined when there is no such entry
 */
export async function eraseEntry(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  entry: string,
): Promise<string[] | undefined> {
  const row = await queryOne<{ media_urls: string[] }>(tx, {
    name: 'personal_data.erase_entry',
    text: `
      with before as materialized (
        select t.notes, coalesce(o.media_urls, t.media_urls) as media_urls
          from request_timeline t
          left join timeline_originals o
                 on o.jurisdiction_id = t.jurisdiction_id and o.number = t.number and o.entry = t.entry
         where t.jurisdiction_id = $1 and t.number = $2 and t.entry = $3
      ), sender as (
        delete from update_senders where jurisdiction_id = $1 and number = $2 and entry = $3
      ), sent as (
        delete from timeline_originals where jurisdiction_id = $1 and number = $2 and entry = $3
      ), erased as (
        update request_timeline set notes = null, media_urls = '{}'
         where jurisdiction_id = $1 and number = $2 and entry = $3
      ), told as (
        update requests r
           set status_notes = nullif(r.status_notes, before.notes), version = r.version + 1,
               updated_at = greatest(r.updated_at, begin_case_write())
          from before
         where r.jurisdiction_id = $1 and r.number = $2
      )
      select media_urls from before`,
    values: [jurisdiction_id, number, entry],
  });
  return row?.media_urls;
}

/**
 * Puts something else in the place of an e-mail address in every text of a case. An identifier of a place goes as a whole, since
 * in part it would name another one, and so do an answer that nobody has asked for and an address of the web.
 */
export async function eraseMention(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  email: string,
  name: string,
): Promise<void> {
  const without = (column: string) => `regexp_replace(${column}, $3, $4, 'gi')`;
  const values = [jurisdiction_id, number, inText(email), name];
  await query(tx, {
    name: 'personal_data.erase_named_answers',
    text: `delete from request_attributes where jurisdiction_id = $1 and number = $2 and not known and code ~* $3`,
    values: values.slice(0, 3),
  });
  for (const [table, columns] of Object.entries(WRITTEN)) {
    const changes = columns
      .filter((column) => column !== 'code')
      .map((column) => {
        if (column === 'address_id') return 'address_id = case when address_id !~* $3 then address_id end';
        if (column !== ANSWERS) return `${column} = ${without(column)}`;
        return `"values" = array(select ${without('value')} from unnest("values") with ordinality as given (value, place) order by place)`;
      });
    if (table === 'requests')
      changes.push('version = version + 1', 'updated_at = greatest(updated_at, begin_case_write())');
    await query(tx, {
      name: `personal_data.erase_mention.${table}`,
      text: `update ${table} set ${changes.join(', ')} where jurisdiction_id = $1 and number = $2`,
      values,
    });
  }
  for (const table of WITH_LINKS) {
    await query(tx, {
      name: `personal_data.erase_links.${table}`,
      text: `
        update ${table}
           set media_urls = array(select url from unnest(media_urls) with ordinality as given (url, place)
                                   where url !~* $3 order by place)
         where jurisdiction_id = $1 and number = $2 and array_to_string(media_urls, ' ') ~* $3`,
      values: [jurisdiction_id, number, inLink(email)],
    });
  }
}

export type Erasure = {
  reason: 'asked' | 'retention';
  kind: 'case' | 'comment' | 'mention' | 'support' | 'reporters' | 'originals' | 'media';
  /** Of one case; null for a night's work. */
  number: string | null;
  cases: number;
  pictures: number;
  actor: string;
};

/** Writes down that something was erased, and nothing of it. */
export async function insertErasure(
  tx: Db,
  jurisdictionId: string,
  at: Date,
  erasure: Erasure,
): Promise<void> {
  const { reason, kind, number, cases, pictures, actor } = erasure;
  await query(tx, {
    name: 'erasures.insert',
    text: `
      insert into erasures (jurisdiction_id, erased_at, reason, kind, number, cases, pictures, actor)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [jurisdictionId, at, reason, kind, number, cases, pictures, actor],
  });
}

export type RecordedErasure = Erasure & { erased_at: Date };

/** The last thousand records of what was erased, the newest first. */
export function listErasures(db: Db, jurisdictionId: string): Promise<RecordedErasure[]> {
  return query(db, {
    name: 'erasures.list',
    text: `
      select erased_at, reason, kind, number::text, cases, pictures, actor from erasures
       where jurisdiction_id = $1
       order by erasure_id desc
       limit 1000`,
    values: [jurisdictionId],
  });
}
