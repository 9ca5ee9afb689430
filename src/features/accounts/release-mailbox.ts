import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { invalidField } from '../../platform/errors.ts';
import { releaseMails } from './account-mail-repository.ts';
import { releaseDomain } from './domain-ceiling.ts';
import { mailboxOf, readEmailAddress } from './email-address.ts';
import { mailDomainOf } from './mail-domain.ts';

/**
 * For operators: lets a mail be sent to an address again, although one has had no answer, or was answered with a refusal, or its
 * domain has had too many.
 * @returns whether there was anything to free
 * @throws AppError invalid when it is no address
 */
export async function releaseMailbox(app: { db: Knex; clock: Clock }, text: string): Promise<boolean> {
  const email = readEmailAddress(text.trim());
  if (email === undefined)
    throw invalidField('email', 'email must be an e-mail address such as name@example.org.');
  const domain = await mailDomainOf(email);
  return app.db.transaction(async (tx) => {
    const wasFull = domain !== undefined && (await releaseDomain(tx, domain, app.clock.now()));
    return (await releaseMails(tx, mailboxOf(email))) || wasFull;
  });
}
