import type { Db } from '../../platform/database.ts';
import { invalidField } from '../../platform/errors.ts';
import { releaseMails } from './account-mail-repository.ts';
import { mailboxOf, readEmailAddress } from './email-address.ts';

/**
 * For operators: lets a mail be sent to an address again, although one has had no answer, or was answered with a refusal.
 * @returns whether there was anything to free
 * @throws AppError invalid when it is no address
 */
export async function releaseMailbox(db: Db, text: string): Promise<boolean> {
  const email = readEmailAddress(text.trim());
  if (email === undefined)
    throw invalidField('email', 'email must be an e-mail address such as name@example.org.');
  return releaseMails(db, mailboxOf(email));
}
