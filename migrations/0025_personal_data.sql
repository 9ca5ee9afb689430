-- What the public may read of a case stands where it always stood, so that lists, searches, places and exports read nothing
-- else. What a resident typed, and where a sensitive case exactly is, stands apart where it differs: nothing public joins it.
create table request_originals (
  jurisdiction_id text not null,
  number bigint not null,
  -- Null: as in the case itself.
  description text,
  address text,
  address_id text,
  zipcode text,
  lat double precision,
  long double precision,
  media_urls text[],
  primary key (jurisdiction_id, number),
  foreign key (jurisdiction_id, number) references requests on delete cascade
);

create table timeline_originals (
  jurisdiction_id text not null,
  number bigint not null,
  entry bigint not null,
  notes text,
  media_urls text[],
  primary key (jurisdiction_id, number, entry),
  foreign key (jurisdiction_id, number, entry) references request_timeline on delete cascade
);

-- What a service tells of its cases. 'coarse_place': status and times, and the place to about a kilometre. 'nothing': its cases
-- are in no public answer.
alter table services add column publishes text not null default 'everything'
  check (publishes in ('everything', 'coarse_place', 'nothing'));

-- An answer to a question that is not told to the public, whatever the question is.
alter table request_attributes add column withheld boolean not null default false;

alter table jurisdictions
  -- Whether e-mail addresses and telephone numbers are masked in what residents type.
  add column masks_personal boolean not null default true,
  -- Since when what is published has to be made anew, and the last case for which that was done; null: all is as it should be.
  add column republish_since timestamptz,
  add column republished_to bigint;

-- What was written before has been masked by nobody.
update jurisdictions set republish_since = now(), republished_to = 0;

-- The case that a remembered answer is about; null for those of an earlier release.
alter table idempotency_keys add column number bigint;

-- How long a city keeps something after a case was closed; without a row, as long as the case.
create table retention (
  jurisdiction_id text not null references jurisdictions,
  kind text not null check (kind in ('reporters', 'originals', 'media')),
  days integer not null check (days between 1 and 36500),
  primary key (jurisdiction_id, kind)
);

-- That personal data were erased, without any of them.
create table erasures (
  jurisdiction_id text not null references jurisdictions,
  erasure_id bigint generated always as identity,
  erased_at timestamptz not null,
  -- 'asked': by a person, through staff. 'retention': since the city keeps it no longer.
  reason text not null check (reason in ('asked', 'retention')),
  kind text not null check (kind in ('case', 'comment', 'mention', 'reporters', 'originals', 'media')),
  -- Of one case; null for a night's work.
  number bigint,
  -- How many cases, and pictures.
  cases integer not null,
  pictures integer not null,
  actor text not null,
  primary key (jurisdiction_id, erasure_id)
);
