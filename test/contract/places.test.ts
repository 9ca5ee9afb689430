import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seedDemonstration } from '../../src/features/demonstration/index.ts';
import { importPlaces } from '../../src/features/places/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, errorsOf } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

const DIRECTORY = `name,kind,lat,long,house_number,locality
ul. Świdnicka,street,51.1061,17.0319,,
ul. Świdnicka,address,51.1062,17.0320,12,
ul. Świdnicka,address,51.1063,17.0320,12a,
ul. Świdnicka,address,51.1064,17.0321,120,
ul. Świdnicka,address,51.1065,17.0322,12/14,
ul. Świdnicka Dolna,street,51.12,17.04,,
pl. Grunwaldzki,square,51.1119,17.0611,,
ul. 3 Maja,street,51.09,17.05,,
ul. 3 Maja,address,51.0901,17.0501,5,
"Park Południowy, wejście",place,51.07,17.01,,Borek
ul. Nowoświdnicka,street,51.08,17.02,,
Main Street,address,51.05,17.06,7,
Main Street,address,51.07,17.08,9,
ul. Polna,street,51.11,17.01,,Leśnica
ul. Polna,street,51.12,17.02,,Oporów
ul. Polna,address,51.111,17.011,3,Leśnica
Rynek,square,51.11,17.03,,
Skwer imienia generała Stefana Roweckiego,square,51.11,17.03,,
`;

let app: TestApp;
let city: TestCity;
let neighbour: TestCity;
let replaced: TestCity;
let shaped: TestCity;
let folder: string;

const get = (path: string, of = city) => call(app, `/open311/${of.jurisdiction_id}/v2/${path}`);
const found = async (q: string, of = city) =>
  (
    (await get(`places.json?q=${encodeURIComponent(q)}`, of)).json as {
      name: string;
      locality: string | null;
    }[]
  ).map(({ name, locality }) => (locality === null ? name : `${name} (${locality})`));
