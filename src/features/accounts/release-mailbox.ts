import type { Knex } from 'knex';
import { invalidField } from '../../platform/errors.ts';
import { releaseMails } from './account-mail-repository.ts';
import { releaseDomain } from './waiting-domain.ts';
import { mailboxOf, readEmailAddress } from './email-address.ts';
import { mailDomainOf } from './mail-domain.ts';

/**
 * For operators: lets a mail be sent to an address again, although one has had no answer, or was answered with a refusal, or its
 * domain waits for an answer to another one.
 * @returns whether there was anything to free
 * @throws AppError invalid when it is no address
 */
export async function releaseMailbox(app: { db: Knex }, text: string): Promise<boolean> {
  const email = readEmailAddress(text.trim());
  if (email === undefined)
    throw invalidField('email', 'email must be an e-mail address such as name@example.org.');
  const domain = await mailDomainOf(email);
  return app.db.transaction(async (tx) => {
    const waited = domain !== undefined && (await releaseDomain(tx, domain));
    return (await releaseMails(tx, mailboxOf(email))) || waited;
  });
}
