/** What a place is: a street or square without a number, an address with one, or something else that has a name. */
export const PLACE_KINDS = ['street', 'square', 'address', 'place'] as const;

/** An entry of a city's directory. */
export type Place = {
  name: string;
  kind: (typeof PLACE_KINDS)[number];
  house_number: string | null;
  /** Which of several of the same name. */
  locality: string | null;
  lat: number;
  long: number;
};

/** A place that somebody may mean; `lacks` is the house number that was typed and is not in the directory. */
export type FoundPlace = Place & { lacks?: string };

/** A place as somebody types it: all of it as a name, and the ways in which a part of it may be a house number. */
export type TypedPlace = { whole: string; numbered: readonly { name: string; number: string }[] };

/** `12`, `12a`, `12 A`, `12/14`, `12-14`, `7/3b`. */
const NUMBER = String.raw`\d+\s?\p{L}?(?:\s?[/-]\s?\d+\p{L}?)?`;
const NUMBER_BEHIND = new RegExp(String.raw`^(.*\p{L}.*?)[\s,]+(${NUMBER})$`, 'u');
const NUMBER_BEFORE = new RegExp(String.raw`^(${NUMBER})[\s,]+(.*\p{L}.*)$`, 'u');

export function readTypedPlace(typed: string): TypedPlace {
  const whole = typed.trim();
  const [, before, behind] = NUMBER_BEHIND.exec(whole) ?? [];
  const [, first, after] = NUMBER_BEFORE.exec(whole) ?? [];
  return {
    whole,
    numbered: [
      ...(before === undefined || behind === undefined ? [] : [{ name: before, number: behind }]),
      ...(first === undefined || after === undefined ? [] : [{ name: after, number: first }]),
    ],
  };
}

/** More words than this make no name. */
const MOST_WORDS = 8;

/**
 * The words that a name is to have. An abbreviation such as `ul.` or `St.` only says what is named, and may be written out in
 * the directory, or left out.
 */
export function wordsOf(name: string): string[] {
  const words = name.match(/[\p{L}\p{N}]+\.?/gu) ?? [];
  const telling = words.filter((word) => !word.endsWith('.'));
  return (telling.length > 0 ? telling : words).slice(0, MOST_WORDS).map((word) => word.replace(/\.$/, ''));
}

/** Languages that write the number of a house before its street. */
const NUMBER_FIRST = /^(en|fr|ga|cy)\b/;

/** How people write a place. */
export function writtenPlace({ name, house_number }: Place, locale: string): string {
  if (house_number === null) return name;
  return NUMBER_FIRST.test(locale) ? `${house_number} ${name}` : `${name} ${house_number}`;
}
