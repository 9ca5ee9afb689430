import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { plainMailbox } from './mail-services.ts';

/** What mail servers take (RFC 5321, 4.5.3.1). */
const LONGEST = 254;
const LONGEST_LOCAL = 64;

/**
 * The letters of an address that needs no quotes, in parts between dots. Without `%` and `!`: old mail servers take what stands around
 * them for an address of its own, and pass the mail on to it.
 */
const LOCAL = /^[a-z0-9#$&'*+/=?^_`{|}~-]+(\.[a-z0-9#$&'*+/=?^_`{|}~-]+)*$/i;
/** What mail servers cut off with all that follows, to find a mailbox. A `-` does so at a few, and is a letter of names at all others. */
const TAG = /[+=#].*$/;
/** Nothing that could be percent-encoding, a port or a second address; in any script. */
const DOMAIN = /^[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/u;
const ASCII_DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * One e-mail address as mails are sent to it: its domain in lower case and in ASCII, the rest as it was written. What is in quotes,
 * a bare host or an address in numbers is taken by hardly any mail service and refused.
 * @returns undefined when it is none, or more than one
 */
export function readEmailAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1);
  if (!LOCAL.test(local) || local.length > LONGEST_LOCAL || !DOMAIN.test(domain)) return undefined;
  const ascii = domainToASCII(domain).toLowerCase();
  const address = `${local}@${ascii}`;
  return ASCII_DOMAIN.test(ascii) && address.length <= LONGEST ? address : undefined;
}

/**
 * What addresses of one mailbox have in common, hashed. Whoever is to be written to once must not be reached by another spelling of
 * the same: upper and lower case, what follows a `+`, and at some services signs that mean nothing. A domain of somebody's own, at which
 * every name leads to one mailbox, cannot be known; one mail holds it, by `mailDomainOf`. Two people who share a mailbox by this
 * share one mail.
 * @param email as `readEmailAddress` gives it
 */
export function mailboxOf(email: string): Buffer {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  // An address that begins with such a sign has nothing else.
  const name = local.replace(TAG, '') || local;
  return createHash('sha256').update(plainMailbox(name, domain)).digest();
}
