/** How an e-mail address is looked for in what people typed: regular expressions of PostgreSQL, for `~*`. */

const literally = (email: string) => email.replace(/[^\p{L}\p{N}]/gu, (sign) => `\\${sign}`);

/** Nothing that would make it the end of the longer address of somebody else: `anna.jan@…`, `o'jan@…`. */
const BEGINS = `(?<![[:alnum:]._%+-]|[[:alnum:]]['’])`;

/** As it stands in a text. A full stop may follow, but not the rest of another domain: `….org.pl`. */
export const inText = (email: string): string =>
  `${BEGINS}${literally(email)}(?![[:alnum:]_]|[.-][[:alnum:]])`;

/** A sign in an address of the web that is written as its number and belongs to no e-mail address, such as a slash. */
const ENCODED_BORDER = '%(?:[01][0-9a-f]|2[0-4689acf]|3[a-f]|40|5[b-e]|60|7[b-f])';
const PICTURE = '(?:avif|gif|heic|jpe?g|png|webp)';

/** As it stands in an address of the web, where it may be the name of a picture as well. */
export const inLink = (email: string): string =>
  `(?:${BEGINS}|(?<=${ENCODED_BORDER}))${literally(email).replace('\\@', '(?:@|%40)')}` +
  `(?![[:alnum:]_]|-[[:alnum:]]|[.](?!${PICTURE}(?![[:alnum:]]))[[:alnum:]])`;

/** As the whole name of an account with an app, which may say first what it is: `google:jan@…`. */
export const asAccount = (email: string): string =>
  `^\\s*(?:[[:alpha:]][[:alnum:]+.-]*:)?${literally(email)}\\s*$`;
