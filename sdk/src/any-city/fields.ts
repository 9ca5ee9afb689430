import { mendTime } from './mend-time.ts';

/** Where a value stands, and how to tell of it. */
export interface Spot {
  /** Whether it was XML, where everything is a text and empty elements are null. */
  xml: boolean;
  timeZone?: string | undefined;
  /** The names of the rules that differ by kind of entry. */
  rules: Readonly<Record<'ids' | 'texts' | 'empty' | 'booleans', string>>;
  tell: (rule: string, found: unknown) => void;
}

/** Reads one value as people do; null is what the city does not tell. */
export type ReadField = (value: unknown, spot: Spot) => unknown;

export type Item = Readonly<Record<string, unknown>>;

export const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `null`, nothing, blanks, and `{}` and `[]` as converters from XML write empty elements. */
export function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return (value ?? null) === null || (typeof value === 'object' && Object.keys(value as object).length === 0);
}

/** The first text in it: of a list, or of an object such as `{ recipient: 'Works' }`. */
function firstText(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null || depth > 3) return null;
  for (const one of Object.values(value)) {
    const text = firstText(one, depth + 1);
    if (text !== null) return text;
  }
  return null;
}

/** A text, whatever it is wrapped in; `rule` is told when it is wrapped. */
const textIn =
  (rule?: string): ReadField =>
  (value, { rules, tell }) => {
    if (isEmpty(value)) {
      if ((value ?? null) !== null) tell(rules.empty, value);
      return null;
    }
    if (typeof value === 'string') return value;
    tell(rule ?? rules.texts, value);
    return firstText(value);
  };

export const text = textIn();
export const group = textIn('A6');

export const keywords: ReadField = (value, spot) => {
  if (!Array.isArray(value) || value.length === 0) return text(value, spot);
  spot.tell('A5', value);
  return value.flatMap((one) => firstText(one) ?? []).join(', ');
};

export const mediaUrl: ReadField = (value, spot) => {
  const url = textIn('A17/one')(value, spot) as string | null;
  if (url === null || /^https?:\/\//i.test(url.trim())) return url?.trim() ?? null;
  spot.tell('A17/address', url);
  return null;
};

/** Ids, which some cities write as numbers. */
export const id: ReadField = (value, spot) => {
  if (typeof value !== 'number') return (text(value, spot) as string | null)?.trim() ?? null;
  spot.tell(spot.rules.ids, value);
  return String(value);
};

/** Ids of which `0` means that there is none. */
export const idOrZero: ReadField = (value, spot) => {
  const read = id(value, spot) as string | null;
  if (read === null || !/^0+$/.test(read)) return read;
  spot.tell(spot.rules.empty, value);
  return null;
};

export const bool: ReadField = (value, { xml, rules, tell }) => {
  if (typeof value === 'boolean' || isEmpty(value)) return isEmpty(value) ? null : value;
  const word = firstText(value)?.trim() ?? '';
  if (!xml || !/^(true|false)$/.test(word)) tell(rules.booleans, value);
  if (/^(true|yes|1)$/i.test(word)) return true;
  return /^(false|no|0)$/i.test(word) ? false : null;
};

export const time: ReadField = (value, spot) => {
  const given = (text(value, spot) as string | null)?.trim();
  if (given === undefined) return null;
  const mended = mendTime(given, spot.timeZone);
  for (const rule of mended?.rules ?? ['R11/form']) spot.tell(rule, given);
  return mended?.time ?? null;
};

/** Times of updates, for which there is one rule. */
export const timeOfUpdate: ReadField = (value, spot) =>
  time(value, { ...spot, tell: (_rule, found) => spot.tell('R11/updates', found) });

/** One of a few words; `rule` is told when it is written otherwise, or is none of them. */
export const wordOf =
  (words: readonly string[], rule: string, otherwise: string | null = null): ReadField =>
  (value, spot) => {
    const given = firstText(value);
    if (given === null) return otherwise;
    if (words.includes(given)) return given;
    spot.tell(rule, value);
    const word = given.trim().toLowerCase();
    return words.includes(word) ? word : otherwise;
  };

const OPEN =
  /^(open(ed)?|new|submitted|received|pending|acknowledged|assigned|scheduled|action_scheduled|planned|in_progress|in_process|investigating|internal_referral|for_triage|re_?open(ed)?)$/;
const CLOSED =
  /^(closed?|fixed|resolved|solved|completed?|done|processed|archived|rejected|declined|duplicate|not_councils_responsibility|no_further_action|cancell?ed)$/;

const underscored = (words: string): string =>
  words
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

/** open or closed; of the richer words, those that are in use. What is none of them is not guessed at. */
export const status: ReadField = (value, { tell }) => {
  const given = firstText(value);
  if (given === null || given === 'open' || given === 'closed') return given;
  tell('3.7/status', value);
  // `Closed - Duplicate`, `fixed - council`: what stands behind the hyphen says more of it.
  const words = [given, given.replace(/\s-\s.*/s, '')].map((one) => underscored(one));
  const isOne = (known: RegExp) => words.some((word) => known.test(word));
  return isOne(OPEN) ? 'open' : isOne(CLOSED) ? 'closed' : null;
};

/** Lower case with underscores, as the update's own list of words is. */
export const statusOfUpdate: ReadField = (value, { tell }) => {
  const given = firstText(value);
  const word = given === null ? null : underscored(given);
  if (word !== given) tell('5.1/status', value);
  return word;
};

/** A coordinate by itself; `mendPlace` looks at the pair. */
export const coordinate: ReadField = (value, { xml, tell }) => {
  if (typeof value === 'number') return value;
  const given = firstText(value)?.trim();
  if (given === undefined) return null;
  if (!xml) tell('A3/json', value);
  if (!/^-?\d+(\.\d+)?$/.test(given)) tell('A3/form', value);
  const read = /^[+-]?\d+([.,]\d+)?(e[+-]?\d+)?$/i.test(given) ? Number(given.replace(',', '.')) : NaN;
  return Number.isFinite(read) ? read : null;
};

/** Half a place, one that is not on this earth, and 0, 0, where no city lies, are no place. */
export function mendPlace(
  { lat, long }: { lat: unknown; long: unknown },
  tell: Spot['tell'],
): { lat: number | null; long: number | null } {
  const none = { lat: null, long: null };
  if (lat === null && long === null) return none;
  if (typeof lat !== 'number' || typeof long !== 'number' || Math.abs(lat) > 90 || Math.abs(long) > 180) {
    tell('3.7/place', `${String(lat)}, ${String(long)}`);
    return none;
  }
  if (lat !== 0 || long !== 0) return { lat, long };
  tell('3.7/no-place', '0, 0');
  return none;
}
