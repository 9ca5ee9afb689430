-- no transaction
create index concurrently if not exists requests_searched on requests using gin (words_of(jurisdiction_id, service_code, description, address)) with (gin_pending_list_limit = 256) where visibility = 'public'
