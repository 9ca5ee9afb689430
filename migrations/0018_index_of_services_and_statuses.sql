-- no transaction
create index concurrently if not exists requests_of_service_and_status on requests (jurisdiction_id, service_code, status, requested_at desc, number desc) include (version) where visibility = 'public'
