import { queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

/** Whether a picture belongs to a case that everybody may see. */
export async function isMediaPublic(db: Db, jurisdictionId: string, mediaId: string): Promise<boolean> {
  const row = await queryOne(db, {
    name: 'media.is_public',
    text: `
      select from media m
        join requests r on r.jurisdiction_id = m.jurisdiction_id and r.number = m.number
       where m.jurisdiction_id = $1 and m.media_id = $2 and r.visibility = 'public'`,
    values: [jurisdictionId, mediaId],
  });
  return row !== undefined;
}
