import type { Findings } from './findings.ts';

const CHARSET = /charset\s*=\s*"?([\w.:-]+)/i;
const DECLARED = /^(?:\xef\xbb\xbf)?<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/;
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * Turns the bytes of an answer into text. What can be read as UTF-8 is UTF-8, whatever is said of it: texts in other encodings
 * practically never look like it. So is what is UTF-8 but for a few bytes. Of the rest, the header knows better than the declaration.
 */
export function readText(bytes: Uint8Array, contentType: string | null, findings: Findings): string {
  const beginning = String.fromCharCode(...bytes.subarray(0, 200));
  const inHeader = CHARSET.exec(contentType ?? '')?.[1];
  const declared = DECLARED.exec(beginning)?.[1];
  if (inHeader !== undefined && !isUtf8(inHeader)) findings.tell('R6/charset', '', inHeader);
  if (declared !== undefined && !isUtf8(declared)) findings.tell('R7/declaration', '', declared);
  const wide = wideIn(beginning) ?? /^utf-?16.*/i.exec(inHeader ?? '')?.[0];
  let text = decoded(bytes, wide ?? 'utf-8');
  if (text === undefined || wide !== undefined) findings.tell('R7/utf-8', '', 'bytes that are not UTF-8');
  text ??=
    mostlyUtf8(bytes) ??
    decoded(bytes, inHeader) ??
    decoded(bytes, declared) ??
    decoded(bytes, 'windows-1252') ??
    '';
  if (text.startsWith('\ufeff')) {
    findings.tell('R7/mark', '', 'a byte order mark');
    text = text.slice(1);
  }
  if (text.search(CONTROLS) < 0) return text;
  findings.tell('R8', '', 'control characters', text.match(CONTROLS)?.length);
  return text.replace(CONTROLS, '');
}

/** Two bytes in front tell UTF-16, whatever else says, and so do two signs of JSON or XML with nothing in every other byte. */
const wideIn = (beginning: string) =>
  /^(\xff\xfe|[^\0]\0[^\0]\0)/.test(beginning)
    ? 'utf-16le'
    : /^(\xfe\xff|\0[^\0]\0[^\0])/.test(beginning)
      ? 'utf-16be'
      : undefined;

/** A sign that was cut makes no other encoding of the rest: undefined where less is UTF-8 than is not. */
function mostlyUtf8(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const count = (signs: RegExp) => text.match(signs)?.length ?? 0;
  return count(/[^\0-\x7f\ufffd]/gu) > count(/\ufffd/g) ? text : undefined;
}

const isUtf8 = (name: string) => /^utf-?8$/i.test(name);

/** Undefined where there is no such encoding, or the bytes are none of it. */
function decoded(bytes: Uint8Array, encoding: string | undefined): string | undefined {
  try {
    return encoding === undefined
      ? undefined
      : new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
