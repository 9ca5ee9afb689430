import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { DetailedStatus } from './detailed-status.ts';
import type { Publishing } from './public-form.ts';
import { mediaUrls, notesToTell } from './public-item.ts';
import type { Status } from './request.ts';
import type { CaseKey } from './submission-repository.ts';
import type { Window } from './date-window.ts';
import type { Place } from './list-cursor.ts';

/** An entry of the timeline as everybody may see it. */
export type PublishedUpdate = {
  update_id: string;
  service_request_id: string;
  status: DetailedStatus;
  updated_datetime: string;
  /** Null: nobody said more than the status. */
  notes: string | null;
  media_url: string | null;
};

/** Entries that are updates; that a case was withdrawn is none, since it is then in no public answer. */
const UPDATES = `('submitted', 'imported', 'accepted', 'status', 'restored', 'comment')`;

/**
 * Published entries of public cases, the earliest first (standard, 5.1).
 * @param asked.numbers only of these cases
 * @param asked.after goes on behind this entry
 */
export function listPublishedUpdates(
  db: Db,
  jurisdictionId: string,
  asked: {
    window: Window;
    numbers: readonly string[] | undefined;
    after: Place | undefined;
    /** The addresses of pictures begin with it. */
    baseUrl: string;
    size: number;
    skip: number;
  },
): Promise<PublishedUpdate[]> {
  const { window, numbers, after, baseUrl, size, skip } = asked;
  return query<PublishedUpdate>(db, {
    name: `updates.list${numbers === undefined ? '' : '_of_cases'}`,
    text: `
      select t.entry::text as update_id, t.number::text as service_request_id,
             coalesce(t.detailed_status, t.status) as status, wire_time(t.published_at) as updated_datetime,
             ${notesToTell('t.notes', 't.jurisdiction_id', 't.names_case')} as notes,
             (${mediaUrls('t.media_urls', '$6::text')})[1] as media_url
        from request_timeline t
        join requests r on r.jurisdiction_id = t.jurisdiction_id and r.number = t.number and r.visibility = 'public'
       where t.jurisdiction_id = $1 and t.kind in ${UPDATES}
         and t.published_at between $2 and $3 and (t.published_at, t.entry) > ($7::timestamptz, $8::bigint)
         ${numbers === undefined ? '' : 'and t.number = any($9::bigint[])'}
       order by t.published_at, t.entry
       limit $4 offset $5`,
    values: [
      jurisdictionId,
      window.from,
      window.to,
      size,
      skip,
      baseUrl,
      after === undefined ? '-infinity' : new Date(after.time),
      after?.number ?? 0,
      ...(numbers === undefined ? [] : [numbers]),
    ],
  });
}

/**
 * A public case and by what it is told, locked against other changes until the transaction ends; undefined when there is none.
 * The rules are read when it is locked: a statement that waits for a lock goes on with what they were before.
 */
export async function lockPublicRequest(
  tx: Db,
  jurisdictionId: string,
  number: string,
): Promise<({ status: Status; detailed_status: DetailedStatus | null } & Publishing) | undefined> {
  const values = [jurisdictionId, number];
  await query(tx, {
    name: 'updates.lock_request',
    text: 'select from requests where jurisdiction_id = $1 and number = $2 for update',
    values,
  });
  return queryOne(tx, {
    name: 'updates.read_request',
    text: `
      select r.status, r.detailed_status, j.masks_personal as masks, s.publishes, j.locale as language
        from requests r
        join services s on s.jurisdiction_id = catalogue_of($1) and s.service_code = r.service_code
        join jurisdictions j on j.jurisdiction_id = catalogue_of($1)
       where r.jurisdiction_id = $1 and r.number = $2 and r.visibility = 'public'`,
    values,
  });
}

/** The entry that a sender has sent before under an id of its own. */
export function findUpdateOfSender(
  db: Db,
  jurisdictionId: string,
  keyId: string,
  senderUpdateId: string,
): Promise<{ entry: string; number: string } | undefined> {
  return queryOne(db, {
    name: 'updates.find_by_sender',
    text: `
      select entry, number from request_timeline
       where jurisdiction_id = $1 and key_id = $2 and sender_update_id = $3`,
    values: [jurisdictionId, keyId, senderUpdateId],
  });
}

