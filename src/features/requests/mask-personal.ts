import { findEmails } from './find-emails.ts';
import type { Span } from './find-emails.ts';
import { findPhones } from './find-phones.ts';

/** What stands in the public text for what was taken out, by the language of the city. */
const ENGLISH = { email: '[e-mail]', phone: '[phone]' };
const NAMES: Record<string, typeof ENGLISH | undefined> = {
  pl: { email: '[e-mail]', phone: '[telefon]' },
  uk: { email: '[e-mail]', phone: '[телефон]' },
};

/**
 * A text without the e-mail addresses and telephone numbers in it; the text itself where there are none. What only looks
 * alike stays: numbers of houses, cases and lines, dates, postal codes, prices, places. Takes time in proportion to the text.
 * @param language of the city
 */
export function maskPersonal(text: string, language: string): string {
  const { email, phone } = NAMES[language.split('-')[0] ?? ''] ?? ENGLISH;
  const withoutEmails = replaced(text, findEmails(text), email);
  return replaced(withoutEmails, findPhones(withoutEmails), phone);
}

function replaced(text: string, spans: readonly Span[], name: string): string {
  if (spans.length === 0) return text;
  let written = '';
  let behind = 0;
  for (const { start, end } of spans) {
    written += text.slice(behind, start) + name;
    behind = end;
  }
  return written + text.slice(behind);
}

/** Whether an address of the web names somebody's e-mail address. */
export const namesEmail = (address: string): boolean => findEmails(address).length > 0;
