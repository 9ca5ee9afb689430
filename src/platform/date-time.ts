import { DateTime, IANAZone, Settings } from 'luxon';

/** Times are read and written for programs, in the same words on every machine; asking for its language costs 20 ms, too. */
Settings.defaultLocale = 'en-US';

/**
 * Times as clients write them (standard, R13): the full form, fractions of a second, only a date, no zone (then the
 * jurisdiction's), or a space where the `+` of an offset was lost on the way through a form.
 */
const SHAPE =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)([.,]\d{1,9})?)?\s*(Z|[+\- ]?(?:0\d|1[0-4]):?[0-5]\d)?$/i;

/** Years beyond these are typing errors, and PostgreSQL and JavaScript stop agreeing about them. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;

/**
 * Reads a time leniently.
 * @param zone IANA name of the time zone for a time without one. A doubtful hour at the end of summer time is the earlier.
 * @returns undefined when it is no time; fractions of a second are cut
 */
export function readDateTime(text: string, zone: string): Date | undefined {
  const match = SHAPE.exec(text.trim());
  if (match === null) return undefined;
  const [, day = '', clock, , offset] = match;
  if (offset !== undefined && clock === undefined) return undefined;
  const local = `${day}T${clock ?? '00:00'}`;
  const read =
    offset === undefined
      ? DateTime.fromISO(local, { zone })
      : DateTime.fromISO(`${local}${withSign(offset)}`, { setZone: true });
  if (!read.isValid || read.year < FIRST_YEAR || read.year > LAST_YEAR) return undefined;
  return (offset === undefined ? earlierOfTwo(read) : read).toJSDate();
}

/** ` 02:00` was `+02:00` before a form decoded it. */
const withSign = (offset: string) =>
  /^[Zz]$/.test(offset) ? 'Z' : /^[+-]/.test(offset) ? offset : `+${offset.trim()}`;

/** Of the two moments that one wall clock time may mean, the earlier. */
function earlierOfTwo(read: DateTime): DateTime {
  const [first] = read.getPossibleOffsets().sort((a, b) => a.toMillis() - b.toMillis());
  return first ?? read;
}

/** The same wall clock time so many days later, which is an hour more or less when the clock is changed in between. */
export function daysLater(time: Date, days: number, zone: string): Date {
  return DateTime.fromJSDate(time, { zone }).plus({ days }).toJSDate();
}

/** Writes a time as every answer does (standard, R11 and R12): UTC, whole seconds, `Z`. */
export function writeDateTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** The day on which a time falls where the clocks show that zone, as `2026-03-01`. */
export function dayOf(time: Date, zone: string): string {
  return DateTime.fromJSDate(time, { zone }).toFormat('yyyy-MM-dd');
}

/** Whether this is a time zone that the program can reckon with. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}
