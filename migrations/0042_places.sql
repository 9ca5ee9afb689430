-- Streets, squares and addresses of a city, for somebody who types where something is.

-- Names as people compare them: lower case, without diacritics and marks. The function it calls is named with its schema,
-- since a dump is read back without a search path.
create function plain_name(given text) returns text language sql immutable strict parallel safe as $$
  select btrim(regexp_replace(signpost.plain_text(given), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- A street stands here once without a house number; its addresses, which are many times as many, are found through it and need
-- no index of their words.
create table places (
  jurisdiction_id text not null references jurisdictions,
  place bigint generated always as identity,
  kind text not null check (kind in ('street', 'square', 'address', 'place')),
  name text not null,
  house_number text,
  locality text,
  lat double precision not null check (lat between -90 and 90),
  long double precision not null check (long between -180 and 180),
  plain_name text generated always as (plain_name(name)) stored,
  plain_number text generated always as (replace(plain_text(house_number), ' ', '')) stored,
  primary key (jurisdiction_id, place)
);

-- The words of a name, each behind its city, as those of cases are.
create function words_of_place(city text, plain_name text) returns tsvector
language sql immutable parallel safe as $$
  select array_to_tsvector(string_to_array(city || '/' || replace(plain_name, ' ', ' ' || city || '/'), ' '))
$$;
create index places_by_word on places using gin (words_of_place(jurisdiction_id, plain_name)) where house_number is null;
create index places_by_number on places (jurisdiction_id, plain_name) where house_number is not null;

-- pg_trgm may have been installed in another schema than ours, so it is named here once.
do $do$
declare
  trigrams text := (select quote_ident(nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                     where extname = 'pg_trgm');
begin
  execute format($sql$
    create index places_by_trigram on places using gin (plain_name %1$s.gin_trgm_ops) where house_number is null $sql$, trigrams);
  -- How much of what was typed a name has in it, letters in groups of three: 1 is all of it, in one place.
  execute format($sql$
    create function likeness_of_name(typed text, name text) returns real language sql immutable strict parallel safe as $body$
      select %1$s.word_similarity(typed, name)
    $body$ $sql$, trigrams);
  -- Whether a third of the groups of both agree, which the index knows.
  execute format($sql$
    create function is_nearly(one text, other text) returns boolean language sql stable strict parallel safe as $body$
      select one operator(%1$s.%%) other
    $body$ $sql$, trigrams);
end
$do$;
