/** A mail in plain text to one address, which has been checked to be one. */
export type Message = { to: string; subject: string; text: string };

/**
 * Sends mails, each to one person.
 * @throws by its function: MailFailure; anything else tells as little about whether the mail has gone out as `unclear`
 */
export type Mail = { send(message: Message): Promise<void> };

/**
 * What became of a mail that was not taken. `later`: it has surely not gone out, and may with the next try. `refused`: it has not
 * gone out and never will. `unclear`: the connection broke after the text was under way, so that it may have gone out.
 */
export type MailOutcome = 'later' | 'refused' | 'unclear';

/** Says how it ended, and nothing of what the server said: servers repeat addresses, and this is written to logs. */
export class MailFailure extends Error {
  constructor(
    readonly outcome: MailOutcome,
    what: string,
  ) {
    super(what);
    this.name = 'MailFailure';
  }
}
