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
  return (text) => {
    const read = DateTime.fromFormatParser(text, parser, { locale, zone: 'utc' });
    return read.isValid ? readLocal(read.toISO({ includeOffset: false })) : undefined;
  };
}

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
