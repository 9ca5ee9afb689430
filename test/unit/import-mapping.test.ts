import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readImportMapping } from '../../src/features/requests/import-mapping.ts';
import { timeReader } from '../../src/features/requests/import-time.ts';
import { readDateTime } from '../../src/platform/date-time.ts';
import { AppError } from '../../src/platform/errors.ts';

const GOOD = {
  source: 'old-system',
  time_format: 'yyyy-MM-dd HH:mm:ss',
  columns: {
    source_reference: 'id',
    service: 'type',
    requested: 'opened',
    closed: 'closed',
    status: 'status',
    lat: 'latitude',
    long: 'longitude',
  },
  statuses: { Open: 'open', Done: 'closed' },
};

function messages(mapping: unknown): string[] {
  try {
    readImportMapping(typeof mapping === 'string' ? mapping : JSON.stringify(mapping));
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid')
      return error.findings.map(({ message }) => message);
    throw error;
  }
  throw new Error('the mapping was taken');
}

describe('mappings', () => {
  test('a good one is taken as it is', () => {
    expect(readImportMapping(`\ufeff${JSON.stringify(GOOD)}`)).toEqual(GOOD);
  });

  test.each(['boston', 'new-york-2020', 'new-york-api'])('the example %s is good', (name) => {
    const text = readFileSync(new URL(`../../examples/import/${name}.json`, import.meta.url), 'utf8');
    expect(readImportMapping(text)).toEqual(JSON.parse(text));
  });

  test('an address is enough of a place', () => {
    const { lat: _lat, long: _long, ...columns } = GOOD.columns;
    expect(messages({ ...GOOD, columns })).toEqual([
      expect.stringMatching(/^columns .*lat and long, or address/),
    ]);
    const mapping = { ...GOOD, columns: { ...columns, address: 'street' } };
    expect(readImportMapping(JSON.stringify(mapping))).toEqual(mapping);
  });

  test('all mistakes are told at once', () => {
    const { source: _source, ...rest } = GOOD;
    const { requested: _requested, ...columns } = GOOD.columns;
    expect(
      messages({
        ...rest,
        time_format: 'HH:mm',
        columns: { ...columns, status: 7, lattitude: 'latitude' },
        statuses: { Open: 'opened' },
        extra: 1,
      }),
    ).toEqual([
      'source is missing.',
      expect.stringMatching(/^time_format does not say year, month, day/),
      'columns.requested is missing.',
      'columns.status is no text.',
      'columns has lattitude, which nothing is known about.',
      'statuses.Open is neither open nor closed.',
      'The mapping has extra, which nothing is known about.',
    ]);
  });

  test.each([
    ['half a pair', { ...GOOD, columns: { ...GOOD.columns, long: undefined } }, /only one of lat and long/],
    ['no statuses', { ...GOOD, statuses: {} }, /^statuses is empty/],
    ['an empty source', { ...GOOD, source: ' ' }, /^source is empty/],
    ['an hour of twelve without its half', { ...GOOD, time_format: 'yyyy-MM-dd hh:mm:ss' }, /^time_format/],
    ['a format without month', { ...GOOD, time_format: 'yyyy-dd HH:mm' }, /^time_format/],
    ['no columns', { ...GOOD, columns: [] }, /^columns is no object/],
    ['a list', [GOOD], /^The mapping is no object/],
    ['no JSON', '{"source": ', /^The mapping is no JSON/],
  ])('%s', (_name, mapping, message) => {
    expect(messages(mapping)).toEqual([expect.stringMatching(message)]);
  });

  test.each(['iso', 'yyyy-MM-dd', 'MM/dd/yyyy hh:mm:ss a', "d.M.yyyy, H:mm 'Uhr'", 'yyyy-MM-dd HH:mm:ssZZ'])(
    'the time format %s is taken',
    (time_format) => {
      expect(readImportMapping(JSON.stringify({ ...GOOD, time_format })).time_format).toBe(time_format);
    },
  );
});

