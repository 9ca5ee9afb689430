import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { ListedService } from './parse-service-list.ts';

/** The city's groups by code with their names in one language, '' where there is none. */
export async function findGroupNames(
  db: Db,
  jurisdiction_id: string,
  locale: string,
): Promise<Map<string, string>> {
  const rows = await query<{ group_code: string; name: string }>(db, {
    name: 'service_groups.names',
    text: `select group_code, coalesce(names ->> $2, '') as name from service_groups where jurisdiction_id = $1`,
    values: [jurisdiction_id, locale],
  });
  return new Map(rows.map(({ group_code, name }) => [group_code, name]));
}

/** @returns how many groups are new or got a name in this language */
export async function upsertListedGroups(
  db: Db,
  jurisdiction_id: string,
  locale: string,
  groups: readonly { group_code: string; name: string }[],
): Promise<number> {
  const rows = await query(db, {
    name: 'service_groups.import',
    text: `
      insert into service_groups as old (jurisdiction_id, group_code, names)
      select $1, listed.group_code, jsonb_build_object($2::text, listed.name)
        from json_to_recordset($3::json) as listed (group_code text, name text)
       order by listed.group_code
      on conflict (jurisdiction_id, group_code) do update set names = old.names || excluded.names
       where old.names || excluded.names <> old.names
      returning group_code`,
    values: [jurisdiction_id, locale, JSON.stringify(groups)],
  });
  return rows.length;
}

/** Adds and changes services; what the list cannot know (agency, notices, deadlines, attributes) stays. */
export async function upsertListedServices(
  db: Db,
  jurisdiction_id: string,
  locale: string,
  services: readonly (Omit<ListedService, 'group'> & { group_code: string | null })[],
): Promise<{ added: string[]; changed: string[] }> {
  const rows = await query<{ service_code: string; added: boolean }>(db, {
    name: 'services.import',
    // xmax of a row is 0 until somebody has updated it.
    text: `
      insert into services as old
             (jurisdiction_id, service_code, type, group_code, names, descriptions, keywords, postable, imported)
      select $1, listed.service_code, listed.type, listed.group_code,
             jsonb_build_object($2::text, listed.service_name),
             jsonb_strip_nulls(jsonb_build_object($2::text, listed.description)),
             listed.keywords, true, true
        from json_to_recordset($3::json) as listed
             (service_code text, type text, group_code text, service_name text, description text, keywords text)
       order by listed.service_code
      on conflict (jurisdiction_id, service_code) do update
         set type = excluded.type,
             group_code = excluded.group_code,
             names = old.names || excluded.names,
             descriptions = (old.descriptions - $2::text) || excluded.descriptions,
             keywords = excluded.keywords,
             postable = true
       where (old.type, old.group_code, old.names, old.descriptions, old.keywords, old.postable)
             is distinct from
             (excluded.type, excluded.group_code, old.names || excluded.names,
              (old.descriptions - $2::text) || excluded.descriptions, excluded.keywords, true)
      returning old.service_code, xmax = 0 as added`,
    values: [jurisdiction_id, locale, JSON.stringify(services)],
  });
  const codesOf = (added: boolean) =>
    rows.filter((row) => row.added === added).map(({ service_code }) => service_code);
  return { added: codesOf(true), changed: codesOf(false) };
}

/** Says what services tell the public of their cases, where the list says so. @returns the codes of those that told something else */
export async function updateListedPublishes(
  db: Db,
  jurisdiction_id: string,
  services: readonly Pick<ListedService, 'service_code' | 'publishes'>[],
): Promise<string[]> {
  const rows = await query<{ service_code: string }>(db, {
    name: 'services.import_publishes',
    text: `
      update services s set publishes = listed.publishes
        from json_to_recordset($2::json) as listed (service_code text, publishes text)
       where s.jurisdiction_id = $1 and s.service_code = listed.service_code and s.publishes <> listed.publishes
      returning s.service_code`,
    values: [jurisdiction_id, JSON.stringify(services)],
  });
  return rows.map(({ service_code }) => service_code);
}

/** Says within how many metres a case may be the same, where the list says so. @returns the codes of those that said something else */
export async function updateListedRadius(
  db: Db,
  jurisdiction_id: string,
  services: readonly Pick<ListedService, 'service_code' | 'duplicate_radius'>[],
): Promise<string[]> {
  const rows = await query<{ service_code: string }>(db, {
    name: 'services.import_duplicate_radius',
    text: `
      update services s set duplicate_radius = listed.duplicate_radius
        from json_to_recordset($2::json) as listed (service_code text, duplicate_radius integer)
       where s.jurisdiction_id = $1 and s.service_code = listed.service_code
         and s.duplicate_radius <> listed.duplicate_radius
      returning s.service_code`,
    values: [jurisdiction_id, JSON.stringify(services)],
  });
  return rows.map(({ service_code }) => service_code);
}
