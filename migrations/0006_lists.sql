-- What lists of cases need beyond GeoReport's own filters: pages, search, places, changes since, and what was withdrawn.

-- Secrets of the installation, made once and the same for all its processes.
create table secrets (
  purpose text primary key,
  secret bytea not null
);
insert into secrets (purpose, secret)
values ('list-cursors', sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- Begins to write what others poll for by time, and gives that time. While the transaction lasts, its beginning can be seen
-- in pg_locks: `case_horizon` stops there, so that a late commit is not passed over. The lock is taken before the clock is
-- read; the other way round, a reader could look between the two.
create or replace function begin_case_write() returns timestamptz language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(7311, extract(epoch from clock_timestamp() - timestamptz '2020-01-01Z')::integer);
  return date_trunc('second', clock_timestamp());
end
$$;

-- Everything that was written before this time can be seen by the statements that follow. Ask for it in a statement of its
-- own: the snapshot of the statement that calls it is older than its look at the locks.
create or replace function case_horizon() returns timestamptz language sql volatile as $$
  with clock as materialized (select date_trunc('second', clock_timestamp()) as now)
  select least(clock.now, (
           select timestamptz '2020-01-01Z' + min(objid::bigint) * interval '1 second'
             from pg_locks
            where locktype = 'advisory' and classid = 7311 and objsubid = 2
              and database = (select oid from pg_database where datname = current_database())
         ))
    from clock
$$;

-- The tag of a list is made of the numbers and versions of its rows, which these indexes hold.
drop index requests_newest;
drop index requests_by_service;
drop index requests_by_status;
create index requests_newest on requests (jurisdiction_id, requested_at desc, number desc) include (version)
  where visibility = 'public';
create index requests_by_service on requests (jurisdiction_id, service_code, requested_at desc, number desc)
  include (version) where visibility = 'public';
create index requests_by_status on requests (jurisdiction_id, status, requested_at desc, number desc)
  include (version) where visibility = 'public';
create index requests_changed on requests (jurisdiction_id, updated_at, number) include (version)
  where visibility = 'public';
create index requests_by_place on requests using gist (point(long, lat)) where visibility = 'public';

create extension if not exists unaccent;
create extension if not exists pg_trgm;

-- Texts as they are compared in a search: lower case, without diacritics. Both extensions may have been installed before in
-- another schema than ours, so it is named here once. PostgreSQL calls unaccent stable since its rules could be exchanged;
-- an index needs it immutable.
do $do$
declare
  home text := (select quote_ident(nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                 where extname = 'unaccent');
  trigrams text := (select quote_ident(nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                     where extname = 'pg_trgm');
begin
  execute format($sql$
    create function plain_text(given text) returns text language sql immutable strict parallel safe as $body$
      select lower(%1$s.unaccent('%1$s.unaccent'::regdictionary, given))
    $body$ $sql$, home);
  execute format($sql$
    create index requests_words on requests using gin
      (plain_text(coalesce(description, '') || ' ' || coalesce(address, '')) %1$s.gin_trgm_ops)
      where visibility = 'public' $sql$, trigrams);
  -- Whether a text has a word that is nearly this one: from eight letters on, one of them may be wrong.
  execute format($sql$
    create function resembles(word text, given text) returns boolean language sql stable strict parallel safe as $body$
      select word operator(%1$s.<<%%) given
    $body$ $sql$, trigrams);
end
$do$;

-- Cases that were public and are no longer: that they are gone, and nothing else of them. Kept 400 days.
create table request_tombstones (
  jurisdiction_id text not null references jurisdictions,
  number bigint not null,
  withdrawn_at timestamptz not null,
  primary key (jurisdiction_id, number)
);
create index request_tombstones_by_time on request_tombstones (jurisdiction_id, withdrawn_at, number);

alter table request_timeline drop constraint request_timeline_kind_check;
alter table request_timeline add constraint request_timeline_kind_check
  check (kind in ('submitted', 'imported', 'accepted', 'status', 'withdrawn', 'restored'));

-- Metres between two places on the sphere; good to half a percent, which is a metre at the distances of a city.
create function metres_between(lat_a double precision, long_a double precision, lat_b double precision, long_b double precision)
returns double precision language sql immutable strict parallel safe as $$
  select 12742000 * asin(sqrt(least(1,
    sind((lat_b - lat_a) / 2) ^ 2 + cosd(lat_a) * cosd(lat_b) * sind((long_b - long_a) / 2) ^ 2)))
$$;
