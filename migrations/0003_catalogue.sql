-- What a city can be told about. Texts are JSON objects by language: {"pl": "…", "en": "…"}.
create table service_groups (
  jurisdiction_id text not null references jurisdictions,
  group_code text not null,
  names jsonb not null,
  primary key (jurisdiction_id, group_code)
);

create table services (
  jurisdiction_id text not null references jurisdictions,
  service_code text not null check (service_code <> '' and length(service_code) <= 255),
  type text not null check (type in ('realtime', 'batch', 'blackbox')),
  group_code text,
  names jsonb not null,
  descriptions jsonb not null default '{}',
  -- What a reporter is told will happen.
  notices jsonb not null default '{}',
  keywords text,
  agency text,
  -- Hours until the city should have dealt with a case; null: no promise.
  response_hours integer check (response_hours > 0),
  -- Only active services that are open to the public are listed and take submissions.
  active boolean not null default true,
  postable boolean not null default true,
  -- Made by an import of cases or of another server's list, not by the city's staff.
  imported boolean not null default false,
  primary key (jurisdiction_id, service_code),
  foreign key (jurisdiction_id, group_code) references service_groups
);

create table service_attributes (
  jurisdiction_id text not null,
  service_code text not null,
  code text not null check (code ~ '^[^][]{1,100}$'),
  position integer not null check (position >= 1),
  variable boolean not null default true,
  datatype text not null
    check (datatype in ('string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist')),
  required boolean not null default false,
  descriptions jsonb not null default '{}',
  datatype_descriptions jsonb not null default '{}',
  -- For lists: [{"key": "left", "names": {"pl": "Lewy", "en": "Left"}}], in the order to show.
  "values" jsonb,
  primary key (jurisdiction_id, service_code, code),
  unique (jurisdiction_id, service_code, position),
  foreign key (jurisdiction_id, service_code) references services on delete cascade,
  check ((datatype in ('singlevaluelist', 'multivaluelist')) = ("values" is not null))
);

-- A text in the asked language, else in English, else in whichever there is; null when there is none. Empty is none.
create function text_in(texts jsonb, locale text) returns text language sql immutable parallel safe as $$
  select coalesce(nullif(texts ->> locale, ''), nullif(texts ->> 'en', ''),
                  (select value from jsonb_each_text(texts) where value <> '' order by key limit 1))
$$;
