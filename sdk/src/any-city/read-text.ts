import type { Findings } from './findings.ts';

const CHARSET = /charset\s*=\s*"?([\w.:-]+)/i;
const DECLARED = /^(?:\xef\xbb\xbf)?<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/;
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * Turns the bytes of an answer into text. The header knows better than the declaration, as in RFC 7303. Bytes that are not
 * what either says are read as UTF-8 where they can be, and otherwise as what the west writes instead.
 */
export function readText(bytes: Uint8Array, contentType: string | null, findings: Findings): string {
  const beginning = String.fromCharCode(...bytes.subarray(0, 200));
  const inHeader = CHARSET.exec(contentType ?? '')?.[1];
  const declared = DECLARED.exec(beginning)?.[1];
  if (declared !== undefined && !isUtf8(declared)) findings.tell('R7/declaration', '', declared);
  const told = inHeader ?? declared ?? 'utf-8';
  // Two bytes in front tell UTF-16, whatever else says.
  const wide = beginning.startsWith('\xff\xfe')
    ? 'utf-16le'
    : beginning.startsWith('\xfe\xff')
      ? 'utf-16be'
      : undefined;
  let text = decoded(bytes, wide ?? told);
  if (text === undefined || wide !== undefined || !isUtf8(told)) findings.tell('R7/utf-8', '', wide ?? told);
  text ??= decoded(bytes, 'utf-8') ?? decoded(bytes, 'windows-1252') ?? '';
  if (text.startsWith('\ufeff')) {
    findings.tell('R7/mark', '', 'a byte order mark');
    text = text.slice(1);
  }
  if (text.search(CONTROLS) < 0) return text;
  findings.tell('R8', '', 'control characters', text.match(CONTROLS)?.length);
  return text.replace(CONTROLS, '');
}

const isUtf8 = (name: string) => /^(utf-?8|us-ascii)$/i.test(name);

/** Undefined where there is no such encoding, or the bytes are none of it. */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
