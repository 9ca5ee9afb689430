import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { wholeSecond } from '../../platform/clock.ts';
import { closeMail, lockMailByToken } from './account-mail-repository.ts';
import { upsertAccount } from './account-repository.ts';
import { expiredLink, noLongerGood, unknownLink } from './link-errors.ts';
import { mailDomainOf } from './mail-domain.ts';
import { insertSession } from './session-repository.ts';
import { createToken, hashToken } from './token.ts';

/** Whoever has proved an address need not do so again for so long. */
const SESSION_MS = 30 * 24 * 3_600_000;

/**
 * Takes the token of a link and gives an account token for it, once. The first time this makes the account. A link that has
 * expired proves as well that the mail was read: a new one can be sent from then on.
 * @throws AppError not_found; conflict when it was used, gone when it has expired
 */
export async function confirmAccount(
  app: { db: Knex; clock: Clock },
  token: string,
): Promise<{ account_token: string; expires_at: Date; email: string }> {
  const hash = hashToken('mail', token);
  if (hash === undefined) throw unknownLink();
  const now = wholeSecond(app.clock.now());
  const account_token = createToken('account');
  const expires_at = new Date(now.getTime() + SESSION_MS);
  const confirmed = await app.db.transaction(async (tx) => {
    const mail = await lockMailByToken(tx, hash);
    if (mail === undefined) throw unknownLink();
    const { account_mail_id, state, email } = mail;
    if (!['open', 'followed'].includes(state) || email === null) throw noLongerGood();
    if (state === 'followed' || mail.expires_at <= now) {
      await closeMail(tx, account_mail_id, 'followed');
      return undefined;
    }
    await closeMail(tx, account_mail_id, 'answered');
    const domain = (await mailDomainOf(email))?.hash ?? null;
    const { account_id } = await upsertAccount(tx, { email, mailbox: mail.mailbox, domain, now });
    const token_hash = hashToken('account', account_token) ?? Buffer.alloc(0);
    await insertSession(tx, { token_hash, account_id, now, expires_at });
    return { account_token, expires_at, email };
  });
  // That it was followed is committed, whatever is said now.
  if (confirmed === undefined) throw expiredLink();
  return confirmed;
}
