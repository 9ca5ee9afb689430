import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { limitService } from '../../src/features/catalogue/index.ts';
import { importAreas } from '../../src/features/areas/index.ts';
import { call, errorsOf, submit } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

const square = (west: number, east: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 51],
      [east, 51],
      [east, 51.5],
      [west, 51.5],
      [west, 51],
    ],
  ],
});
const districts = (...names: string[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: names.map((name) => ({
      type: 'Feature',
      properties: { name },
      geometry: name === 'West' ? square(16.8, 17) : square(17, 17.2),
    })),
  });

let app: TestApp;
let city: TestCity;
let plain: TestCity;
const importDistricts = (...names: string[]) =>
  importAreas(app.db, {
    jurisdiction_id: city.jurisdiction_id,
    kind: 'district',
    nameProperty: 'name',
    defaultName: '-',
    text: districts(...names),
  });
const get = (path: string, id = city.jurisdiction_id) => call(app, `/open311/${id}/v2/${path}`);
const codes = (answer: { json: unknown }) =>
  (answer.json as { service_code: string }[]).map(({ service_code }) => service_code).sort();

beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, { services: [{ service_code: 'LAMP' }, { service_code: 'TRAM' }] });
  plain = await createCity(app.db);
  await importDistricts('East', 'West');
  await limitService(app.db, city.jurisdiction_id, 'TRAM', ['west']);
  await until(async () => codes(await get('services.json?lat=51.1&long=17.1')).join() === 'LAMP');
});
afterAll(() => app.stop());

describe('6: areas.list', () => {
  test('as GeoJSON, with names and shapes', async () => {
    const answer = await get('areas.geojson');
    expect(answer.headers.get('content-type')).toBe('application/geo+json; charset=utf-8');
    expect(answer.json).toEqual({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          id: 'east',
          geometry: square(17, 17.2),
          properties: { area_code: 'east', name: 'East' },
        },
        {
          type: 'Feature',
          id: 'west',
          geometry: square(16.8, 17),
          properties: { area_code: 'west', name: 'West' },
        },
      ],
    });
  });

  test('as JSON with shapes, as XML without', async () => {
    expect((await get('areas.json')).json).toEqual([
      { area_code: 'east', name: 'East', geometry: square(17, 17.2) },
      { area_code: 'west', name: 'West', geometry: square(16.8, 17) },
    ]);
    expect((await get('areas.xml')).text).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<areas><area><area_code>east</area_code><name>East</name></area><area><area_code>west</area_code><name>West</name></area></areas>',
    );
  });

  test('a city without districts has an empty list', async () => {
    expect((await get('areas.json', plain.jurisdiction_id)).json).toEqual([]);
    expect((await get('areas.geojson', plain.jurisdiction_id)).json).toEqual({
      type: 'FeatureCollection',
      features: [],
    });
  });

  test('the outline of a city is one area with its name, also where it was imported in several parts', async () => {
    const [outline, ...others] = (await get('areas.json?outline=true')).json as { geometry: object }[];
    expect(others).toEqual([]);
    expect(outline).toMatchObject({ area_code: 'testowo', name: 'Testowo', geometry: { type: 'Polygon' } });
    expect((await get('areas.geojson?outline=true')).json).toMatchObject({
      features: [{ id: 'testowo', geometry: outline?.geometry, properties: { name: 'Testowo' } }],
    });
    expect((await get('areas.xml?outline=true')).text).toMatch(
      /<areas><area><area_code>testowo<\/area_code><name>Testowo<\/name><\/area><\/areas>$/,
    );
    expect((await get('areas.json?outline=false')).json).toEqual((await get('areas.json')).json);
    expect((await get('areas.json?outline=perhaps')).status).toBe(400);

    const parted = await createCity(app.db);
    await importAreas(app.db, {
      jurisdiction_id: parted.jurisdiction_id,
      kind: 'outline',
      nameProperty: 'name',
      defaultName: '-',
      text: districts('East', 'West'),
    });
    const whole = () => get('areas.json?outline=true', parted.jurisdiction_id);
    await until(async () => (await whole()).text.includes('MultiPolygon'));
    const coordinates = [square(17, 17.2).coordinates, square(16.8, 17).coordinates];
    expect((await whole()).json).toEqual([
      { area_code: 'testowo', name: 'Testowo', geometry: { type: 'MultiPolygon', coordinates } },
    ]);
  });

  test('has a tag that changes with an import', async () => {
    const tag = (await get('areas.geojson')).headers.get('etag') ?? '';
    const again = await call(app, `/open311/${city.jurisdiction_id}/v2/areas.geojson`, {
      headers: { 'if-none-match': tag },
    });
    expect([again.status, again.text]).toEqual([304, '']);
    await importDistricts('East', 'West');
    await until(async () => (await get('areas.geojson')).headers.get('etag') !== tag);
  });
});

