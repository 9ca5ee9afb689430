import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, listOf, PLACE, submitted } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

let app: TestApp;
let city: TestCity;
let polish: TestCity;
let german: TestCity;
let number: string;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, {
    services: [
      {
        service_code: 'LAMP',
        names: { pl: 'Latarnia', en: 'Street lamp', uk: 'Ліхтар' },
        descriptions: { pl: 'Nie świeci.', en: 'It is dark.' },
        notices: { pl: 'Naprawimy.', en: 'We will mend it.' },
        attributes: [
          {
            code: 'COLOUR',
            datatype: 'singlevaluelist',
            descriptions: { pl: 'Jaki kolor?', en: 'Which colour?' },
            values: [{ key: 'red', names: { pl: 'czerwony', en: 'red' } }],
          },
        ],
      },
    ],
  });
  polish = await createCity(app.db, { locale: 'pl' });
  german = await createCity(app.db, { locale: 'de' });
  number = await submitted(app, city, { service_code: 'LAMP', 'attribute[COLOUR]': 'red', ...PLACE });
});
afterAll(() => app.stop());

/** What a path answers in a language, and which language it says that is. */
async function spoken(path: string, query = '', header?: string) {
  const answer = await call(app, `/open311/${city.jurisdiction_id}/v2/${path}?${query}`, {
    headers: header === undefined ? {} : { 'accept-language': header },
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return {
    language: answer.headers.get('content-language'),
    vary: answer.headers.get('vary'),
    first: (Array.isArray(answer.json) ? listOf(answer)[0] : answer.json) as Record<string, unknown>,
  };
}

test('without a wish it is the language of the city', async () => {
  const { language, vary, first } = await spoken('services.json');
  expect([language, first['service_name'], first['description']]).toEqual([
    'en',
    'Street lamp',
    'It is dark.',
  ]);
  expect(vary).toMatch(/Accept-Language/);
});

test.each([
  ['locale=pl', undefined, 'pl'],
  ['locale=PL', undefined, 'pl'],
  ['locale=pl-PL', undefined, 'pl'],
  ['locale=uk', 'pl', 'uk'],
  ['', 'pl', 'pl'],
  ['', 'de, pl-PL;q=0.8, en;q=0.5', 'pl'],
  ['', 'en;q=0.5, uk', 'uk'],
  ['locale=de', 'pl', 'pl'],
  ['locale=de', undefined, 'en'],
  ['locale=', undefined, 'en'],
  ['locale=%F0%9F%98%80', '*', 'en'],
  ['', ';;;,q=1', 'en'],
])('locale and Accept-Language: %s and %s give %s', async (query, header, language) => {
  expect((await spoken('services.json', query, header)).language).toBe(language);
});

test('services, definitions and cases speak it, down to the choices of a list; a missing text falls back', async () => {
  const service = (await spoken('services.json', 'locale=uk')).first;
  expect([service['service_name'], service['description']]).toEqual(['Ліхтар', 'It is dark.']);
  const definition = (await spoken('services/LAMP.json', 'locale=pl')).first;
  expect(definition['attributes']).toMatchObject([
    { description: 'Jaki kolor?', values: [{ key: 'red', name: 'czerwony' }] },
  ]);
  const found = (await spoken(`requests/${number}.json`, 'locale=pl&extensions=true')).first;
  expect(found).toMatchObject({
    service_name: 'Latarnia',
    service_notice: 'Naprawimy.',
    attributes: [{ code: 'COLOUR', name: 'Jaki kolor?', values: ['czerwony'], keys: ['red'] }],
  });
  expect((await spoken('requests.json', 'locale=pl')).first).toMatchObject({ service_name: 'Latarnia' });
});

test('the notice of a case stays what its reporter was told when the service says something else now', async () => {
  await app.db.raw(`update signpost.requests set service_notice = 'Told then.' where number = ?`, [number]);
  expect((await spoken(`requests/${number}.json`, 'locale=pl')).first['service_notice']).toBe('Told then.');
  await app.db.raw(`update signpost.requests set service_notice = 'We will mend it.' where number = ?`, [
    number,
  ]);
});

test('who submits is told in the language asked for; the case is kept in that of the city', async () => {
  const answer = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.json`, {
    method: 'POST',
    headers: { 'accept-language': 'pl' },
    body: new URLSearchParams({ api_key: city.key, service_code: 'LAMP', ...PLACE }),
  });
  expect([answer.status, answer.headers.get('content-language')]).toEqual([200, 'pl']);
  const [{ service_request_id = '', service_notice } = {}] = listOf(answer) as Record<string, string>[];
  expect(service_notice).toBe('Naprawimy.');
  expect((await spoken(`requests/${service_request_id}.json`)).first['service_notice']).toBe(
    'We will mend it.',
  );
});

test.each([
  ['locale=pl', undefined, 'pl', 'status musi być open, closed albo oba, rozdzielone przecinkiem.'],
  ['', 'uk, en;q=0.5', 'uk', 'status має бути open, closed або обидва, через кому.'],
  ['locale=de', undefined, 'en', 'status must be open, closed or both, separated by a comma.'],
])('R33: errors speak it as well: %s %s', async (query, header, language, description) => {
  for (const format of ['json', 'xml']) {
    const answer = await call(
      app,
      `/open311/${city.jurisdiction_id}/v2/requests.${format}?status=shut&${query}`,
      { headers: header === undefined ? {} : { 'accept-language': header } },
    );
    expect([answer.status, answer.headers.get('content-language')]).toEqual([400, language]);
    expect(answer.headers.get('vary')).toMatch(/Accept-Language/);
    expect(answer.text).toContain(description);
  }
});

describe('R33: without a wish, errors speak the language of the city', () => {
  const wrong: [string, (id: string) => Promise<Answer>, string, string][] = [
    [
      'a filter',
      (id) => call(app, `/open311/${id}/v2/requests.json?status=shut`),
      'status musi być open, closed albo oba, rozdzielone przecinkiem.',
      'status must be open, closed or both, separated by a comma.',
    ],
    [
      'what is found missing by the operation',
      (id) => call(app, `/open311/v2/requests/x.json?jurisdiction_id=${id}`),
      'Nie ma tu zgłoszenia',
      'There is no request',
    ],
    [
      'no key, with the city in the form',
      (id) =>
        call(app, '/open311/v2/requests.json', {
          method: 'POST',
          body: new URLSearchParams({ jurisdiction_id: id, service_code: 'LAMP' }),
        }),
      'Brakuje api_key',
      'api_key is missing',
    ],
    [
      'a body that cannot be read',
      (id) =>
        call(app, `/open311/${id}/v2/requests.json`, {
          method: 'POST',
          headers: { 'content-type': 'text/plain' },
          body: 'x',
        }),
      'Treść musi być typu',
      'The body must be',
    ],
  ];

  test.each(wrong)('%s', async (_name, send, inPolish, inEnglish) => {
    for (const [{ jurisdiction_id }, language, description] of [
      [polish, 'pl', inPolish],
      [city, 'en', inEnglish],
      // Without a translation.
      [german, 'en', inEnglish],
    ] as const) {
      const answer = await send(jurisdiction_id);
      expect([answer.status >= 400, answer.headers.get('content-language')]).toEqual([true, language]);
      expect(answer.text).toContain(description);
    }
  });

  test('and what the caller wants goes before', async () => {
    const path = `/open311/${polish.jurisdiction_id}/v2/requests.json?status=shut`;
    for (const [query, header, language] of [
      ['', 'en', 'en'],
      ['&locale=uk', 'en', 'uk'],
      ['', 'de, en;q=0.1', 'en'],
      ['', 'de', 'pl'],
    ] as const) {
      const answer = await call(app, path + query, { headers: { 'accept-language': header } });
      expect([query, header, answer.headers.get('content-language')]).toEqual([query, header, language]);
    }
  });

  test('of no city, or an unknown one, they are in English', async () => {
    for (const path of [
      '/open311/nowhere.example/v2/requests.json',
      '/open311/v2/requests.json',
      '/open311/x',
      '/x',
    ])
      expect((await call(app, path)).headers.get('content-language')).toBe('en');
  });
});
