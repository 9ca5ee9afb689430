import type { Span } from './find-emails.ts';

/**
 * Digits with what people put between those of one number. Commas and colons end it: they stand in prices, times and places.
 */
const RUN =
  /(?:\+[ \t]{0,2})?\(?\d(?:[ \t\u00a0\u2009\u202f\u00ad\u200b-\u200d\u2060.()/\u2010-\u2015-]{0,4}\d)*/gu;
const GROUP = /\d+/g;

/** An address of the web; its numbers belong to it, but where it leads to a telephone. */
const WEB = /\b(?:https?:\/\/|www\.)[^\s<>"]+/giu;
const TELEPHONE_LINK = /^https?:\/\/(?:wa\.me|api\.whatsapp\.com|t\.me)\//i;

/** So much is looked at before a number to see what kind it is. */
const BEFORE = 32;

/** What stands before a telephone number, whatever it looks like. */
const ANNOUNCED =
  /(?:\b|_)(?:tel|telef\p{L}*|fon|phone|mobile|cell|cellphone|kom|komórk\p{L}*|fax|faks|call|calling|text|txt|sms|whats ?app|dzwo\p{L}*|zadzwo\p{L}*|oddzwo\p{L}*|przedzwo\p{L}*|kontakt\p{L}*|contact|reach|ring|pod numer\p{L}*|pod nr)\b[^\d\n]{0,20}$/iu;

/** Things that bear numbers. What is written behind them in groups is as likely the telephone number of who writes. */
const THINGS =
  'kod(?:u|em|y|ów)?|rachun\\p{L}*|faktur\\p{L}*|um[oó]w(?:a|y|ie|ę|ą)?|liczni\\p{L}*|znak(?:u|i|iem|ów)?|działk\\p{L}*|działek|' +
  'księ[gd](?:a|i|ę|ą|ze)?|seri(?:a|i|e|ę|ą)|ram(?:a|y|ie|ę|ą)?|słup\\p{L}*|lamp\\p{L}*|latar\\p{L}*|lini(?:a|i|e|ę|ą)|' +
  'autobus\\p{L}*|tramwaj\\p{L}*|pojazd\\p{L}*|wag\\p{L}n\\p{L}*|taksów\\p{L}*|hydrant\\p{L}*|studzien\\p{L}*|drzew\\p{L}*|' +
  'ticket|invoice|account|meter|asset|frame|pole|hydrant|bus|route|tracking';

/** Words that say far more often what something is about: `w sprawie`, `in case`, `for reference`. */
const MATTERS =
  'spraw\\p{L}*|zgłosze(?:nie|nia|niu|niem|ń)|pism(?:o|a|u|em)|case|request|report|order|reference';

/** Names of numbers. Lines of buses are often told several at a time. */
const NUMBERS =
  'regon|nip|krs|pesel|ean|isbn|imei|iban|kont(?:o|a|u|em)|kw|poz|numer inwentarz\\p{L}*|inwent\\p{L}*|id|ref|sku|serial|permit|' +
  'linie|autobusy|tramwaje|buses|routes';

const NUMBER = '(?:nr|numer\\p{L}*|no|number)';
const WORD = '(?<!\\p{L})';

/** What stands before a number of something else: `NIP:`, `latarnia nr`, `znak sprawy`, `#`. */
const NUMBER_OF = new RegExp(
  `(?:${WORD}(?:(?:${NUMBERS})(?!\\p{L})[ \\t.:]{0,3}(?:${NUMBER}(?!\\p{L}))?[ \\t.:#]{0,3}` +
    `|(?:${THINGS}|${MATTERS})[ \\t:]{1,3}(?:#|(?:o[ \\t])?${NUMBER}(?!\\p{L}))[ \\t.:#]{0,3}` +
    `|(?:${NUMBER}|znak\\p{L}{0,3})[ \\t.]{1,3}(?:${THINGS}|${MATTERS})(?!\\p{L})[ \\t:]{0,3})|[#№§])$`,
  'iu',
);

/** What stands before the number of a thing that is written in one: `latarnia 601234567`, but not behind a full stop. */
const THING_OF = new RegExp(`${WORD}(?:${THINGS})[ \\t]{0,3}:?[ \\t]{0,3}$`, 'iu');

/** What follows a number that counts something. */
const COUNTED =
  /^(?:[ \t\u00a0]{0,2}(?:zł|zl|pln|eur|euro|usd|tys|mln|mld|m2|m²|m3|km|kg|szt|kwh|kw|mb|gb|dolar\p{L}*|dollars|złot\p{L}*|os[oó]b|people)(?!\p{L})|[ \t\u00a0]{0,2}[€$£%°]|[,:]\d)/iu;
/** What stands before a price. */
const PRICED = /(?:[$€£]|\b(?:zł|pln|usd|eur))[ \t\u00a0]{0,2}$/iu;

/** Inside of a word or a longer number: `SN601234567`, `601234567A`, `0,601234567`. */
const ATTACHED_BEFORE = /(?:[\p{L}\p{N}_]|\d[.,:-])$/u;
const ATTACHED_AFTER = /^[\p{L}_]/u;
const ANNOUNCED_ATTACHED = /(?:^|[^\p{L}])(?:tel|kom|nr|t|m|phone|fax)[.:]?$/iu;

const EXTENSION = /[ \t]{0,2}(?:ext\.?|x|wew\.?|w\.)[ \t]{0,2}\d{1,5}(?!\d)/iuy;

const EXTENSION_FOLLOWS = /^(?:x|ext|wew)/i;

const MOBILE = /^(?:45|50|51|53|57|60|66|69|72|73|78|79|88)/;
const AREA = /^(?:1[2-8]|2[2-59]|3[2-4]|4[1-468]|5[24-689]|6[1-35-8]|7[14-7]|8[1-79]|9[145])/;
/** Prices of toll-free and shared-cost numbers are known to everybody: they are nobody's own. */
const NANP = /^[2-9]\d\d[2-9]\d{6}$/;
const TOLL_FREE = /^8(?:00|88|77|66|55|44|33)/;

type Group = { digits: string; start: number; end: number };
/** Digits of one run and what stands between them. */
type Run = { groups: Group[]; joints: string[] };

/** A stretch of a run: how many groups. */
type Shape = { groups: number };

/** Telephone numbers, in the ways they are written in Poland and in North America, and international ones. */
export function findPhones(text: string): Span[] {
  const found: Span[] = [];
  const links = webAddresses(text);
  let link = 0;
  for (const match of text.matchAll(RUN)) {
    if (match[0].length < 7) continue;
    while ((links[link]?.end ?? Infinity) <= match.index) link += 1;
    if ((links[link]?.start ?? Infinity) <= match.index) continue;
    addPhonesOf(runAt(match[0], match.index), text, found);
  }
  return found;
}

function webAddresses(text: string): Span[] {
  const found: Span[] = [];
  for (const { 0: address, index } of text.matchAll(WEB))
    if (!TELEPHONE_LINK.test(address)) found.push({ start: index, end: index + address.length });
  return found;
}

function runAt(run: string, at: number): Run {
  const groups: Group[] = [];
  const joints: string[] = [];
  for (const { 0: digits, index } of run.matchAll(GROUP)) {
    const start = at + index;
    const last = groups.at(-1);
    if (last !== undefined) joints.push(kindOf(run.slice(last.end - at, index)));
    groups.push({ digits, start, end: start + digits.length });
  }
  return { groups, joints };
}

/** What joins two groups, blanks and signs that nobody sees left out: '' for blanks alone. */
function kindOf(joint: string): string {
  return joint
    .replace(/[ \t\u00a0\u2009\u202f\u00ad\u200b-\u200d\u2060]/g, '')
    .replace(/[\u2010-\u2015]/g, '-');
}

function addPhonesOf(run: Run, text: string, found: Span[]): void {
  const { groups } = run;
  for (let first = 0; first < groups.length;) {
    const shape = phoneAt(run, first, text);
    const from = groups[first];
    const last = groups[first + (shape?.groups ?? 0) - 1];
    if (shape === undefined || from === undefined || last === undefined) {
      first += 1;
      continue;
    }
    const start = beginningOf(text, from.start);
    EXTENSION.lastIndex = last.end;
    const end = last.end + (EXTENSION.exec(text)?.[0].length ?? 0);
    found.push({ start, end });
    first += shape.groups;
  }
}

/** A plus and an opened bracket belong to the number. */
function beginningOf(text: string, at: number): number {
  let start = at;
  if (text[start - 1] === '(') start -= 1;
  const plus = /\(?\+[ \t]{0,2}$/.exec(text.slice(Math.max(0, start - 4), start));
  return plus === null ? start : start - plus[0].length;
}

/** The longest telephone number that begins with this group. */
function phoneAt(run: Run, first: number, text: string): Shape | undefined {
  const { groups, joints } = run;
  const counts = lengthsFrom(run, first).filter((count) => canBePhone(run, first, count));
  const begin = groups[first];
  if (begin === undefined || counts.length === 0) return undefined;
  // Tightly joined to what stands before: the middle of a date or of another number.
  if (first > 0 && isTight(joints[first - 1], text, begin.start)) return undefined;
  const start = beginningOf(text, begin.start);
  const before = text.slice(Math.max(0, start - BEFORE), start);
  const isAttachedToWord = ANNOUNCED_ATTACHED.test(before);
  if (PRICED.test(before) || (first === 0 && ATTACHED_BEFORE.test(before) && !isAttachedToWord))
    return undefined;
  const announced = isAttachedToWord || ANNOUNCED.test(before);
  const numbered = !announced && NUMBER_OF.test(before);
  const ofThing = !announced && THING_OF.test(before);
  const international = text.slice(start, begin.start).includes('+');

  for (const count of counts) {
    const last = groups[first + count - 1];
    if (last === undefined || isTight(joints[first + count - 1], text, last.end)) continue;
    const after = text.slice(last.end, last.end + 12);
    if (ATTACHED_AFTER.test(after) && !EXTENSION_FOLLOWS.test(after)) continue;
    const [parts, between] = piecesOf(run, first, count);
    if (international) {
      if (isInternational(parts)) return { groups: count };
      continue;
    }
    if (COUNTED.test(after)) continue;
    if (!numbered && !(ofThing && count === 1) && isCertain(parts, between)) return { groups: count };
    if (announced && isPossible(parts, between)) return { groups: count };
  }
  return undefined;
}

/** Whether anything could make a telephone number of so many groups, before the text around it is looked at. */
function canBePhone(run: Run, first: number, count: number): boolean {
  const [parts, between] = piecesOf(run, first, count);
  return isCertain(parts, between) || isPossible(parts, between) || isInternational(parts);
}

/** The digits of some groups, and what joins them. */
function piecesOf({ groups, joints }: Run, first: number, count: number): [string[], string[]] {
  return [
    groups.slice(first, first + count).map(({ digits }) => digits),
    joints.slice(first, first + count - 1),
  ];
}

/** Most groups a number is written in. */
const MOST_GROUPS = 9;

/** How many groups may be a number from here on, the most first. */
function lengthsFrom({ groups }: Run, first: number): number[] {
  const counts: number[] = [];
  let digits = 0;
  for (let count = 1; count <= MOST_GROUPS && first + count <= groups.length; count += 1) {
    digits += groups[first + count - 1]?.digits.length ?? 0;
    if (digits > 15) break;
    if (digits >= 7) counts.unshift(count);
  }
  return counts;
}

/** Whether two groups are joined to one thing; a dash with blanks on both sides stands between two. */
function isTight(joint: string | undefined, text: string, at: number): boolean {
  if (joint === undefined || !/[.-]/.test(joint)) return false;
  return !(joint === '-' && /[ \t][\u2010-\u2015-][ \t]/.test(text.slice(Math.max(0, at - 3), at + 3)));
}

const shapeOf = (parts: readonly string[]) => parts.map(({ length }) => length).join(' ');

/** Behind a plus: the country and up to twelve digits; of Poland and North America it is known how many. */
function isInternational(parts: readonly string[]): boolean {
  const all = parts.join('');
  if (all.startsWith('48')) return all.length === 11;
  if (all.startsWith('1')) return all.length === 11;
  return all.length >= 9 && all.length <= 15;
}

const POLISH_SHAPES = new Set([
  '9',
  '3 3 3',
  '3 2 2 2',
  '3 6',
  '2 7',
  '2 3 2 2',
  '2 3 4',
  '2 2 2 3',
  '2 2 3 2',
]);
const AMERICAN_SHAPES = new Set(['10', '3 3 4', '3 7']);

/** Whether groups are a telephone number by themselves. */
function isCertain(parts: readonly string[], joints: readonly string[]): boolean {
  const all = parts.join('');
  if (isDividedBySlash(joints)) return false;
  if (all.startsWith('00')) return isCertainWithCountry(all.slice(2));
  if (/^48\d{9}$/.test(all) && isPolish(all.slice(2))) return parts.length > 1 || MOBILE.test(all.slice(2));
  if (all.length === 11 && all.startsWith('1') && (parts[0] === '1' || parts.length === 1))
    return parts.length > 1 && NANP.test(all.slice(1));
  if (parts.length === 1)
    return parts[0]?.length === 10 ? NANP.test(all) && !isTaxNumber(all) : all.length === 9 && isPolish(all);
  // One way of joining throughout, but that the area may stand by itself.
  const [first = '', ...others] = joints;
  if (new Set(others).size > 1) return false;
  const shape = shapeOf(parts);
  if (/^0[1-9]/.test(all))
    return all.length === 10 && AREA.test(all.slice(1)) && (parts[0]?.length ?? 9) <= 3;
  if (AMERICAN_SHAPES.has(shape) && NANP.test(all))
    return !TOLL_FREE.test(all) || first === ')' || first === '-';
  if (!POLISH_SHAPES.has(shape) || !isPolish(all)) return false;
  const areaAlone = parts[0]?.length === 2;
  // Places on the map are written so: 51.1078852.
  if (shape === '2 7') return AREA.test(all) && first !== '.';
  if (first === '/') return areaAlone && AREA.test(all);
  if (areaAlone) return AREA.test(all) || (shape === '2 2 2 3' && MOBILE.test(all));
  return others.length === 0 || others[0] === first || first === ')';
}

/** An area may be divided by a slash; anywhere else one stands between two numbers. */
const isDividedBySlash = (joints: readonly string[]) =>
  joints.some((joint, place) => joint.includes('/') && place > 0);

const isCertainWithCountry = (all: string) =>
  all.startsWith('48') ? all.length === 11 && isPolish(all.slice(2)) : /^[1-9]\d{9,13}$/.test(all);

const isPolish = (nine: string) => MOBILE.test(nine) || AREA.test(nine);

/** Ten digits whose last one is the check digit of a Polish tax number. */
function isTaxNumber(ten: string): boolean {
  const weights = [6, 5, 7, 2, 3, 4, 5, 6, 7];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(ten[place]), 0);
  return sum % 11 === Number(ten[9]);
}

/** Whether groups may be a telephone number where a word before them says so. */
function isPossible(parts: readonly string[], joints: readonly string[]): boolean {
  const all = parts.join('');
  if (isDividedBySlash(joints)) return false;
  if (TOLL_FREE.test(all) && all.length === 9) return false;
  // Digit by digit, or with the 0 or 1 that is dialled first; any other single digit is something else.
  const single = parts.filter(({ length }) => length === 1).length;
  if (single > 0 && single < parts.length && !/^[01]$/.test(parts[0] ?? '')) return false;
  if (all.length === 7) return ['7', '3 2 2', '3 4'].includes(shapeOf(parts)) && !/^[01]/.test(all);
  return all.length >= 9 && all.length <= 11;
}
