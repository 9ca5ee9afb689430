import type { Db } from '../../platform/database.ts';
import { conflict } from '../../platform/errors.ts';
import type { AppError } from '../../platform/errors.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { forgetDomain, isUnanswered, lockDomain } from './account-mail-repository.ts';
import { countMailboxes } from './account-repository.ts';
import type { MailDomain } from './mail-domain.ts';

/** So many mailboxes with an account are several people's: whoever gets all mails of a domain would have had to prove two of them. */
const SEVERAL = 2;

/**
 * Every name of a domain may lead to one person, who is then written to once, as a mailbox is: while a mail has no answer, or the answer
 * "never again", no other goes to the domain, unless it is known to be several people's.
 */
async function isWaiting(db: Db, domain: MailDomain): Promise<boolean> {
  return (await isUnanswered(db, domain.hash)) && (await countMailboxes(db, domain.hash)) < SEVERAL;
}

/**
 * @param tx holds the domain until the mail is written down, so that no two are the first
 * @returns whether the domain has to wait for an answer
 */
export async function holdDomain(tx: Db, domain: MailDomain): Promise<boolean> {
  await lockDomain(tx, domain.hash);
  return isWaiting(tx, domain);
}

/** For operators: lets a mail be sent to a domain that waits for an answer. @returns whether it did */
export async function releaseDomain(db: Db, domain: MailDomain): Promise<boolean> {
  if (!(await isWaiting(db, domain))) return false;
  await forgetDomain(db, domain.hash);
  return true;
}

/** The same for every address of the domain, the one that was written to among them, so that it tells nothing about any. */
export function domainWaits({ name }: MailDomain, cities: readonly Jurisdiction[]): AppError {
  const [city] = cities;
  const why = `No mail can go to ${name} now: one that was sent there has no answer yet, or the answer that no more are wanted, and all addresses there may reach one person. Follow the link in that mail.`;
  const lost = 'If it is lost or went to a mistyped address, ask';
  return conflict(
    city === undefined || cities.length > 1
      ? `${why} ${lost} whoever runs this server to release the domain.`
      : `${why} ${lost} the city to release the domain: ${city.contact}`,
  );
}
