import { queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { mediaPath } from './media.ts';

/**
 * Whether everybody may see a picture: its case is public, and it came with the case itself or with an entry of its timeline
 * that is published. That of a comment that is held or rejected belongs to the case too, and is nobody's to see.
 */
export async function isMediaPublic(db: Db, jurisdictionId: string, mediaId: string): Promise<boolean> {
  const row = await queryOne(db, {
    name: 'media.is_public',
    text: `
      select from media m
        join requests r on r.jurisdiction_id = m.jurisdiction_id and r.number = m.number
       where m.jurisdiction_id = $1 and m.media_id = $2 and r.visibility = 'public'
         and ($3 = any(r.media_urls)
              or exists (select from request_timeline t
                          where t.jurisdiction_id = r.jurisdiction_id and t.number = r.number
                            and t.published_at is not null and $3 = any(t.media_urls)))`,
    values: [jurisdictionId, mediaId, mediaPath(mediaId)],
  });
  return row !== undefined;
}
