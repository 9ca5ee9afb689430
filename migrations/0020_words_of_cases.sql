-- The words of a case for searches, each behind its city, so that one index serves all cities and none reads the words of
-- another; and its service behind an equals sign, which no word has. In PL/pgSQL, since PostgreSQL would put a function of
-- SQL into the statement and forget what it costs. Not parallel: a page of a list is not worth starting processes.
create function words_of(city text, service text, description text, address text) returns tsvector
language plpgsql immutable parallel restricted cost 5000 as $$
declare
  given text := signpost.plain_text(coalesce(description, '') || ' ' || coalesce(address, ''));
begin
  -- Nobody types the end of such a word, and PostgreSQL keeps 2 kB of one at most.
  if length(given) > 300 then
    given := regexp_replace(given, '([[:alnum:]]{100})[[:alnum:]]+', '\1', 'g');
  end if;
  return array_to_tsvector(array_append(
    array_remove(string_to_array(city || '/' || regexp_replace(given, '[^[:alnum:]]+', ' ' || city || '/', 'g'), ' '), city || '/'),
    city || '=' || service));
end
$$;

-- A word that a case of the city has when one of its words begins like this.
create function word_begins(city text, beginning text) returns tsquery language sql immutable strict parallel safe as $$
  select (quote_literal(city || '/' || left(plain_text(beginning), 100)) || ':*')::tsquery
$$;

-- How common the common words are, from which PostgreSQL knows whether to look for one in the index or among the latest cases.
create statistics requests_common_words on (words_of(jurisdiction_id, service_code, description, address)) from requests;
