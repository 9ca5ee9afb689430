import { DateTime } from 'luxon';
import { readDateTime } from '../../platform/date-time.ts';

/** Reads the text of a time; undefined when it is none. Fractions of a second are cut. */
export type TimeReader = (text: string) => Date | undefined;

/** Z and z stand for the zone in luxon's formats; what stands in quotation marks is not read. */
const namesZone = (format: string) => /z/i.test(format.replace(/'[^']*'/g, ''));

/**
 * How the times of a file are read.
 * @param format `iso` or a format of luxon, with English words
 * @param zone IANA name for times that name no zone. Of a doubtful hour at the end of summer time the earlier is meant;
 *   an hour that summer time leaves out is read as the one after it.
 */
export function timeReader(format: string, zone: string): TimeReader {
  const readLocal = localTimeReader(zone);
  if (format === 'iso') return readLocal;
  const locale = 'en';
  const parser = DateTime.buildFormatParser(format, { locale });
  if (namesZone(format)) {
    return (text) => {
      const read = DateTime.fromFormatParser(text, parser, { locale, setZone: true });
      return read.isValid ? readDateTime(read.toUTC().toISO(), zone) : undefined;
    };
  }
  // Read as a clock on the wall first, so that zones are reckoned with in one place.
  const anyTime: TimeReader = (text) => {
    const read = DateTime.fromFormatParser(text, parser, { locale, zone: 'utc' });
    return read.isValid ? readLocal(read.toISO({ includeOffset: false })) : undefined;
  };
  const rewrite = wallClockWriter(format);
  if (rewrite === undefined) return anyTime;
  return (text) => {
    const clock = rewrite(text);
    return clock === undefined ? anyTime(text) : readLocal(clock);
  };
}

/** What the usual parts of a format match, where nothing about the time is doubtful. */
const PARTS: Record<string, string> = {
  yyyy: '(\\d{4})',
  MM: '(0[1-9]|1[0-2])',
  dd: '(0[1-9]|[12]\\d|3[01])',
  HH: '([01]\\d|2[0-3])',
  hh: '(0[1-9]|1[0-2])',
  mm: '([0-5]\\d)',
  ss: '([0-5]\\d)',
  a: '(AM|PM)',
};
const PART_OR_SIGN = /yyyy|MM|dd|HH|hh|mm|ss|a|[-/.:, ]/y;

/**
 * For formats of usual parts, which nearly all files have: writes a time as `yyyy-MM-ddTHH:mm:ss` in a tenth of the time
 * that luxon takes. What it is not sure of, such as 24:00, it leaves to luxon.
 * @returns undefined for other formats; the writer gives undefined for what it leaves
 */
function wallClockWriter(format: string): ((text: string) => string | undefined) | undefined {
  const parts: string[] = [];
  let pattern = '';
  PART_OR_SIGN.lastIndex = 0;
  while (PART_OR_SIGN.lastIndex < format.length) {
    const part = PART_OR_SIGN.exec(format)?.[0];
    if (part === undefined) return undefined;
    const match = PARTS[part];
    if (match !== undefined) parts.push(part);
    pattern += match ?? `\\${part}`;
  }
  const [year, month, day, hour, half, noon, minute, second] = [
    'yyyy',
    'MM',
    'dd',
    'HH',
    'hh',
    'a',
    'mm',
    'ss',
  ].map((part) => parts.indexOf(part) + 1) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const isClock = hour > 0 ? half === 0 && noon === 0 : half > 0 && noon > 0;
  const isWhole = year > 0 && month > 0 && day > 0 && minute > 0 && isClock;
  if (!isWhole || new Set(parts).size < parts.length) return undefined;
  const shape = new RegExp(`^${pattern}$`);
  return (text) => {
    const match = shape.exec(text);
    if (match === null) return undefined;
    const hours = hour > 0 ? match[hour] : hoursOf(match[half], match[noon]);
    return `${match[year]}-${match[month]}-${match[day]}T${hours}:${match[minute]}:${second > 0 ? match[second] : '00'}`;
  };
}

/** `12 AM` is 00, `12 PM` is 12. */
const hoursOf = (half: string | undefined, noon: string | undefined) =>
  String((Number(half) % 12) + (noon === 'PM' ? 12 : 0)).padStart(2, '0');

const WALL_CLOCK = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d+)?$/;
const DAY_MS = 86_400_000;

/**
 * `readDateTime` for many times of the same zone. Asking for the offset of a zone takes most of its time; a file of cases
 * has many on each day, and on nearly all days the clock runs through, so that counting from midnight is enough.
 */
function localTimeReader(zone: string): TimeReader {
  const midnights = new Map<string, number | undefined>();
  const midnightOf = (day: string): number | undefined => {
    const begin = readDateTime(day, zone)?.getTime();
    if (begin === undefined) return undefined;
    const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
    return readDateTime(next, zone)?.getTime() === begin + DAY_MS ? begin : undefined;
  };
  return (text) => {
    const [, day, hours, minutes, seconds] = WALL_CLOCK.exec(text) ?? [];
    if (day === undefined) return readDateTime(text, zone);
    if (!midnights.has(day)) midnights.set(day, midnightOf(day));
    const midnight = midnights.get(day);
    if (midnight === undefined) return readDateTime(text, zone);
    return new Date(midnight + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
  };
}
