import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { Retention, RetentionKind } from './retention.ts';

/** How long a city keeps what; a kind that is missing is kept as long as the case. */
export function listRetention(db: Db, jurisdictionId: string): Promise<Retention[]> {
  return query<Retention>(db, {
    name: 'retention.list',
    text: 'select kind, days from retention where jurisdiction_id = $1 order by kind',
    values: [jurisdictionId],
  });
}

/** @param days null: as long as the case */
export async function updateRetention(
  db: Db,
  jurisdictionId: string,
  kind: RetentionKind,
  days: number | null,
): Promise<void> {
  await query(
    db,
    days === null
      ? {
          name: 'retention.delete',
          text: 'delete from retention where jurisdiction_id = $1 and kind = $2',
          values: [jurisdictionId, kind],
        }
      : {
          name: 'retention.set',
          text: `
            insert into retention (jurisdiction_id, kind, days) values ($1, $2, $3)
            on conflict (jurisdiction_id, kind) do update set days = excluded.days`,
          values: [jurisdictionId, kind, days],
        },
  );
}
