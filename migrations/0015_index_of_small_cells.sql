-- no transaction
create index concurrently if not exists requests_of_small_cell on requests (jurisdiction_id, cell_of(lat, long, 256), requested_at desc, number desc) include (version, lat, long) where visibility = 'public'
