/** A `data:` URL in base64, whatever it says to hold. */
const DATA_URL = /^data:[^,]*;base64,/i;

const WEB_ADDRESS = /^https?:\/\/[^\s/?#\\]\S*$/i;

/** Forms turn `+` into a space, and some clients break lines. */
const asWritten = (text: string) => text.replace(/ /g, '+').replace(/\s+/g, '');

/**
 * Reads the field `media` where it is a text: a picture in base64, bare or as a `data:` URL, or an address on the web
 * (standard, 3.3.2).
 * @returns the bytes, or the address as it was given; undefined when it is neither
 */
export function readMediaText(text: string): Buffer | string | undefined {
  const trimmed = text.trim();
  if (/^https?:/i.test(trimmed)) return trimmed;
  const base64 = asWritten(trimmed.replace(DATA_URL, ''));
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}

/**
 * Reads an address of a picture on the web (standard, 3.3.2). One with a user name or password is refused, since it would
 * be told to everybody.
 * @returns the address as RFC 3986 writes it, with everything else encoded; undefined when it is none
 */
export function readWebAddress(text: string): string | undefined {
  if (!WEB_ADDRESS.test(text) || !URL.canParse(text)) return undefined;
  const { href, username, password } = new URL(text);
  return username === '' && password === '' ? href : undefined;
}
