-- API keys. The key itself is never stored, only its SHA-256; that is enough, since a key is 160 random bits.
create table api_keys (
  key_id bigint generated always as identity primary key,
  key_hash bytea not null unique,
  -- The first characters of the key, to tell keys apart in lists.
  prefix text not null,
  label text,
  -- Null: a key of the whole installation.
  jurisdiction_id text references jurisdictions,
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['submit', 'update']),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
