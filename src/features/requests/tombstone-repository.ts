import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { invalidField } from '../../platform/errors.ts';
import type { Status, Visibility } from './request.ts';
import type { CaseKey } from './submission-repository.ts';

/** For so long others can learn that a case was withdrawn (standard, 6). */
export const TOMBSTONE_DAYS = 400;

const DAY_MS = 86_400_000;

/**
 * Whether all withdrawals since a time are still known: those who have not asked for longer must begin anew, or they would
 * keep for ever what was taken back.
 * @throws AppError invalid
 */
export function requireKnownTombstones(since: Date, now: Date): void {
  if (now.getTime() - since.getTime() > TOMBSTONE_DAYS * DAY_MS) {
    throw invalidField(
      'updated_after',
      `updated_after is too old: start again. What was withdrawn is known for ${TOMBSTONE_DAYS} days.`,
    );
  }
}

/**
 * Takes a public case out of all public answers and leaves a tombstone; one that is held is not held any longer, and has its
 * tombstone if it ever was public.
 * @param visibility who sees it from now on: `held` until staff have decided
 * @returns its status, or undefined when it was neither
 */
export async function withdrawCase(
  db: Db,
  { jurisdiction_id, number }: CaseKey,
  at: Date,
  visibility: Extract<Visibility, 'staff' | 'held'> = 'staff',
): Promise<Status | undefined> {
  const row = await queryOne<{ status: Status }>(db, {
    name: 'tombstones.withdraw',
    text: `
      with before as materialized (
        select number, visibility from requests
         where jurisdiction_id = $1 and number = $2 and visibility in ('public', 'held')
           for update
      ), hidden as (
        update requests r
           set visibility = $4, version = r.version + 1, updated_at = greatest($3, r.updated_at, begin_case_write())
          from before
         where r.jurisdiction_id = $1 and r.number = before.number
        returning r.jurisdiction_id, r.number, r.status, r.updated_at, before.visibility as was
      ), left_behind as (
        insert into request_tombstones (jurisdiction_id, number, withdrawn_at)
        select jurisdiction_id, number, updated_at from hidden where was = 'public'
        on conflict (jurisdiction_id, number) do update set withdrawn_at = excluded.withdrawn_at
      )
      select status from hidden`,
    values: [jurisdiction_id, number, at, visibility],
  });
  return row?.status;
}

/** Makes a withdrawn case public again. @returns its status, or undefined when it was not withdrawn or may not be public */
export async function restoreCase(
  db: Db,
  { jurisdiction_id, number }: CaseKey,
  at: Date,
): Promise<Status | undefined> {
  const row = await queryOne<{ status: Status }>(db, {
    name: 'tombstones.restore',
    text: `
      with known as (
        delete from request_tombstones
         where jurisdiction_id = $1 and number = $2
           and number in (select r.number
                            from requests r
                            join services s on s.jurisdiction_id = catalogue_of($1) and s.service_code = r.service_code
                           where r.jurisdiction_id = $1 and r.number = $2 and r.visibility = 'staff' and s.publishes <> 'nothing')
        returning jurisdiction_id, number
      )
      update requests r
         set visibility = 'public', version = version + 1, updated_at = greatest($3, r.updated_at, begin_case_write())
        from known
       where r.jurisdiction_id = $1 and r.jurisdiction_id = known.jurisdiction_id and r.number = known.number
      returning r.status`,
    values: [jurisdiction_id, number, at],
  });
  return row?.status;
}

/** Forgets the tombstones of a city that are older than `updated_after` may be. */
export async function sweepTombstones(db: Db, jurisdictionId: string, now: Date): Promise<void> {
  await query(db, {
    name: 'tombstones.sweep',
    text: 'delete from request_tombstones where jurisdiction_id = $1 and withdrawn_at < $2',
    values: [jurisdictionId, new Date(now.getTime() - TOMBSTONE_DAYS * DAY_MS)],
  });
}
