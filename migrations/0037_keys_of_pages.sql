-- Keys that stand in pages, where everybody can read them: only pages of these origins may use one. `self` is the server's
-- own address. Null: a secret key.
alter table api_keys
  add column origins text[],
  -- Submissions a minute; null: as many as the installation says.
  add column per_minute integer check (per_minute > 0),
  -- The first of the keys that this one has replaced, one after the other; null: it is the first. Cases, updates and repeats
  -- are the first one's, so that whoever changes their key stays who they are.
  add column first_key_id bigint references api_keys,
  add column replaced_by bigint references api_keys,
  add constraint api_keys_of_pages check (
    origins is null or (cardinality(origins) > 0 and jurisdiction_id is not null and kind = 'live' and scopes = array['submit']));

-- The key of a city's own pages. The one place where a key is kept as it is: it stands in a page that everybody can fetch.
create table portal_keys (
  jurisdiction_id text primary key references jurisdictions,
  key_id bigint not null references api_keys,
  key text not null
);

-- How a key was used, by the hour.
create table key_usage (
  key_id bigint not null references api_keys,
  hour timestamptz not null,
  status smallint not null,
  calls bigint not null,
  primary key (key_id, hour, status)
);
create index key_usage_by_hour on key_usage (hour);

-- With which key a case came, the first where it has been replaced. Null: with none, or before this was noted. No foreign key:
-- the key was found a moment before, and keys are not deleted.
alter table requests add column key_id bigint;
