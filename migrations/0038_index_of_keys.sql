-- no transaction
create index concurrently if not exists requests_of_key on requests (jurisdiction_id, key_id, requested_at desc, number desc) include (version) where visibility = 'public' and key_id is not null
