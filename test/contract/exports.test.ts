import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { call, errorsOf, fieldsOf, listOf, rawCall } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { contract, startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

/** Late in the evening in UTC, and the next day in Warsaw. */
const NOW = new Date('2026-03-01T23:30:00Z');

const ODD = 'a "quoted" \\ back\\slash \\n, tab\there\r\nand a line, \\. 🚧 żółć \u0001 \u0002 \u2028 end';

let app: TestApp;
let city: TestCity;
let empty: TestCity;

type Fields = Record<string, string | number | string[] | null>;

let last = 3_000_000;
/** Writes a case as it stands. */
async function put(of: TestCity, given: Fields): Promise<string> {
  const stem = String(++last);
  const columns = {
    jurisdiction_id: of.jurisdiction_id,
    service_code: 'LAMP',
    status: 'open',
    visibility: 'public',
    updated_at: '2026-02-01T10:00:00Z',
    channel: 'api',
    ...given,
  };
  const names = Object.keys(columns);
  const rows = await app.db.raw<{ rows: { number: string }[] }>(
    `insert into signpost.requests (number, ${names.join(', ')})
     values (:stem::bigint * 10 + signpost.damm_digit(:stem::text), ${names.map((name) => `:${name}`).join(', ')})
     returning number`,
    { stem, ...columns } as never,
  );
  return rows.rows[0]?.number ?? '';
}

let numbers: Record<'odd' | 'formula' | 'old' | 'tree', string>;

beforeAll(async () => {
  app = await startApp({ clock: { now: () => NOW } });
  city = await createCity(app.db, {
    services: [{ service_code: 'LAMP', names: { en: 'Lamp', pl: 'Latarnia' } }, { service_code: 'TREE' }],
  });
  empty = await createCity(app.db);
  numbers = {
    odd: await put(city, {
      requested_at: '2026-02-01T10:00:00Z',
      description: ODD,
      lat: 51.1,
      long: -0.0000001,
      media_urls: ['/media/a.jpg'],
      service_notice: 'We look into it.',
    }),
    formula: await put(city, {
      requested_at: '2026-02-01T10:00:00Z',
      description: '=cmd|x',
      address: ' @home',
      status: 'closed',
    }),
    old: await put(city, { requested_at: '2019-05-01T10:00:00Z', zipcode: '-1' }),
    tree: await put(city, { requested_at: '2025-12-31T23:30:00Z', service_code: 'TREE' }),
  };
  await put(city, { requested_at: '2026-02-01T10:00:00Z', visibility: 'staff' });
  await put(city, { requested_at: '2026-02-01T10:00:00Z', visibility: 'waiting' });
});
afterAll(() => app.stop());

const ask = (ending: string, of = city, init: RequestInit = {}) =>
  call(app, `/open311/${of.jurisdiction_id}/v2/exports/requests.${ending}`, init);

/** Their numbers, in the order of the file. */
const found = async (query: string) => {
  const { status, text } = await ask(`ndjson?${query}`);
  if (status !== 200) throw new Error(text);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { service_request_id: string }).service_request_id);
};

/** The same cases by the list, one window after the other. */
async function listed(): Promise<Record<string, unknown>[]> {
  const { formula, odd, tree, old } = numbers;
  const ids = [formula, odd, tree, old];
  const list = listOf(
    await call(
      app,
      `/open311/${city.jurisdiction_id}/v2/requests.json?service_request_id=${ids.join(',')}&locale=en`,
    ),
  );
  return ids.map((id) => list.find((one) => one['service_request_id'] === id) ?? {});
}

describe('the three formats hold the cases that lists tell of', () => {
  test('NDJSON, a line each', async () => {
    const { text, headers } = await ask('ndjson');
    expect(text.endsWith('}\n')).toBe(true);
    const items = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(items).toEqual(await listed());
    expect(items[1]).toMatchObject({ description: ODD, media_url: `${app.url}/media/a.jpg` });
    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  });

  test('GeoJSON', async () => {
    const { json, headers } = await ask('geojson');
    const list = await call(
      app,
      `/open311/${city.jurisdiction_id}/v2/requests.geojson?service_request_id=${numbers.odd}`,
    );
    const { features } = json as { features: { id: string; properties: unknown }[] };
    expect(features.map(({ properties }) => properties)).toEqual(await listed());
    expect((list.json as { features: unknown[] }).features[0]).toEqual(features[1]);
    expect(headers.get('content-type')).toBe('application/geo+json; charset=utf-8');
  });

  test('CSV, with texts that no spreadsheet runs', async () => {
    const { text, headers } = await ask('csv');
    const rows = parse<Record<string, string>>(text, { columns: true, record_delimiter: '\r\n' });
    const expected = (await listed()).map((item) =>
      Object.fromEntries(
        Object.entries(item).map(([name, value]) => [
          name,
          value === null ? '' : String(value as string | number),
        ]),
      ),
    );
    expect(rows).toEqual([
      { ...expected[0], description: `'=cmd|x`, address: `' @home` },
      expected[1],
      expected[2],
      { ...expected[3], zipcode: `'-1` },
    ]);
    expect(rows[1]).toMatchObject({ description: ODD, long: '-1e-7' });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  });

  test('the columns are the fields of a case, in their order', async () => {
    const [head] = (await ask('csv')).text.split('\r\n');
    expect(head?.split(',')).toEqual(Object.keys((await listed())[0] ?? {}));
    expect(head?.split(',')).toEqual(contract.document.components.schemas['Request']?.required);
  });
});

