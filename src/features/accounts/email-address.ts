import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';

/** What mail servers take (RFC 5321, 4.5.3.1). */
const LONGEST = 254;
const LONGEST_LOCAL = 64;

/** The letters of an address that needs no quotes, in parts between dots. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
/** Nothing that could be percent-encoding, a port or a second address; in any script. */
const DOMAIN = /^[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/u;
const ASCII_DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/** Mail services that have several names, and signs in front of the `@` that mean nothing to them. Others are taken as they are written. */
const SERVICES: { domains: readonly string[]; without: RegExp }[] = [
  { domains: ['gmail.com', 'googlemail.com'], without: /\./g },
  { domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'], without: /[._-]/g },
  { domains: ['yandex.ru', 'ya.ru', 'yandex.com', 'yandex.by', 'yandex.kz'], without: /[.-]/g },
  { domains: ['icloud.com', 'me.com', 'mac.com'], without: /$^/g },
];

/** Of these, whatever stands before the domain of a subscriber leads to the same mailbox: `any@anna.fastmail.com`. */
const BY_SUBDOMAIN = /^([^.]+)\.(fastmail\.(?:com|fm))$/;

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
 * every name leads to one mailbox, cannot be known. Two people who share a mailbox by this share one mail.
 * @param email as `readEmailAddress` gives it
 */
export function mailboxOf(email: string): Buffer {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const [name = ''] = local.split('+');
  const [, subscriber, shared] = BY_SUBDOMAIN.exec(domain) ?? [];
  const service = SERVICES.find(({ domains }) => domains.includes(domain));
  const mailbox =
    subscriber !== undefined
      ? `${subscriber}@${shared}`
      : `${service === undefined ? name : name.replace(service.without, '')}@${service?.domains[0] ?? domain}`;
  return createHash('sha256').update(mailbox).digest();
}
