import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  hideRequest,
  mergeRequests,
  restoreRequest,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, errorsOf, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

type Cluster = {
  count: number;
  lat: number;
  long: number;
  bounds: [number, number, number, number];
  service_request_id: string | null;
};
type Clusters = { total: number; estimated: boolean; clusters: Cluster[] };

const PLACES: [lat: number, long: number][] = [
  [51.1097, 17.0326],
  [51.1098, 17.0327],
  [51.1098, 17.0328],
  [51.0989, 17.0365],
  [51.2, 16.9],
  [-17.0, 179.9],
  [-17.0, -179.9],
  [89.9, 45],
  [0, 0],
];
const SERVICES = ['LAMP', 'HOLE', 'SIGN'];
const SEED = 311;

let app: TestApp;
let city: TestCity;
let neighbour: TestCity;
let many: TestCity;
let looked: TestCity;
let mixed: TestCity;

const get = (path: string, of = city) => call(app, `/open311/${of.jurisdiction_id}/v2/${path}`);
async function clusters(query: string, of = city): Promise<Clusters> {
  const answer = await get(`clusters.json?${query}`, of);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json as Clusters;
}
const told = async (query: string, of = city) => {
  const answer = await get(`requests.json?page_size=1&${query}`, of);
  if (answer.status !== 200) throw new Error(answer.text);
  return Number(answer.headers.get('x-total-count'));
};
const add = (of: TestCity, place: [number, number], service_code = 'LAMP') =>
  submitted(app, of, { service_code, lat: String(place[0]), long: String(place[1]) });

beforeAll(async () => {
  app = await startApp();
  const services = SERVICES.map((service_code) => ({ service_code }));
  city = await createCity(app.db, { outline: null, services });
  neighbour = await createCity(app.db, { outline: null, services });
  many = await createCity(app.db, { outline: null });
  looked = await createCity(app.db, { outline: null });
  mixed = await createCity(app.db, { outline: null, services });
  for (const [index, place] of PLACES.entries()) await add(city, place, SERVICES[index % SERVICES.length]);
  await add(neighbour, [51.1097, 17.0326]);
  await submitted(app, city, { service_code: 'LAMP', address_string: 'Somewhere' });
});
afterAll(() => app.stop());

