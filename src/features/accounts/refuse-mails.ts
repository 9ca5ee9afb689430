import type { Knex } from 'knex';
import { closeMail, lockMailByToken, releaseMails } from './account-mail-repository.ts';
import { noLongerGood, unknownLink } from './link-errors.ts';
import { hashToken } from './token.ts';

/**
 * Takes the token of a link from somebody who wants no mail, ever.
 * @throws AppError not_found, conflict
 */
export async function refuseMails(app: { db: Knex }, token: string): Promise<void> {
  const hash = hashToken('mail', token);
  if (hash === undefined) throw unknownLink();
  await app.db.transaction(async (tx) => {
    const mail = await lockMailByToken(tx, hash);
    if (mail === undefined) throw unknownLink();
    if (mail.state === 'refused') return;
    if (!['open', 'followed'].includes(mail.state)) throw noLongerGood();
    // Another mail may be on its way, where this one's link was followed too late.
    await releaseMails(tx, mail.mailbox);
    await closeMail(tx, mail.account_mail_id, 'refused');
  });
}
