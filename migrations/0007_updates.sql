-- Updates of cases, in the sense of the extension that FixMyStreet and its partners speak. They are entries of the timeline,
-- which stays the one history of a case; an entry's number is its update_id for ever.
alter table request_timeline
  -- When everybody could see it; null: only staff can. What others poll for by time.
  add column published_at timestamptz,
  -- The status in more detail than open and closed; null: no more is known.
  add column detailed_status text,
  add column media_urls text[] not null default '{}',
  -- Who sent it, and under which id of its own; when it says that it happened.
  add column key_id bigint references api_keys,
  add column sender_update_id text,
  add column sender_time timestamptz,
  add column rejected_at timestamptz,
  drop constraint request_timeline_kind_check,
  add constraint request_timeline_kind_check
    check (kind in ('submitted', 'imported', 'accepted', 'status', 'withdrawn', 'restored', 'comment'));

create unique index request_timeline_by_sender on request_timeline (jurisdiction_id, key_id, sender_update_id)
  where sender_update_id is not null;
create index request_timeline_published on request_timeline (jurisdiction_id, published_at, entry)
  where published_at is not null;
create index request_timeline_held on request_timeline (jurisdiction_id, entry)
  where kind = 'comment' and published_at is null and rejected_at is null;

update request_timeline t set published_at = t.happened_at
  from requests r
 where r.jurisdiction_id = t.jurisdiction_id and r.number = t.number and r.visibility = 'public'
   and t.kind in ('submitted', 'imported', 'accepted', 'status');

-- Who wrote a comment. Kept apart from it: nothing public joins it.
create table update_senders (
  jurisdiction_id text not null,
  number bigint not null,
  entry bigint not null,
  email text,
  first_name text,
  last_name text,
  phone text,
  account_id text,
  primary key (jurisdiction_id, number, entry),
  foreign key (jurisdiction_id, number, entry) references request_timeline on delete cascade
);

alter table requests add column detailed_status text;

-- What happens to comments of those who may not change a status: kept until staff release them, or refused.
alter table jurisdictions add column comments text not null default 'held' check (comments in ('held', 'refused'));
