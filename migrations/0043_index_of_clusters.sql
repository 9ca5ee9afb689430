-- no transaction
create index concurrently if not exists requests_on_map on requests (jurisdiction_id, requested_at) include (number, lat, long, service_code, status) where visibility = 'public' and lat is not null
