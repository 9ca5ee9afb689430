import type { Finding } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';

/** The server's own address, whatever it is. */
export const OWN_ORIGIN = 'self';

/** Longer than any name of a host with scheme and port. */
const LONGEST_ORIGIN = 300;

/** Whether a text is an origin of a page exactly as browsers send it. */
export const isOrigin = (text: string): boolean => asSent(text) === text;

/** What is wrong with the origins that a key is to be for. */
export function findInOrigins(origins: readonly string[]): Finding[] {
  return origins
    .filter((origin) => origin !== OWN_ORIGIN && !isOrigin(origin))
    .map((origin) => {
      const meant = asSent(origin);
      return {
        field: 'origin',
        message:
          meant === undefined
            ? `${quoted(origin)} is no origin. An origin is written as https://www.example.org, with a port where it has one; ${OWN_ORIGIN} is this server.`
            : `${quoted(origin)} is not written as browsers send it. Say ${meant}.`,
      };
    });
}

/**
 * Whether a page may use a key. Compared as a whole: a part of an origin says nothing about whose page it is.
 * @param origins of the key
 * @param page.origin what its browser says
 * @param page.own the server's own origin
 */
export function isAllowedOrigin(
  origins: readonly string[],
  page: { origin: string | undefined; own: string },
): boolean {
  if (page.origin === undefined) return false;
  return (
    origins.some((one) => one !== OWN_ORIGIN && one === page.origin) ||
    (origins.includes(OWN_ORIGIN) && page.own === page.origin)
  );
}

/** The origin of an address in the web; undefined for everything else, such as `null` or a file. */
function asSent(address: string): string | undefined {
  if (address.length > LONGEST_ORIGIN || !URL.canParse(address)) return undefined;
  const { protocol, origin } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}