describe('clusters.list', () => {
  test('close together is one group, with its middle and its bounds; a case alone says its number', async () => {
    const { total, estimated, clusters: found } = await clusters('bbox=16.89,51.09,17.05,51.21&zoom=14');
    expect({ total, estimated }).toEqual({ total: 5, estimated: false });
    expect(found[0]).toEqual({
      count: 3,
      lat: 51.1097667,
      long: 17.0327,
      bounds: [17.0326, 51.1097, 17.0328, 51.1098],
      service_request_id: null,
    });
    const alone = found.find(({ lat }) => lat === 51.2);
    expect(alone).toMatchObject({ count: 1, bounds: [16.9, 51.2, 16.9, 51.2] });
    expect((await get(`requests/${alone?.service_request_id ?? ''}.json`)).status).toBe(200);
  });

  test('far away all is one, close by each is for itself', async () => {
    expect((await clusters('bbox=16.5,50.6,17.5,51.6&zoom=2')).clusters.map(({ count }) => count)).toEqual([
      5,
    ]);
    const near = await clusters('bbox=17.032,51.109,17.034,51.111&zoom=22');
    expect(near.clusters.map(({ count }) => count)).toEqual([1, 1, 1]);
  });

  test('across the antimeridian, at the pole, and the whole world', async () => {
    const across = await clusters('bbox=179,-18,-179,-16&zoom=4');
    expect(across.total).toBe(2);
    expect(across.clusters.map(({ long }) => long).sort()).toEqual([-179.9, 179.9]);
    expect((await clusters('bbox=-180,-90,180,90&zoom=0')).total).toBe(PLACES.length);
    expect((await clusters('bbox=0,89,90,90&zoom=22')).total).toBe(1);
    expect(await clusters('bbox=100,10,101,11&zoom=10')).toEqual({
      total: 0,
      estimated: false,
      clusters: [],
    });
  });

  test('never more than 300 groups, and none is lost', async () => {
    await app.db.raw(
      `insert into requests (jurisdiction_id, number, service_code, visibility, requested_at, updated_at, lat, long, channel)
       select ?, 500000000 + i, 'LAMP', 'public', date_trunc('second', now()), date_trunc('second', now()),
              51 + (i / 40) * 0.01, 17 + (i % 40) * 0.01, 'import' from generate_series(0, 1599) as i`,
      [many.jurisdiction_id],
    );
    for (const zoom of [0, 9, 11, 13, 16, 22]) {
      const found = await clusters(`bbox=16.9,50.9,17.5,51.5&zoom=${zoom}`, many);
      expect(found.clusters.length).toBeLessThanOrEqual(300);
      expect(found.total).toBe(1600);
      expect(found.clusters.reduce((sum, { count }) => sum + count, 0)).toBe(1600);
    }
  });

  test('as XML and as GeoJSON', async () => {
    const xml = await get('clusters.xml?bbox=16.8,51.19,17,51.3&zoom=12');
    expect(xml.text).toMatch(
      /<cluster_list><total>1<\/total><estimated>false<\/estimated><clusters><cluster><count>1<\/count><lat>51.2<\/lat><long>16.9<\/long><bounds><degree>16.9<\/degree><degree>51.2<\/degree><degree>16.9<\/degree><degree>51.2<\/degree><\/bounds><service_request_id>\d+<\/service_request_id><\/cluster><\/clusters><\/cluster_list>/,
    );
    const features = await get('clusters.geojson?bbox=16.8,51.19,17,51.3&zoom=12');
    expect(features.headers.get('content-type')).toMatch(/^application\/geo\+json/);
    expect(features.json).toMatchObject({
      type: 'FeatureCollection',
      total: 1,
      features: [
        {
          type: 'Feature',
          bbox: [16.9, 51.2, 16.9, 51.2],
          geometry: { type: 'Point', coordinates: [16.9, 51.2] },
        },
      ],
    });
  });

  test('what it cannot read is told, all at once', async () => {
    expect(errorsOf(await get('clusters.json')).map(({ description }) => description)).toEqual([
      'bbox is missing. Send west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2.',
      'zoom is missing. Send a whole number from 0 to 22, such as 12.',
    ]);
    expect(
      errorsOf(await get('clusters.json?bbox=1,2,3&zoom=23&status=x')).map(({ description }) => description),
    ).toEqual([
      'bbox must be west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2.',
      'zoom must be a whole number from 0 to 22, such as 12.',
      'status must be open, closed or both, separated by a comma.',
    ]);
    expect((await get('clusters.json?bbox=0,2,1,1&zoom=1')).status).toBe(400);
    expect((await get('clusters.json?bbox=0,0,1,1&zoom=1.5')).status).toBe(400);
    expect((await get('clusters.json?bbox=0,0,1,1&zoom=1&service_code=NONE')).status).toBe(404);
  });

  test('the cases of another city and of the sandbox are never counted', async () => {
    const all = 'bbox=-180,-90,180,90&zoom=3';
    expect((await clusters(all, neighbour)).total).toBe(1);
    const sandbox = await call(app, `/open311/${city.jurisdiction_id}/test/v2/clusters.json?${all}`);
    expect(sandbox.json).toEqual({ total: 0, estimated: false, clusters: [] });
  });

  test('what nobody may see is not counted: held, hidden, merged and withdrawn alike as in the list', async () => {
    const numbers: string[] = [];
    for (let at = 0; at < 5; at += 1) numbers.push(await add(looked, [51, 17 + at / 1000]));
    const all = 'bbox=16,50,18,52&zoom=5';
    const same = async (expected: number) => {
      expect((await clusters(all, looked)).total).toBe(expected);
      expect(await told('bbox=16,50,18,52', looked)).toBe(expected);
    };
    await same(5);
    const key = (at: number) => ({ jurisdiction_id: looked.jurisdiction_id, number: numbers[at] ?? '' });
    const turn = { notes: null, actor: 'test' };
    const doors = { db: app.db, clock: systemClock };
    await withdrawRequest(doors, key(0), turn);
    await same(4);
    await hideRequest(doors, key(1), { reason: 'Test.', actor: 'test' });
    await same(3);
    await restoreRequest(doors, key(0), turn);
    await same(4);
    const jurisdiction = { jurisdiction_id: looked.jurisdiction_id, locale: 'en' };
    await mergeRequests(doors, jurisdiction, { number: key(2).number, into: key(3).number, actor: 'test' });
    expect((await clusters(`${all}&status=open`, looked)).total).toBe(
      await told('bbox=16,50,18,52&status=open', looked),
    );
    expect((await clusters(`${all}&status=open`, looked)).total).toBe(3);
  });
});

