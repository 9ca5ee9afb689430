-- no transaction
create index concurrently if not exists request_timeline_names on request_timeline (jurisdiction_id, names_case) where names_case is not null
