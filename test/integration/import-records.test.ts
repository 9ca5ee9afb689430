import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readImportMapping } from '../../src/features/requests/import-mapping.ts';
import { AppError } from '../../src/platform/errors.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { importInto, importState, insertImportCity } from '../support/import-city.ts';

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'signpost-import-'));
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

const newCity = (id: string) => insertImportCity(database.db, id);
const stateOf = (city: string) => importState(database.db, city);
const importing = (city: string, given: Parameters<typeof importInto>[2]) =>
  importInto(database.db, city, given);

const mapping = readImportMapping(
  JSON.stringify({
    source: 'old',
    time_format: 'yyyy-MM-dd HH:mm:ss',
    columns: {
      source_reference: 'id',
      service: 'type',
      requested: 'opened',
      updated: 'changed',
      closed: 'closed',
      status: 'status',
      description: 'text',
      address: 'street',
      lat: 'lat',
      long: 'long',
    },
    statuses: { Open: 'open', Closed: 'closed' },
  }),
);
const HEADER = 'id,type,opened,changed,closed,status,text,street,lat,long';
let files = 0;
function fileOf(content: string | Buffer, suffix = 'csv'): string {
  const path = join(folder, `${(files += 1)}.${suffix}`);
  writeFileSync(path, content);
  return path;
}
const casesOf = (city: string) =>
  database.db('requests').where({ jurisdiction_id: city }).orderBy('number') as unknown as Promise<
    Record<string, unknown>[]
  >;

test('refusals name the line where the record begins', async () => {
  const city = await newCity('refusals.example');
  const path = fileOf(
    [
      `\ufeff${HEADER}`,
      '1,Lamp,2020-01-01 10:00:00,,,Open,"two\r\nlines, ""quoted""",Main St,40.5,-73.5', // 2 and 3
      ',Lamp,2020-01-01 10:00:00,,,Open,,Main St,,', // 4
      '', // 5
      '3,Lamp,,,,Open,,Main St,,', // 6
      '4,Lamp,yesterday,,,Open,,Main St,,', // 7
      '5,Lamp,2020-01-01 10:00:00,,,Lost,,Main St,,', // 8
      '6,Lamp,2020-01-01 10:00:00,,,Open,"a\r\n\r\nb",,0,0', // 9 to 11
      '7,Lamp,2020-01-01 10:00:00,,2019-01-01 10:00:00,Closed,,Main St,,', // 12
      '8,,2020-01-01 10:00:00,,,Open,,Main St,,', // 13
      '9,Lamp', // 14
      '10,Lamp,2020-01-01 10:00:00,,,Open,,Main St,,,more', // 15
      '11,Lamp,2020-01-01 10:00:00,2020-13-01 10:00:00,,Open,,Main St,,', // 16
      '12,Lamp,2020-01-01 10:00:00,,,Open,,,40.5,', // 17
      '13,Lamp,2020-01-01 10:00:00,,,Open,,,91,10', // 18
      '1,Lamp,2021-01-01 10:00:00,,,Open,again,Main St,,', // 19
      '14,Lamp,2020-01-01 10:00:00,,,Open,last,Main St,,',
    ].join('\r\n'),
  );
  const report = await importing(city, { path, mapping });
  expect(report).toMatchObject({
    read: 15,
    imported: 2,
    already_there: 1,
    refused: 12,
    services_created: 1,
  });
  expect(report.refusals).toEqual(
    (
      [
        [4, /id is empty/],
        [6, /opened is empty/],
        [7, /opened "yesterday" is no time in the format yyyy/],
        [8, /status "Lost" is not among/],
        [9, /neither coordinates nor an address/],
        [12, /closed \(2019-01-01 10:00:00\) before it was opened/],
        [13, /type is empty/],
        [14, /2 fields; the first line names 10/],
        [15, /11 fields; the first line names 10/],
        [16, /changed "2020-13-01 10:00:00" is no time/],
        [17, /neither coordinates/],
        [18, /neither coordinates/],
      ] as const
    ).map(([line, reason]) => ({ line, reason: expect.stringMatching(reason) })),
  );
  const [first, last] = await casesOf(city);
  expect(first).toMatchObject({ source_reference: '1', description: 'two\nlines, "quoted"', lat: 40.5 });
  expect(last).toMatchObject({ source_reference: '14', description: 'last', lat: null, long: null });
});

