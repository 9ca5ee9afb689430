import { start } from './page-start.ts';
import type { Locale } from './page-start.ts';

type InAll<Text> = Record<Locale, Text>;

/**
 * The texts of a page in the reader's language. A text that lacks a language does not compile; what depends on a value is a
 * function of it.
 * @param all each text by its name, in every language
 */
export function texts<Entries extends Record<string, InAll<unknown>>>(
  all: Entries,
): { [Name in keyof Entries]: Entries[Name] extends InAll<infer Text> ? Text : never } {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, one[start.locale]])) as never;
}

/** The reader's own kind of the language, such as English with days before months. */
const dialect =
  navigator.languages.find((one) => one.toLowerCase().split('-')[0] === start.locale) ?? start.locale;

const plurals = new Intl.PluralRules(start.locale);

/** The form that a number asks for: Polish and Ukrainian have `one`, `few` and `many`, English `one` and `other`. */
export function plural(
  count: number,
  forms: { one: string; few?: string; many?: string; other: string },
): string {
  const rule = plurals.select(count);
  return (rule === 'one' || rule === 'few' || rule === 'many' ? forms[rule] : undefined) ?? forms.other;
}

const numbers = new Intl.NumberFormat(dialect);
export const writeNumber = (value: number): string => numbers.format(value);

const days = new Intl.DateTimeFormat(dialect, { dateStyle: 'long' });
const moments = new Intl.DateTimeFormat(dialect, { dateStyle: 'long', timeStyle: 'short' });
/** A day in the reader's own zone and words. */
export const writeDay = (time: string): string => days.format(new Date(time));
const calendarDays = new Intl.DateTimeFormat(start.locale, { dateStyle: 'long', timeZone: 'UTC' });
/** A day of a calendar, as `2026-03-01`, which is the same in every zone. */
export const writeCalendarDay = (day: string): string => calendarDays.format(new Date(day));
/** A moment in the reader's own zone and words. */
export const writeMoment = (time: string): string => moments.format(new Date(time));

const clockOf = (timeZone: string) =>
  new Intl.DateTimeFormat(dialect, { dateStyle: 'long', timeStyle: 'short', timeZone });
/** What the clocks of the city show at a moment. */
export const writeCityMoment = (time: string): string =>
  clockOf(start.city?.time_zone ?? 'UTC').format(new Date(time));
/** What somebody has read off a clock, as `2026-03-01T10:20`. */
export const writeClock = (time: string): string => clockOf('UTC').format(new Date(`${time}Z`));
