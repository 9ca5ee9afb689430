import { wholeSecond } from '../../platform/clock.ts';
import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { Decision, HoldReason, ReportReason } from './moderation.ts';
import type { Status, Visibility } from './request.ts';
import type { CaseKey } from './submission-repository.ts';

/** More reports of one case tell staff nothing new. */
const MOST_REPORTS = 100;

/**
 * Counts a report of a public case, and puts the case before staff.
 * @param report.reporter by which the same address is known again
 * @returns how many there are since staff last decided, and whether they have said that the case stays; undefined when it was
 *   not counted, since the same has reported before, or many have
 */
export function insertReport(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  report: { reason: ReportReason; comment: string | null; reporter: number; at: Date },
): Promise<{ reports: number; kept: boolean } | undefined> {
  return queryOne(tx, {
    name: 'reports.insert',
    text: `
      with written as (
        insert into request_reports (jurisdiction_id, number, reported_at, reason, comment, reporter)
        select $1, $2, $3, $4, $5, $6
         where (select count(*) from request_reports
                 where jurisdiction_id = $1 and number = $2
                   and reported_at > coalesce((select decided_at from request_moderation
                                                where jurisdiction_id = $1 and number = $2), '-infinity')) < ${MOST_REPORTS}
        on conflict (jurisdiction_id, number, reporter) do nothing
        returning reported_at
      ), noted as (
        insert into request_moderation as known (jurisdiction_id, number, waiting_since, reasons)
        select $1, $2, reported_at, array['reported'] from written
        on conflict (jurisdiction_id, number) do update
          set waiting_since = coalesce(known.waiting_since, excluded.waiting_since),
              reasons = case when known.waiting_since is null then excluded.reasons
                             else array_remove(known.reasons, 'reported') || excluded.reasons end
        returning decision, decided_at
      )
      select coalesce(noted.decision = 'kept', false) as kept,
             1 + (select count(*) from request_reports
                   where jurisdiction_id = $1 and number = $2
                     and reported_at > coalesce(noted.decided_at, '-infinity'))::integer as reports
        from noted`,
    values: [jurisdiction_id, number, report.at, report.reason, report.comment, report.reporter],
  });
}

/** For so long the same address is counted once for one case. */
const REPORTER_DAYS = 30;

/** Forgets by what reporters are known again. */
export async function sweepReporters(db: Db, jurisdictionId: string, now: Date): Promise<void> {
  await query(db, {
    name: 'reports.sweep_reporters',
    text: `
      update request_reports set reporter = null
       where jurisdiction_id = $1 and reporter is not null and reported_at < $2`,
    values: [jurisdictionId, new Date(now.getTime() - REPORTER_DAYS * 86_400_000)],
  });
}

/**
 * Lets everybody see a case that is held, or that was hidden instead; of a service that publishes nothing by now, it is only
 * held no longer.
 * @returns its status and who sees it now, or undefined when there is nothing to release
 */
export async function releaseCase(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  decision: Decision,
  at: Date,
): Promise<{ status: Status; visibility: Visibility } | undefined> {
  return queryOne(tx, {
    name: 'moderation.release',
    text: `
      with freed as (
        update requests r
           set visibility = case when s.publishes = 'nothing' then 'staff' else 'public' end, version = r.version + 1,
               updated_at = greatest($3, r.updated_at, begin_case_write())
          from request_moderation m, services s
         where r.jurisdiction_id = $1 and r.number = $2 and r.visibility in ('held', 'staff')
           and m.jurisdiction_id = $1 and m.number = r.number
           and s.jurisdiction_id = catalogue_of($1) and s.service_code = r.service_code
        returning r.number, r.status, r.visibility
      ), decided as (
        update request_moderation set waiting_since = null, decision = $4, decided_at = $5
         where jurisdiction_id = $1 and number in (select number from freed)
      ), back as (
        delete from request_tombstones
         where jurisdiction_id = $1 and number in (select number from freed where visibility = 'public')
      )
      select status, visibility from freed`,
    values: [jurisdiction_id, number, wholeSecond(at), decision, at],
  });
}

/** Writes down what staff have said of a public or hidden case. @returns its status, or undefined when there is no such case */
export async function noteDecision(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  decision: Decision,
  at: Date,
): Promise<Status | undefined> {
  const row = await queryOne<{ status: Status }>(tx, {
    name: 'moderation.note_decision',
    text: `
      with found as (
        select number, status from requests
         where jurisdiction_id = $1 and number = $2 and visibility = case when $3 = 'kept' then 'public' else 'staff' end
           for update
      ), decided as (
        insert into request_moderation (jurisdiction_id, number, reasons, decision, decided_at)
        select $1, number, '{}'::text[], $3, $4 from found
        on conflict (jurisdiction_id, number) do update
          set waiting_since = null, decision = excluded.decision, decided_at = excluded.decided_at
      )
      select status from found`,
    values: [jurisdiction_id, number, decision, at],
  });
  return row?.status;
}

/** A case that staff are to decide about, as it came. */
export type WaitingCase = {
  service_request_id: string;
  service_code: string;
  waiting_since: Date;
  reasons: HoldReason[];
  /** `public`: it was reported, and is not held. */
  visibility: Extract<Visibility, 'public' | 'held'>;
  description: string | null;
  address: string | null;
  /** The last reports of it that staff have not answered. */
  reports: { reason: ReportReason; comment: string | null }[];
};

/** So many are shown at once; those that are decided make room. */
const MOST_WAITING = 500;
const MOST_SHOWN_REPORTS = 20;

/** Cases of a city that wait for staff, those that wait longest first. */
export function listWaiting(db: Db, jurisdictionId: string): Promise<WaitingCase[]> {
  return query<WaitingCase>(db, {
    name: 'moderation.list',
    text: `
      select r.number::text as service_request_id, r.service_code, m.waiting_since, m.reasons, r.visibility,
             coalesce(o.description, r.description) as description, coalesce(o.address, r.address) as address,
             coalesce((select json_agg(json_build_object('reason', last.reason, 'comment', last.comment) order by last.report)
                         from (select report, reason, comment from request_reports
                                where jurisdiction_id = $1 and number = r.number
                                  and reported_at > coalesce(m.decided_at, '-infinity')
                                order by report desc
                                limit ${MOST_SHOWN_REPORTS}) as last), '[]') as reports
        from request_moderation m
        join requests r on r.jurisdiction_id = m.jurisdiction_id and r.number = m.number
        left join request_originals o on o.jurisdiction_id = r.jurisdiction_id and o.number = r.number
       where m.jurisdiction_id = $1 and m.waiting_since is not null and r.visibility in ('held', 'public')
       order by m.waiting_since, m.number
       limit ${MOST_WAITING}`,
    values: [jurisdictionId],
  });
}
