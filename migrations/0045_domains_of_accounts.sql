-- As soon as two mailboxes of a domain have proved themselves, it is no single person's, and a mail to one of its mailboxes keeps none
-- from the others. Both are hashed, as they are with mails. Null: an account of before, until its developer comes back; the domain null as
-- well at a large mail service.
alter table accounts add column mailbox bytea, add column domain bytea;
create index accounts_of_domain on accounts (domain);
