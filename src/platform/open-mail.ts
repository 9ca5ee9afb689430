import type { Config } from './config.ts';
import { createFileMail } from './file-mail.ts';
import type { Log } from './log.ts';
import type { Mail } from './mail.ts';
import { createSmtpMail } from './smtp-mail.ts';

/**
 * Opens the way for mails that the settings name. Nothing is made or reached before the first mail.
 * @param folder where mails are written when there is no mail server
 */
export function openMail({ mail: { smtpUrl, from } }: Pick<Config, 'mail'>, folder: string, log: Log): Mail {
  return smtpUrl === undefined ? createFileMail(folder, from, log) : createSmtpMail(smtpUrl, from);
}
