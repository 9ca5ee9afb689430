/** HTML's names of U+00A0 to U+00FF, in that order; servers of many cities use them in XML without declaring them. */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para ' +
  'middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave ' +
  'Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc ' +
  'Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc ' +
  'iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
const FIRST_LATIN = 0xa0;

const NAMED = new Map<string, string>([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['ndash', '–'],
  ['mdash', '—'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bdquo', '„'],
  ['hellip', '…'],
  ['bull', '•'],
  ['euro', '€'],
  ...LATIN.split(' ').map((name, index): [string, string] => [
    name,
    String.fromCharCode(FIRST_LATIN + index),
  ]),
]);

const LAST_CODE_POINT = 0x10ffff;
/** Stands for a reference to no character at all; no readable text holds it, so that it is noticed later. */
const NO_CHARACTER = '\uffff';

/**
 * Replaces `&lt;`, `&#322;`, `&#x142;` and HTML's common names, once: `&amp;lt;` becomes `&lt;`. Names that are not known
 * stay as they are.
 */
export function decodeCharacterReferences(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,8})|#(\d{1,10})|([a-z][a-z0-9]*));/gi,
    (
      reference,
      hexadecimal: string | undefined,
      decimal: string | undefined,
      name: string | undefined,
    ): string => {
      if (name !== undefined) return NAMED.get(name) ?? reference;
      const code = hexadecimal === undefined ? Number(decimal) : parseInt(hexadecimal, 16);
      return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : NO_CHARACTER;
    },
  );
}
