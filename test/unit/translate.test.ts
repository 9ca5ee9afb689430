import { expect, test } from '@jest/globals';
import { POLISH } from '../../src/http/messages/polish.ts';
import { isTranslated, messageLanguage, translate } from '../../src/http/messages/translate.ts';
import { UKRAINIAN } from '../../src/http/messages/ukrainian.ts';

test('every language has the same messages, with the same places for what differs', () => {
  expect(Object.keys(UKRAINIAN)).toEqual(Object.keys(POLISH));
  const places = (text: string) => (text.match(/\{\d\}/g) ?? []).sort();
  for (const translations of [POLISH, UKRAINIAN]) {
    for (const [template, translation] of Object.entries(translations))
      expect([template, places(translation)]).toEqual([template, places(template)]);
  }
});

test('R33: what is quoted stays, and the message with most words of its own is taken', () => {
  expect(translate('lat is missing. lat and long go together.', 'pl')).toBe(
    'Brakuje lat. lat i long podaje się razem.',
  );
  expect(translate('attribute[A.B] is missing. How deep?', 'pl')).toBe('Brakuje attribute[A.B]. How deep?');
  expect(translate('There is no service {1} $& \\1\nx here.', 'uk')).toBe('Тут немає послуги {1} $& \\1\nx.');
});

test('what is unknown stays English', () => {
  expect(translate('Nobody says this.', 'pl')).toBe('Nobody says this.');
  expect(translate('This token is not known here.', 'de')).toBe('This token is not known here.');
  expect(isTranslated('Nobody says this.')).toBe(false);
});

test.each([
  [[], 'en'],
  [['*'], 'en'],
  [['pl-PL', 'en'], 'pl'],
  [['de', 'UK'], 'uk'],
  [['en-GB', 'pl'], 'en'],
  [['constructor', 'pl'], 'pl'],
])('the language for %j is %s', (wanted, language) => {
  expect(messageLanguage(wanted)).toBe(language);
});
