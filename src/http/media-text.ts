/** A `data:` URL in base64, whatever it says to hold. */
const DATA_URL = /^data:[^,]*;base64,/i;

const WEB_ADDRESS = /^https?:/i;

/** Forms turn `+` into a space, and some clients break lines. */
const asWritten = (text: string) => text.replace(/ /g, '+').replace(/\s+/g, '');

/**
 * Reads the field `media` where it is a text: a picture in base64, bare or as a `data:` URL, or an address on the web
 * (standard, 3.3.2).
 * @returns the bytes, or the address as it was given; undefined when it is neither
 */
export function readMediaText(text: string): Buffer | string | undefined {
  const trimmed = text.trim();
  if (WEB_ADDRESS.test(trimmed)) return trimmed;
  const base64 = asWritten(trimmed.replace(DATA_URL, ''));
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}
