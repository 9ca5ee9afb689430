import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, fieldsOf, listOf, PLACE, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

/** Cases as residents write them, by a letter. */
const CASES: Record<string, string> = {
  a: 'Latarnia przy przejściu nie świeci od tygodnia.',
  b: 'Nie działają dwie latarnie na rogu ul. Świdnickiej.',
  c: 'Brak światła w podwórku, żarówki przepalone.',
  d: 'Ogromna dziura w jezdni, uszkodziłem koło.',
  e: 'Dziury na całej ulicy Legnickiej po zimie.',
  f: 'Wpadłem w dziurę rowerem przy Galerii Dominikańskiej.',
  g: 'Śmieci wyrzucone w parku Szczytnickim.',
  h: 'Nieodebrane śmieci wielkogabarytowe od miesiąca.',
  i: 'Przepełniony kosz na śmieci na przystanku tramwajowym.',
  j: 'Powalone drzewo blokuje chodnik.',
  k: 'Suche gałęzie drzew nad placem zabaw grożą upadkiem.',
  l: 'Proszę o przycięcie gałęzi zasłaniających znak drogowy.',
  m: 'Tramwaj linii 10 spóźnia się codziennie rano.',
  n: 'Na przystanku brakuje rozkładu jazdy tramwajów.',
  o: 'Autobus nie zatrzymał się na przystanku Rynek.',
  p: 'Samochód zaparkowany na chodniku, nie da się przejść z wózkiem.',
  q: 'Źle zaparkowane samochody przed szkołą podstawową.',
  r: 'Wrak auta bez tablic stoi od roku.',
  s: 'Pęknięta rura, woda leje się na ulicę.',
  t: 'Zatkana studzienka, po deszczu stoi woda.',
  u: 'Zapach gazu albo ścieków z kanału.',
  v: 'Gryzący dym z komina sąsiada, ktoś pali śmieciami.',
  w: 'Psie odchody na trawniku przed blokiem.',
  x: 'Bezpański pies biega po osiedlu.',
  y: 'Hałas z budowy w nocy, nie da się spać.',
  z: 'Głośna muzyka z lokalu po północy.',
};

/** What somebody types, and what must be found; nothing else may be. */
const QUERIES: [query: string, expected: string][] = [
  ['latarnia', 'ab'],
  ['latarnie', 'ab'],
  ['LATARNI', 'ab'],
  ['dziura', 'def'],
  ['dziury', 'def'],
  ['dziur', 'def'],
  ['smieci', 'ghiv'],
  ['śmieci', 'ghiv'],
  ['śmieciami', 'ghiv'],
  ['śmieci park', 'g'],
  ['drzewo', 'jk'],
  ['drzewa', 'jk'],
  ['galezie', 'kl'],
  ['gałęzi', 'kl'],
  ['tramwaj', 'imn'],
  ['tramwaje', 'imn'],
  ['przystanek', 'ino'],
  ['przystanku', 'ino'],
  ['samochod', 'pq'],
  ['samochody', 'pq'],
  ['chodnik', 'jp'],
  ['chodniku samochód', 'p'],
  ['woda', 'st'],
  ['wody', 'st'],
  ['studzienki', 't'],
  ['pies', 'x'],
  ['hałasu', 'y'],
  ['swidnicka', 'b'],
  ['Legnicka', 'e'],
  // One wrong letter, in the form in which it stands in the text.
  ['laternia', 'a'],
  ['szczytnicki', 'g'],
  ['ulica', 'es'],
];

let app: TestApp;
let city: TestCity;
const numbers: Record<string, string> = {};
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, {
    services: [
      { service_code: 'OTHER', names: { pl: 'Inne' } },
      { service_code: 'BENCH', names: { pl: 'Uszkodzona ławka' }, keywords: 'siedzisko, oparcie' },
    ],
  });
  for (const [letter, description] of Object.entries(CASES))
    numbers[letter] = await submitted(app, city, { service_code: 'OTHER', description, ...PLACE });
  numbers['*'] = await submitted(app, city, { service_code: 'BENCH', address_string: 'Plac Solny 1' });
});
afterAll(() => app.stop());

async function found(q: string): Promise<string> {
  const query = new URLSearchParams({ q });
  const answer = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.json?${query.toString()}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return listOf(answer)
    .map(
      (item) => Object.keys(numbers).find((letter) => numbers[letter] === item['service_request_id']) ?? '?',
    )
    .sort()
    .join('');
}

describe('6: q copes with Polish', () => {
  test.each(QUERIES)('%s', async (query, expected) => {
    expect(await found(query)).toBe(expected);
  });
});

test('names and keywords of the service, the address and the number are searched as well', async () => {
  expect(await found('ławka')).toBe('*');
  expect(await found('lawki')).toBe('*');
  expect(await found('oparcie')).toBe('*');
  expect(await found('plac solny')).toBe('*');
  expect(await found(numbers['*'] ?? '')).toBe('*');
});

test('all words must be found; what is no word beside them is passed over', async () => {
  expect(await found('latarnia dziura')).toBe('');
  expect(await found('  latarnia,,, !!  ')).toBe('ab');
  expect(await found(`latarnia' or 1=1 --`)).toBe('');
});

test.each(['%', '.*', '?!'])(
  '%s has no word to look for, and is refused rather than passed over',
  async (q) => {
    const query = new URLSearchParams({ q }).toString();
    const answer = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.json?${query}`);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['q']]);
  },
);

test('no search is longer than 200 characters', async () => {
  const answer = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.json?q=${'a'.repeat(201)}`);
  expect(answer.status).toBe(400);
});
