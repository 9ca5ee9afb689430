import { expect, test } from '@jest/globals';
import { slug } from '../../src/platform/slug.ts';
import { fc } from '../support/same-examples.ts';

test.each([
  ['Łódź, Żółć & Gęśl', 'lodz-zolc-gesl'],
  ['Straßen- und Gehwegschäden', 'strassen-und-gehwegschaden'],
  ['Noise - Street/Sidewalk', 'noise-street-sidewalk'],
  ['  New Sign  Crosswalk or Pavement Marking ', 'new-sign-crosswalk-or-pavement-marking'],
  ['a\u0301', 'a'],
  ['Ærø Þing Đà', 'aero-thing-da'],
])('%s', (text, code) => {
  expect(slug(text)).toBe(code);
});

test('texts that ASCII cannot write stay apart', () => {
  expect(slug('Дороги 24')).toMatch(/^24-[0-9a-f]{8}$/);
  expect(slug('Дороги 24')).not.toBe(slug('Парки 24'));
  expect(slug('日本')).toMatch(/^[0-9a-f]{8}$/);
});

test('long texts stay apart by their ends', () => {
  const long = 'very long name '.repeat(20);
  expect(slug(`${long}a`)).not.toBe(slug(`${long}b`));
});

test('any text has a short code of the same form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const code = slug(text);
      expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(code.length).toBeLessThanOrEqual(80);
      expect(slug(text)).toBe(code);
    }),
  );
});