/** Who wrote an update; never in a public answer. */
export type UpdateSender = Partial<
  Record<'email' | 'first_name' | 'last_name' | 'phone' | 'account_id', string>
>;

export async function insertUpdateSender(
  db: Db,
  { jurisdiction_id, number }: CaseKey,
  entry: string,
  sender: UpdateSender,
): Promise<void> {
  await query(db, {
    name: 'updates.insert_sender',
    text: `
      insert into update_senders (jurisdiction_id, number, entry, email, first_name, last_name, phone, account_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      jurisdiction_id,
      number,
      entry,
      sender.email ?? null,
      sender.first_name ?? null,
      sender.last_name ?? null,
      sender.phone ?? null,
      sender.account_id ?? null,
    ],
  });
}

/** Notes on a case that its public answer has changed without a change of status. */
export async function touchRequest(db: Db, { jurisdiction_id, number }: CaseKey, at: Date): Promise<void> {
  await query(db, {
    name: 'updates.touch_request',
    text: `
      update requests set version = version + 1, updated_at = greatest($3, updated_at, begin_case_write())
       where jurisdiction_id = $1 and number = $2`,
    values: [jurisdiction_id, number, at],
  });
}

/**
 * Publishes as of now what has happened to a case that everybody can see from now on: who polls by time has passed over all of
 * it, also over what was public before the case was hidden. A comment that staff have not released stays with them.
 */
export async function publishEntries(tx: Db, { jurisdiction_id, number }: CaseKey): Promise<void> {
  await query(tx, {
    name: 'updates.publish_entries',
    text: `
      update request_timeline t set published_at = r.updated_at
        from requests r
       where t.jurisdiction_id = $1 and t.number = $2
         and r.jurisdiction_id = $1 and r.number = t.number and r.visibility = 'public'
         and (t.published_at is not null or (t.kind in ${UPDATES} and t.kind <> 'comment'))`,
    values: [jurisdiction_id, number],
  });
}

/** A comment that waits for staff. */
export type HeldComment = {
  jurisdiction_id: string;
  update_id: string;
  service_request_id: string;
  received_at: Date;
  notes: string;
  actor: string;
  /** Those stored here as paths. */
  media_urls: string[];
};

/** So many are shown at once; those that were dealt with make room. */
const MOST_HELD = 1_000;

export function listHeldComments(db: Db, jurisdictionId: string): Promise<HeldComment[]> {
  return query<HeldComment>(db, {
    name: 'updates.list_held',
    text: `
      select t.jurisdiction_id, t.entry::text as update_id, t.number::text as service_request_id, t.happened_at as received_at,
             coalesce(o.notes, t.notes) as notes, t.actor, coalesce(o.media_urls, t.media_urls) as media_urls
        from request_timeline t
        left join timeline_originals o
               on o.jurisdiction_id = t.jurisdiction_id and o.number = t.number and o.entry = t.entry
       where t.jurisdiction_id = $1 and t.kind = 'comment' and t.published_at is null and t.rejected_at is null
       order by t.entry
       limit ${MOST_HELD}`,
    values: [jurisdictionId],
  });
}

/**
 * Publishes or rejects a held comment.
 * @returns its case, or undefined when no comment of that id is held here
 */
export function settleHeldComment(
  db: Db,
  jurisdictionId: string,
  entry: string,
  release: boolean,
  at: Date,
): Promise<{ number: string } | undefined> {
  return queryOne(db, {
    name: `updates.${release ? 'release' : 'reject'}`,
    text: `
      update request_timeline
         set ${release ? 'published_at = greatest($3, begin_case_write())' : 'rejected_at = $3'}
       where jurisdiction_id = $1 and entry = $2 and kind = 'comment' and published_at is null and rejected_at is null
      returning number`,
    values: [jurisdictionId, entry, at],
  });
}
