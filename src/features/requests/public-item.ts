/** Names of SQL parameters: the language that is asked for, the city's own, and the address of this server. */
export type ItemParameters = { asked: string; home: string; base: string };

/**
 * A case as everybody may see it (standard, 3.7), as JSON text that PostgreSQL builds; the one place that says which
 * columns are public. Needs the tables `requests r` and `services s`, of which a sandbox has those of its city (`catalogue_of`). Made of a row: json_build_object looks up the types of
 * all names and values for each case, which takes as long as all the rest.
 * @param extended with what goes beyond the standard (section 7): only for those who ask for it
 * @param beside further columns, behind all others
 */
export function publicItem(given: ItemParameters, extended: boolean, beside: readonly string[] = []): string {
  const { asked, home, base } = given;
  return `(select row_to_json(item) from (select
    r.number::text as service_request_id,
    r.status,
    ${notesToTell('r.status_notes', 'r.jurisdiction_id', 'r.duplicate_of')} as status_notes,
    coalesce(text_in(s.names, ${asked}), s.service_code) as service_name,
    r.service_code,
    r.description,
    r.agency_responsible,
    -- In the language that is asked for, as long as the service says what it said when the case came.
    case when r.service_notice is null then null
         when r.service_notice = text_in(s.notices, ${home}) then text_in(s.notices, ${asked})
         else r.service_notice end as service_notice,
    wire_time(r.requested_at) as requested_datetime,
    wire_time(r.updated_at) as updated_datetime,
    wire_time(r.expected_at) as expected_datetime,
    r.address,
    r.address_id,
    r.zipcode,
    trim_scale(round(r.lat::numeric, 7)) as lat,
    trim_scale(round(r.long::numeric, 7)) as long,
    (${mediaUrls('r.media_urls', base)})[1] as media_url${[...(extended ? [extension(given)] : []), ...beside].map((one) => `, ${one}`).join('')}) as item)`;
}

/**
 * All pictures of a column `media_urls` as `text[]` of whole addresses: those stored here are kept as paths, so that they
 * are right under whatever name the server is called.
 */
export function mediaUrls(column: string, base: string): string {
  return `case when cardinality(${column}) = 0 then ${column} else array(
      select case when starts_with(url, '/') then ${base} || url else url end
        from unnest(${column}) with ordinality as given (url, place) order by place) end`;
}

/** The number of another case, null unless everybody can see it. */
export const numberToTell = (city: string, number: string): string =>
  `(select named.number::text from requests named
     where named.jurisdiction_id = ${city} and named.number = ${number} and named.visibility = 'public')`;

/**
 * What was said of a case, without the number of another that it names, unless everybody can see that one. Notes that name none,
 * which are nearly all, are not looked up.
 */
export const notesToTell = (notes: string, city: string, number: string): string =>
  `case when ${number} is null or ${numberToTell(city, number)} is not null then ${notes}
        else replace(${notes}, ${number}::text, '…') end`;

/**
 * Free texts that residents typed into a form are left out: what a question asks may be personal. So is who did what in the
 * timeline.
 */
const extension = ({ asked, base }: ItemParameters) => `
    json_build_object(
      'detailed_status', coalesce(r.detailed_status, r.status),
      'area_code', r.area_code,
      'area_name', (select a.name from areas a
                     where a.jurisdiction_id = catalogue_of(r.jurisdiction_id) and a.kind = 'district' and a.area_code = r.area_code),
      'media_urls', ${mediaUrls('r.media_urls', base)},
      'duplicate_of', case when r.duplicate_of is not null then ${numberToTell('r.jurisdiction_id', 'r.duplicate_of')} end,
      'supporters', r.supporters) as extended_attributes,
    coalesce((
      select json_agg(json_build_object(
               'datetime', wire_time(t.happened_at),
               'type', case when t.kind in ('submitted', 'imported') then 'submitted'
                            when t.kind in ('accepted', 'comment') then 'activity'
                            when t.status = 'closed' then 'closed' else 'opened' end,
               'status', coalesce(t.detailed_status, t.status),
               'description', ${notesToTell('t.notes', 't.jurisdiction_id', 't.names_case')}) order by t.entry)
        from request_timeline t
       where t.jurisdiction_id = r.jurisdiction_id and t.number = r.number
         and t.kind in ('submitted', 'imported', 'accepted', 'status', 'comment')
         and (t.kind <> 'comment' or t.published_at is not null)), '[]') as notes,
    coalesce((
      select json_agg(json_build_object(
               'code', a.code,
               'name', text_in(q.descriptions, ${asked}),
               'values', (select json_agg(coalesce(text_in(choice.value -> 'names', ${asked}), given.value) order by given.place)
                            from unnest(a."values") with ordinality as given (value, place)
                            left join jsonb_array_elements(q."values") as choice (value)
                              on choice.value ->> 'key' = given.value),
               'keys', to_json(a."values")) order by q.position)
        from request_attributes a
        join service_attributes q on q.jurisdiction_id = catalogue_of(a.jurisdiction_id) and q.service_code = r.service_code
                                 and q.code = a.code
       where a.jurisdiction_id = r.jurisdiction_id and a.number = r.number and a.known and not a.withheld
         and q.datatype in ('number', 'datetime', 'singlevaluelist', 'multivaluelist')), '[]') as attributes`;

/** All that is told of a case that is no longer public (standard, 6). Needs `t` with its number and when, as `sorted`. */
export const WITHDRAWN_ITEM = `json_build_object(
    'service_request_id', t.number::text,
    'status', 'closed',
    'status_notes', null,
    'service_name', null,
    'service_code', null,
    'description', null,
    'agency_responsible', null,
    'service_notice', null,
    'requested_datetime', null,
    'updated_datetime', wire_time(t.sorted),
    'expected_datetime', null,
    'address', null,
    'address_id', null,
    'zipcode', null,
    'lat', null,
    'long', null,
    'media_url', null,
    'extended_attributes', json_build_object('withdrawn', true))`;
