/** Mail services that have several names, and signs in front of the `@` that mean nothing to them. */
const SERVICES: readonly { domains: readonly string[]; without: RegExp }[] = [
  { domains: ['gmail.com', 'googlemail.com'], without: /\./g },
  { domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'], without: /[._-]/g },
  { domains: ['yandex.ru', 'ya.ru', 'yandex.com', 'yandex.by', 'yandex.kz'], without: /[.-]/g },
  { domains: ['icloud.com', 'me.com', 'mac.com'], without: /$^/g },
];

/** Of these, whatever stands before the domain of a subscriber leads to the same mailbox: `any@anna.fastmail.com`. */
const BY_SUBDOMAIN = /^([^.]+)\.(fastmail\.(?:com|fm))$/;

/** Other large services that give everybody a name and nobody all names; here, each name is a mailbox. */
const OTHERS = new Set(
  `aol.com att.net bigpond.com bk.ru bluewin.ch btinternet.com centrum.cz comcast.net email.cz fastmail.com fastmail.fm foxmail.com free.fr
   freemail.hu freenet.de gazeta.pl gmx.at gmx.ch gmx.com gmx.de gmx.net hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.fr hotmail.it
   i.ua inbox.lv inbox.ru int.pl interia.eu interia.pl laposte.net libero.it list.ru live.co.uk live.com live.fr mail.com mail.de mail.ru
   mailbox.org meta.ua msn.com naver.com o2.pl onet.eu onet.pl op.pl orange.fr outlook.com outlook.de outlook.fr poczta.fm poczta.onet.pl posteo.de
   qq.com rambler.ru rediffmail.com seznam.cz sfr.fr t-online.de tlen.pl tuta.com tuta.io tutanota.com tutanota.de ukr.net verizon.net virgilio.it
   vp.pl wanadoo.fr web.de wp.pl yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yahoo.pl
   ymail.com zoho.com zohomail.eu 126.com 163.com`.split(/\s+/),
);

/** Whether a domain is a service's at which a name is one person's, so that not every name leads to one mailbox. */
export const isMailService = (domain: string): boolean =>
  OTHERS.has(domain) || BY_SUBDOMAIN.test(domain) || SERVICES.some(({ domains }) => domains.includes(domain));

/**
 * The one spelling of all that lead to the same mailbox, as far as that is known of a service.
 * @param name what stands before the `@`, without tags
 */
export function plainMailbox(name: string, domain: string): string {
  const [, subscriber, shared] = BY_SUBDOMAIN.exec(domain) ?? [];
  if (subscriber !== undefined) return `${subscriber}@${shared}`;
  const service = SERVICES.find(({ domains }) => domains.includes(domain));
  return service === undefined
    ? `${name}@${domain}`
    : `${name.replace(service.without, '')}@${service.domains[0]}`;
}