describe('times', () => {
  const local = timeReader('yyyy-MM-dd HH:mm:ss', 'America/New_York');
  const read = (text: string, reader = local) => reader(text)?.toISOString();

  test.each([
    ['winter', '2011-01-15 12:00:00', '2011-01-15T17:00:00.000Z'],
    ['summer', '2011-07-01 01:32:33', '2011-07-01T05:32:33.000Z'],
    ['before the clocks change in spring', '2011-03-13 01:59:59', '2011-03-13T06:59:59.000Z'],
    ['an hour that does not exist is the one after', '2011-03-13 02:30:00', '2011-03-13T07:30:00.000Z'],
    ['after the clocks have changed', '2011-03-13 03:00:00', '2011-03-13T07:00:00.000Z'],
    ['of a doubtful hour the earlier', '2011-11-06 01:30:00', '2011-11-06T05:30:00.000Z'],
    ['the hour after the doubtful one', '2011-11-06 02:00:00', '2011-11-06T07:00:00.000Z'],
    ['the last second of that day', '2011-11-06 23:59:59', '2011-11-07T04:59:59.000Z'],
  ])('%s', (_name, text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each(['2011-02-30 12:00:00', '2011-07-01 24:30:00', '2011-07-01', '01/07/2011 10:00', 'soon', ''])(
    '%j is no time',
    (text) => {
      expect(local(text)).toBeUndefined();
    },
  );

  test('a zone in the text counts more than the city', () => {
    const zoned = timeReader('dd.MM.yyyy HH:mm ZZ', 'America/New_York');
    expect(read('06.11.2011 01:30 +01:00', zoned)).toBe('2011-11-06T00:30:00.000Z');
  });

  test('ISO 8601 with and without zone, fractions cut', () => {
    const iso = timeReader('iso', 'Europe/Warsaw');
    expect(read('2023-12-10T12:00:00.999', iso)).toBe('2023-12-10T11:00:00.000Z');
    expect(read('2023-12-10T12:00:00Z', iso)).toBe('2023-12-10T12:00:00.000Z');
    expect(read('2023-12-10', iso)).toBe('2023-12-09T23:00:00.000Z');
    expect(read('2023-02-30T12:00:00', iso)).toBeUndefined();
  });

  test('halves of the day', () => {
    expect(read('02/17/2020 12:19:00 AM', timeReader('MM/dd/yyyy hh:mm:ss a', 'UTC'))).toBe(
      '2020-02-17T00:19:00.000Z',
    );
  });

  const HALF_HOUR = 1_800_000;
  const DAY = 48 * HALF_HOUR;
  const textOf = (at: number) => new Date(at + 5_000).toISOString().slice(0, 19);
  const offsetOf = (at: number, zone: string) => at - (readDateTime(textOf(at), zone)?.getTime() ?? 0);

  /** Clocks that change at midnight, by half an hour, at a minute past midnight, and that skip a whole day. */
  test.each([
    ['Europe/Warsaw', 2011],
    ['America/Sao_Paulo', 2017],
    ['Africa/Cairo', 2010],
    ['Australia/Lord_Howe', 2019],
    ['America/St_Johns', 2009],
    ['Pacific/Apia', 2011],
  ])(
    'every day of a year in %s, and each half hour around its changes, is read as one by one',
    (zone, year) => {
      const reader = timeReader('iso', zone);
      const different: string[] = [];
      let changes = 0;
      for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += DAY) {
        const isNear = offsetOf(day - 2 * DAY, zone) !== offsetOf(day + 2 * DAY, zone);
        if (isNear) changes += 1;
        // At other times of each day, in turn, where nothing changes.
        const [first, step] = isNear ? [0, 1] : [(day / DAY) % 7, 7];
        for (let at = day + first * HALF_HOUR; at < day + DAY; at += step * HALF_HOUR) {
          const text = textOf(at);
          if (reader(text)?.getTime() !== readDateTime(text, zone)?.getTime()) different.push(text);
        }
      }
      expect(different).toEqual([]);
      expect(changes).toBeGreaterThanOrEqual(4);
    },
  );
});
