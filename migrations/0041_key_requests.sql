-- Keys that a developer has asked for, and an operator decides about.
create table key_requests (
  request_id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  jurisdiction_id text not null references jurisdictions,
  kind text not null check (kind in ('live', 'publishable')),
  label text not null,
  purpose text not null,
  origins text[] not null default '{}',
  state text not null default 'requested' check (state in ('requested', 'approved', 'refused', 'collected')),
  -- Submissions a minute that the key is approved with; null: as many as any.
  per_minute integer check (per_minute > 0),
  -- What the operator says who refuses it.
  reason text,
  created_at timestamptz not null,
  decided_at timestamptz,
  -- Set before the decision is mailed, and taken back only when it has surely not gone out.
  telling_at timestamptz,
  key_id bigint references api_keys
);
create index key_requests_of_account on key_requests (account_id, request_id);
create index key_requests_waiting on key_requests (jurisdiction_id, request_id) where state = 'requested';
create index api_keys_of_account on api_keys (account_id, key_id) where account_id is not null;
