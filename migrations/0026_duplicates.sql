-- Cases that may be told twice: within so many metres, a case of the same group may be the same one.
alter table services add column duplicate_radius integer not null default 100
  check (duplicate_radius between 10 and 2000);

-- How alike two texts are, from 0 to 1, by the groups of three letters that they share; without case and diacritics. Their
-- beginnings say enough. pg_trgm may have been installed in another schema than ours.
do $do$
declare
  trigrams text := (select quote_ident(nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                     where extname = 'pg_trgm');
begin
  execute format($sql$
    create function likeness(one text, other text) returns double precision
    language sql immutable strict parallel safe as $body$
      select %1$s.similarity(plain_text(left(one, 500)), plain_text(left(other, 500)))::double precision
    $body$ $sql$, trigrams);
end
$do$;
