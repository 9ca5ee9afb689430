import { createHash } from 'node:crypto';
import { isMailService } from './mail-services.ts';

/** The domain that addresses are registered under; by its hash it outlives them, as a mailbox does. */
export type MailDomain = { name: string; hash: Buffer };

/**
 * The registrable domain of an address: `example.org` of `dev@lab.example.org`, since whoever has the one can have mails of all names below
 * it. Undefined at a large mail service, where a name is one person's.
 * @param email as `readEmailAddress` gives it
 */
export async function mailDomainOf(email: string): Promise<MailDomain | undefined> {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (isMailService(domain)) return undefined;
  // Loaded with the first mail that is asked for: the list of suffixes is large, and a server that starts answers first.
  const { getDomain } = await import('tldts');
  const name = getDomain(domain) ?? domain;
  return { name, hash: createHash('sha256').update(name).digest() };
}