test('times, texts and places are tidied', async () => {
  const city = await newCity('tidied.example');
  const path = fileOf(
    gzipSync(
      [
        HEADER,
        '1,Lamp,2020-01-01 10:00:00,2020-01-02 10:00:00,2020-01-03 10:00:00,Open,a\u0001\ud83d\ude00b,Main St,0,0',
        `2,LAMP,2020-01-01 10:00:00,2019-01-02 10:00:00,,Open,${'\u{1f4a1}'.repeat(4_001)},Main St,,`,
        '3,Lamp!,2020-01-01 10:00:00,2020-01-05 10:00:00,2020-01-03 10:00:00,Closed, ,Main St,,',
        '4,Tree,2020-01-01 10:00:00,2020-01-05 10:00:00,,Closed,,Main St,1e5,5',
      ].join('\n'),
    ),
    'csv.gz',
  );
  expect(await importing(city, { path, mapping })).toMatchObject({
    imported: 4,
    refused: 0,
    services_created: 2,
  });
  const cases = await casesOf(city);
  const at = (day: number) => new Date(`2020-01-0${day}T15:00:00Z`);
  expect(cases[0]).toMatchObject({ description: 'a😀b', lat: null, updated_at: at(2), closed_at: null });
  expect(cases[1]).toMatchObject({ description: '\u{1f4a1}'.repeat(4_000), updated_at: at(1) });
  expect(cases[2]).toMatchObject({
    description: null,
    updated_at: at(3),
    closed_at: at(3),
    service_code: 'lamp',
  });
  expect(cases[3]).toMatchObject({ lat: null, updated_at: at(5), closed_at: null, service_code: 'tree' });
});

test('a service that the city has stays as it is', async () => {
  const city = await newCity('known.example');
  await database.db.raw(
    `insert into services (jurisdiction_id, service_code, type, names) values (?, 'lamp', 'batch', '{"pl": "Latarnia"}')`,
    [city],
  );
  const path = fileOf(`${HEADER}\n1,Lamp,2020-01-01 10:00:00,,,Open,,Main St,,`);
  expect(await importing(city, { path, mapping })).toMatchObject({ imported: 1, services_created: 0 });
  expect(await database.db('services').where({ jurisdiction_id: city })).toMatchObject([
    { type: 'batch', names: { pl: 'Latarnia' }, postable: true, imported: false },
  ]);
  expect(await database.db('jurisdictions').where({ jurisdiction_id: city })).toMatchObject([
    { changeset: new Date('2020-01-01T00:00:00Z') },
  ]);
});

test('new services move the changeset', async () => {
  const city = await newCity('moved.example');
  const path = fileOf(`${HEADER}\n1,Lamp,2020-01-01 10:00:00,,,Open,,Main St,,`);
  await importing(city, { path, mapping });
  const row = (await database.db('jurisdictions').where({ jurisdiction_id: city }).first()) as {
    changeset: Date;
  };
  expect(row.changeset.getTime()).toBeGreaterThan(Date.UTC(2020, 0, 1));
});

