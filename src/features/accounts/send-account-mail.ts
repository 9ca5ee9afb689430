import type { App } from '../../platform/app.ts';
import { wholeSecond } from '../../platform/clock.ts';
import { beginSending, closeMail, takeBackSending } from './account-mail-repository.ts';
import { handOver } from './hand-over.ts';
import { linkMail } from './mail-texts.ts';
import { createToken, hashToken } from './token.ts';
import type { SendPayload } from './ask-for-mail.ts';

/** A link is good for so long. */
const LINK_MS = 24 * 3_600_000;

/**
 * Sends the mail with the link. The token is made here and stands in the mail alone. That it goes out is written down before, so that
 * it goes out once at most: when nobody can say whether it has, it has.
 */
export async function sendAccountMail(
  app: Pick<App, 'config' | 'db' | 'mail' | 'clock' | 'log'>,
  { account_mail_id }: SendPayload,
): Promise<void> {
  const token = createToken('mail');
  const token_hash = hashToken('mail', token) ?? Buffer.alloc(0);
  const now = wholeSecond(app.clock.now());
  const expires_at = new Date(now.getTime() + LINK_MS);
  const mail = await beginSending(app.db, { account_mail_id, token_hash, now, expires_at });
  if (mail === undefined) return;
  await handOver(
    app,
    { to: mail.email, ...linkMail(mail.locale, app.config.mail.linksTo, token) },
    {
      what: { account_mail_id },
      takeBack: () => takeBackSending(app.db, { account_mail_id, token_hash }),
      giveUp: () => closeMail(app.db, account_mail_id, 'undeliverable'),
    },
  );
}