describe('6: locations.list', () => {
  const here = (query: string) => call(app, `/open311/v2/locations.json?${query}`);
  test('says which city serves a place, and its district, over all cities', async () => {
    const told = (await here('lat=51.1&long=16.9')).json as { jurisdiction_id: string }[];
    expect(told.find((one) => one.jurisdiction_id === city.jurisdiction_id)).toEqual({
      jurisdiction_id: city.jurisdiction_id,
      name: 'Testowo',
      area_code: 'west',
      area_name: 'West',
    });
    expect(told.find((one) => one.jurisdiction_id === plain.jurisdiction_id)).toMatchObject({
      area_code: null,
    });
  });

  test('a place outside has an empty list, in a city and in XML', async () => {
    expect((await here('lat=0&long=0')).json).toEqual([]);
    expect((await get('locations.json?lat=0&long=0')).json).toEqual([]);
    expect((await get('locations.xml?lat=0&long=0')).text).toMatch(/<locations\/>$/);
  });

  test('one city alone, by its path or by name', async () => {
    const query = 'lat=51.1&long=17';
    const named = await here(`${query}&jurisdiction_id=${city.jurisdiction_id}`);
    expect(named.json).toMatchObject([{ jurisdiction_id: city.jurisdiction_id, area_code: 'east' }]);
    expect((await get(`locations.json?${query}`)).json).toEqual(named.json);
  });

  test.each([
    ['', 'lat,long'],
    ['lat=51.1', 'long'],
    ['lat=91&long=17', 'lat'],
    ['lat=north&long=17', 'lat'],
    ['lat=1e999&long=Infinity', 'lat,long'],
  ])('bad places are refused: %s', async (query, fields) => {
    const answer = await here(query);
    expect(answer.status).toBe(400);
    expect(
      errorsOf(answer)
        .map(({ field }) => field)
        .join(),
    ).toBe(fields);
  });
});

describe('services of some districts', () => {
  test('3.1: services with lat and long are those offered there', async () => {
    expect(codes(await get('services.json'))).toEqual(['LAMP', 'TRAM']);
    expect(codes(await get('services.json?lat=51.1&long=16.9'))).toEqual(['LAMP', 'TRAM']);
    expect(codes(await get('services.json?lat=51.1&long=17.1'))).toEqual(['LAMP']);
    expect(codes(await get('services.json?lat=51.1&long=17.4'))).toEqual(['LAMP']);
    expect(codes(await get('services.json?lat=10&long=10'))).toEqual([]);
  });

  test('half of a place is refused', async () => {
    const answer = await get('services.json?lat=51.1');
    expect(answer.status).toBe(400);
    expect(errorsOf(answer)).toMatchObject([{ field: 'long' }]);
  });

  test('a submission from outside of them is refused, one from inside or by address taken', async () => {
    const outside = await submit(app, city, { service_code: 'TRAM', lat: '51.1', long: '17.1' });
    expect(outside.status).toBe(400);
    expect(errorsOf(outside)).toEqual([
      expect.objectContaining({
        field: 'lat',
        description:
          'Service TRAM is not offered at this place. services.json with lat and long lists what is.',
      }),
    ]);
    expect((await submit(app, city, { service_code: 'TRAM', lat: '51.1', long: '16.9' })).status).toBe(200);
    expect((await submit(app, city, { service_code: 'TRAM', address_string: 'Rynek 1' })).status).toBe(200);
  });

  test('an unknown district, an unknown service, and a district that is still needed', async () => {
    const id = city.jurisdiction_id;
    await expect(limitService(app.db, id, 'TRAM', ['north'])).rejects.toMatchObject({
      findings: [{ field: 'area', message: expect.stringMatching(/^north: .*east, west/) }],
    });
    await expect(limitService(app.db, id, 'BOAT', ['west'])).rejects.toMatchObject({ code: 'not_found' });
    await expect(importDistricts('East')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/TRAM in west/),
    });
    expect(codes(await get('services.json?lat=51.1&long=17.1'))).toEqual(['LAMP']);
  });
});
