import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { dammDigit, readCaseNumber } from '../../src/features/requests/case-number.ts';
import { readImportMapping } from '../../src/features/requests/import-mapping.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { importInto, importState, insertImportCity } from '../support/import-city.ts';
import { describeWithData } from '../support/test-data.ts';

jest.setTimeout(600_000);

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

const example = (name: string) =>
  readImportMapping(readFileSync(new URL(`../../examples/import/${name}.json`, import.meta.url), 'utf8'));

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

  test('all of them come', async () => {
    const city = await newCity('boston.example');
    const states: { bytesRead: number; bytesTotal: number; rows: number }[] = [];
    const report = await importing(city, {
      path,
      mapping,
      isInside: (lat) => lat > 42.3,
      onProgress: (state) => states.push(state),
    });
    // Until PostgreSQL knows how many cases there are, it reads all of them for each case of a list in a wide box.
    const { rows: known } = await database.db.raw<{ rows: { rows: number }[] }>(
      `select reltuples::int as rows from pg_class where oid = 'signpost.requests'::regclass`,
    );
    expect(known[0]?.rows).toBeGreaterThanOrEqual(report.imported);
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
    const { rows } = await database.db.raw<{ rows: { number: string }[] }>(
      'select number::text from requests where jurisdiction_id = :city',
      { city },
    );
    expect(rows.filter(({ number }) => readCaseNumber(number) !== 'possible')).toEqual([]);
  });

  test('a case has what its record says', async () => {
    const { rows } = await database.db.raw<{ rows: Record<string, unknown>[] }>(
      `select r.*, s.names ->> 'en' as service_name, g.names ->> 'en' as "group",
              (select json_agg(json_build_object('kind', kind, 'status', status, 'at', wire_time(happened_at), 'notes', notes,
                                                 'actor', actor) order by entry)
                 from request_timeline t where t.jurisdiction_id = r.jurisdiction_id and t.number = r.number) as timeline
         from requests r join services s using (jurisdiction_id, service_code)
         join service_groups g using (jurisdiction_id, group_code)
        where jurisdiction_id = :city and source_reference = '101000295613'`,
      { city: 'boston.example' },
    );
    const [found] = rows;
    expect(dammDigit(String(found?.['number']))).toBe(0);
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

  test('a second time none come, and an import that is killed halfway is finished by the next one', async () => {
    // A part of it will do; none of its records goes over several lines.
    const part = join(folder, 'part.csv');
    const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n');
    writeFileSync(part, lines.slice(0, 10_001).join('\n'));
    await importing(await newCity('whole.example'), { path: part, mapping });
    const whole = await stateOf('whole.example');
    expect(await importing('whole.example', { path: part, mapping })).toMatchObject({
      read: 10_000,
      imported: 0,
      already_there: 10_000,
      refused: 0,
      services_created: 0,
    });
    expect(await stateOf('whole.example')).toEqual(whole);

    const city = await newCity('killed.example');
    const killer = new pg.Client({ ...database.connection, application_name: 'killer' });
    await killer.connect();
    let isOver = false;
    let killing: Promise<void> | undefined;
    // Whoever holds the table keeps the import from its end.
    const holder = new pg.Client(database.connection);
    await holder.connect();
    // Until the import gives up: an idle connection that is killed is replaced without anybody noticing.
    const kill = async () => {
      await holder.query('begin; lock table signpost.requests in share mode');
      while (!isOver) {
        await killer.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and application_name = 'signpost' and xact_start is not null`,
        );
      }
    };
    const killed = importing(city, {
      path: part,
      mapping,
      onProgress: ({ rows }) => {
        if (rows >= 5_000) killing ??= kill();
      },
    }).finally(() => (isOver = true));
    await expect(killed).rejects.toThrow(/terminat|ECONNRESET|connection/i);
    await killing;
    await killer.end();
    await holder.end();
    const half = await stateOf(city);
    expect(Number(half['cases'])).toBeGreaterThanOrEqual(5_000);
    expect(Number(half['cases'])).toBeLessThan(10_000);
    expect([half['directory'], half['imported']]).toEqual([half['cases'], half['cases']]);

    const report = await importing(city, { path: part, mapping });
    expect(report).toMatchObject({ read: 10_000, already_there: Number(half['cases']), refused: 0 });
    expect(report.imported + report.already_there).toBe(10_000);
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

    /** `2020-10-31T12:19:00.000` as the download writes it. */
    function asDownloaded(time: string): string {
      const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d)(:\d\d:\d\d)/.exec(time);
      if (match === null) return time;
      const [, year, month, day, hour = '', rest] = match;
      const half = Number(hour) < 12 ? 'AM' : 'PM';
      return `${month}/${day}/${year} ${String(Number(hour) % 12 || 12).padStart(2, '0')}${rest} ${half}`;
    }

    test('both layouts are one source: what came in the one does not come again in the other', async () => {
      const city = await newCity('new-york.example');
      const [asked, downloaded] = [example('new-york-api'), example('new-york-2020')];
      const first = await importing(city, { path: api, mapping: asked });
      const before = await stateOf(city);

      // The same cases, as the download would have them.
      const names = Object.keys(asked.columns) as (keyof typeof asked.columns)[];
      const written = plainRows(readFileSync(api, 'utf8')).map((row) =>
        names.map((name) => {
          const value = row[asked.columns[name] ?? ''] ?? '';
          return ['requested', 'updated', 'closed'].includes(name) ? asDownloaded(value) : value;
        }),
      );
      const lines = [names.map((name) => downloaded.columns[name] ?? ''), ...written].map((fields) =>
        fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(','),
      );
      const same = join(folder, 'same.csv');
      // A column that only the download has.
      writeFileSync(same, lines.map((line, index) => `${line},${index === 0 ? 'Due Date' : ''}`).join('\n'));
      expect(await importing(city, { path: same, mapping: downloaded })).toMatchObject({
        read: first.read,
        imported: 0,
        already_there: first.imported,
        refused: first.refused,
      });
      expect(await stateOf(city)).toEqual(before);

      // By itself it would have brought the very same.
      const apart = await newCity('apart.example');
      await importing(apart, { path: same, mapping: downloaded });
      expect((await stateOf(apart))['content']).toBe(before['content']);

      const others = await importing(city, { path: download, mapping: downloaded });
      expect(others.already_there).toBe(0);
      expect((await stateOf(city))['cases']).toBe(String(first.imported + others.imported));
    });
  },
);
