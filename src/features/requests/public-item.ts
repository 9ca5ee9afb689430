/**
 * A case as everybody may see it (standard, 3.7), as JSON text that PostgreSQL builds; the one place that says which
 * columns are public. Needs the tables `requests r` and `services s`, the city's language as `$locale` and the address of this
 * server as `$baseUrl`.
 */
export function publicItem(locale: string, baseUrl: string): string {
  return `json_build_object(
    'service_request_id', r.number::text,
    'status', r.status,
    'status_notes', r.status_notes,
    'service_name', coalesce(text_in(s.names, ${locale}), s.service_code),
    'service_code', r.service_code,
    'description', r.description,
    'agency_responsible', r.agency_responsible,
    'service_notice', r.service_notice,
    'requested_datetime', wire_time(r.requested_at),
    'updated_datetime', wire_time(r.updated_at),
    'expected_datetime', wire_time(r.expected_at),
    'address', r.address,
    'address_id', r.address_id,
    'zipcode', r.zipcode,
    'lat', trim_scale(round(r.lat::numeric, 7)),
    'long', trim_scale(round(r.long::numeric, 7)),
    'media_url', (${mediaUrls('r.media_urls', baseUrl)})[1])`;
}

/**
 * All pictures of a column `media_urls` as `text[]` of whole addresses: those stored here are kept as paths, so that they
 * are right under whatever name the server is called.
 */
function mediaUrls(column: string, baseUrl: string): string {
  return `case when cardinality(${column}) = 0 then ${column} else array(
      select case when starts_with(url, '/') then ${baseUrl} || url else url end
        from unnest(${column}) with ordinality as given (url, place) order by place) end`;
}
