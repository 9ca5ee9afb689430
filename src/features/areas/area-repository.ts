import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { conflict } from '../../platform/errors.ts';
import { AreaIndex } from './area-index.ts';
import type { Area } from './area-index.ts';
import { touchChangeset } from '../jurisdictions/index.ts';
import type { NamedArea } from './read-areas.ts';

/** The kind that cases are stamped with. */
const DISTRICT = 'district';

/** Writes the areas of one kind in the place of those that were there, and tells caches so; `db` is a transaction. */
export async function replaceAreas(
  db: Db,
  jurisdiction_id: string,
  kind: string,
  areas: readonly (NamedArea & { area_code: string })[],
): Promise<void> {
  // Locks the city's row first: of two imports at once, the second waits and then replaces what the first has written.
  await touchChangeset(db, jurisdiction_id);
  await refuseMissing(db, jurisdiction_id, kind, areas);
  await query(db, {
    name: 'areas.delete_others',
    text: 'delete from areas where jurisdiction_id = $1 and kind = $2 and area_code <> all($3::text[])',
    values: [jurisdiction_id, kind, areas.map(({ area_code }) => area_code)],
  });
  await query(db, {
    name: 'areas.insert',
    text: `
      insert into areas (jurisdiction_id, kind, area_code, name, geometry)
      select $1, $2, area.area_code, area.name, area.geometry
        from json_to_recordset($3::json) as area (area_code text, name text, geometry jsonb)
      on conflict (jurisdiction_id, kind, area_code) do update set name = excluded.name, geometry = excluded.geometry`,
    values: [jurisdiction_id, kind, JSON.stringify(areas)],
  });
  if (kind !== DISTRICT) return;
  await query(db, {
    name: 'jurisdictions.grow_areas_version',
    text: 'update jurisdictions set areas_version = areas_version + 1 where jurisdiction_id = $1',
    values: [jurisdiction_id],
  });
}

/** A service that is offered in a district only must not silently be offered nowhere. */
async function refuseMissing(
  db: Db,
  jurisdiction_id: string,
  kind: string,
  areas: readonly { area_code: string }[],
): Promise<void> {
  const needed = await query<{ service_code: string; area_code: string }>(db, {
    name: 'areas.find_needed',
    text: `
      select service_code, area_code from service_areas
       where jurisdiction_id = $1 and kind = $2 and area_code <> all($3::text[])
       order by service_code, area_code limit 10`,
    values: [jurisdiction_id, kind, areas.map(({ area_code }) => area_code)],
  });
  if (needed.length > 0) {
    const told = needed.map((one) => `${one.service_code} in ${one.area_code}`).join(', ');
    throw conflict(
      `Services are offered in districts that the file does not have: ${told}. Change that first with: signpost services limit`,
    );
  }
}

/** The districts of a city, with the version of their import, read at one moment. */
export async function loadDistricts(db: Db, jurisdictionId: string): Promise<AreaIndex> {
  const row = await queryOne<{ areas_version: number; areas: Area[] }>(db, {
    name: 'areas.districts',
    text: `
      select j.areas_version,
             coalesce((select json_agg(json_build_object('area_code', a.area_code, 'name', a.name, 'geometry', a.geometry)
                                       order by a.area_code)
                         from areas a
                        where a.jurisdiction_id = j.jurisdiction_id and a.kind = 'district'), '[]') as areas
        from jurisdictions j
       where j.jurisdiction_id = $1`,
    values: [jurisdictionId],
  });
  return new AreaIndex(row?.areas_version ?? 0, row?.areas ?? []);
}