async function importText(text: string, file = 'places.csv', of = city) {
  const path = join(folder, file);
  await writeFile(path, text);
  return importPlaces(app.db, { jurisdiction_id: of.jurisdiction_id, path });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signpost-places-'));
  app = await startApp();
  city = await createCity(app.db, { locale: 'pl' });
  neighbour = await createCity(app.db);
  replaced = await createCity(app.db);
  shaped = await createCity(app.db);
  expect(await importText(DIRECTORY)).toEqual({
    read: 18,
    imported: 18,
    refused: 0,
    streets_added: 1,
    refusals: [],
  });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

describe('places.list', () => {
  test.each([
    ['ul. Świdnicka', ['ul. Świdnicka', 'ul. Świdnicka Dolna', 'ul. Nowoświdnicka']],
    ['swidnicka', ['ul. Świdnicka', 'ul. Świdnicka Dolna', 'ul. Nowoświdnicka']],
    ['ŚWID', ['ul. Świdnicka', 'ul. Świdnicka Dolna', 'ul. Nowoświdnicka']],
    ['dolna swid', ['ul. Świdnicka Dolna']],
    ['grunw', ['pl. Grunwaldzki']],
    ['Grunwadzki', ['pl. Grunwaldzki']],
    ['rynke', ['Rynek']],
    ['Roweciego', ['Skwer imienia generała Stefana Roweckiego']],
    ['ulica Grunwadzki', ['pl. Grunwaldzki']],
    ['park wejście', ['Park Południowy, wejście (Borek)']],
    ['polna', ['ul. Polna (Leśnica)', 'ul. Polna (Oporów)']],
    ['Polna 3', ['ul. Polna 3 (Leśnica)', 'ul. Polna (Oporów)']],
    ['3 maja', ['ul. 3 Maja']],
    ['3 maja 5', ['ul. 3 Maja 5']],
    ['świdnicka 12a', ['ul. Świdnicka 12a', 'ul. Świdnicka Dolna', 'ul. Nowoświdnicka']],
    ['swidnicka 12/14', ['ul. Świdnicka 12/14', 'ul. Świdnicka Dolna', 'ul. Nowoświdnicka']],
    ['Świdncka 120', ['ul. Świdnicka 120']],
    ['świdnicka dolna 4', ['ul. Świdnicka Dolna']],
    ['7 main street', ['Main Street 7']],
    ['xyzzy', []],
  ])('%s', async (q, expected) => {
    const names = await found(q);
    expect(q.startsWith('Świdncka') ? names.slice(0, 1) : names).toEqual(expected);
  });

  test('a house number, and behind it those that begin so', async () => {
    expect((await found('Świdnicka 12')).slice(0, 3)).toEqual([
      'ul. Świdnicka 12',
      'ul. Świdnicka 12a',
      'ul. Świdnicka 12/14',
    ]);
  });

  test('what is told of a place; a street that came by its houses lies in their middle', async () => {
    expect((await get('places.json?q=main')).json).toEqual([
      {
        name: 'Main Street',
        kind: 'street',
        house_number: null,
        locality: null,
        lat: 51.06,
        long: 17.07,
        area_code: null,
        area_name: null,
      },
    ]);
    expect((await get('places.xml?q=grunw')).text).toMatch(
      /<places><place><name>pl. Grunwaldzki<\/name><kind>square<\/kind><house_number\/><locality\/><lat>51.1119<\/lat>/,
    );
  });

  test('a number that the directory does not have is kept beside the street', async () => {
    const told = async (q: string) =>
      (await get(`places.json?q=${encodeURIComponent(q)}`)).json as {
        name: string;
        address_string?: string;
      }[];
    expect(await told('grunwaldzki 3')).toMatchObject([
      { name: 'pl. Grunwaldzki', house_number: null, address_string: 'pl. Grunwaldzki 3' },
    ]);
    expect(await told('polna 3')).toEqual([
      expect.not.objectContaining({ address_string: expect.anything() }),
      expect.objectContaining({ locality: 'Oporów', address_string: 'ul. Polna 3' }),
    ]);
    for (const q of ['grunwaldzki', '3 maja', 'świdnicka 12'])
      expect((await told(q))[0]).not.toHaveProperty('address_string');
  });

  test('where the number is written first, it stands first', async () => {
    await importText(
      'name,kind,lat,long,house_number\nMain Street,address,51,17,7\n',
      'english.csv',
      neighbour,
    );
    expect(await found('main street 7', neighbour)).toEqual(['7 Main Street']);
  });

  test('another city knows none of them, and the sandbox has those of its city', async () => {
    expect(await found('grunwaldzki', neighbour)).toEqual([]);
    const sandbox = await call(app, `/open311/${city.jurisdiction_id}/test/v2/places.json?q=grunwaldzki`);
    expect(sandbox.json).toHaveLength(1);
  });

  test('what it cannot read is told', async () => {
    expect(errorsOf(await get('places.json', neighbour))[0]?.description).toBe(
      'q is missing. Send what is looked for, such as Main Street.',
    );
    expect(errorsOf(await get('places.json?q=.,', neighbour))[0]?.description).toBe(
      'q must have a word or a number to look for.',
    );
    expect((await get(`places.json?q=${'a'.repeat(201)}`)).status).toBe(400);
    expect(await found(`a' | b:* \\ & "c"`)).toEqual([]);
    expect(await found('%%%1')).toEqual([]);
  });
});

describe('importing places', () => {
  test('an import replaces the one before; bad rows are told with line and column', async () => {
    await importText('name,kind,lat,long\nOld Street,street,51,17\n', 'old.csv', replaced);
    const report = await importText(
      'name,kind,lat,long\nNew Street,street,51,17\nx,lane,51,17\ny,street,91,17\nz,street,51,abc\n,street,1,1\n"two\nlines",street,51,17\nq,street\n',
      'new.csv',
      replaced,
    );
    expect(report).toMatchObject({ read: 7, imported: 2, refused: 5 });
    expect(report.refusals).toEqual([
      { line: 3, column: 'kind', reason: 'It must be street, square, address or place.' },
      { line: 4, column: 'lat', reason: 'It is no latitude in degrees (WGS84).' },
      { line: 5, column: 'long', reason: 'It is no longitude in degrees (WGS84).' },
      { line: 6, column: 'name', reason: 'It has no name.' },
      { line: 9, column: null, reason: 'The record has 2 fields; the first line names 4.' },
    ]);
    expect(await found('street', replaced)).toEqual(['New Street']);
  });

  test('GeoJSON', async () => {
    const point = (name: string, geometry: unknown) => ({
      type: 'Feature',
      properties: { name, kind: 'place' },
      geometry,
    });
    const features = [
      point('School', { type: 'Point', coordinates: [17, 51] }),
      point('River', { type: 'LineString', coordinates: [] }),
    ];
    const report = await importText(
      JSON.stringify({ type: 'FeatureCollection', features }),
      'p.geojson',
      shaped,
    );
    expect(report.refusals).toEqual([
      { line: 2, column: 'geometry', reason: 'It must be a Point: where the middle of the place is.' },
    ]);
    expect(await found('scho', shaped)).toEqual(['School']);
  });

  test('a file with nothing in it changes nothing', async () => {
    await expect(importText('name,kind,lat,long\n', 'none.csv')).rejects.toMatchObject({ code: 'invalid' });
    await expect(importText('name,kind,lat\nA,street,1\n', 'none.csv')).rejects.toMatchObject({
      findings: [{ message: expect.stringMatching(/no column "long"/) }],
    });
    await expect(importText('[]', 'none.json')).rejects.toMatchObject({ code: 'invalid' });
    expect(await found('grunw')).toEqual(['pl. Grunwaldzki']);
  });
});

test('demonstration cities have their streets, also those that an earlier release has made', async () => {
  const other = await startApp();
  try {
    await seedDemonstration({ db: other.db, clock: systemClock });
    const search = async () =>
      (
        (await call(other, `/open311/wroclaw.pl/v2/places.json?q=swidnicka`)).json as {
          name: string;
          area_name: string;
        }[]
      ).map(({ name, area_name }) => [name, area_name]);
    await until(async () => (await search()).length === 1);
    expect(await search()).toEqual([['ul. Świdnicka', 'Stare Miasto']]);
    await other.db.raw(`delete from places`);
    expect(await search()).toEqual([]);
    await seedDemonstration({ db: other.db, clock: systemClock });
    expect((await search()).length).toBe(1);
  } finally {
    await other.stop();
  }
});
