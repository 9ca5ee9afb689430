-- At a domain of somebody's own every name may lead to one mailbox, so mails without an answer are counted by domain as well.
-- The domain is hashed, as the mailbox is; null at a large mail service, and where an operator has let mails go out again.
alter table account_mails add column domain bytea;
create index account_mails_of_domain on account_mails (domain) where state in ('open', 'refused');
