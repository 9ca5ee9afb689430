import type { App } from '../../platform/app.ts';
import { conflict } from '../../platform/errors.ts';
import { MailFailure } from '../../platform/mail.ts';
import type { Message } from '../../platform/mail.ts';

/**
 * Hands a mail over that was marked as sent before. It is tried again only when it has surely not gone out: one that may be there
 * already would be there twice.
 * @param work.what names the mail in the log, without its address
 * @param work.takeBack undoes the mark
 * @param work.giveUp writes down that the mail server will never take it
 * @throws AppError conflict when it was refused for good, which parks the job; MailFailure when it is to be tried again
 */
export async function handOver(
  app: Pick<App, 'mail' | 'log'>,
  message: Message,
  work: { what: object; takeBack(): Promise<void>; giveUp(): Promise<void> },
): Promise<void> {
  try {
    await app.mail.send(message);
  } catch (error) {
    const outcome = error instanceof MailFailure ? error.outcome : 'unclear';
    if (outcome === 'later') {
      await work.takeBack();
      throw error;
    }
    if (outcome === 'refused') {
      await work.giveUp();
      throw conflict('The mail server will never take this mail.');
    }
    app.log.error({ ...work.what, err: error }, 'a mail may have gone out, and is not sent again');
  }
}
