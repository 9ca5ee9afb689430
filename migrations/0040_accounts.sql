-- Developers who get keys by themselves, and the mails by which they prove an address. None of these tables is a city's own: an
-- account is one for the whole installation.
create table accounts (
  account_id bigint generated always as identity primary key,
  email text not null unique,
  created_at timestamptz not null
);

-- Mails that ask for an answer. There is at most one without an answer for a mailbox, ever: whoever asks again, from wherever
-- and however often, cannot make us write to somebody twice. 'open' holds the mailbox, and so does 'refused', for good.
-- 'followed': the link was followed when it was too old; it can be made anew once.
create table account_mails (
  account_mail_id bigint generated always as identity primary key,
  -- What addresses of one mailbox have in common, hashed: it outlives the address.
  mailbox bytea not null,
  email text,
  locale text not null,
  state text not null default 'open'
    check (state in ('open', 'followed', 'answered', 'refused', 'undeliverable', 'released')),
  -- SHA-256 of the token in the link, which is made when the mail is sent and stands nowhere else.
  token_hash bytea unique,
  created_at timestamptz not null,
  -- Set before the mail is handed over, and taken back only when it has surely not gone out.
  sending_at timestamptz,
  expires_at timestamptz
);
create unique index account_mails_unanswered on account_mails (mailbox) where state in ('open', 'refused');

create table account_sessions (
  token_hash bytea primary key,
  account_id bigint not null references accounts on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index account_sessions_of_account on account_sessions (account_id);

-- Whose key it is; null for those that operators have made.
alter table api_keys add column account_id bigint references accounts on delete set null;
