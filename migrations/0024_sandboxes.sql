-- A sandbox is a jurisdiction of its own beside its live city, so that one city's wall against another is its wall as well.
-- Its row is there for keys to point at and has nothing in it: name, settings, catalogue and areas are those of the live
-- row. Its id is that of the live one and `~test`, which no city can have, so that SQL goes from one to the other without
-- looking it up. The release before would take such a row for a city, so none is made here: the first case makes it.
alter table jurisdictions
  add column kind text not null default 'live' check (kind in ('live', 'test')),
  add column live_jurisdiction_id text references jurisdictions,
  drop constraint jurisdictions_jurisdiction_id_check,
  add constraint jurisdictions_id check (
    kind = 'test' or
    (jurisdiction_id = lower(jurisdiction_id) and jurisdiction_id ~ '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$'
     and jurisdiction_id not in ('v2', 'test', 'discovery') and length(jurisdiction_id) <= 253)),
  add constraint jurisdictions_sandbox check (
    case kind when 'live' then live_jurisdiction_id is null
              else live_jurisdiction_id is not null and jurisdiction_id = live_jurisdiction_id || '~test' end);

-- Under which city the catalogue and the areas of a jurisdiction stand: of a sandbox, under the live one.
create function catalogue_of(jurisdiction_id text) returns text language sql immutable parallel safe as $$
  select split_part(jurisdiction_id, '~', 1)
$$;

-- The jurisdiction of a test key is the live city as well; the kind says that it is for the sandbox only.
alter table api_keys add column kind text not null default 'live' check (kind in ('live', 'test'));