test('two imports of one file at once write each case once', async () => {
  const city = await newCity('twice.example');
  const rows = Array.from(
    { length: 2_500 },
    (_, index) => `${index},Lamp ${index % 7},2020-01-01 10:00:00,,,Open,,Main St,,`,
  );
  const path = fileOf([HEADER, ...rows].join('\n'));
  const reports = await Promise.all([importing(city, { path, mapping }), importing(city, { path, mapping })]);
  expect(reports.map(({ imported, already_there }) => imported + already_there)).toEqual([2_500, 2_500]);
  expect(reports.reduce((sum, { imported }) => sum + imported, 0)).toBe(2_500);
  expect(reports.reduce((sum, { services_created }) => sum + services_created, 0)).toBe(7);
  expect(await stateOf(city)).toMatchObject({
    cases: '2500',
    references: '2500',
    directory: '2500',
    imported: '2500',
  });
});

test('a quotation mark that is never closed is refused with what follows it', async () => {
  const city = await newCity('quotation.example');
  const row = (id: number, text = '') => `${id},Lamp,2020-01-01 10:00:00,,,Open,${text},Main St,,`;
  const path = fileOf([HEADER, row(1), row(2), row(3, '"never closed'), row(4)].join('\n'));
  const report = await importing(city, { path, mapping });
  expect(report).toMatchObject({ read: 3, imported: 2, refused: 1 });
  expect(report.refusals).toEqual([
    { line: 4, reason: expect.stringMatching(/quotation mark is not closed/) },
  ]);
});

test('also when megabytes follow it', async () => {
  const city = await newCity('megabytes.example');
  const row = (id: number, text = '') => `${id},Lamp,2020-01-01 10:00:00,,,Open,${text},Main St,,`;
  const rows = Array.from({ length: 60_000 }, (_, index) => row(index + 3));
  const path = fileOf([HEADER, row(1), row(2, '"never closed'), ...rows].join('\n'));
  const report = await importing(city, { path, mapping });
  expect(report).toMatchObject({ read: 2, imported: 1, refused: 1, refusals: [{ line: 3 }] });
});

test('the list of refusals is bounded, their count is not', async () => {
  const city = await newCity('bounded.example');
  const path = fileOf([HEADER, ...Array.from({ length: 10_005 }, () => 'x,y')].join('\n'));
  const report = await importing(city, { path, mapping });
  expect(report.refused).toBe(10_005);
  expect(report.refusals).toHaveLength(10_000);
});

describe('files that cannot be imported write nothing', () => {
  test.each([
    [
      'a missing column',
      () => fileOf('id,type,opened,status\n1,Lamp,2020-01-01 10:00:00,Open'),
      /no column "changed".*id, type, opened, status/,
    ],
    ['a column twice', () => fileOf(`${HEADER},id\n`), /several columns "id"/],
    ['an empty file', () => fileOf(''), /is empty: its first line/],
    ['no file', () => join(folder, 'none.csv'), /There is no file .*none\.csv/],
    ['a folder', () => folder, /There is no file/],
    ['a file that is not packed', () => fileOf(HEADER, 'gz'), /cannot be read to its end/],
  ])('%s', async (name, path, message) => {
    const city = await newCity(`${name.replaceAll(' ', '-')}.example`);
    const refused = importing(city, { path: path(), mapping });
    await expect(refused).rejects.toBeInstanceOf(AppError);
    await expect(refused).rejects.toThrow(message);
    expect(await stateOf(city)).toMatchObject({ cases: '0', services: '0' });
  });
});

test('of a packed file that was cut off, what came is kept and the rest comes later', async () => {
  const city = await newCity('cut.example');
  const rows = Array.from(
    { length: 5_000 },
    (_, index) => `${index},Lamp,2020-01-01 10:00:00,,,Open,${index * 7919},Main St,,`,
  );
  const packed = gzipSync([HEADER, ...rows].join('\n'));
  const cut = importing(city, { path: fileOf(packed.subarray(0, packed.length / 2), 'gz'), mapping });
  await expect(cut).rejects.toThrow(/cannot be read to its end/);
  const report = await importing(city, { path: fileOf(packed, 'gz'), mapping });
  expect(report.imported + report.already_there).toBe(5_000);
  expect(await stateOf(city)).toMatchObject({ cases: '5000' });
});
