-- What happened, in the order it was committed to be told: written in the transaction that made it happen.
create table announcements (
  jurisdiction_id text not null references jurisdictions,
  announcement_id bigint generated always as identity,
  announced_at timestamptz not null,
  type text not null check (type ~ '^[a-z_]+\.[a-z_]+$'),
  -- What it is about, such as the number of a case.
  subject text not null,
  content jsonb not null,
  primary key (jurisdiction_id, announcement_id)
);
