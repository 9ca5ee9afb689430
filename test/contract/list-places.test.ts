import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { call, errorsOf, fieldsOf, listOf, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { contract, startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

/** Names and places of cases. */
const PLACES: Record<string, [lat: number, long: number]> = {
  rynek: [51.1097, 17.0326],
  dworzec: [51.0989, 17.0365],
  fiji: [-17.0, 179.9],
  samoa: [-17.0, -179.9],
  pole: [89.9, 45],
  null: [0, 0],
};

let app: TestApp;
let city: TestCity;
const numbers: Record<string, string> = {};
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, { outline: null });
  for (const [name, [lat, long]] of Object.entries(PLACES)) {
    numbers[name] = await submitted(app, city, {
      service_code: 'LAMP',
      lat: String(lat),
      long: String(long),
    });
  }
  await submitted(app, city, { service_code: 'LAMP', address_string: 'Somewhere' });
});
afterAll(() => app.stop());

const ask = (query: string) => call(app, `/open311/${city.jurisdiction_id}/v2/requests.json?${query}`);
async function found(query: string): Promise<string[]> {
  const answer = await ask(query);
  if (answer.status !== 200) throw new Error(answer.text);
  return listOf(answer)
    .map(
      (item) => Object.keys(numbers).find((name) => numbers[name] === item['service_request_id']) ?? 'none',
    )
    .sort();
}

describe('6: bbox', () => {
  test.each([
    ['17.0,51.05,17.1,51.2', ['dworzec', 'rynek']],
    ['17.0326,51.1097,17.0326,51.1097', ['rynek']],
    ['17.03261,51.1097,17.1,51.2', []],
    [' 17.0 , 51.1 , 17.1 , 51.2 ', ['rynek']],
    ['-180,-90,180,90', ['dworzec', 'fiji', 'null', 'pole', 'rynek', 'samoa']],
    ['179,-18,-179,-16', ['fiji', 'samoa']],
    ['-179.95,-18,179.95,-16', ['fiji', 'samoa']],
    ['179.95,-18,-179.95,-16', []],
  ])('%s', async (bbox, expected) => {
    expect(await found(`bbox=${encodeURIComponent(bbox)}`)).toEqual(expected);
  });

  test.each([
    '1,2,3',
    '1,2,3,4,5',
    'a,b,c,d',
    '1,,3,4',
    '17,52,18,51',
    '-181,0,0,1',
    '0,-91,1,1',
    '0,0,1,Infinity',
    '1e3,0,1,1',
    '0x10,50,18,52',
    '1e1,50,18,52',
    '0,0,1,1e999',
  ])('%s is refused', async (bbox) => {
    const answer = await ask(`bbox=${bbox}`);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['bbox']]);
  });
});

describe('6: lat, long and radius', () => {
  test.each([
    ['lat=51.1097&long=17.0326', ['rynek']],
    ['lat=51.1097&long=17.0326&radius=1232', ['dworzec', 'rynek']],
    ['lat=%2B51.1097&long=%2017.0326&radius=1232.', ['dworzec', 'rynek']],
    ['lat=51.1097&long=17.0326&radius=1231', ['rynek']],
    ['lat=-17&long=180&radius=11000', ['fiji', 'samoa']],
    ['lat=-17&long=-180&radius=11000', ['fiji', 'samoa']],
    ['lat=-17&long=180&radius=10000', []],
    ['lat=90&long=0&radius=12000', ['pole']],
    ['lat=51.1097&long=17.0326&radius=2000&bbox=17.0,51.0,17.1,51.1', ['dworzec']],
    ['lat=51.1097&long=17.0326&radius=200&bbox=17.0,51.0,17.1,51.1', []],
  ])('%s', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  test.each([
    ['lat=51', ['long']],
    ['long=17', ['lat']],
    ['radius=5', ['radius']],
    ['lat=91&long=0', ['lat']],
    ['lat=0&long=181', ['long']],
    ['lat=x&long=y', ['lat', 'long']],
    ['lat=0&long=0&radius=0', ['radius']],
    ['lat=0&long=0&radius=-1', ['radius']],
    ['lat=0&long=0&radius=100001', ['radius']],
    ['lat=0&long=0&radius=far', ['radius']],
    ['lat=0&long=0&radius=Infinity', ['radius']],
    ['lat=0&long=0&radius=1e999', ['radius']],
    ['lat=0x33&long=1e1&radius=0x10&page=0x1&page_size=-1', ['lat', 'long', 'radius', 'page', 'page_size']],
    [`lat=${'9'.repeat(400)}&long=true`, ['lat', 'long']],
    ['lat=0&lat=1&long=0', ['lat']],
  ])('%s is refused', async (query, fields) => {
    const answer = await ask(query);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, fields]);
  });
});

test('all that is wrong is told at once', async () => {
  const answer = await ask('bbox=x&lat=1&status=shut&start_date=x&updated_after=y&page=102&q=%3F%21');
  expect([answer.status, fieldsOf(answer)]).toEqual([
    400,
    ['start_date', 'status', 'updated_after', 'q', 'long', 'bbox', 'page'],
  ]);
});

describe('6: GeoJSON', () => {
  const features = (query = '') => call(app, `/open311/${city.jurisdiction_id}/v2/requests.geojson?${query}`);

  test('the same cases as in JSON, as features that the contract describes', async () => {
    const answer = await features('page_size=3&status=open');
    expect(answer.headers.get('content-type')).toBe('application/geo+json; charset=utf-8');
    expect(answer.headers.get('link')).toMatch(/requests\.geojson\?/);
    const { features: list } = answer.json as {
      features: { id: string; geometry: unknown; properties: unknown }[];
    };
    const items = listOf(await ask('page_size=3&status=open'));
    expect(list.map(({ properties }) => properties)).toEqual(items);
    expect(list.map(({ id }) => id)).toEqual(items.map((item) => item['service_request_id']));
    expect(list[0]?.geometry).toBeNull();
    expect(list[1]?.geometry).toEqual({ type: 'Point', coordinates: [0, 0] });
    const ajv = new Ajv2020({ strict: false });
    (addFormatsModule as unknown as (target: Ajv2020) => void)(ajv);
    ajv.addSchema(contract.document, 'contract');
    const check = ajv.getSchema('contract#/components/schemas/RequestFeatures');
    expect([check?.(answer.json), check?.errors]).toEqual([true, null]);
  });

  test('it has a tag of its own, and its errors are JSON', async () => {
    const tag = (await features()).headers.get('etag') ?? '';
    expect(tag).not.toBe((await ask('')).headers.get('etag'));
    const again = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.geojson`, {
      headers: { 'if-none-match': tag },
    });
    expect(again.status).toBe(304);
    const refused = await features('bbox=1');
    expect([refused.status, fieldsOf(refused), refused.headers.get('content-type')]).toEqual([
      400,
      ['bbox'],
      'application/json; charset=utf-8',
    ]);
  });

  test('what has no place is not there as GeoJSON, nor is a submission', async () => {
    const base = `/open311/${city.jurisdiction_id}/v2`;
    expect((await call(app, `${base}/services.geojson`)).status).toBe(404);
    for (const path of ['requests', 'request']) {
      const one = await call(app, `${base}/${path}/${numbers['rynek'] ?? ''}.geojson`);
      expect([one.status, errorsOf(one)]).toEqual([
        404,
        [
          expect.objectContaining({
            description: 'requests.geojson has features; a single one is there as .json and .xml only.',
          }),
        ],
      ]);
    }
    expect((await call(app, `${base}/requests.geojson`, { method: 'POST' })).status).toBe(405);
  });
});
