import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { Jurisdiction, Moderation, NewJurisdiction } from './jurisdiction.ts';

/** Every city with its service area, sorted by id, without sandboxes. A sweep over all cities: they are few. */
export function listJurisdictions(db: Db): Promise<Jurisdiction[]> {
  return query<Jurisdiction>(db, {
    name: 'jurisdictions.list',
    text: `
      select j.jurisdiction_id, j.kind, j.jurisdiction_id as live_jurisdiction_id, j.name, j.time_zone, j.locale, j.contact, j.key_service, j.demonstration,
             json_build_object('title', j.portal_title, 'brand', j.portal_brand, 'tiles_url', j.portal_tiles_url,
                               'tiles_attribution', j.portal_tiles_attribution, 'logo_id', j.portal_logo) as portal,
             j.list_span_days, j.comments, j.masks_personal, j.moderation, j.links_allowed, j.repeats_allowed, j.flood_allowed, j.reports_to_hold, j.changeset, j.areas_version,
             array(select distinct locale
                     from (select j.locale
                           union all
                           select jsonb_object_keys(s.names) from services s where s.jurisdiction_id = j.jurisdiction_id) as all_names (locale)
                    order by locale) as locales,
             coalesce((select jsonb_agg(a.geometry order by a.area_code)
                         from areas a
                        where a.jurisdiction_id = j.jurisdiction_id and a.kind = 'outline'), '[]') as outline
        from jurisdictions j
       where j.kind = 'live'
       order by j.jurisdiction_id`,
  });
}

/** One value that changes whenever any city or its catalogue does. */
export async function findCatalogueState(db: Db): Promise<string> {
  const row = await queryOne<{ state: string }>(db, {
    name: 'jurisdictions.state',
    text: `select count(*) || ' ' || coalesce(sum(extract(epoch from changeset)), 0) as state
             from jurisdictions where kind = 'live'`,
  });
  return row?.state ?? '';
}

/** Cities and sandboxes alike, for jobs that go through the cases of all of them. */
export function listWithSandboxes(
  db: Db,
): Promise<Pick<Jurisdiction, 'jurisdiction_id' | 'kind' | 'live_jurisdiction_id'>[]> {
  return query(db, {
    name: 'jurisdictions.list_with_sandboxes',
    text: `
      select jurisdiction_id, kind, coalesce(live_jurisdiction_id, jurisdiction_id) as live_jurisdiction_id
        from jurisdictions order by jurisdiction_id`,
  });
}

/** Enters the sandbox of a city, if it is not there yet. Nothing of the city is copied: its own row is asked for all else. */
export async function insertSandbox(db: Db, sandbox: Jurisdiction): Promise<void> {
  await query(db, {
    name: 'jurisdictions.insert_sandbox',
    text: `
      insert into jurisdictions (jurisdiction_id, kind, live_jurisdiction_id, name, time_zone, locale, contact, key_service)
      values ($1, 'test', $2, '', '', '', '', '')
      on conflict (jurisdiction_id) do nothing`,
    values: [sandbox.jurisdiction_id, sandbox.live_jurisdiction_id],
  });
}

/** Says what happens to comments. @returns whether there is such a city */
export async function updateComments(
  db: Db,
  jurisdictionId: string,
  comments: Jurisdiction['comments'],
): Promise<boolean> {
  const rows = await query(db, {
    name: 'jurisdictions.update_comments',
    text: 'update jurisdictions set comments = $2 where jurisdiction_id = $1 returning jurisdiction_id',
    values: [jurisdictionId, comments],
  });
  if (rows.length > 0) await touchChangeset(db, jurisdictionId);
  return rows.length > 0;
}

/** Says whether what residents type is masked, in a transaction. @returns whether there is such a city */
export async function updateMasking(db: Db, jurisdictionId: string, masks: boolean): Promise<boolean> {
  const rows = await query(db, {
    name: 'jurisdictions.update_masking',
    text: 'update jurisdictions set masks_personal = $2 where jurisdiction_id = $1 returning jurisdiction_id',
    values: [jurisdictionId, masks],
  });
  if (rows.length > 0) await beginRepublishing(db, jurisdictionId);
  return rows.length > 0;
}

/** Says which cases are held. @param changes what they do not name stays */
export async function updateModeration(
  db: Db,
  jurisdictionId: string,
  changes: Partial<Moderation>,
): Promise<void> {
  for (const [column, value] of Object.entries(changes)) {
    await query(db, {
      name: `jurisdictions.update_${column}`,
      text: `update jurisdictions set ${column} = $2 where jurisdiction_id = $1`,
      values: [jurisdictionId, value],
    });
  }
  await touchChangeset(db, jurisdictionId);
}

/** Notes that what the city and its sandbox publish has to be made anew, in the transaction that changes by which rules. */
export async function beginRepublishing(db: Db, jurisdictionId: string): Promise<void> {
  await query(db, {
    name: 'jurisdictions.begin_republishing',
    text: `
      update jurisdictions set republish_since = clock_timestamp(), republished_to = 0
       where jurisdiction_id = $1 or live_jurisdiction_id = $1`,
    values: [jurisdictionId],
  });
  await touchChangeset(db, jurisdictionId);
}

/** @returns false when the id is taken */
export async function insertJurisdiction(db: Db, given: NewJurisdiction): Promise<boolean> {
  const rows = await query(db, {
    name: 'jurisdictions.insert',
    text: `
      insert into jurisdictions (jurisdiction_id, name, time_zone, locale, contact, key_service, demonstration)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (jurisdiction_id) do nothing
      returning jurisdiction_id`,
    values: [
      given.jurisdiction_id,
      given.name,
      given.time_zone,
      given.locale,
      given.contact ?? `The contact centre of ${given.name}.`,
      given.key_service ?? `Ask the contact centre of ${given.name} for an API key.`,
      given.demonstration ?? false,
    ],
  });
  return rows.length === 1;
}

/** Notes that a city's catalogue has changed: caches and clients then look again. In the transaction that changed it. */
export async function touchChangeset(db: Db, jurisdictionId: string): Promise<void> {
  await query(db, {
    name: 'jurisdictions.touch_changeset',
    text: 'select touch_changeset($1)',
    values: [jurisdictionId],
  });
}
