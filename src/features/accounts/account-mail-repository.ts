import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

type MailState = 'open' | 'followed' | 'answered' | 'refused' | 'undeliverable' | 'released';

/** A mail that asks for an answer, as whoever follows its link meets it. */
export type AccountMail = {
  account_mail_id: string;
  mailbox: Buffer;
  /** Null as soon as it is no longer needed. */
  email: string | null;
  locale: string;
  state: MailState;
  expires_at: Date;
};

/** The advisory locks of those who ask for mails to one domain. */
const ASKING = 7313;

/** Lets one ask for a mail to a domain at a time, so that whether one waits there stands still until the transaction ends. */
export async function lockDomain(tx: Db, domain: Buffer): Promise<void> {
  await query(tx, {
    name: 'account_mails.lock_domain',
    text: `select pg_advisory_xact_lock($1, hashtext(encode($2, 'hex')))`,
    values: [ASKING, domain],
  });
}

/** Whether a mail to a domain has had no answer, or the answer that there is to be none, ever. */
export async function isUnanswered(db: Db, domain: Buffer): Promise<boolean> {
  const row = await queryOne(db, {
    name: 'account_mails.is_unanswered',
    text: `select 1 from account_mails where domain = $1 and state in ('open', 'refused') limit 1`,
    values: [domain],
  });
  return row !== undefined;
}

/** Counts the mails to a domain no longer. Each goes on holding its mailbox. */
export async function forgetDomain(db: Db, domain: Buffer): Promise<void> {
  await query(db, {
    name: 'account_mails.forget_domain',
    text: `update account_mails set domain = null where domain = $1 and state in ('open', 'refused')`,
    values: [domain],
  });
}

/**
 * Writes down that a mail is to be sent, unless one to this mailbox has no answer yet, or is never to be sent again.
 * @param mail.domain null: mails to it are not counted
 */
export async function insertAccountMail(
  db: Db,
  mail: { mailbox: Buffer; domain: Buffer | null; email: string; locale: string; now: Date },
): Promise<string | undefined> {
  const row = await queryOne<{ account_mail_id: string }>(db, {
    name: 'account_mails.insert',
    text: `
      insert into account_mails (mailbox, domain, email, locale, created_at) values ($1, $2, $3, $4, $5)
      on conflict (mailbox) where state in ('open', 'refused') do nothing
      returning account_mail_id`,
    values: [mail.mailbox, mail.domain, mail.email, mail.locale, mail.now],
  });
  return row?.account_mail_id;
}

/** The mail to this mailbox that has not been handed over yet. */
export async function findWaitingMail(db: Db, mailbox: Buffer): Promise<string | undefined> {
  const row = await queryOne<{ account_mail_id: string }>(db, {
    name: 'account_mails.find_waiting',
    text: `
      select account_mail_id from account_mails
       where mailbox = $1 and state = 'open' and sending_at is null and email is not null`,
    values: [mailbox],
  });
  return row?.account_mail_id;
}

/** Marks a mail as handed over, once, whoever asks at the same moment. @returns undefined when it is not to be sent */
export function beginSending(
  db: Db,
  mail: { account_mail_id: string; token_hash: Buffer; now: Date; expires_at: Date },
): Promise<{ email: string; locale: string } | undefined> {
  return queryOne<{ email: string; locale: string }>(db, {
    name: 'account_mails.begin_sending',
    text: `
      update account_mails set sending_at = $3, token_hash = $2, expires_at = $4
       where account_mail_id = $1 and state = 'open' and sending_at is null and email is not null
      returning email, locale`,
    values: [mail.account_mail_id, mail.token_hash, mail.now, mail.expires_at],
  });
}

/** The mail has surely not gone out, and may be tried again. */
export async function takeBackSending(
  db: Db,
  mail: { account_mail_id: string; token_hash: Buffer },
): Promise<void> {
  await query(db, {
    name: 'account_mails.take_back_sending',
    text: `
      update account_mails set sending_at = null, token_hash = null, expires_at = null
       where account_mail_id = $1 and token_hash = $2 and state = 'open'`,
    values: [mail.account_mail_id, mail.token_hash],
  });
}

/** The mail whose link has this token; nobody else answers it meanwhile. */
export function lockMailByToken(tx: Db, tokenHash: Buffer): Promise<AccountMail | undefined> {
  return queryOne<AccountMail>(tx, {
    name: 'account_mails.lock_by_token',
    text: `
      select account_mail_id, mailbox, email, locale, state, expires_at from account_mails
       where token_hash = $1 for update`,
    values: [tokenHash],
  });
}

/** Ends the wait for an answer. The address is kept only where a link may still be made anew. */
export async function closeMail(
  db: Db,
  accountMailId: string,
  state: Exclude<MailState, 'open'>,
): Promise<void> {
  await query(db, {
    name: 'account_mails.close',
    text: `
      update account_mails set state = $2, email = case when $2 = 'followed' then email end
       where account_mail_id = $1`,
    values: [accountMailId, state],
  });
}

/** Frees a mailbox, so that a mail can be sent to it. @returns whether it was held */
export async function releaseMails(db: Db, mailbox: Buffer): Promise<boolean> {
  const rows = await query(db, {
    name: 'account_mails.release',
    text: `
      update account_mails set state = 'released', email = null
       where mailbox = $1 and state in ('open', 'refused')
      returning account_mail_id`,
    values: [mailbox],
  });
  return rows.length > 0;
}

/** Takes an address out of all mails. One without an answer goes on holding its mailbox. @returns of how many */
export async function forgetAddress(db: Db, email: string): Promise<number> {
  const rows = await query(db, {
    name: 'account_mails.forget_address',
    text: `update account_mails set email = null where lower(email) = lower($1) returning account_mail_id`,
    values: [email],
  });
  return rows.length;
}

/** When a mail was asked for to an address that is still known. */
export function listMailsTo(
  db: Db,
  email: string,
): Promise<{ email: string; state: string; created_at: Date }[]> {
  return query(db, {
    name: 'account_mails.list_to',
    text: `
      select email, state, created_at from account_mails where lower(email) = lower($1)
       order by account_mail_id limit 1000`,
    values: [email],
  });
}

/** Deletes mails that were asked for before then and wait for no answer any more. What holds a mailbox stays, however old it is. */
export async function sweepMails(db: Db, before: Date): Promise<void> {
  await query(db, {
    name: 'account_mails.sweep',
    text: `delete from account_mails where state not in ('open', 'refused') and created_at < $1`,
    values: [before],
  });
}
