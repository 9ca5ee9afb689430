import type { Db } from '../../platform/database.ts';
import { conflict } from '../../platform/errors.ts';
import { countUnanswered, forgetDomain, lockDomain } from './account-mail-repository.ts';
import type { MailDomain } from './mail-domain.ts';

/** Enough for colleagues who begin on one day, and little for somebody who gets them all. */
const MOST_UNANSWERED = 3;

/** A month: who has mistyped is not to keep others of a large house away for ever. A "never again" counts for good. */
const COUNTED_MS = 30 * 24 * 3_600_000;

/**
 * Every name of a domain may lead to one person, who is then written to a few times at most. The caller is refused whether or not that very
 * address would be written to, so that the refusal tells nothing about it.
 * @param tx holds the domain until the mail is written down, so that no two take the last place
 * @throws AppError conflict
 */
export async function requireRoom(tx: Db, domain: MailDomain, now: Date): Promise<void> {
  await lockDomain(tx, domain.hash);
  if (await isFull(tx, domain, now))
    throw conflict(
      `${MOST_UNANSWERED} mails to addresses of ${domain.name} have no answer yet, and all of them may reach one person. Follow the link in one of them, or ask whoever runs this server.`,
    );
}

/** For operators: lets mails be sent to a domain that has had too many. @returns whether it had */
export async function releaseDomain(db: Db, domain: MailDomain, now: Date): Promise<boolean> {
  if (!(await isFull(db, domain, now))) return false;
  await forgetDomain(db, domain.hash);
  return true;
}

async function isFull(db: Db, domain: MailDomain, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - COUNTED_MS);
  return (await countUnanswered(db, domain.hash, since)) >= MOST_UNANSWERED;
}
