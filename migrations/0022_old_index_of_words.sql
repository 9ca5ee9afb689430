-- no transaction
drop index concurrently if exists requests_words
