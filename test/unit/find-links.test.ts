import { describe, expect, test } from '@jest/globals';
import { countLinks } from '../../src/features/requests/find-links.ts';
import { comparedText } from '../../src/features/requests/moderation.ts';
import { processorTime } from '../support/processor-time.ts';

const OWN = ['wroclaw.pl'];

describe('links', () => {
  test.each<[string, number]>([
    ['Tanie kredyty https://kredyty.example/teraz i http://x.example', 2],
    ['HTTPS://KREDYTY.EXAMPLE', 1],
    ['Zobacz www.cheap-pills.example/a?b=c.', 1],
    ['kup na cheap-pills.com lub best.shop', 2],
    ['cheap-pills.com/oferta?x=www.second.com', 1],
    ['(best.shop), [other.net]', 2],
    ['https://wroclaw.pl@evil.example/', 1],
    ['https://notwroclaw.pl', 1],
    ['https://wroclaw.pl.evil.com', 1],
    ['http://192.0.2.7/a', 1],
    ['http://[2001:db8::1]/a', 1],
    ['http://%%%', 1],
    ['żółw.com i кафе.com', 2],
  ])('%s has %i', (text, count) => {
    expect(countLinks(text, OWN)).toBe(count);
  });

  test.each([
    'Latarnia przy ul.Kwiatowej 5 nie świeci od 3.05.2026.',
    'Dziura.Proszę o naprawę',
    'Nie działa.By się przydało. To.Do zrobienia, np.tutaj.',
    'Pisać na jan@firma.com albo jan.kowalski@poczta.pl',
    'Przystanek 12.34.56.78, wersja 1.2.3',
    'Plik zdjecie.jpg, IMG_1234.jpeg',
    'Jak na https://www.wroclaw.pl/mapa i wroclaw.pl, i bip.WROCLAW.pl/a.',
    '',
  ])('none to elsewhere: %s', (text) => {
    expect(countLinks(text, OWN)).toBe(0);
  });

  test('a hostile text takes no time', () => {
    const hostile = ['a.'.repeat(2_000), 'www.'.repeat(1_000), 'a-'.repeat(2_000), 'http://'.repeat(600)];
    const most = 200;
    const taken = processorTime(() => {
      for (const text of hostile) countLinks(text, OWN);
    }, most);
    expect(taken).toBeLessThan(most);
  });
});

test('texts are the same whatever their case, blanks and punctuation', () => {
  expect(comparedText('  Graffiti!!\r\nna  MURZE… ')).toBe(comparedText('graffiti na murze'));
  expect(comparedText('graffiti na murze 5')).not.toBe(comparedText('graffiti na murze 6'));
  expect(comparedText('!?')).toBe('');
});
