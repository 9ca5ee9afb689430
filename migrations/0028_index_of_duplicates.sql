-- no transaction
create index concurrently if not exists requests_duplicate_of on requests (jurisdiction_id, duplicate_of) where duplicate_of is not null
