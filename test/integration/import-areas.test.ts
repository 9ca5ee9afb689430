import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importAreas } from '../../src/features/areas/import-areas.ts';
import { AppError } from '../../src/platform/errors.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { describeWithData } from '../support/test-data.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

async function newCity(jurisdiction_id: string): Promise<string> {
  await database.db.raw(
    `insert into jurisdictions (jurisdiction_id, name, time_zone, locale, contact, key_service, changeset)
     values (?, 'City', 'Europe/Warsaw', 'pl', 'contact', 'key', '2020-01-01Z')`,
    [jurisdiction_id],
  );
  return jurisdiction_id;
}

type Area = {
  kind: string;
  area_code: string;
  name: string;
  geometry: { type: string; coordinates: unknown };
};
const areasOf = (city: string): Promise<Area[]> =>
  database.db('areas').where({ jurisdiction_id: city }).orderBy(['kind', 'area_code']);

async function changeset(city: string): Promise<Date | undefined> {
  const row = (await database.db('jurisdictions').where({ jurisdiction_id: city }).first()) as {
    changeset: Date;
  };
  return row.changeset;
}

const RING = [
  [17, 51],
  [17.1, 51],
  [17.1, 51.1],
  [17, 51],
];
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings });
const feature = (properties: object | null, geometry: unknown = polygon(RING)) => ({
  type: 'Feature',
  properties,
  geometry,
});
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });

function importing(city: string, document: unknown, given: { kind?: string; nameProperty?: string } = {}) {
  return importAreas(database.db, {
    jurisdiction_id: city,
    kind: 'district',
    defaultName: 'Whole city',
    text: typeof document === 'string' ? document : JSON.stringify(document),
    ...given,
  });
}

describeWithData(
  'Wrocław',
  ['wroclaw/wroclaw_city_boundary_osm.geojson', 'wroclaw/wroclaw_osiedla.geojson'],
  (boundary, districts) => {
    test('its boundary is a bare geometry with the default name', async () => {
      const city = await newCity('boundary.example');
      const text = readFileSync(boundary, 'utf8');
      const report = await importing(city, text, { kind: 'outline' });
      expect(report).toEqual({ kind: 'outline', areas: 1, names: ['Whole city'] });
      const [area, ...others] = await areasOf(city);
      expect(others).toEqual([]);
      expect(area).toMatchObject({ kind: 'outline', area_code: 'whole-city', name: 'Whole city' });
      expect(area?.geometry).toEqual(JSON.parse(text));
    });

    test('its 48 districts have their names and every position', async () => {
      const city = await newCity('districts.example');
      const text = readFileSync(districts, 'utf8');
      const report = await importing(city, text, { nameProperty: 'NAZWAOSIED' });
      const source = (
        JSON.parse(text) as { features: { properties: { NAZWAOSIED: string }; geometry: Area['geometry'] }[] }
      ).features;
      expect(report.areas).toBe(48);
      const stored = await areasOf(city);
      expect(new Set(stored.map(({ area_code }) => area_code)).size).toBe(48);
      expect(new Map(stored.map(({ name, geometry }) => [name, geometry]))).toEqual(
        new Map(source.map(({ properties, geometry }) => [properties.NAZWAOSIED, geometry])),
      );
    });

    test('districts without a property for names are refused, and the properties named', async () => {
      const city = await newCity('nameless.example');
      await expect(importing(city, readFileSync(districts, 'utf8'))).rejects.toThrow(
        /48 features.*NAZWAOSIED/,
      );
      expect(await areasOf(city)).toEqual([]);
    });
  },
);

