import { queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { DetailedStatus } from './detailed-status.ts';
import type { Status } from './request.ts';

/** A case, whichever table tells of it. */
export type CaseKey = { jurisdiction_id: string; number: string };

export type TimelineEntry = {
  happened_at: Date;
  kind:
    | 'submitted'
    | 'imported'
    | 'accepted'
    | 'status'
    | 'withdrawn'
    | 'restored'
    | 'comment'
    | 'held'
    | 'released'
    | 'kept';
  status: Status;
  notes: string | null;
  /** `key:7`, `cli`, `job`. */
  actor: string;
};

/** An entry that came from a partner, with what only such an entry has. */
export type PartnerEntry = TimelineEntry & {
  detailed_status?: DetailedStatus;
  media_urls?: readonly string[];
  sender?: { key_id: string; update_id: string; time: Date };
  /** Only staff see it, of a comment until they release it. */
  held?: boolean;
  /** What was sent, where the public is told something else; null: as the public is told. */
  originals?: EntryOriginals | undefined;
  /** The case that the notes name. */
  names_case?: string;
};

export type EntryOriginals = { notes: string | null; media_urls: readonly string[] | null };

/** What of an entry the public is not told as it came; undefined when all of it is. */
export function apartFrom(
  told: { notes: string | null; media_urls: readonly string[] },
  sent: { notes: string | null; media_urls: readonly string[] },
): EntryOriginals | undefined {
  const notes = told.notes === sent.notes ? null : sent.notes;
  const media_urls = told.media_urls.length === sent.media_urls.length ? null : sent.media_urls;
  return notes === null && media_urls === null ? undefined : { notes, media_urls };
}

/**
 * Writes an entry. It is published at once if everybody may see the case.
 * @returns its number, or undefined when the sender has sent it before
 */
export async function insertTimelineEntry(
  db: Db,
  { jurisdiction_id, number }: CaseKey,
  entry: PartnerEntry,
): Promise<string | undefined> {
  const row = await queryOne<{ entry: string }>(db, {
    name: 'timeline.insert',
    text: `
      with written as (
        insert into request_timeline (jurisdiction_id, number, happened_at, kind, status, notes, actor, detailed_status,
               media_urls, key_id, sender_update_id, sender_time, names_case, published_at)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $17,
               case when r.visibility = 'public' and not $13 then greatest($3, begin_case_write()) end
          from requests r
         where r.jurisdiction_id = $1 and r.number = $2
        on conflict (jurisdiction_id, key_id, sender_update_id) where sender_update_id is not null do nothing
        returning entry
      ), apart as (
        insert into timeline_originals (jurisdiction_id, number, entry, notes, media_urls)
        select $1, $2, entry, $15, $16 from written where $14
      )
      select entry from written`,
    values: [
      jurisdiction_id,
      number,
      entry.happened_at,
      entry.kind,
      entry.status,
      entry.notes,
      entry.actor,
      entry.detailed_status ?? null,
      entry.media_urls ?? [],
      entry.sender?.key_id ?? null,
      entry.sender?.update_id ?? null,
      entry.sender?.time ?? null,
      entry.held ?? false,
      entry.originals !== undefined,
      entry.originals?.notes ?? null,
      entry.originals?.media_urls ?? null,
      entry.names_case ?? null,
    ],
  });
  return row?.entry;
}

/** What a token leads to: a number once the city has taken the case over, null before. Undefined: no such token. */
export function findToken(
  db: Db,
  jurisdictionId: string,
  token: string,
): Promise<{ number: string | null } | undefined> {
  return queryOne(db, {
    name: 'tokens.find',
    text: `
      select case when r.visibility <> 'waiting' then r.number::text end as number
        from request_tokens t
        join requests r on r.jurisdiction_id = t.jurisdiction_id and r.number = t.number
       where t.jurisdiction_id = $1 and t.token = $2`,
    values: [jurisdictionId, token],
  });
}
