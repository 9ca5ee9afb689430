/** Part of a text, from `start` up to `end`. */
export type Span = { start: number; end: number };

/**
 * What people write for the sign in the middle. Every repetition is bounded, here and below, so that a text of any length
 * takes time in proportion to it.
 */
const AT =
  /[ \t]{0,3}(?:@|%40|&#64;|[([{<][ \t]{0,2}(?:@|at|a|małpa|malpa|małpka)[ \t]{0,2}[)\]}>])[ \t]{0,3}|[ \t_-]{1,3}(?:małpa|malpa|małpka|at)[ \t_-]{1,3}/giu;

/** A dot as people write it between the parts of a domain; the second kind only where nothing but a domain can be meant. */
const DOT =
  /\.|[ \t]{0,2}[([{<][ \t]{0,2}(?:\.|dot|kropka)[ \t]{0,2}[)\]}>][ \t]{0,2}|[ \t_-]{1,2}(?:dot|kropka)[ \t_-]{1,2}/iuy;
const LOOSE_DOT = /[ \t]{0,2}\.[ \t]{0,2}/y;

/** The same at the end of what stands before the sign. */
const SPOKEN_DOT_BEFORE = /[ \t]{0,2}(?:[([{<]?(?:dot|kropka|podkreślnik|myślnik)[)\]}>]?)[ \t]{0,2}$/iu;

const LABEL = /[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})/uy;
const LOCAL = /[\p{L}\p{N}._%+'-]/u;
const WORD = /[\p{L}\p{N}]/u;
const TOP_LEVEL = /^[a-z]{2,24}$/i;

/** Domains that residents of a city write from; what ends otherwise must look exactly like an address. */
const COMMON_TOP_LEVEL = new Set(
  'pl com eu net org info biz io me us uk de fr it cz sk ua by lt gov edu mil co online app dev site email'.split(
    ' ',
  ),
);

/** Of these, people leave the end out. */
const PROVIDERS = new Set(
  'gmail googlemail wp onet interia o2 op outlook hotmail yahoo icloud protonmail proton gazeta vp poczta tlen'.split(
    ' ',
  ),
);

const LONGEST_LOCAL = 64;
const MOST_LABELS = 6;
/** Parts of a name that are put together by spoken dots. */
const MOST_SPOKEN_PARTS = 4;

/** E-mail addresses, also those that are written so that no machine should find them; a mention such as @jan is none. */
export function findEmails(text: string): Span[] {
  const found: Span[] = [];
  let behind = 0;
  for (const match of text.matchAll(AT)) {
    const [sign] = match;
    const start = startOfLocal(text, match.index, behind, sign);
    if (start === undefined) continue;
    const end = endOfDomain(text, match.index + sign.length, sign);
    if (end === undefined) continue;
    found.push({ start, end });
    behind = end;
  }
  return found;
}

/** Where the name before the sign begins; undefined when there is none. */
function startOfLocal(text: string, end: number, notBefore: number, sign: string): number | undefined {
  let start = localBefore(text, end, notBefore);
  if (start === end) return undefined;
  // Only who speaks the sign speaks the dots.
  if (sign === '@') return start;
  for (let parts = 1; parts < MOST_SPOKEN_PARTS; parts += 1) {
    const dot = SPOKEN_DOT_BEFORE.exec(text.slice(Math.max(notBefore, start - 20), start));
    if (dot === null) break;
    const earlier = localBefore(text, start - dot[0].length, notBefore);
    if (earlier === start - dot[0].length) break;
    start = earlier;
  }
  return start;
}

function localBefore(text: string, end: number, notBefore: number): number {
  let start = end;
  while (start > notBefore && end - start < LONGEST_LOCAL && LOCAL.test(text[start - 1] ?? '')) start -= 1;
  // Quotation marks and full stops of the sentence.
  while (start < end && !WORD.test(text[start] ?? '')) start += 1;
  return start;
}

/** Where the domain behind the sign ends; undefined when it is none. */
function endOfDomain(text: string, from: number, sign: string): number | undefined {
  const exact = sign === '@' || sign === '%40' || sign === '&#64;';
  const spoken = /^[ \t_-]+[^ \t@_-]/.test(sign) && !/[([{<%&]/.test(sign);
  const isWordAt = spoken && /at/i.test(sign) && !/ma[łl]p/i.test(sign);
  // "Meet me at example.com" is no address; somebody who writes "at" for the sign writes "dot" for the dot.
  const isUncertain = isWordAt || /^[ \t]*[([{<][ \t]*a[ \t]*[)\]}>]/i.test(sign);
  const labels: { text: string; end: number }[] = [];
  let spokenDots = 0;
  let at = from;
  while (labels.length < MOST_LABELS) {
    const label = stickyAt(LABEL, text, at);
    if (label === undefined) break;
    labels.push({ text: label, end: at + label.length });
    at += label.length;
    const dot = stickyAt(DOT, text, at);
    const loose = dot === undefined || dot === '.' ? stickyAt(LOOSE_DOT, text, at) : undefined;
    const taken =
      loose !== undefined && loose !== '.' ? (isLooseEnd(text, at + loose.length) ? loose : undefined) : dot;
    if (taken === undefined) break;
    if (/\p{L}/u.test(taken)) spokenDots += 1;
    at += taken.length;
  }
  const [host] = labels;
  if (host === undefined) return undefined;
  const known = labels.findLastIndex(
    ({ text: label }, place) => place > 0 && COMMON_TOP_LEVEL.has(label.toLowerCase()),
  );
  if (isUncertain && isWordAt && spokenDots === 0) return undefined;
  if (known > 0) return labels[known]?.end;
  if (PROVIDERS.has(host.text.toLowerCase()) && !isUncertain) return host.end;
  if (!exact) return undefined;
  const last = labels.findLastIndex(({ text: label }, place) => place > 0 && TOP_LEVEL.test(label));
  return last > 0 ? labels[last]?.end : undefined;
}

/** A dot with blanks around it joins what may only be the end of a domain: otherwise it ends a sentence. */
function isLooseEnd(text: string, at: number): boolean {
  const label = stickyAt(LABEL, text, at);
  return label !== undefined && label === label.toLowerCase() && COMMON_TOP_LEVEL.has(label);
}

function stickyAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
