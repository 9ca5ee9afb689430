-- Cases that staff look at: before everybody may see them, or since somebody says that nobody should. 'held' is a case that
-- waits for them. The constraints on the large tables look at new rows at once and at those that are there in files of their own,
-- which keep nobody from writing.
alter table requests
  drop constraint requests_visibility_check,
  add constraint requests_visibility_check check (visibility in ('public', 'waiting', 'staff', 'held')) not valid;
alter table request_timeline
  drop constraint request_timeline_kind_check,
  add constraint request_timeline_kind_check
    check (kind in ('submitted', 'imported', 'accepted', 'status', 'withdrawn', 'restored', 'comment',
                    'held', 'released', 'kept')) not valid;

-- What a key with the scope 'trusted' submits is not held for what a machine sees in it.
alter table api_keys
  drop constraint api_keys_scopes_check,
  add constraint api_keys_scopes_check
    check (cardinality(scopes) > 0 and scopes <@ array['submit', 'update', 'trusted']);

alter table jurisdictions
  add column moderation text not null default 'at_once' check (moderation in ('at_once', 'after_release')),
  -- How much of it is let through before a case is held; null: any. Links in a case, the same text within an hour, cases of one
  -- address within ten minutes.
  add column links_allowed integer default 1 check (links_allowed >= 0),
  add column repeats_allowed integer default 100 check (repeats_allowed >= 1),
  add column flood_allowed integer default 300 check (flood_allowed >= 1),
  -- From so many reporters on a case is held; 0: never.
  add column reports_to_hold integer not null default 3 check (reports_to_hold >= 0);

-- Of a case that staff are to look at, or have looked at: why, and what they said.
create table request_moderation (
  jurisdiction_id text not null,
  number bigint not null,
  -- Null: nothing has to be decided.
  waiting_since timestamptz,
  reasons text[] not null check (reasons <@ array['release', 'links', 'repeated', 'flood', 'reported']),
  -- The last decision. A 'kept' case is not held by further reports.
  decision text check (decision in ('released', 'kept', 'hidden')),
  decided_at timestamptz,
  primary key (jurisdiction_id, number),
  foreign key (jurisdiction_id, number) references requests on delete cascade,
  check ((decision is null) = (decided_at is null))
);
create index request_moderation_waiting on request_moderation (jurisdiction_id, waiting_since, number)
  where waiting_since is not null;

-- That somebody thinks a case should not be public.
create table request_reports (
  jurisdiction_id text not null,
  number bigint not null,
  report bigint generated always as identity,
  reported_at timestamptz not null,
  reason text not null check (reason in ('abusive', 'personal_data', 'spam', 'wrong_place', 'other')),
  -- For staff.
  comment text,
  -- By which the same address is known again for a while: 16 bits of a keyed hash over case and address, so few that tens of
  -- thousands of addresses share each value and none can be told from it.
  reporter integer check (reporter between 0 and 65535),
  primary key (jurisdiction_id, number, report),
  foreign key (jurisdiction_id, number) references requests on delete cascade
);
create unique index request_reports_once on request_reports (jurisdiction_id, number, reporter);
create index request_reports_age on request_reports (jurisdiction_id, reported_at) where reporter is not null;

insert into secrets (purpose, secret)
values ('reporters', sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
