-- Cases. Their numbers come from one sequence for all cities, each followed by its check digit, so that a number is
-- unique without a constraint that every city would have to meet, and a slip of the hand is noticed.
create sequence case_numbers start 1000000;

-- Damm's check digit: it notices every single wrong digit and every swap of two neighbours.
create function damm_digit(digits text) returns integer language plpgsql immutable strict parallel safe as $$
declare
  -- A totally anti-symmetric quasigroup of order 10, row after row.
  quasigroup constant text := '0317598642'
    || '7092154863' || '4206871359' || '1750983426' || '6123045978'
    || '3674209581' || '5869720134' || '8945362017' || '9438617205' || '2581436790';
  interim integer := 0;
begin
  for i in 1 .. length(digits) loop
    interim := substr(quasigroup, interim * 10 + substr(digits, i, 1)::integer + 1, 1)::integer;
  end loop;
  return interim;
end
$$;

create function next_case_number() returns bigint language sql volatile as $$
  select next.value * 10 + damm_digit(next.value::text) from (select nextval('case_numbers') as value offset 0) as next
$$;

create table requests (
  jurisdiction_id text not null references jurisdictions,
  number bigint not null,
  service_code text not null,
  status text not null default 'open' check (status in ('open', 'closed')),
  status_notes text,
  -- 'public': in answers. 'waiting': a batch case the city has not taken over. 'staff': never in a public answer.
  visibility text not null check (visibility in ('public', 'waiting', 'staff')),
  description text,
  agency_responsible text,
  service_notice text,
  requested_at timestamptz not null,
  updated_at timestamptz not null,
  expected_at timestamptz,
  closed_at timestamptz,
  address text,
  address_id text,
  zipcode text,
  lat double precision,
  long double precision,
  -- The first one is shown; the standard has room for one.
  media_urls text[] not null default '{}',
  -- How the case came: 'api', 'import', 'demonstration'.
  channel text not null check (channel in ('api', 'import', 'demonstration')),
  -- Where an imported case comes from and its number there: it is found by it, and importing again adds nothing.
  source text,
  source_reference text,
  version integer not null default 1,
  primary key (jurisdiction_id, number),
  foreign key (jurisdiction_id, service_code) references services,
  unique (jurisdiction_id, source, source_reference),
  check ((source is null) = (source_reference is null)),
  check ((lat is null) = (long is null)),
  check (date_trunc('second', requested_at) = requested_at and date_trunc('second', updated_at) = updated_at)
);

create index requests_newest on requests (jurisdiction_id, requested_at desc, number desc) where visibility = 'public';
create index requests_by_service on requests (jurisdiction_id, service_code, requested_at desc, number desc)
  where visibility = 'public';
create index requests_by_status on requests (jurisdiction_id, status, requested_at desc, number desc)
  where visibility = 'public';

-- Which city a number belongs to; the one place that is asked without knowing the city.
create table case_directory (
  number bigint primary key,
  jurisdiction_id text not null references jurisdictions
);

-- Who reported. Kept apart from the case: nothing public joins it.
create table request_reporters (
  jurisdiction_id text not null,
  number bigint not null,
  email text,
  first_name text,
  last_name text,
  phone text,
  device_id text,
  account_id text,
  primary key (jurisdiction_id, number),
  foreign key (jurisdiction_id, number) references requests on delete cascade
);

create table request_attributes (
  jurisdiction_id text not null,
  number bigint not null,
  code text not null,
  "values" text[] not null,
  -- False: the service does not ask this. Kept for staff.
  known boolean not null,
  primary key (jurisdiction_id, number, code),
  foreign key (jurisdiction_id, number) references requests on delete cascade
);

-- What happened to a case, from the first moment on.
create table request_timeline (
  jurisdiction_id text not null,
  number bigint not null,
  entry bigint generated always as identity,
  happened_at timestamptz not null,
  kind text not null check (kind in ('submitted', 'imported', 'accepted', 'status')),
  status text not null check (status in ('open', 'closed')),
  notes text,
  -- Who did it: 'key:7', 'cli', 'import', 'job'.
  actor text not null,
  primary key (jurisdiction_id, number, entry),
  foreign key (jurisdiction_id, number) references requests on delete cascade
);

-- Tokens of batch cases. They never expire.
create table request_tokens (
  jurisdiction_id text not null,
  token text not null,
  number bigint not null,
  primary key (jurisdiction_id, token),
  foreign key (jurisdiction_id, number) references requests on delete cascade
);

-- Results of submissions that were sent with an Idempotency-Key, as data; only successes.
create table idempotency_keys (
  jurisdiction_id text not null references jurisdictions,
  key_id bigint not null references api_keys,
  operation_id text not null,
  idempotency_key text not null,
  fingerprint bytea not null,
  result jsonb not null,
  created_at timestamptz not null,
  primary key (jurisdiction_id, key_id, operation_id, idempotency_key)
);
create index idempotency_keys_age on idempotency_keys (jurisdiction_id, created_at);
