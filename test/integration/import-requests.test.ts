import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { dammDigit } from '../../src/features/requests/case-number.ts';
import { readImportMapping } from '../../src/features/requests/import-mapping.ts';
import { importRequests } from '../../src/features/requests/import-requests.ts';
import type { ImportOptions } from '../../src/features/requests/import-requests.ts';
import { AppError } from '../../src/platform/errors.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { describeWithData } from '../support/test-data.ts';

jest.setTimeout(120_000);

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'signpost-import-'));
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

const NOW = new Date('2026-05-01T10:00:00.500Z');

async function newCity(jurisdiction_id: string): Promise<string> {
  await database.db.raw(
    `insert into jurisdictions (jurisdiction_id, name, time_zone, locale, contact, key_service, changeset)
     values (?, 'City', 'America/New_York', 'en', 'contact', 'key', '2020-01-01Z')`,
    [jurisdiction_id],
  );
  return jurisdiction_id;
}

const example = (name: string) =>
  readImportMapping(readFileSync(new URL(`../../examples/import/${name}.json`, import.meta.url), 'utf8'));

function importing(city: string, given: Partial<ImportOptions> & Pick<ImportOptions, 'path' | 'mapping'>) {
  const jurisdiction = { jurisdiction_id: city, time_zone: 'America/New_York', locale: 'en' };
  return importRequests(database.db, { jurisdiction, now: () => NOW, ...given });
}

async function one<Row>(text: string, city: string): Promise<Row> {
  const { rows } = (await database.db.raw(text, { city })) as { rows: Row[] };
  return rows[0] as Row;
}

/** The sums that must hold whatever was imported, and a fingerprint of everything but the numbers. */
const stateOf = (city: string) =>
  one<Record<string, string>>(
    `select count(*) as cases, count(distinct number) as numbers, count(distinct source_reference) as "references",
            count(*) filter (where status = 'closed') as closed,
            (select count(*) from case_directory where jurisdiction_id = :city) as directory,
            (select count(*) from request_timeline where jurisdiction_id = :city and kind = 'imported' and actor = 'import') as imported,
            (select count(*) from request_timeline where jurisdiction_id = :city and kind = 'status' and status = 'closed') as closings,
            (select count(*) from services where jurisdiction_id = :city and imported and active and not postable) as services,
            (select count(*) from announcements where jurisdiction_id = :city) as announcements,
            md5(string_agg(concat_ws('|', source_reference, service_code, status, status_notes, description,
                agency_responsible, requested_at, updated_at, expected_at, closed_at, address, zipcode, lat, long),
                ',' order by source_reference)) as content
       from requests where jurisdiction_id = :city and visibility = 'public' and channel = 'import'`,
    city,
  );

/** A plain reading of CSV, apart from the program's: fields by the names of the first line. */
function plainRows(text: string): Record<string, string>[] {
  const records: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '') break;
    if (end !== ',') records.push([]);
  }
  const [header = [], ...rows] = records.filter((record) => record.join('') !== '');
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

