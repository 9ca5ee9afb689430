import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

/** Enters pictures that are about to be stored, and their city into the directory of all cities. */
export async function insertMedia(
  db: Db,
  jurisdictionId: string,
  mediaIds: readonly string[],
  now: Date,
): Promise<void> {
  await query(db, {
    name: 'media.insert',
    text: `
      with listed as (
        insert into media_directory (media_id, jurisdiction_id)
        select media_id, $1 from unnest($2::text[]) as media_id
        returning media_id, jurisdiction_id
      )
      insert into media (jurisdiction_id, media_id, uploaded_at)
      select jurisdiction_id, media_id, $3 from listed`,
    values: [jurisdictionId, mediaIds, now],
  });
}

/** Gives pictures to a case. @returns how many were still there and nobody's */
export async function claimMedia(
  tx: Db,
  jurisdictionId: string,
  mediaIds: readonly string[],
  number: string,
): Promise<number> {
  const rows = await query(tx, {
    name: 'media.claim',
    text: `
      update media set number = $3
       where jurisdiction_id = $1 and media_id = any($2::text[]) and number is null
      returning media_id`,
    values: [jurisdictionId, mediaIds, number],
  });
  return rows.length;
}

/** Takes pictures from cases that are about to be deleted; nobody's from then on, they are swept. */
export async function releaseMediaOfCases(
  tx: Db,
  jurisdictionId: string,
  numbers: readonly string[],
): Promise<void> {
  await query(tx, {
    name: 'media.release',
    text: 'update media set number = null where jurisdiction_id = $1 and number = any($2::bigint[])',
    values: [jurisdictionId, numbers],
  });
}

/**
 * Takes pictures from a case, so that they are nobody's.
 * @param mediaIds null: all of the case
 * @returns the ids of those that it had
 */
export async function unclaimMedia(
  tx: Db,
  jurisdictionId: string,
  number: string,
  mediaIds: readonly string[] | null,
): Promise<string[]> {
  const rows = await query<{ media_id: string }>(tx, {
    name: 'media.unclaim',
    text: `
      update media set number = null
       where jurisdiction_id = $1 and number = $2 and ($3::text[] is null or media_id = any($3))
      returning media_id`,
    values: [jurisdictionId, number, mediaIds],
  });
  return rows.map((row) => row.media_id);
}

/** How many pictures cases have, those of their timelines included. */
export async function countMediaOfCases(
  db: Db,
  jurisdictionId: string,
  numbers: readonly string[],
): Promise<number> {
  const row = await queryOne<{ count: number }>(db, {
    name: 'media.count_of_cases',
    text: 'select count(*)::integer as count from media where jurisdiction_id = $1 and number = any($2::bigint[])',
    values: [jurisdictionId, numbers],
  });
  return row?.count ?? 0;
}

/** Takes the rows of those of the given pictures away that nobody has claimed. @returns their ids */
export async function deleteUnclaimed(
  tx: Db,
  jurisdictionId: string,
  mediaIds: readonly string[],
): Promise<string[]> {
  const rows = await query<{ media_id: string }>(tx, {
    name: 'media.delete_unclaimed',
    text: `
      with gone as (
        delete from media
         where jurisdiction_id = $1 and media_id = any($2::text[]) and number is null
        returning media_id
      )
      delete from media_directory
       where jurisdiction_id = $1 and media_id in (select media_id from gone)
      returning media_id`,
    values: [jurisdictionId, mediaIds],
  });
  return rows.map((row) => row.media_id);
}

/** Up to a hundred pictures that were uploaded before a time and that nobody has claimed, the oldest first. */
export async function listUnclaimed(db: Db, jurisdictionId: string, before: Date): Promise<string[]> {
  const rows = await query<{ media_id: string }>(db, {
    name: 'media.list_unclaimed',
    text: `
      select media_id from media
       where jurisdiction_id = $1 and number is null and uploaded_at < $2
       order by uploaded_at
       limit 100`,
    values: [jurisdictionId, before],
  });
  return rows.map((row) => row.media_id);
}

/** Which city a picture belongs to. */
export async function findJurisdictionOfMedia(db: Db, mediaId: string): Promise<string | undefined> {
  const row = await queryOne<{ jurisdiction_id: string }>(db, {
    name: 'media.directory',
    text: 'select jurisdiction_id from media_directory where media_id = $1',
    values: [mediaId],
  });
  return row?.jurisdiction_id;
}
