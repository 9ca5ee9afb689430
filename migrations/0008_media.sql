-- Which city a picture belongs to; the one place that is asked without knowing the city.
create table media_directory (
  -- 128 random bits: the address of a picture cannot be guessed.
  media_id text primary key check (media_id ~ '^[0-9a-f]{32}$'),
  jurisdiction_id text not null references jurisdictions
);

-- Pictures that residents have sent. The row is committed before the first byte is stored, so that a row names every file
-- there is; the transaction that writes the case claims it. What nobody has claimed within an hour is swept.
create table media (
  jurisdiction_id text not null references jurisdictions,
  media_id text not null,
  uploaded_at timestamptz not null,
  -- The case it was sent with, or with an update to which; null: not claimed yet.
  number bigint,
  primary key (jurisdiction_id, media_id),
  foreign key (jurisdiction_id, number) references requests
);

create index media_unclaimed on media (jurisdiction_id, uploaded_at) where number is null;
create index media_of_case on media (jurisdiction_id, number) where number is not null;
