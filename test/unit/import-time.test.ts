import { expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import { timeReader } from '../../src/features/requests/import-time.ts';
import { readDateTime } from '../../src/platform/date-time.ts';
import { fc } from '../support/same-examples.ts';

/** Zones that change the clock by an hour, by half an hour, at midnight, by a whole day once, and never. */
const ZONES = [
  'America/New_York',
  'Europe/Warsaw',
  'Australia/Lord_Howe',
  'America/Havana',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'UTC',
];
const FORMATS = [
  'yyyy-MM-dd HH:mm:ss',
  'MM/dd/yyyy hh:mm:ss a',
  'dd.MM.yyyy HH:mm',
  "yyyy-MM-dd'T'HH:mm:ss",
  'yyyyMMdd HHmmss',
  'd MMM yyyy h:mm a',
  'yyyy-MM-dd',
  'HH:mm dd/MM/yyyy',
];

/** As luxon alone reads it, each time anew. */
function plainly(text: string, format: string, zone: string): Date | undefined {
  const read = DateTime.fromFormat(text, format, { locale: 'en', zone: 'utc' });
  return read.isValid ? readDateTime(read.toISO({ includeOffset: false }), zone) : undefined;
}

const readers = new Map(
  FORMATS.flatMap((format) => ZONES.map((zone) => [format + zone, timeReader(format, zone)] as const)),
);
const reading = (text: string, format: string, zone: string) => readers.get(format + zone)?.(text);

/** Half hours around every change of the clock of a zone in three years; in one of them, Apia left out a day. */
function momentsOfChange(zone: string): number[] {
  const moments: number[] = [];
  let before = DateTime.fromISO('2010-01-01T00:00', { zone }).offset;
  for (let day = Date.UTC(2010, 0, 2); day < Date.UTC(2013, 0, 1); day += 86_400_000) {
    const { offset } = DateTime.fromMillis(day, { zone });
    if (offset !== before) for (let hour = -30; hour <= 30; hour += 0.5) moments.push(day + hour * 3_600_000);
    before = offset;
  }
  return moments;
}

test('times of all formats are read as luxon reads them', () => {
  const moment = fc.date({
    min: new Date('1899-12-01'),
    max: new Date('3000-02-01'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(
      moment,
      fc.constantFrom(...FORMATS),
      fc.constantFrom(...ZONES),
      fc.option(fc.tuple(fc.nat(20), fc.constantFrom(...'0123456789 -:/APMampT')), { nil: undefined }),
      (time, format, zone, slip) => {
        let text = DateTime.fromJSDate(time, { zone: 'utc' }).toFormat(format, { locale: 'en' });
        if (slip !== undefined) text = text.slice(0, slip[0]) + slip[1] + text.slice(slip[0] + 1);
        expect([text, reading(text, format, zone)]).toEqual([text, plainly(text, format, zone)]);
      },
    ),
    { numRuns: 5_000 },
  );
});

test('hours that summer time leaves out or repeats are read as luxon reads them', () => {
  for (const zone of ZONES) {
    for (const moment of momentsOfChange(zone)) {
      for (const format of FORMATS.slice(0, 2)) {
        // Its clock on the wall, and with it hours that never were.
        const text = DateTime.fromMillis(moment, { zone: 'utc' }).toFormat(format, { locale: 'en' });
        expect([zone, text, reading(text, format, zone)]).toEqual([zone, text, plainly(text, format, zone)]);
      }
    }
  }
});

test.each([
  ['02/29/2011 10:00:00 AM', undefined],
  ['02/29/2012 12:00:00 AM', '2012-02-29T05:00:00Z'],
  ['02/29/2012 12:00:00 pm', '2012-02-29T17:00:00Z'],
  ['06/31/2012 12:00:00 PM', undefined],
  ['06/30/2012 13:00:00 PM', '2012-06-30T17:00:00Z'],
])('%s', (text, expected) => {
  const read = timeReader('MM/dd/yyyy hh:mm:ss a', 'America/New_York')(text);
  expect(read).toEqual(expected === undefined ? undefined : new Date(expected));
});
