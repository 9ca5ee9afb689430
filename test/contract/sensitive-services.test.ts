import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importAreas } from '../../src/features/areas/index.ts';
import { createKey } from '../../src/features/access/index.ts';
import { publishService } from '../../src/features/catalogue/index.ts';
import { republishRequests, restampRequests, showCase } from '../../src/features/requests/index.ts';
import { coarsePlace } from '../../src/features/requests/public-form.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, listOf, submit, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { letChangesPass } from '../support/past.ts';
import { quarters, submitFiles } from '../support/pictures.ts';

/** Cases of sensitive services: the public is told about where they are, or nothing. */
let app: TestApp;
let city: TestCity;
let changing: TestCity;
const SERVICES = [
  { service_code: 'LAMP' },
  {
    service_code: 'CAMP',
    publishes: 'coarse_place' as const,
    attributes: [{ code: 'COUNT', datatype: 'number' as const }],
  },
  { service_code: 'ABUSE', publishes: 'nothing' as const },
  { service_code: 'SLOW', type: 'batch' as const, publishes: 'nothing' as const },
];
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, { services: SERVICES });
  changing = await createCity(app.db, { services: [{ service_code: 'CAMP' }] });
  await importAreas(app.db, {
    jurisdiction_id: changing.jurisdiction_id,
    kind: 'district',
    defaultName: 'North',
    text: JSON.stringify({
      type: 'Polygon',
      coordinates: [
        [
          [16.5, 51.105],
          [17.5, 51.105],
          [17.5, 51.6],
          [16.5, 51.6],
          [16.5, 51.105],
        ],
      ],
    }),
  });
});
afterAll(() => app.stop());

const EXACT = { lat: '51.1043217', long: '17.0321987' };
const TOLD = coarsePlace(Number(EXACT.lat), Number(EXACT.long));
const base = (of: TestCity) => `/open311/${of.jurisdiction_id}/v2`;
const SAID = 'Ktoś śpi w altanie przy Kwiatowej 5';

async function everything(of: TestCity, number: string): Promise<string> {
  let all = '';
  for (const path of [
    ...['json', 'xml'].flatMap((format) => [
      `requests.${format}?extensions=true`,
      `requests/${number}.${format}?extensions=true`,
      `requests.${format}?service_request_id=${number}`,
      `servicerequestupdates.${format}`,
    ]),
    'requests.geojson',
    'exports/requests.csv',
    'exports/requests.ndjson',
    'exports/requests.geojson',
  ])
    all += (await call(app, `${base(of)}/${path}`)).text;
  return all;
}
const numbersIn = async (of: TestCity, query: string) =>
  listOf(await call(app, `${base(of)}/requests.json?${query}`)).map((one) => one['service_request_id']);

describe('a coarse place', () => {
  test('is on a net of about a kilometre, and the same for all that is near', () => {
    const metres = (degrees: number) => degrees * 111_195;
    for (const lat of [-89.99, -51, -0.001, 0, 12.34567, 51.1043217, 60, 89.99]) {
      for (const long of [-180, -17.0321987, 0, 17.0321987, 179.9999]) {
        const told = coarsePlace(lat, long);
        expect(metres(Math.abs(told.lat - lat))).toBeLessThanOrEqual(560);
        if (Math.abs(lat) < 89) {
          const aside = metres(Math.abs(told.long - long)) * Math.cos((told.lat * Math.PI) / 180);
          expect(aside).toBeLessThanOrEqual(570);
        }
        expect(coarsePlace(told.lat, told.long)).toEqual(told);
        expect(Math.abs(told.long)).toBeLessThanOrEqual(180);
      }
    }
    const places = new Set<string>();
    for (let step = 0; step < 40; step += 1) {
      const { lat, long } = coarsePlace(TOLD.lat - 0.002 + step * 0.0001, TOLD.long - 0.002 + step * 0.0001);
      places.add(`${lat} ${long}`);
    }
    expect(places.size).toBe(1);
  });
});

