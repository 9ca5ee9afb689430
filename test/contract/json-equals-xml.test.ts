import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { difference, readXml } from '../support/xml.ts';

/** Both formats of one answer carry the same values, whatever people have written. */
let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const RUNS = 60;
const SEED = 311;

/** Text as it may be sent: any characters but those that are refused, with what XML treats specially more often than chance. */
const special = fc.constantFrom(
  '<',
  '>',
  '&',
  '"',
  "'",
  ']]>',
  '<!--',
  '&amp;',
  '&#13;',
  ' ',
  '\t',
  '\n',
  '\u2028',
  '\u00a0',
  'ż',
  '🌊',
  '\u0085',
);
const plain = fc
  .string({ unit: 'binary', maxLength: 30 })

  .map((text) => text.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/gu, ''));
const text = fc
  .array(fc.oneof(special, plain), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(''))
  .filter((joined) => joined.trim() !== '');

async function both(path: string, init: RequestInit = {}): Promise<{ json: unknown; status: number }> {
  const [json, xml] = await Promise.all(
    ['json', 'xml'].map((format) => fetch(`${app.url}${path.replace('{format}', format)}`, init)),
  );
  if (json === undefined || xml === undefined) throw new Error('no answer');
  const value = await json.json();
  expect(xml.status).toBe(json.status);
  expect(difference(value, readXml(await xml.text()))).toBeUndefined();
  return { json: value, status: json.status };
}

test('submitted, read back alone, in the list and by its token', async () => {
  const city = await createCity(app.db);
  const base = `/open311/${city.jurisdiction_id}/v2`;
  await fc.assert(
    fc.asyncProperty(text, text, async (description, address) => {
      const body = new URLSearchParams({
        api_key: city.key,
        service_code: 'LAMP',
        description,
        address_string: address,
      });
      // The same key in both formats: it is one case, and the second answer the stored one.
      const headers = { 'Idempotency-Key': crypto.randomUUID() };
      const post = (format: string) =>
        fetch(`${app.url}${base}/requests.${format}`, { method: 'POST', body, headers });
      const created = await post('json');
      expect(created.status).toBe(200);
      const [submitted] = (await created.json()) as [{ service_request_id: string }];
      expect(difference([submitted], readXml(await (await post('xml')).text()))).toBeUndefined();
      const { json } = await both(`${base}/requests/${submitted.service_request_id}.{format}`);
      expect(json).toMatchObject([
        { description: description.replace(/\r\n?/g, '\n'), address: address.replace(/\r\n?/g, '\n') },
      ]);
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  const { json: list } = await both(`${base}/requests.{format}`);
  expect((await both(`${base}/requests.{format}?extensions=true`)).json).toHaveLength(RUNS);
  expect(list).toHaveLength(RUNS);
  const batch = await fetch(`${app.url}${base}/requests.json`, {
    method: 'POST',
    body: new URLSearchParams({ api_key: city.key, service_code: 'TREE', address_string: 'x' }),
  });
  const [{ token }] = (await batch.json()) as [{ token: string }];
  expect((await both(`${base}/tokens/${token}.{format}`)).json).toEqual([
    { service_request_id: null, token },
  ]);
}, 60_000);

test('discovery, services and definitions with any texts', async () => {
  const catalogues = fc.sample(fc.array(text, { minLength: 6, maxLength: 6 }), { numRuns: 6, seed: SEED });
  const made: [TestCity, string[]][] = [];
  for (const texts of catalogues) {
    const [name = '', description = '', question = '', hint = '', answer = '', keywords = ''] = texts;
    const city = await createCity(app.db, {
      services: [
        {
          service_code: 'ANY',
          names: { en: name },
          descriptions: { en: description },
          keywords,
          attributes: [
            {
              code: 'Q',
              datatype: 'singlevaluelist',
              descriptions: { en: question },
              datatype_descriptions: { en: hint },
              values: [{ key: 'k', names: { en: answer } }],
            },
          ],
        },
      ],
    });
    made.push([city, texts]);
  }
  for (const [city, [name, description, question, hint, answer, keywords]] of made) {
    const base = `/open311/${city.jurisdiction_id}/v2`;
    // New cities are known within a second, all of them at once.
    await until(async () => (await fetch(`${app.url}${base}/services.json`)).status === 200);
    const services = await both(`${base}/services.{format}`);
    expect(services.json).toMatchObject([{ service_name: name, description, keywords }]);
    const definition = await both(`${base}/services/ANY.{format}`);
    expect(definition.json).toMatchObject({
      attributes: [{ description: question, datatype_description: hint, values: [{ name: answer }] }],
    });
    await both(`${base}/discovery.{format}`);
    const body = new URLSearchParams({
      api_key: city.key,
      service_code: 'ANY',
      address_string: 'x',
      'attribute[Q]': 'k',
    });
    await fetch(`${app.url}${base}/requests.json`, { method: 'POST', body });
    const extended = await both(`${base}/requests.{format}?extensions=true`);
    expect(extended.json).toMatchObject([
      { attributes: [{ name: question, values: [answer], keys: ['k'] }] },
    ]);
  }
}, 60_000);

test('errors, which may quote what was sent', async () => {
  const city = await createCity(app.db);
  const base = `/open311/${city.jurisdiction_id}/v2`;
  await until(async () => (await fetch(`${app.url}${base}/services.json`)).status === 200);
  await fc.assert(
    fc.asyncProperty(text, async (words) => {
      const query = encodeURIComponent(words);
      const body = new URLSearchParams({
        api_key: city.key,
        service_code: words,
        lat: words,
        [`attribute[${words.replace(/[[\]]/g, '')}]`]: words,
      });
      for (const [path, init] of [
        [`${base}/requests.{format}`, { method: 'POST', body }],
        [`${base}/requests.{format}?service_code=${query}&status=${query}&start_date=${query}`, {}],
        [`${base}/requests.{format}?q=${query}&bbox=${query}&lat=${query}&cursor=${query}&page=${query}`, {}],
        [`${base}/requests.{format}?q=${query}&locale=${query}&extensions=${query}`, {}],
        [`${base}/requests/${query}.{format}`, {}],
        [`${base}/services/${query}.{format}`, {}],
        [`${base}/tokens/${query}.{format}`, {}],
        [`/open311/v2/services.{format}?jurisdiction_id=${query}`, {}],
      ] as [string, RequestInit][]) {
        expect((await both(path, init)).status).toBeLessThan(500);
      }
    }),
    { numRuns: 40, seed: SEED, endOnFailure: true },
  );
}, 60_000);
