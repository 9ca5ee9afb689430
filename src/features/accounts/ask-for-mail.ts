import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { wholeSecond } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { conflict, invalidField } from '../../platform/errors.ts';
import { addJob } from '../../platform/jobs.ts';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import { closeMail, findWaitingMail, insertAccountMail, lockMailByToken } from './account-mail-repository.ts';
import { domainWaits, holdDomain } from './waiting-domain.ts';
import { mailboxOf, readEmailAddress } from './email-address.ts';
import { mailDomainOf } from './mail-domain.ts';
import type { MailDomain } from './mail-domain.ts';
import { hashToken } from './token.ts';
import { noLongerGood, unknownLink } from './link-errors.ts';

/** Sends the mail that a row asks for. */
export const SEND_JOB = 'accounts.send';
export type SendPayload = { account_mail_id: string };

/**
 * Has a mail sent to whoever wants an account, or wants to come back to it, unless one to the same mailbox has no answer yet. The
 * caller does not learn which.
 * @throws AppError invalid when it is no address; conflict when its domain has to wait for an answer
 */
export async function askForMail(
  app: { db: Knex; clock: Clock; jurisdictions: JurisdictionDirectory },
  asked: { email: string; locale: string },
): Promise<void> {
  const email = readEmailAddress(asked.email.trim());
  if (email === undefined)
    throw invalidField('email', 'email must be an e-mail address such as name@example.org.');
  const now = wholeSecond(app.clock.now());
  const domain = await mailDomainOf(email);
  const waits = await app.db.transaction(async (tx) => {
    const taken = domain !== undefined && (await holdDomain(tx, domain));
    if (taken) await hurryMail(tx, mailboxOf(email));
    else await queueMail(tx, { email, domain, locale: asked.locale, now });
    return taken ? domain : undefined;
  });
  // That a mail is tried again is committed, whatever is said now.
  if (waits !== undefined) throw domainWaits(waits, await app.jurisdictions.all());
}

/**
 * Has a new mail sent in place of one whose link has expired. Whoever has its token has read that mail.
 * @throws AppError not_found; conflict when it was used or has not expired
 */
export async function renewMail(app: { db: Knex; clock: Clock }, token: string): Promise<void> {
  const hash = hashToken('mail', token);
  if (hash === undefined) throw unknownLink();
  const now = wholeSecond(app.clock.now());
  await app.db.transaction(async (tx) => {
    const mail = await lockMailByToken(tx, hash);
    if (mail === undefined) throw unknownLink();
    if (mail.email === null || !['open', 'followed'].includes(mail.state)) throw noLongerGood();
    if (mail.expires_at > now) throw conflict('This link has not expired. Follow it.');
    await closeMail(tx, mail.account_mail_id, 'answered');
    // Whoever has read the first one is no stranger to whom too much is sent.
    await queueMail(tx, {
      email: mail.email,
      domain: await mailDomainOf(mail.email),
      locale: mail.locale,
      now,
    });
  });
}

async function queueMail(
  tx: Db,
  { domain, ...mail }: { email: string; domain: MailDomain | undefined; locale: string; now: Date },
): Promise<void> {
  const mailbox = mailboxOf(mail.email);
  const id = await insertAccountMail(tx, { mailbox, domain: domain?.hash ?? null, ...mail });
  if (id === undefined) await hurryMail(tx, mailbox);
  else await addSendJob(tx, id);
}

/** One that could not be handed over yet is tried again at once: whoever asks again is waiting for it. */
async function hurryMail(tx: Db, mailbox: Buffer): Promise<void> {
  const id = await findWaitingMail(tx, mailbox);
  if (id !== undefined) await addSendJob(tx, id);
}

async function addSendJob(tx: Db, id: string): Promise<void> {
  const payload: SendPayload = { account_mail_id: id };
  await addJob(tx, SEND_JOB, payload, `${SEND_JOB} ${id}`);
}
