import { describe, expect, test } from '@jest/globals';
import { daysLater, isTimeZone, readDateTime, writeDateTime } from '../../src/platform/date-time.ts';
import { fc } from '../support/same-examples.ts';

const read = (text: string, zone = 'Europe/Warsaw') => {
  const time = readDateTime(text, zone);
  return time === undefined ? undefined : writeDateTime(time);
};

describe('R13: reading a time', () => {
  test.each([
    ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00Z'],
    ['2026-03-01T09:30:00+02:00', '2026-03-01T07:30:00Z'],
    ['2026-03-01T09:30:00 02:00', '2026-03-01T07:30:00Z'],
    ['2026-03-01T09:30:00-0330', '2026-03-01T13:00:00Z'],
    ['2026-03-01T09:30:00.999Z', '2026-03-01T09:30:00Z'],
    ['2026-03-01T09:30:00,5+01:00', '2026-03-01T08:30:00Z'],
    ['2026-03-01T09:30Z', '2026-03-01T09:30:00Z'],
    ['2026-03-01 09:30:00', '2026-03-01T08:30:00Z'],
    ['2026-03-01', '2026-02-28T23:00:00Z'],
    ['  2026-03-01  ', '2026-02-28T23:00:00Z'],
    ['2024-02-29', '2024-02-28T23:00:00Z'],
    ['1969-12-31T23:59:59Z', '1969-12-31T23:59:59Z'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  test('the zone matters only where the text has none', () => {
    expect(read('2026-07-01T12:00:00', 'America/New_York')).toBe('2026-07-01T16:00:00Z');
    expect(read('2026-07-01T12:00:00Z', 'America/New_York')).toBe('2026-07-01T12:00:00Z');
  });

  test('an hour that comes twice is the earlier; one that does not come is still a time', () => {
    expect(read('2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00Z');
    expect(read('2026-10-25T02:30:00+01:00')).toBe('2026-10-25T01:30:00Z');
    expect(read('2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00Z');
  });

  test.each([
    '',
    'now',
    '2026',
    '2026-3-1',
    '2026-02-30',
    '2025-02-29',
    '2026-03-01Z',
    '2026-03-01T',
    '2026-03-01T9:30',
    '2026-03-01T24:30:00Z',
    '2026-03-01T09:60:00Z',
    '0001-01-01',
    '1899-12-31T00:00:00Z',
    '3000-01-01',
    '99999-01-01',
    '2026-03-01T09:30:00Z; drop',
  ])('%j is none', (text) => expect(read(text)).toBeUndefined());

  test('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.string(), (text) => void readDateTime(text, 'Europe/Warsaw')));
  });
});

test('R11, R12: what is written is UTC in whole seconds, and reads back as the same second', () => {
  const date = fc.date({ min: new Date('1901-01-01'), max: new Date('2998-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (time) => {
      const text = writeDateTime(time);
      expect(text).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
      expect(readDateTime(text, 'Asia/Kathmandu')?.getTime()).toBe(Math.floor(time.getTime() / 1000) * 1000);
    }),
  );
});

test('days later keep the wall clock', () => {
  expect(daysLater(new Date('2026-10-24T22:00:00Z'), 1, 'Europe/Warsaw')).toEqual(
    new Date('2026-10-25T23:00:00Z'),
  );
  expect(daysLater(new Date('2026-10-24T22:00:00Z'), 1, 'UTC')).toEqual(new Date('2026-10-25T22:00:00Z'));
});

test('time zones', () => {
  expect(['Europe/Warsaw', 'UTC', 'America/Argentina/Ushuaia'].every(isTimeZone)).toBe(true);
  expect(['', 'Warsaw', 'Europe/Wroclaw', 'local'].some(isTimeZone)).toBe(false);
});