describe('a city without cases', () => {
  test('has files without cases', async () => {
    expect((await ask('csv', empty)).text).toMatch(/^service_request_id,[a-z_,]+\r\n$/);
    expect((await ask('ndjson', empty)).text).toBe('');
    expect((await ask('geojson', empty)).json).toEqual({ type: 'FeatureCollection', features: [] });
  });
});

describe('filters mean what they mean in lists', () => {
  test('without any, everything public, the newest first', async () => {
    expect(await found('')).toEqual([numbers.formula, numbers.odd, numbers.tree, numbers.old]);
  });

  test.each<[string, ('odd' | 'formula' | 'old' | 'tree')[]]>([
    ['service_code=TREE', ['tree']],
    ['service_code=TREE,LAMP,NONE', ['formula', 'odd', 'tree', 'old']],
    ['status=closed', ['formula']],
    ['status=open&service_code=LAMP', ['odd', 'old']],
    ['status=open,closed', ['formula', 'odd', 'tree', 'old']],
    ['start_date=2026-01-01', ['formula', 'odd', 'tree']],
    ['start_date=2026-01-01T00:00:00Z', ['formula', 'odd']],
    ['end_date=2019-05-01T10:00:00Z', ['old']],
    ['start_date=2019-05-01T10:00:01Z&end_date=2026-01-31', ['tree']],
  ])('%s', async (query, expected) => {
    expect(await found(query)).toEqual(expected.map((name) => numbers[name]));
  });

  test('a code that would be SQL is only an unknown code', async () => {
    const answer = await ask(`csv?service_code=${encodeURIComponent(`'; drop table x; --\\`)}`);
    expect([answer.status, ...fieldsOf(answer)]).toEqual([404, 'service_code']);
  });

  test('every mistake is told, in a list as everywhere', async () => {
    const answer = await ask('csv?start_date=x&status=new&locale=pl');
    expect([answer.status, ...fieldsOf(answer)]).toEqual([400, 'start_date', 'status']);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBeNull();
    expect(errorsOf(await ask('csv?start_date=2026-02-02&end_date=2026-02-01'))[0]).toMatchObject({
      code: 400,
      field: 'end_date',
    });
  });

  test('names in the language that is asked for', async () => {
    const { text, headers } = await ask('ndjson?locale=pl');
    expect(text).toContain('"service_name":"Latarnia"');
    expect(headers.get('content-language')).toBe('pl');
  });
});

describe('the answer', () => {
  test('names the file by city and day, is not kept, and can be read by pages of others', async () => {
    const { headers } = await ask('csv');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="${city.jurisdiction_id}-requests-2026-03-02.csv"`,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('etag')).toBeNull();
    expect(headers.get('x-request-id')).toBeTruthy();
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toContain('Content-Disposition');
    expect(headers.get('vary')).toContain('Accept-Encoding');
  });

  test('is packed for those who take it, and holds the same', async () => {
    const path = `/open311/v2/exports/requests.csv?jurisdiction_id=${city.jurisdiction_id}`;
    const packed = await fetch(app.url + path, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const plain = await rawCall(app, { path });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['transfer-encoding']).toBe('chunked');
    expect(await packed.text()).toBe(plain.text);
  });

  test('to HEAD has the headers, and reads no case', async () => {
    const seen: string[] = [];
    const watched = await startApp({ on: app.database, operations: watching(seen) });
    const path = `/open311/${city.jurisdiction_id}/v2/exports/requests.csv`;
    const answer = await rawCall(watched, { method: 'HEAD', path });
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers['content-length']).toBeUndefined();
    expect(seen).toEqual([]);
    expect((await rawCall(watched, { path })).status).toBe(200);
    expect(seen).toEqual(['opened']);
    await watched.stop();
  });

  test('is the same below both base paths', async () => {
    const other = await call(app, `/open311/v2/exports/requests.csv?jurisdiction_id=${city.jurisdiction_id}`);
    expect(other.text).toBe((await ask('csv')).text);
  });
});

/** Notes when the reading of items begins. */
const watching =
  (seen: string[]): NonNullable<Parameters<typeof startApp>[0]>['operations'] & object =>
  (composed) => ({
    ...composed,
    'requests.export': async (given) => {
      const reply = await composed['requests.export'](given);
      if (!('items' in reply)) return reply;
      return {
        ...reply,
        items: () => {
          seen.push('opened');
          return reply.items();
        },
      };
    },
  });

describe('paths', () => {
  const base = () => `/open311/${city.jurisdiction_id}/v2/exports`;

  test.each([
    'requests.json',
    'requests.xml',
    'requests.xls',
    'requests',
    'services.csv',
    'requests.csv.json',
    'x/requests.csv',
  ])('%s is not there', async (path) => {
    expect((await call(app, `${base()}/${path}`)).status).toBe(404);
  });

  test('only GET, HEAD and OPTIONS', async () => {
    const posted = await call(app, `${base()}/requests.csv`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const options = await call(app, `${base()}/requests.csv`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });
});
