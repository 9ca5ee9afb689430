import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

/** Something that happened. The announcing feature decides what of it others may see. */
export type Announcement = {
  jurisdiction_id: string;
  announced_at: Date;
  /** Such as `request.submitted`. */
  type: string;
  /** What it is about, such as the number of a case. */
  subject: string;
  content: Record<string, unknown>;
};

/** Writes an announcement in the caller's transaction: it is there if and only if what it tells of is. */
export async function announce(db: Db, announcement: Announcement): Promise<void> {
  const { jurisdiction_id, announced_at, type, subject, content } = announcement;
  await query(db, {
    name: 'announcements.insert',
    text: announcing({ jurisdiction_id: '$1', announced_at: '$2', type: '$3', subject: '$4', content: '$5' }),
    values: [jurisdiction_id, announced_at, type, subject, JSON.stringify(content)],
  });
}

/**
 * The same as SQL, for a statement that writes more than this.
 * @param columns an expression for each
 * @param rows where the expressions come from
 */
export function announcing(columns: Record<keyof Announcement, string>, rows?: string): string {
  const { jurisdiction_id, announced_at, type, subject, content } = columns;
  return `
      insert into announcements (jurisdiction_id, announced_at, type, subject, content)
      select ${jurisdiction_id}, ${announced_at}, ${type}, ${subject}, ${content}${rows === undefined ? '' : ` from ${rows}`}`;
}

/** Deletes announcements of a city that are older than that, at most so many. @returns how many */
export async function sweepAnnouncements(
  db: Db,
  jurisdictionId: string,
  before: Date,
  limit: number,
): Promise<number> {
  const rows = await query(db, {
    name: 'announcements.sweep',
    text: `
      delete from announcements
       where jurisdiction_id = $1
         and announcement_id in (select announcement_id from announcements
                                  where jurisdiction_id = $1 and announced_at < $2
                                  order by announcement_id limit $3)
      returning announcement_id`,
    values: [jurisdictionId, before, limit],
  });
  return rows.length;
}
