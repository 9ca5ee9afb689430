-- no transaction
drop index concurrently if exists requests_of_service
