alter table requests
  -- The case that had told of the same before: this one is closed, that one goes on. No foreign key: for each case that is
  -- deleted, all others would be asked, and a number is never given twice.
  add column duplicate_of bigint,
  -- How many say that it is theirs as well, with those of its duplicates.
  add column supporters integer not null default 0;

-- Who says so: an account of an app, as a hash that nobody can turn back, once for each key.
create table request_supporters (
  jurisdiction_id text not null,
  number bigint not null,
  key_id bigint not null references api_keys,
  account_hash bytea not null,
  supported_at timestamptz not null,
  primary key (jurisdiction_id, number, key_id, account_hash),
  foreign key (jurisdiction_id, number) references requests on delete cascade
);

insert into secrets (purpose, secret)
values ('supporters', sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

alter table erasures
  drop constraint erasures_kind_check,
  add constraint erasures_kind_check
    check (kind in ('case', 'comment', 'mention', 'support', 'reporters', 'originals', 'media'));