describe('a service that publishes the coarse place', () => {
  let number: string;
  beforeAll(async () => {
    const answer = await submitFiles(app, city, [['media', await quarters().jpeg().toBuffer()]], {
      fields: {
        ...EXACT,
        service_code: 'CAMP',
        description: SAID,
        address_string: 'Kwiatowa 5',
        address_id: 'ADDRESS-77',
        media_url: 'https://example.org/tent.jpg',
        'attribute[COUNT]': '3',
      },
    });
    number = String(listOf(answer)[0]?.['service_request_id']);
  });

  test('tells the status and about where, in every answer, and nothing that shows where', async () => {
    const [found] = listOf(await call(app, `${base(city)}/requests/${number}.json?extensions=true`));
    expect(found).toMatchObject({
      ...TOLD,
      status: 'open',
      service_code: 'CAMP',
      description: null,
      address: null,
      address_id: null,
      media_url: null,
      attributes: [],
    });
    const all = await everything(city, number);
    for (const secret of [EXACT.lat, EXACT.long, 'Kwiatow', 'ADDRESS-77', 'tent', '/media/', 'altan'])
      expect(all).not.toContain(secret);
  });

  test('nobody sees its pictures', async () => {
    const [row] = (await app.db('media').where({ jurisdiction_id: city.jurisdiction_id, number })) as {
      media_id: string;
    }[];
    expect((await call(app, `/media/${row?.media_id ?? ''}.jpg`)).status).toBe(404);
  });

  test('no box and no radius, however small, finds the exact place', async () => {
    const lat = Number(EXACT.lat);
    const long = Number(EXACT.long);
    const around = (at: { lat: number; long: number }, by: number) =>
      `bbox=${at.long - by},${at.lat - by},${at.long + by},${at.lat + by}`;
    for (const by of [0.00001, 0.0001, 0.0005, 0.001]) {
      expect(await numbersIn(city, around({ lat, long }, by))).toEqual([]);
      expect(await numbersIn(city, around(TOLD, by))).toEqual([number]);
    }
    expect(await numbersIn(city, `lat=${lat}&long=${long}&radius=50`)).toEqual([]);
    expect(await numbersIn(city, `lat=${TOLD.lat}&long=${TOLD.long}&radius=1`)).toEqual([number]);
    // Halving again and again leads to the knot of the net and no further.
    let [west, south, east, north] = [16.9, 51, 17.2, 51.2] as [number, number, number, number];
    for (let step = 0; step < 24; step += 1) {
      const middle = step % 2 === 0 ? (west + east) / 2 : (south + north) / 2;
      const half = step % 2 === 0 ? [west, south, middle, north] : [west, south, east, middle];
      const isThere = (await numbersIn(city, `bbox=${half.join(',')}`)).length > 0;
      if (step % 2 === 0) [west, east] = isThere ? [west, middle] : [middle, east];
      else [south, north] = isThere ? [south, middle] : [middle, north];
    }
    expect(Math.abs((west + east) / 2 - TOLD.long)).toBeLessThan(0.0002);
    expect(Math.abs((south + north) / 2 - TOLD.lat)).toBeLessThan(0.0002);
  });

  test('no search finds what was typed', async () => {
    for (const word of ['Kwiatowa', 'altanie', 'śpi'])
      expect(await numbersIn(city, `q=${encodeURIComponent(word)}`)).toEqual([]);
  });

  test('staff read it as it came', async () => {
    expect(await showCase(app.db, number)).toMatchObject({
      description: SAID,
      address: 'Kwiatowa 5',
      lat: Number(EXACT.lat),
      long: Number(EXACT.long),
      media_urls: [expect.stringMatching(/^\/media\//), 'https://example.org/tent.jpg'],
    });
  });

  test('updates of partners are told without their pictures', async () => {
    const partner = await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['update'] });
    await submit(
      app,
      { ...city, key: partner.key },
      {
        service_request_id: number,
        update_id: '9',
        status: 'in_progress',
        updated_datetime: '2026-05-01',
        description: 'Byliśmy na miejscu.',
        media_url: 'https://example.org/tent-inside.jpg',
      },
      { path: '/open311/v2/servicerequestupdates.json' },
    );
    const all = await everything(city, number);
    expect(all).toContain('Byliśmy na miejscu.');
    expect(all).not.toContain('tent-inside');
  });
});

