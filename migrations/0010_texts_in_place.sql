-- The same answers as before, from functions that PostgreSQL can put into the statement that calls them: one with a query in
-- its body is called for each row, which took a fifth of the time of a list. The query is now asked only where neither the
-- language nor English has a text.
create function any_text(texts jsonb) returns text language sql immutable parallel safe as $$
  select value from jsonb_each_text(texts) where value <> '' order by key limit 1
$$;

create or replace function text_in(texts jsonb, locale text) returns text language sql immutable parallel safe as $$
  select coalesce(nullif(texts ->> locale, ''), nullif(texts ->> 'en', ''), any_text(texts))
$$;
