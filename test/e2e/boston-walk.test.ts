import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { databaseUrl, endPrograms, ROOT, runJson, startServerProgram } from '../support/program.ts';
import type { ServerProgram } from '../support/program.ts';
import { describeWithData } from '../support/test-data.ts';

type Item = { service_request_id: string; service_code: string; status: string; requested_datetime: string };
type Row = Record<string, string>;

/** A reader of its own, character by character: nothing of the import, nor of its library, has a part in it. */
function readCsv(path: string): Row[] {
  const text = gunzipSync(readFileSync(path)).toString('utf8');
  const records: string[][] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') field += text[(at += 1)];
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',' || character === '\n') {
      fields.push(field.replace(/\r$/, ''));
      field = '';
      if (character === '\n') {
        records.push(fields);
        fields = [];
      }
    } else field += character;
  }
  if (field !== '' || fields.length > 0) records.push([...fields, field]);
  const [headings = [], ...rows] = records;
  return rows.map((row) => Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? ''])));
}

/** Boston's wall clock, in summer: four hours behind UTC. The rows are from July to October. */
const utc = (local: string) => new Date(`${local.replace(' ', 'T')}-04:00`);

describeWithData(
  'Boston, imported by the program and read back by the API',
  ['requests/boston_311_2011_dev.csv.gz'],
  (path) => {
    let database: TestDatabase;
    let server: ServerProgram;
    let env: { DATABASE_URL: string };

    beforeAll(async () => {
      database = await cloneDatabase();
      env = { DATABASE_URL: databaseUrl(database.connection) };
      await runJson(
        ['jurisdictions', 'create', 'boston.example', '--name', 'Boston', '--time-zone', 'America/New_York'],
        { env },
      );
      server = await startServerProgram({ env });
    });
    afterAll(async () => {
      await endPrograms();
      await database.drop();
    });

    const importing = () =>
      runJson<{ read: number; imported: number; refused: number; already_there: number }>(
        [
          'import',
          'requests',
          '--jurisdiction',
          'boston.example',
          '--mapping',
          `${ROOT}examples/import/boston.json`,
          path,
        ],
        { env },
      );

    async function list(query: Record<string, string>): Promise<Item[]> {
      const response = await fetch(
        `${server.url}/open311/boston.example/v2/requests.json?${new URLSearchParams(query).toString()}`,
      );
      expect(response.status).toBe(200);
      return (await response.json()) as Item[];
    }

    test('41,827 rows: imported and refused are all of them, and a second run adds none', async () => {
      const first = await importing();
      expect(first).toMatchObject({ read: 41_827, already_there: 0 });
      expect(first.imported + first.refused).toBe(41_827);
      expect(await importing()).toMatchObject({
        read: 41_827,
        imported: 0,
        already_there: first.imported,
        refused: first.refused,
      });
    });

    test('walked in slices of at most 1,000, every closed case of every service is there, number by number', async () => {
      const rows = readCsv(path);
      expect(rows).toHaveLength(41_827);
      const types = [...new Set(rows.map((row) => row['type'] ?? ''))];

      // The public item has no source number, so the directory of sources is read once from the database.
      const sources = (await database.db.raw<unknown>(
        `select number::text as number, source_reference from signpost.requests where jurisdiction_id = 'boston.example'`,
      )) as { rows: { number: string; source_reference: string }[] };
      const sourceOf = new Map(sources.rows.map((row) => [row.number, row.source_reference]));
      const codes = (await database.db.raw<unknown>(
        `select service_code, names ->> 'en' as name from signpost.services where jurisdiction_id = 'boston.example'`,
      )) as { rows: { service_code: string; name: string }[] };
      const codeOf = new Map(codes.rows.map((row) => [row.name, row.service_code]));

      let walked = 0;
      for (const type of types) {
        const found = new Map<string, Item>();
        // From the newest backwards; a full slice goes on where its last case was, at that very second again.
        const start = utc('2011-07-01 00:00:00');
        for (let end = utc('2011-11-01 00:00:00'); end >= start;) {
          const from = new Date(Math.max(start.getTime(), end.getTime() - 60 * 86_400_000));
          const slice = await list({
            service_code: codeOf.get(type) ?? '',
            status: 'closed',
            start_date: from.toISOString(),
            end_date: end.toISOString(),
          });
          expect(slice.length).toBeLessThanOrEqual(1000);
          for (const item of slice) found.set(item.service_request_id, item);
          const last = slice.at(-1);
          end =
            slice.length === 1000 && last !== undefined
              ? new Date(last.requested_datetime)
              : new Date(from.getTime() - 1000);
        }
        const wanted = rows
          .filter((row) => row['type'] === type && row['case_status'] === 'Closed')
          .map((row) => row['case_enquiry_id'])
          .sort();
        expect({ type, numbers: [...found.keys()].map((number) => sourceOf.get(number)).sort() }).toEqual({
          type,
          numbers: wanted,
        });
        walked += found.size;
      }
      expect(walked).toBe(rows.filter((row) => row['case_status'] === 'Closed').length);
      process.stderr.write(
        `Boston walk: ${walked} closed cases of ${types.length} services agree with the CSV\n`,
      );
    });
  },
);