describeWithData('Boston, 41,827 cases', ['requests/boston_311_2011_dev.csv.gz'], (path) => {
  const mapping = example('boston');

  test('all of them come, a second time none', async () => {
    const city = await newCity('boston.example');
    const states: { bytesRead: number; bytesTotal: number; rows: number }[] = [];
    const report = await importing(city, {
      path,
      mapping,
      isInside: (lat) => lat > 42.3,
      onProgress: (state) => states.push(state),
    });
    const source = plainRows(gunzipSync(readFileSync(path)).toString('utf8'));
    expect(report.read).toBe(41_827);
    expect(source).toHaveLength(report.read);
    expect(report.imported + report.refused).toBe(report.read);
    expect(report).toMatchObject({
      imported: 41_827,
      refused: 0,
      already_there: 0,
      refusals: [],
      outside_area: source.filter((row) => Number(row['latitude']) <= 42.3).length,
      services_created: new Set(source.map((row) => row['type'])).size,
    });
    expect(states.at(-1)).toMatchObject({ rows: 41_827, bytesRead: states[0]?.bytesTotal });
    expect(states.map(({ rows }) => rows)).toEqual(states.map(({ rows }) => rows).sort((a, b) => a - b));

    const state = await stateOf(city);
    const closed = String(source.filter((row) => row['case_status'] === 'Closed').length);
    expect(state).toMatchObject({
      cases: '41827',
      numbers: '41827',
      references: '41827',
      directory: '41827',
      imported: '41827',
      closed,
      closings: closed,
      services: String(report.services_created),
      announcements: '0',
    });

    const again = await importing(city, { path, mapping });
    expect(again).toMatchObject({
      read: 41_827,
      imported: 0,
      already_there: 41_827,
      refused: 0,
      services_created: 0,
    });
    expect(await stateOf(city)).toEqual(state);
  });

  test('a case has what its record says', async () => {
    const found = await one<Record<string, unknown>>(
      `select r.*, s.names ->> 'en' as service_name, g.names ->> 'en' as "group",
              (select json_agg(json_build_object('kind', kind, 'status', status, 'at', wire_time(happened_at), 'notes', notes,
                                                 'actor', actor) order by entry)
                 from request_timeline t where t.jurisdiction_id = r.jurisdiction_id and t.number = r.number) as timeline
         from requests r join services s using (jurisdiction_id, service_code)
         join service_groups g using (jurisdiction_id, group_code)
        where jurisdiction_id = :city and source_reference = '101000295613'`,
      'boston.example',
    );
    expect(dammDigit(found['number'] as string)).toBe(0);
    expect(found).toMatchObject({
      service_code: 'street-light-outages',
      service_name: 'Street Light Outages',
      group: 'Street Lights',
      status: 'closed',
      status_notes: 'Case Closed Case Resolved replaced 100 amp fuse and reset breaker',
      description: 'Street Light Outages',
      agency_responsible: 'PWDx',
      requested_at: new Date('2011-07-01T05:32:33Z'),
      updated_at: new Date('2011-07-01T09:06:58Z'),
      closed_at: new Date('2011-07-01T09:06:58Z'),
      expected_at: new Date('2011-07-15T05:32:32Z'),
      address: 'INTERSECTION of Groveland St & River St  Mattapan  MA',
      zipcode: null,
      lat: 42.2715,
      long: -71.0772,
      source: 'boston-311',
      timeline: [
        {
          kind: 'status',
          status: 'closed',
          at: '2011-07-01T09:06:58Z',
          notes: 'Case Closed Case Resolved replaced 100 amp fuse and reset breaker',
          actor: 'import',
        },
        { kind: 'imported', status: 'closed', at: '2026-05-01T10:00:00Z', notes: null, actor: 'import' },
      ],
    });
  });

  test('an import that is killed halfway is finished by the next one', async () => {
    const city = await newCity('killed.example');
    const whole = await stateOf('boston.example');
    const killer = new pg.Client({ ...database.connection, application_name: 'killer' } as pg.ClientConfig);
    await killer.connect();
    let isOver = false;
    let killing: Promise<void> | undefined;
    // Until the import gives up: an idle connection that is killed is replaced without anybody noticing.
    const kill = async () => {
      while (!isOver) {
        await killer.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and application_name = 'signpost' and xact_start is not null`,
        );
      }
    };
    const killed = importing(city, {
      path,
      mapping,
      onProgress: ({ rows }) => {
        if (rows >= 15_000) killing ??= kill();
      },
    }).finally(() => (isOver = true));
    await expect(killed).rejects.toThrow(/terminat|closed|ended/i);
    await killing;
    await killer.end();
    const half = await stateOf(city);
    expect(Number(half['cases'])).toBeGreaterThanOrEqual(15_000);
    expect(Number(half['cases'])).toBeLessThan(41_827);
    expect([half['directory'], half['imported']]).toEqual([half['cases'], half['cases']]);

    const report = await importing(city, { path, mapping });
    expect(report).toMatchObject({ read: 41_827, already_there: Number(half['cases']), refused: 0 });
    expect(report.imported + report.already_there).toBe(41_827);
    expect(await stateOf(city)).toEqual(whole);
  });
});

describeWithData(
  'New York, two layouts',
  ['requests/nyc_311_2020_sample.csv', 'requests/nyc_311_2023-12_api.csv'],
  (download, api) => {
    /** `10/31/2020 12:19:00 PM` and `2020-10-31T12:19:00.000` in a form that sorts by time. */
    function sortable(time: string): string {
      const match = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d)(:\d\d:\d\d) ([AP])M$/.exec(time);
      if (match === null) return time;
      const [, month, day, year, hour = '', rest, half] = match;
      return `${year}-${month}-${day}T${String((Number(hour) % 12) + (half === 'P' ? 12 : 0)).padStart(2, '0')}${rest}`;
    }

    test.each([
      ['new-york-2020', download, 5_895],
      ['new-york-api', api, 500],
    ])('%s: refusals with line and reason, and the sums agree', async (name, path, count) => {
      const city = await newCity(`${name}.example`);
      const mapping = example(name);
      const report = await importing(city, { path, mapping });
      expect(report.read).toBe(count);
      expect(report.imported + report.refused).toBe(count);

      const { columns, statuses } = mapping;
      const expected = plainRows(readFileSync(path, 'utf8')).flatMap((row, index): [number, RegExp][] => {
        const line = index + 2; // No record of these files goes over several lines.
        const value = (column: string | undefined) => row[column ?? '']?.trim() ?? '';
        if (statuses[value(columns.status)] === undefined) return [[line, /is not among the statuses/]];
        const closed = sortable(value(columns.closed));
        if (closed !== '' && closed < sortable(value(columns.requested)))
          return [[line, /closed \(.*before it was opened/]];
        if (value(columns.lat) === '' && value(columns.address) === '')
          return [[line, /neither coordinates nor an address/]];
        return [];
      });
      expect(expected.length).toBeGreaterThan(0);
      expect(report.refusals).toEqual(
        expected.map(([line, reason]) => ({ line, reason: expect.stringMatching(reason) })),
      );
      expect(report.refused).toBe(expected.length);
      expect(await stateOf(city)).toMatchObject({
        cases: String(report.imported),
        directory: String(report.imported),
      });
    });

    test('both layouts are one source', async () => {
      const city = await newCity('new-york.example');
      await importing(city, { path: api, mapping: example('new-york-api') });
      const before = await stateOf(city);
      const report = await importing(city, { path: api, mapping: example('new-york-api') });
      expect(report).toMatchObject({ imported: 0, already_there: Number(before['cases']) });
    });
  },
);

describe('records', () => {
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
    const reports = await Promise.all([
      importing(city, { path, mapping }),
      importing(city, { path, mapping }),
    ]);
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
});
