import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { touchChangeset } from './jurisdiction-repository.ts';
import type { NamedArea } from './read-areas.ts';

/** Writes the areas of one kind in the place of those that were there, and tells caches so; `db` is a transaction. */
export async function replaceAreas(
  db: Db,
  jurisdiction_id: string,
  kind: string,
  areas: readonly (NamedArea & { area_code: string })[],
): Promise<void> {
  // Locks the city's row first: of two imports at once, the second waits and then replaces what the first has written.
  await touchChangeset(db, jurisdiction_id);
  await query(db, {
    name: 'areas.delete_kind',
    text: 'delete from areas where jurisdiction_id = $1 and kind = $2',
    values: [jurisdiction_id, kind],
  });
  await query(db, {
    name: 'areas.insert',
    text: `
      insert into areas (jurisdiction_id, kind, area_code, name, geometry)
      select $1, $2, area.area_code, area.name, area.geometry
        from json_to_recordset($3::json) as area (area_code text, name text, geometry jsonb)`,
    values: [jurisdiction_id, kind, JSON.stringify(areas)],
  });
}
