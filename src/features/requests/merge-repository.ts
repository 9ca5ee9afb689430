import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { Visibility } from './request.ts';
import type { CaseKey } from './submission-repository.ts';

/** The advisory locks of those who merge cases of a city. */
const MERGING = 7312;

/**
 * Lets one merge cases of a city at a time, so that what is a duplicate of what stands still until the transaction ends. It is
 * taken before any case is locked, by everybody who locks several that belong together.
 */
export async function lockMerging(tx: Db, jurisdictionId: string): Promise<void> {
  await query(tx, {
    name: 'merging.lock',
    text: 'select pg_advisory_xact_lock($1, hashtext($2))',
    values: [MERGING, jurisdictionId],
  });
}

/** Keeps others from merging cases of a city until the transaction ends, and nobody from anything else. */
async function keepFromMerging(tx: Db, jurisdictionId: string): Promise<void> {
  await query(tx, {
    name: 'merging.keep_from',
    text: 'select pg_advisory_xact_lock_shared($1, hashtext($2))',
    values: [MERGING, jurisdictionId],
  });
}

/** Locks a case that may be opened again, and the one that it is a duplicate of, before anything else of them is. */
export async function lockWithFirst(tx: Db, { jurisdiction_id, number }: CaseKey): Promise<void> {
  await keepFromMerging(tx, jurisdiction_id);
  await query(tx, {
    name: 'merging.lock_with_first',
    text: `
      select number from requests
       where jurisdiction_id = $1
         and number = any (array(
               select $2::bigint
               union select duplicate_of from requests where jurisdiction_id = $1 and number = $2))
       order by requests.number
         for update`,
    values: [jurisdiction_id, number],
  });
}

/** The cases that name one, as what they are duplicates of or in a notice of the time when they were. */
const NAMING = `select number from requests where jurisdiction_id = $1 and duplicate_of = $2
               union select number from request_timeline where jurisdiction_id = $1 and names_case = $2`;

/** Locks a case that everybody may come to see, or no longer, and those that name it, before anything else of them is. */
export async function lockWithNaming(tx: Db, { jurisdiction_id, number }: CaseKey): Promise<void> {
  await keepFromMerging(tx, jurisdiction_id);
  await query(tx, {
    name: 'merging.lock_with_naming',
    text: `
      select number from requests
       where jurisdiction_id = $1
         and number = any (array(
               select $2::bigint
               union ${NAMING}))
       order by requests.number
         for update`,
    values: [jurisdiction_id, number],
  });
}

/** Notes that public cases which name this one are told otherwise, since everybody can see it now, or no longer. */
export async function touchNaming(tx: Db, { jurisdiction_id, number }: CaseKey, at: Date): Promise<void> {
  await query(tx, {
    name: 'merging.touch_naming',
    text: `
      update requests set version = version + 1, updated_at = greatest($3, updated_at, begin_case_write())
       where jurisdiction_id = $1 and visibility = 'public'
         and number = any (array(
               ${NAMING}))`,
    values: [jurisdiction_id, number, at],
  });
}

type MergedCase = { number: string; visibility: Visibility; duplicate_of: string | null };

/** Two cases, those that they are duplicates of, and the duplicates of the one that is to be merged, all locked. */
export function lockFamily(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  into: string,
): Promise<MergedCase[]> {
  return query(tx, {
    name: 'merging.lock_family',
    text: `
      select number::text, visibility, duplicate_of::text
        from requests
       where jurisdiction_id = $1
         and number = any (array(
               select $2::bigint union select $3::bigint
               union select duplicate_of from requests where jurisdiction_id = $1 and number in ($2, $3)
               union select number from requests where jurisdiction_id = $1 and duplicate_of = $2))
       order by requests.number
         for update`,
    values: [jurisdiction_id, number, into],
  });
}

/** @param first the case that goes on; null: it is no duplicate */
export async function updateDuplicateOf(
  tx: Db,
  { jurisdiction_id, number }: CaseKey,
  first: string | null,
): Promise<void> {
  await query(tx, {
    name: 'merging.update_duplicate_of',
    text: 'update requests set duplicate_of = $3 where jurisdiction_id = $1 and number = $2',
    values: [jurisdiction_id, number, first],
  });
}
