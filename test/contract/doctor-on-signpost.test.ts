import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { examine } from '../../sdk/cli/src/doctor/index.ts';
import { submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

let app: TestApp;
let city: TestCity;
let empty: TestCity;

beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, { scopes: ['submit', 'update'] });
  empty = await createCity(app.db, { scopes: ['submit', 'update'] });
  for (let at = 0; at < 6; at += 1)
    await submitted(app, city, {
      service_code: 'LAMP',
      lat: '51.1',
      long: '17.03',
      description: `Case ${at}`,
    });
  // They came one after the other.
  await app.db.raw(
    `update requests set requested_at = requested_at - number::bigint % 97 * interval '1 hour',
        updated_at = updated_at - number::bigint % 97 * interval '1 hour'
      where jurisdiction_id = ?`,
    [city.jurisdiction_id],
  );
});
afterAll(() => app.stop());

/** All rules that did not pass, with what was found. */
const others = ({ areas }: Awaited<ReturnType<typeof examine>>) =>
  areas.flatMap(({ results }) => results).filter(({ outcome }) => outcome.verdict !== 'pass');

/** How many cases a city has, the hidden ones included. */
async function casesOf({ jurisdiction_id }: TestCity): Promise<number> {
  const { rows } = await app.db.raw<{ rows: unknown[] }>(
    'select number from requests where jurisdiction_id = ?',
    [jurisdiction_id],
  );
  return rows.length;
}

test.each<[string, () => string]>([
  ['the endpoint of all cities', () => '/open311/v2'],
  ['the endpoint of one city', () => `/open311/${city.jurisdiction_id}/v2/`],
  ['the discovery document', () => '/open311/discovery.json'],
])('signpost doctor finds nothing here, and tests everything: %s', async (_name, path) => {
  const { jurisdiction_id: jurisdiction, key } = city;
  const before = await casesOf(city);
  const examination = await examine({ url: new URL(app.url + path()), jurisdiction, key, write: true });
  expect(others(examination)).toEqual([]);
  expect((await casesOf(city)) - before).toBe(9);
  expect(examination.counts.pass).toBeGreaterThanOrEqual(160);
});

test('in a city without cases it makes some first, and tests everything', async () => {
  const { jurisdiction_id: jurisdiction, key } = empty;
  const examination = await examine({
    url: new URL(`${app.url}/open311/v2`),
    jurisdiction,
    key,
    write: true,
  });
  expect(others(examination)).toEqual([]);
});

test('read only, nothing is written, and only what needs that is not tested', async () => {
  const { jurisdiction_id } = city;
  const before = await casesOf(city);
  const examination = await examine({
    url: new URL(`${app.url}/open311/v2`),
    jurisdiction: jurisdiction_id,
    key: city.key,
    write: false,
  });
  expect(await casesOf(city)).toBe(before);
  expect(examination.counts).toMatchObject({ fail: 0, deviates: 0 });
  expect(new Set(others(examination).map(({ outcome }) => 'why' in outcome && outcome.why))).toEqual(
    new Set(['--write and --key are needed for this', 'no key was sent']),
  );
});
