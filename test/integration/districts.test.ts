import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importAreas, loadDistricts } from '../../src/features/areas/index.ts';
import { restampRequests } from '../../src/features/requests/index.ts';
import { slug } from '../../src/platform/slug.ts';
import { call, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { exactly, locateExactly, readDistricts, ringsOf } from '../support/exact-districts.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { until } from '../support/embedded-postgres.ts';
import { describeWithData } from '../support/test-data.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

/** The same numbers in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const range = (all: number[]): [number, number] =>
  all.reduce<[number, number]>(
    ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
    [Infinity, -Infinity],
  );

const toCollection = (features: { name: string; geometry: unknown }[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: features.map(({ name, geometry }) => ({ type: 'Feature', properties: { name }, geometry })),
  });

const importDistricts = (city: TestCity, text: string) =>
  importAreas(app.db, {
    jurisdiction_id: city.jurisdiction_id,
    kind: 'district',
    nameProperty: 'name',
    defaultName: '-',
    text,
  });

describeWithData(
  'the districts of',
  [
    'wroclaw/wroclaw_osiedla.geojson',
    'poland/warszawa-districts-polygons.json',
    'poland/krakow-districts-polygons.json',
  ],
  (wroclaw, warszawa, krakow) => {
    test.each([
      ['Wrocław', wroclaw, 48],
      ['Warszawa', warszawa, 18],
      ['Kraków', krakow, 18],
    ] as const)(
      '%s: 10,000 random places and every corner lie where a second, exact method says',
      async (_name, path, count) => {
        const districts = readDistricts(path);
        expect(districts).toHaveLength(count);
        const city = await createCity(app.db, { outline: null });
        await importDistricts(city, toCollection(districts));
        const index = await loadDistricts(app.db, city.jurisdiction_id);
        const corners = districts.flatMap((district) => ringsOf(district).flat());
        const longs = corners.map(([long = 0]) => long);
        const lats = corners.map(([, lat = 0]) => lat);
        const [west, east] = range(longs);
        const [south, north] = range(lats);
        const next = random(count);
        const places = Array.from({ length: 10_000 }, () => [
          Number((west + next() * (east - west)).toFixed(7)),
          Number((south + next() * (north - south)).toFixed(7)),
        ]);
        // Every corner once; its exact answer costs a walk along all borders.
        const unique = [...new Map(corners.map((one) => [one.slice(0, 2).join(), one])).values()];
        const wrong: unknown[] = [];
        const inBoxOf = districts.map((district) => {
          const ring = ringsOf(district).flat();
          return {
            district: exactly(district),
            x: range(ring.map(([long = 0]) => long)),
            y: range(ring.map(([, lat = 0]) => lat)),
          };
        });
        let found = 0;
        for (const [long = 0, lat = 0] of [...places, ...unique]) {
          const near = inBoxOf
            .filter(({ x, y }) => long >= x[0] && long <= x[1] && lat >= y[0] && lat <= y[1])
            .map(({ district }) => district);
          const { inside, touching } = locateExactly(near, lat, long);
          const [expected] =
            [inside, touching].map((names) => names.map(slug).sort()).find((names) => names.length > 0) ?? [];
          const told = index.find(lat, long)?.area_code;
          if (told !== undefined) found += 1;
          if (told !== expected) wrong.push({ lat, long, told, expected });
        }
        expect(wrong).toEqual([]);
        // Every corner is in a district, and so are many of the random places.
        expect(found).toBeGreaterThan(unique.length + 3_000);
        for (const [long = 0, lat = 0] of unique) expect(index.find(lat, long)).toBeDefined();
      },
    );

    test('the server answers what its index says: 200 places over the wire', async () => {
      const districts = readDistricts(wroclaw);
      const exactDistricts = districts.map(exactly);
      const city = await createCity(app.db, { outline: null });
      await importDistricts(city, toCollection(districts));
      const next = random(7);
      await until(async () => {
        const { json } = await call(app, `/open311/${city.jurisdiction_id}/v2/areas.json`);
        return (json as unknown[]).length === 48;
      });
      for (let at = 0; at < 200; at += 1) {
        const lat = Number((51.04 + next() * 0.17).toFixed(7));
        const long = Number((16.81 + next() * 0.36).toFixed(7));
        const { json } = await call(
          app,
          `/open311/${city.jurisdiction_id}/v2/locations.json?lat=${lat}&long=${long}`,
        );
        const { inside } = locateExactly(exactDistricts, lat, long);
        const [expected = null] = inside.map(slug).sort();
        expect(json).toMatchObject([{ area_code: expected }]);
      }
    });
  },
);

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

describe('cases bear their district', () => {
  const areaOf = async (city: TestCity, number: string) => {
    const { json, headers } = await call(
      app,
      `/open311/${city.jurisdiction_id}/v2/requests/${number}.json?extensions=true`,
    );
    const [{ extended_attributes: told }] = json as [
      { extended_attributes: { area_code: string | null; area_name: string | null } },
    ];
    return { told: [told.area_code, told.area_name], tag: headers.get('etag') };
  };
  const districtsKnown = (city: TestCity, ...names: string[]) =>
    until(async () => {
      const { json } = await call(app, `/open311/${city.jurisdiction_id}/v2/areas.json`);
      return (json as { name: string }[]).map(({ name }) => name).join() === names.join();
    });

  test('stamped when it comes, and again when the districts are imported anew', async () => {
    const city = await createCity(app.db);
    const two = toCollection([
      { name: 'East', geometry: square(17, 17.2) },
      { name: 'West', geometry: square(16.8, 17) },
    ]);
    await importDistricts(city, two);
    await districtsKnown(city, 'East', 'West');
    const place = (long: number) =>
      submitted(app, city, { service_code: 'LAMP', lat: '51.1', long: String(long) });
    const east = await place(17.1);
    const west = await place(16.9);
    const border = await place(17);
    const nowhere = await place(17.3);
    const byAddress = await submitted(app, city, { service_code: 'LAMP', address_string: 'Rynek 1' });
    expect((await areaOf(city, east)).told).toEqual(['east', 'East']);
    expect((await areaOf(city, west)).told).toEqual(['west', 'West']);
    expect((await areaOf(city, border)).told).toEqual(['east', 'East']);
    expect((await areaOf(city, nowhere)).told).toEqual([null, null]);
    expect((await areaOf(city, byAddress)).told).toEqual([null, null]);

    const before = await areaOf(city, west);
    const stays = await areaOf(city, east);
    await importDistricts(
      city,
      toCollection([
        { name: 'East', geometry: square(17, 17.2) },
        { name: 'Far West', geometry: square(16.8, 17) },
      ]),
    );
    expect(await restampRequests(app.db, city.jurisdiction_id)).toBe(5);
    await districtsKnown(city, 'East', 'Far West');
    const after = await areaOf(city, west);
    expect(after.told).toEqual(['far-west', 'Far West']);
    expect(after.tag).not.toBe(before.tag);
    expect((await areaOf(city, east)).told).toEqual(stays.told);
    const versions: { number: string; version: number }[] = await app
      .db('requests')
      .where({ jurisdiction_id: city.jurisdiction_id })
      .select('number', 'version');
    const versionOf = (number: string) => versions.find((row) => row.number === number)?.version ?? NaN;
    expect(versionOf(west)).toBe(versionOf(east) + 1);
    expect(await restampRequests(app.db, city.jurisdiction_id)).toBe(0);
  });

  test('more cases than one batch, written by a process that still knew the old districts', async () => {
    const city = await createCity(app.db);
    await app.db.raw(
      `insert into requests (jurisdiction_id, number, service_code, visibility, requested_at, updated_at, lat, long, channel)
       select ?, next_case_number(), 'LAMP', 'public', date_trunc('second', now()), date_trunc('second', now()), 51.2, 17.1, 'api'
         from generate_series(1, 2345)`,
      [city.jurisdiction_id],
    );
    await importDistricts(city, toCollection([{ name: 'East', geometry: square(17, 17.2) }]));
    const seen: number[] = [];
    expect(await restampRequests(app.db, city.jurisdiction_id, (done) => seen.push(done))).toBe(2345);
    expect(seen).toEqual([1000, 2000, 2345]);
    const { rows } = await app.db.raw<{ rows: object[] }>(
      'select area_code, count(*)::int from requests where jurisdiction_id = ? group by 1',
      [city.jurisdiction_id],
    );
    expect(rows).toEqual([{ area_code: 'east', count: 2345 }]);
  });
});
