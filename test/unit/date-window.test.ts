import { expect, test } from '@jest/globals';
import { dateWindow } from '../../src/features/requests/date-window.ts';
import { writeDateTime } from '../../src/platform/date-time.ts';
import { fc } from '../support/same-examples.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const DAY_MS = 86_400_000;
const city = { spanDays: 90, zone: 'Europe/Warsaw' };

const window = (given: { start_date?: string; end_date?: string }, at = city) => {
  const read = dateWindow(given, at, NOW);
  return 'window' in read
    ? [read.window.from, read.window.to].map(writeDateTime)
    : read.findings.map(({ field }) => field);
};

test.each([
  ['none', {}, ['2025-12-01T12:00:00Z', '2026-03-01T12:00:00Z']],
  ['a start', { start_date: '2025-06-01T00:00:00Z' }, ['2025-06-01T00:00:00Z', '2025-08-30T00:00:00Z']],
  ['a start, cut at now', { start_date: '2026-02-01' }, ['2026-01-31T23:00:00Z', '2026-03-01T12:00:00Z']],
  [
    'a start to come',
    { start_date: '2027-01-01T00:00:00Z' },
    ['2027-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ],
  ['an end', { end_date: '2025-06-01T00:00:00Z' }, ['2025-03-03T00:00:00Z', '2025-06-01T00:00:00Z']],
  [
    'both',
    { start_date: '2025-06-01', end_date: '2025-06-02' },
    ['2025-05-31T22:00:00Z', '2025-06-01T22:00:00Z'],
  ],
  [
    'the same',
    { start_date: '2025-06-01', end_date: '2025-06-01' },
    ['2025-05-31T22:00:00Z', '2025-05-31T22:00:00Z'],
  ],
  ['turned round', { start_date: '2025-06-02', end_date: '2025-06-01' }, ['end_date']],
  ['too far apart', { start_date: '2025-06-01', end_date: '2025-08-31' }, ['end_date']],
  ['none readable', { start_date: 'a', end_date: 'b' }, ['start_date', 'end_date']],
])('dates: %s', (_, given, expected) => expect(window(given)).toEqual(expected));

test('a longer span of the city allows more where both are given, and changes nothing else', () => {
  const year = { ...city, spanDays: 365 };
  expect(window({ start_date: '2025-01-01', end_date: '2026-01-01' }, year)).toHaveLength(2);
  expect(window({ start_date: '2025-01-01', end_date: '2026-01-02' }, year)).toEqual(['end_date']);
  expect(window({}, year)).toEqual(window({}));
});

test('days of 24 hours and days of the calendar are both right', () => {
  expect(window({ start_date: '2026-08-15', end_date: '2026-11-13' })).toHaveLength(2);
  expect(window({ start_date: '2026-01-15', end_date: '2026-04-15T01:00:00' })).toHaveLength(2);
  expect(window({ start_date: '2026-01-15', end_date: '2026-04-15T01:00:01' })).toEqual(['end_date']);
});

test('a window never ends before it begins, and is never longer than 90 days and an hour', () => {
  const date = fc
    .date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map(writeDateTime);
  fc.assert(
    fc.property(fc.option(date, { nil: '' }), fc.option(date, { nil: '' }), (start, end) => {
      const read = dateWindow(
        { ...(start === '' ? {} : { start_date: start }), ...(end === '' ? {} : { end_date: end }) },
        city,
        NOW,
      );
      if ('findings' in read) return start !== '' && end !== '';
      const span = read.window.to.getTime() - read.window.from.getTime();
      return span >= 0 && span <= 90 * DAY_MS + 3_600_000;
    }),
  );
});
