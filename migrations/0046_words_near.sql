do $do$
declare
  trigrams text := (select quote_ident(nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                     where extname = 'pg_trgm');
begin
  -- Whether words of a name are nearly what was typed, however long the rest of the name is: half of the groups of three letters of
  -- both agree, which the index knows. For `is_nearly`, which asks for less, the index looks at a large part of all names.
  execute format($sql$
    create function has_words_near(name text, typed text) returns boolean language sql stable strict parallel safe as $body$
      select name operator(%1$s.%%>>) typed
    $body$ $sql$, trigrams);
  -- How near they are: 1 is the same words. In place of `likeness_of_name`, which also takes the end of the word before.
  execute format($sql$
    create function nearness_of_words(typed text, name text) returns real language sql immutable strict parallel safe as $body$
      select %1$s.strict_word_similarity(typed, name)
    $body$ $sql$, trigrams);
end
$do$;
