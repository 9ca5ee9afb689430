-- no transaction
create index concurrently if not exists requests_of_service on requests (jurisdiction_id, service_code, requested_at desc, number desc) include (version, status) where visibility = 'public'
