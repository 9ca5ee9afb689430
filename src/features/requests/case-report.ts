import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { HoldReason } from './moderation.ts';
import type { Status, Visibility } from './request.ts';
import type { CaseKey, TimelineEntry } from './submission-repository.ts';

/** A case as the city's staff sees it: as it came, without who reported it. */
export type CaseReport = CaseKey & {
  service_code: string;
  status: Status;
  status_notes: string | null;
  duplicate_of: string | null;
  supporters: number;
  visibility: Visibility;
  /** Why it is held, or was; empty: it never was. */
  held_for: HoldReason[];
  description: string | null;
  agency_responsible: string | null;
  requested_at: Date;
  updated_at: Date;
  expected_at: Date | null;
  closed_at: Date | null;
  address: string | null;
  address_id: string | null;
  zipcode: string | null;
  lat: number | null;
  long: number | null;
  /** Those stored here as paths. */
  media_urls: string[];
  channel: string;
  source: string | null;
  source_reference: string | null;
  attributes: { code: string; values: string[]; known: boolean }[];
};

export function findCaseReport(
  db: Db,
  { jurisdiction_id, number }: CaseKey,
): Promise<CaseReport | undefined> {
  return queryOne<CaseReport>(db, {
    name: 'requests.report',
    text: `
      select r.jurisdiction_id, r.number, r.service_code, r.status, r.status_notes, r.duplicate_of::text, r.supporters, r.visibility,
             coalesce((select m.reasons from request_moderation m
                        where m.jurisdiction_id = r.jurisdiction_id and m.number = r.number), '{}') as held_for,
             coalesce(o.description, r.description) as description, r.agency_responsible, r.requested_at, r.updated_at,
             r.expected_at, r.closed_at, coalesce(o.address, r.address) as address,
             coalesce(o.address_id, r.address_id) as address_id, coalesce(o.zipcode, r.zipcode) as zipcode, coalesce(o.lat, r.lat) as lat,
             coalesce(o.long, r.long) as long, coalesce(o.media_urls, r.media_urls) as media_urls,
             r.channel, r.source, r.source_reference,
             coalesce((select json_agg(json_build_object('code', a.code, 'values', a."values", 'known', a.known) order by a.code)
                         from request_attributes a
                        where a.jurisdiction_id = r.jurisdiction_id and a.number = r.number), '[]') as attributes
        from requests r
        left join request_originals o on o.jurisdiction_id = r.jurisdiction_id and o.number = r.number
       where r.jurisdiction_id = $1 and r.number = $2`,
    values: [jurisdiction_id, number],
  });
}

/** An entry as the city's staff sees it. */
export type StaffEntry = TimelineEntry & {
  update_id: string;
  /** What became of a comment; null: the entry is none. */
  comment: 'released' | 'held' | 'rejected' | null;
  /** Those stored here as paths; the public finds them only when the entry is published. */
  media_urls: string[];
};

/** The first thousand entries of a case's timeline, oldest first. */
export function listTimeline(db: Db, { jurisdiction_id, number }: CaseKey): Promise<StaffEntry[]> {
  return query<StaffEntry>(db, {
    name: 'timeline.list',
    text: `
      select t.entry::text as update_id, t.happened_at, t.kind, t.status, coalesce(o.notes, t.notes) as notes, t.actor,
             coalesce(o.media_urls, t.media_urls) as media_urls,
             case when t.kind <> 'comment' then null
                  when t.published_at is not null then 'released'
                  when t.rejected_at is not null then 'rejected' else 'held' end as comment
        from request_timeline t
        left join timeline_originals o
               on o.jurisdiction_id = t.jurisdiction_id and o.number = t.number and o.entry = t.entry
       where t.jurisdiction_id = $1 and t.number = $2
       order by t.happened_at, t.entry
       limit 1000`,
    values: [jurisdiction_id, number],
  });
}