test('areas of a kind are replaced, those of other kinds and cities stay', async () => {
  const city = await newCity('replaced.example');
  const other = await newCity('other.example');
  await importing(other, polygon(RING));
  await importing(city, polygon(RING), { kind: 'outline' });
  await importing(city, collection(feature({ n: 'Old' }), feature({ n: 'Stays' })), { nameProperty: 'n' });
  const before = await changeset(city);
  const report = await importing(
    city,
    collection(feature({ n: 'Stays' }), feature({ n: 'Łąki' }), feature({ n: 'Laki' }), feature({ n: 7 })),
    { nameProperty: 'n' },
  );
  expect(report.names).toEqual(['Stays', 'Łąki', 'Laki', '7']);
  expect((await areasOf(city)).map(({ kind, area_code, name }) => [kind, area_code, name])).toEqual([
    ['district', '7', '7'],
    ['district', 'laki', 'Łąki'],
    ['district', 'laki-2', 'Laki'],
    ['district', 'stays', 'Stays'],
    ['outline', 'whole-city', 'Whole city'],
  ]);
  expect(await areasOf(other)).toHaveLength(1);
  expect(Number(await changeset(city))).toBeGreaterThan(Number(before));
});

test('a single feature takes the default name, heights are left out', async () => {
  const city = await newCity('single.example');
  const high = RING.map((position) => [...position, 120]);
  expect(await importing(city, `\ufeff${JSON.stringify(feature(null, polygon(high)))}`)).toMatchObject({
    names: ['Whole city'],
  });
  expect((await areasOf(city))[0]?.geometry).toEqual(polygon(RING));
});

describe('what is no area is refused and changes nothing', () => {
  const cases: [string, unknown, RegExp][] = [
    ['no JSON', '{', /no GeoJSON/],
    ['a list', [], /no GeoJSON/],
    ['no features', collection(), /no features/],
    ['no list', { type: 'FeatureCollection' }, /no list of features/],
    [
      'a point',
      { type: 'Point', coordinates: [17, 51] },
      /the geometry \(Whole city\): its geometry is Point/,
    ],
    ['no geometry', feature({}, null), /it has no geometry/],
    ['no rings', polygon(), /it has no rings/],
    ['no polygons', { type: 'MultiPolygon', coordinates: [] }, /no polygons/],
    ['three positions', polygon(RING.slice(1)), /ring 1 has fewer than 4 positions/],
    ['an open ring', polygon([...RING.slice(0, 3), [17, 51.2]]), /ring 1 does not end where it begins/],
    [
      'metres',
      polygon(RING.map(([x = 0, y = 0]) => [x * 1e5, y * 1e5])),
      /position 1 is \[1700000, 5100000\].*WGS84/,
    ],
    ['a text for a number', polygon([['17', 51], ...RING.slice(1)]), /position 1 is no pair of numbers/],
    [
      'the second ring of the second polygon',
      { type: 'MultiPolygon', coordinates: [[RING], [RING, RING.slice(1)]] },
      /polygon 2, ring 2 has fewer/,
    ],
  ];
  test.each(cases)('%s', async (name, document, message) => {
    const city = await newCity(`bad-${cases.findIndex(([other]) => other === name)}.example`);
    await importing(city, polygon(RING));
    const before = await changeset(city);
    const refused = importing(city, document);
    await expect(refused).rejects.toBeInstanceOf(AppError);
    await expect(refused).rejects.toThrow(message);
    expect(await areasOf(city)).toHaveLength(1);
    expect(await changeset(city)).toEqual(before);
  });

  test('every mistake is told, with the feature and its name', async () => {
    const city = await newCity('mistakes.example');
    const document = collection(feature({ n: 'Good' }), feature({ m: 1 }), feature({ n: 'Bad' }, polygon()));
    await expect(importing(city, document, { nameProperty: 'n' })).rejects.toMatchObject({
      findings: [
        { message: 'feature 2 has no name in n. It has: m.' },
        { message: expect.stringMatching(/^feature 3 \(Bad\): it has no rings/) },
      ],
    });
  });

  test('a property that no feature has is one mistake', async () => {
    const city = await newCity('property.example');
    const features = Array.from({ length: 25 }, (_, index) => feature({ n: `Area ${index}`, code: index }));
    await expect(importing(city, collection(...features), { nameProperty: 'name' })).rejects.toMatchObject({
      findings: [{ message: '25 of 25 features have no name in name. They have: n, code.' }],
    });
  });

  test('a kind that is no word', async () => {
    const city = await newCity('kind.example');
    await expect(importing(city, polygon(RING), { kind: 'My Kind' })).rejects.toMatchObject({
      findings: [{ field: 'kind', message: expect.stringMatching(/no kind of area/) }],
    });
  });
});
