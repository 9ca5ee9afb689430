-- Cities. One row is one jurisdiction in the sense of GeoReport v2; what differs by city is a column here.
create table jurisdictions (
  jurisdiction_id text primary key
    check (jurisdiction_id = lower(jurisdiction_id) and jurisdiction_id ~ '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$'
           and jurisdiction_id not in ('v2', 'test', 'discovery') and length(jurisdiction_id) <= 253),
  name text not null,
  time_zone text not null,
  -- The language of names and notices when nothing else is asked for.
  locale text not null,
  contact text not null,
  key_service text not null,
  -- The longest span of dates a list may ask for, in days.
  list_span_days integer not null default 90 check (list_span_days between 1 and 3660),
  demonstration boolean not null default false,
  created_at timestamptz not null default now(),
  -- When services, definitions, areas or this row last changed; what caches compare and discovery tells.
  changeset timestamptz not null default date_trunc('second', now())
);

-- Parts of a city. Kind 'outline' is its service area: a point outside of it is refused.
create table areas (
  jurisdiction_id text not null references jurisdictions,
  kind text not null check (kind ~ '^[a-z][a-z0-9_-]{0,62}$'),
  area_code text not null,
  name text not null,
  -- A GeoJSON Polygon or MultiPolygon in WGS84.
  geometry jsonb not null,
  primary key (jurisdiction_id, kind, area_code)
);

-- Clients see a changeset in whole seconds, so a second change within one second must move it on, also after the clock
-- was set back.
create function touch_changeset(city text) returns void language sql as $$
  update jurisdictions
     set changeset = greatest(date_trunc('second', clock_timestamp()), changeset + interval '1 second')
   where jurisdiction_id = city
$$;

-- How every answer writes a time: UTC, whole seconds, Z.
create function wire_time(moment timestamptz) returns text language sql immutable parallel safe as $$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;