describe('clusters and lists', () => {
  test('whatever is asked, as many are counted as the list has', async () => {
    const degrees = (least: number, most: number) =>
      fc.oneof(
        fc.double({ min: least, max: most, noNaN: true }).map((value) => Math.round(value * 1e4) / 1e4),
        fc.integer({ min: least, max: most }),
      );
    const cases = fc.sample(
      fc.record({
        lat: fc.oneof(degrees(-90, 90), degrees(50, 52)),
        long: fc.oneof(degrees(-180, 180), degrees(16, 18)),
        service: fc.constantFrom(...SERVICES),
        status: fc.constantFrom('open', 'closed'),
        visibility: fc.constantFrom('public', 'public', 'public', 'held', 'staff', 'waiting'),
        days: fc.integer({ min: 0, max: 120 }),
      }),
      { numRuns: 400, seed: SEED },
    );
    await app.db.raw(
      `insert into requests (jurisdiction_id, number, service_code, status, visibility, requested_at, updated_at, lat, long, channel)
       select :city, 600000000 + place, service, status, visibility, date_trunc('second', now() - days * interval '1 day'),
              date_trunc('second', now()), lat, long, 'import'
         from json_to_recordset(:cases) as given (lat float8, long float8, service text, status text,
                                                                  visibility text, days integer, place bigint)`,
      { city: mixed.jurisdiction_id, cases: JSON.stringify(cases.map((one, place) => ({ ...one, place }))) },
    );
    const day = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          box: fc.tuple(degrees(-180, 180), degrees(-90, 90), degrees(-180, 180), degrees(-90, 90)),
          zoom: fc.integer({ min: 0, max: 22 }),
          service: fc.option(fc.subarray(SERVICES, { minLength: 1 })),
          status: fc.option(fc.constantFrom('open', 'closed', 'open,closed')),
          start: fc.option(fc.integer({ min: 30, max: 89 })),
          end: fc.option(fc.integer({ min: 0, max: 30 })),
        }),
        async ({ box: [west, one, east, other], zoom, service, status, start, end }) => {
          const box = [west, Math.min(one, other), east, Math.max(one, other)].join(',');
          const query = new URLSearchParams({
            bbox: box,
            ...(service === null ? {} : { service_code: service.join(',') }),
            ...(status === null ? {} : { status }),
            ...(start === null ? {} : { start_date: day(start) }),
            ...(end === null ? {} : { end_date: day(end) }),
          }).toString();
          const [found, listed] = await Promise.all([
            clusters(`${query}&zoom=${zoom}`, mixed),
            told(query, mixed),
          ]);
          expect(found.total).toBe(listed);
          expect(found.clusters.reduce((sum, { count }) => sum + count, 0)).toBe(found.total);
          const isInside = ({ bounds: [w, s, e, n], lat, long }: Cluster) =>
            w <= long && long <= e && s <= lat && lat <= n;
          expect(found.clusters.filter((one) => !isInside(one))).toEqual([]);
        },
      ),
      { numRuns: 100, seed: SEED },
    );
  });
});