describe('a service that publishes nothing', () => {
  test('gives the submitter a number, and nobody finds the case', async () => {
    const number = await submitted(app, city, { ...EXACT, service_code: 'ABUSE', description: SAID });
    expect((await call(app, `${base(city)}/requests/${number}.json`)).status).toBe(404);
    for (const query of [
      '',
      `service_request_id=${number}`,
      'service_code=ABUSE',
      `q=${number}`,
      'q=altanie',
    ])
      expect(await numbersIn(city, query)).not.toContain(number);
    for (const path of ['requests.geojson', 'exports/requests.ndjson', 'servicerequestupdates.json'])
      expect((await call(app, `${base(city)}/${path}`)).text).not.toContain(number);
    expect(await showCase(app.db, number)).toMatchObject({ description: SAID, visibility: 'staff' });
  });

  test('a token leads to the number, and to nothing else, once the case is taken over', async () => {
    app.work();
    const answer = await submit(app, city, { ...EXACT, service_code: 'SLOW' });
    const token = String(listOf(answer)[0]?.['token']);
    const resolve = async () =>
      listOf(await call(app, `${base(city)}/tokens/${token}.json`))[0]?.['service_request_id'] as
        string | null;
    let number = await resolve();
    while (number === null) number = await resolve();
    expect(number).toMatch(/^\d{8}$/);
    expect((await call(app, `${base(city)}/requests/${number}.json`)).status).toBe(404);
  });
});

test('cases that are there follow when a service becomes sensitive, and when it no longer is', async () => {
  const { jurisdiction_id } = changing;
  const doors = { db: app.db, clock: systemClock };
  const change = async (publishes: 'everything' | 'coarse_place' | 'nothing') => {
    await publishService(app.db, jurisdiction_id, 'CAMP', publishes);
    await letChangesPass(app.db);
    await republishRequests(doors, jurisdiction_id, { patient: true });
    await restampRequests(app.db, jurisdiction_id);
  };
  const number = await submitted(app, changing, { ...EXACT, service_code: 'CAMP', description: SAID });
  const get = async () =>
    listOf(await call(app, `${base(changing)}/requests/${number}.json?extensions=true`))[0] as Record<
      string,
      unknown
    >;
  const exact = { lat: Number(EXACT.lat), long: Number(EXACT.long), description: SAID };
  expect(await get()).toMatchObject({ ...exact, extended_attributes: { area_code: null } });

  await change('coarse_place');
  // The district is that of the place that is told, since the other one would narrow it down.
  expect(await get()).toMatchObject({ ...coarsePlace(exact.lat, exact.long), description: null });
  expect(coarsePlace(exact.lat, exact.long).lat).toBe(51.1);
  await change('everything');
  expect(await get()).toMatchObject({ ...exact, extended_attributes: { area_code: null } });

  await change('nothing');
  expect((await call(app, `${base(changing)}/requests/${number}.json`)).status).toBe(404);
  const gone = `${base(changing)}/requests.json?extensions=true&updated_after=2026-01-01T00:00:00Z&sort=updated_datetime`;
  // A change is told when its second is over.
  let told = '[]';
  while (told === '[]') told = (await call(app, gone)).text;
  expect(told).toContain(number);
  expect(told).not.toContain(EXACT.lat);
  // What was hidden is not shown again by itself.
  await change('everything');
  expect((await call(app, `${base(changing)}/requests/${number}.json`)).status).toBe(404);
});

test('an unknown service is told', async () => {
  await expect(publishService(app.db, city.jurisdiction_id, 'NONE', 'nothing')).rejects.toMatchObject({
    code: 'not_found',
  });
});
