import { describe, expect, test } from '@jest/globals';
import { mendTime } from '../../sdk/src/any-city/mend-time.ts';

const LOS_ANGELES = 'America/Los_Angeles';

describe('Times of any city', () => {
  test.each([
    ['2010-04-14T06:37:38-08:00', '2010-04-14T06:37:38-08:00', []],
    ['2026-01-01T10:00:00Z', '2026-01-01T10:00:00Z', []],
    ['2026-01-01T10:00:00+05:45', '2026-01-01T10:00:00+05:45', []],
    ['2026-01-01T10:00:00.123Z', '2026-01-01T10:00:00Z', ['A25']],
    ['2026-01-01 10:00:00Z', '2026-01-01T10:00:00Z', ['R11/form']],
    ['2026-01-01t10:00:00z', '2026-01-01T10:00:00Z', ['R11/form']],
    ['2026-01-01T10:00:00+0200', '2026-01-01T10:00:00+02:00', ['R11/form']],
    ['2026-01-01T10:00:00+02', '2026-01-01T10:00:00+02:00', ['R11/form']],
    ['2026-01-01T10:00+02:00', '2026-01-01T10:00:00+02:00', ['R11/form']],
    ['2026-01-01 10:00:00 +02:00', '2026-01-01T10:00:00+02:00', ['R11/form']],
  ])('%s is %s', (given, time, rules) => {
    expect(mendTime(given, LOS_ANGELES)).toEqual({ time, rules });
    expect(mendTime(given, undefined)).toEqual({ time, rules });
  });

  test.each([
    ['2012-05-22T23:57:23', '2012-05-22T23:57:23-07:00', ['R11/zone']],
    ['2012-12-22T23:57:23', '2012-12-22T23:57:23-08:00', ['R11/zone']],
    ['2012-05-22 23:57:23.97', '2012-05-22T23:57:23-07:00', ['R11/form', 'R11/zone', 'A25']],
    ['2011-09-1 17:35', '2011-09-01T17:35:00-07:00', ['R11/form', 'R11/zone']],
    ['2011-03-10', '2011-03-10T00:00:00-08:00', ['R11/form', 'R11/zone']],
    // The hour that there is not, and the one that there is twice.
    ['2012-03-11T01:59:59', '2012-03-11T01:59:59-08:00', ['R11/zone']],
    ['2012-03-11T03:00:00', '2012-03-11T03:00:00-07:00', ['R11/zone']],
    ['2012-11-04T00:59:59', '2012-11-04T00:59:59-07:00', ['R11/zone']],
    ['2012-11-04T01:30:00', '2012-11-04T01:30:00-07:00', ['R11/zone']],
    ['2012-11-04T02:00:00', '2012-11-04T02:00:00-08:00', ['R11/zone']],
  ])('%s has the zone of the city: %s', (given, time, rules) => {
    expect(mendTime(given, LOS_ANGELES)).toEqual({ time, rules });
  });

  test.each([
    ['2026-07-01T12:00:00', 'Asia/Kolkata', '+05:30'],
    ['2026-07-01T12:00:00', 'America/St_Johns', '-02:30'],
    ['2026-07-01T12:00:00', 'UTC', '+00:00'],
    ['2026-07-01T12:00:00', 'Pacific/Kiritimati', '+14:00'],
    ['2026-01-01T12:00:00', 'Europe/Warsaw', '+01:00'],
  ])('%s in %s is %s', (given, timeZone, offset) => {
    expect(mendTime(given, timeZone)?.time).toBe(given + offset);
  });

  test('without a zone to go by, a time stays without one and is not taken for UTC', () => {
    expect(mendTime('2012-05-22 23:57:23', undefined)).toEqual({
      time: '2012-05-22T23:57:23',
      rules: ['R11/form', 'R11/zone'],
    });
  });

  test.each([
    '',
    'yesterday',
    '2026-02-30T10:00:00Z',
    '2026-13-01',
    '2026-01-01T25:00:00Z',
    '05/22/2012',
    '0',
    '1337723843',
  ])('%j is no time', (given) => expect(mendTime(given, LOS_ANGELES)).toBeUndefined());
});
