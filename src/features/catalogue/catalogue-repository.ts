import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { touchChangeset } from '../jurisdictions/index.ts';
import type { Service, ServiceAttribute } from './service.ts';

/** All services of a city, also those that are not listed, with their questions, in the order of the public list. */
export function listServices(db: Db, jurisdictionId: string, locale: string): Promise<Service[]> {
  return query<Service>(db, {
    name: 'services.list',
    text: `
      select s.service_code, coalesce(text_in(s.names, $2), s.service_code) as service_name,
             text_in(s.descriptions, $2) as description, s.type, s.publishes, s.keywords,
             text_in(g.names, $2) as "group", s.group_code, s.duplicate_radius, s.agency, text_in(s.notices, $2) as notice, s.response_hours,
             s.active and s.postable as listed,
             array(select l.area_code from service_areas l
                    where l.jurisdiction_id = s.jurisdiction_id and l.service_code = s.service_code
                    order by l.area_code) as area_codes,
             coalesce((
               select json_agg(json_build_object(
                        'variable', a.variable, 'code', a.code, 'datatype', a.datatype, 'required', a.required,
                        'datatype_description', text_in(a.datatype_descriptions, $2),
                        'order', a.position, 'description', text_in(a.descriptions, $2),
                        'values', (select json_agg(json_build_object('key', value ->> 'key', 'name', text_in(value -> 'names', $2))
                                                   order by place)
                                     from jsonb_array_elements(a."values") with ordinality as list (value, place)))
                      order by a.position)
                 from service_attributes a
                where a.jurisdiction_id = s.jurisdiction_id and a.service_code = s.service_code), '[]') as attributes
        from services s
        left join service_groups g on g.jurisdiction_id = s.jurisdiction_id and g.group_code = s.group_code
       where s.jurisdiction_id = $1
       order by text_in(g.names, $2) nulls last, coalesce(text_in(s.names, $2), s.service_code), s.service_code`,
    values: [jurisdictionId, locale],
  });
}

/** Says in which districts a service is offered. @returns whether there is such a service */
export async function replaceServiceAreas(
  db: Db,
  jurisdictionId: string,
  serviceCode: string,
  areaCodes: readonly string[],
): Promise<boolean> {
  const found = await queryOne(db, {
    name: 'services.lock',
    text: 'select service_code from services where jurisdiction_id = $1 and service_code = $2 for update',
    values: [jurisdictionId, serviceCode],
  });
  if (found === undefined) return false;
  await query(db, {
    name: 'service_areas.delete',
    text: 'delete from service_areas where jurisdiction_id = $1 and service_code = $2',
    values: [jurisdictionId, serviceCode],
  });
  await query(db, {
    name: 'service_areas.insert',
    text: `
      insert into service_areas (jurisdiction_id, service_code, area_code)
      select distinct $1, $2, area_code from unnest($3::text[]) as given (area_code)`,
    values: [jurisdictionId, serviceCode, areaCodes],
  });
  return true;
}

/** Says what the public is told of the cases of a service. @returns whether there is such a service */
export async function updatePublishes(
  db: Db,
  jurisdictionId: string,
  serviceCode: string,
  publishes: Service['publishes'],
): Promise<boolean> {
  const row = await queryOne(db, {
    name: 'services.update_publishes',
    text: `
      update services set publishes = $3 where jurisdiction_id = $1 and service_code = $2
      returning service_code`,
    values: [jurisdictionId, serviceCode, publishes],
  });
  return row !== undefined;
}

/** Says within how many metres a case may be the same as one of a service. @returns whether there is such a service */
export async function updateDuplicateRadius(
  db: Db,
  jurisdictionId: string,
  serviceCode: string,
  metres: number,
): Promise<boolean> {
  const row = await queryOne(db, {
    name: 'services.update_duplicate_radius',
    text: `
      update services set duplicate_radius = $3 where jurisdiction_id = $1 and service_code = $2
      returning service_code`,
    values: [jurisdictionId, serviceCode, metres],
  });
  return row !== undefined;
}

type Texts = Record<string, string>;

/** A service as a city's staff or a seed describes it, in every language. */
export type ServiceDescription = {
  service_code: string;
  type: Service['type'];
  /** `everything` when absent. */
  publishes?: Service['publishes'];
  group_code: string;
  names: Texts;
  descriptions: Texts;
  notices: Texts;
  keywords: string;
  agency: string;
  response_hours: number;
  attributes: (Pick<ServiceAttribute, 'variable' | 'code' | 'datatype' | 'required'> & {
    descriptions: Texts;
    datatype_descriptions: Texts;
    values: { key: string; names: Texts }[] | null;
  })[];
};

/** Writes groups and services with their questions; all of them are new. */
export async function insertCatalogue(
  db: Db,
  jurisdictionId: string,
  groups: readonly { group_code: string; names: Texts }[],
  services: readonly ServiceDescription[],
): Promise<void> {
  await query(db, {
    name: 'services.insert_groups',
    text: `
      insert into service_groups (jurisdiction_id, group_code, names)
      select $1, group_code, names from jsonb_to_recordset($2) as given (group_code text, names jsonb)`,
    values: [jurisdictionId, JSON.stringify(groups)],
  });
  await query(db, {
    name: 'services.insert',
    text: `
      insert into services (jurisdiction_id, service_code, type, group_code, names, descriptions, notices, keywords, agency, response_hours, publishes)
      select $1, service_code, type, group_code, names, descriptions, notices, keywords, agency, response_hours,
             coalesce(publishes, 'everything')
        from jsonb_to_recordset($2) as given (service_code text, type text, publishes text, group_code text, names jsonb,
             descriptions jsonb, notices jsonb, keywords text, agency text, response_hours integer)`,
    values: [jurisdictionId, JSON.stringify(services)],
  });
  const attributes = services.flatMap((service) =>
    service.attributes.map((attribute, index) => ({
      ...attribute,
      service_code: service.service_code,
      position: index + 1,
    })),
  );
  await query(db, {
    name: 'services.insert_attributes',
    text: `
      insert into service_attributes (jurisdiction_id, service_code, code, position, variable, datatype, required,
             descriptions, datatype_descriptions, "values")
      select $1, service_code, code, position, variable, datatype, required, descriptions, datatype_descriptions,
             nullif("values", 'null')
        from jsonb_to_recordset($2) as given (service_code text, code text, position integer, variable boolean,
             datatype text, required boolean, descriptions jsonb, datatype_descriptions jsonb, "values" jsonb)`,
    values: [jurisdictionId, JSON.stringify(attributes)],
  });
  await touchChangeset(db, jurisdictionId);
}
