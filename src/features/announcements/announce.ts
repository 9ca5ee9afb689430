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
    text: `
      insert into announcements (jurisdiction_id, announced_at, type, subject, content)
      values ($1, $2, $3, $4, $5)`,
    values: [jurisdiction_id, announced_at, type, subject, JSON.stringify(content)],
  });
}
