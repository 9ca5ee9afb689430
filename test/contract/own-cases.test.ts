import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Signpost } from '../../sdk/src/index.ts';
import { createKey, rotateKey } from '../../src/features/access/index.ts';
import { changeStatus, locateCase } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { call, errorsOf, listOf, PLACE, submitted } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

let app: TestApp;
/** A second process on the same database. */
let second: TestApp;
let city: TestCity;
let other: TestCity;
/** Two partners of the city with three cases and one. */
let mine: { key: string; key_id: string; numbers: string[] };
let theirs: { key: string; key_id: string; numbers: string[] };

beforeAll(async () => {
  app = await startApp();
  second = await startApp({ on: app.database });
  city = await createCity(app.db);
  other = await createCity(app.db);
  mine = await partner(['LAMP', 'HOLE', 'LAMP']);
  theirs = await partner(['LAMP']);
});
afterAll(async () => {
  await second.stop();
  await app.stop();
});

const newKey = (scopes = ['submit']) => createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes });

async function partner(services: string[]) {
  const { key, key_id } = await newKey();
  const numbers: string[] = [];
  for (const service_code of services) {
    const size: Record<string, string> = service_code === 'HOLE' ? { 'attribute[SIZE]': 'small' } : {};
    numbers.push(
      await submitted(app, { ...city, key }, { service_code, ...PLACE, description: 'dark', ...size }),
    );
  }
  return { key, key_id, numbers };
}

const own = (
  key: string | undefined,
  query = '',
  given: { on?: TestApp; headers?: Record<string, string>; at?: string; format?: string } = {},
) =>
  call(
    given.on ?? app,
    `/open311/${given.at ?? city.jurisdiction_id}/v2/requests.${given.format ?? 'json'}?own=true${query}`,
    { headers: { ...(key === undefined ? {} : { 'x-api-key': key }), ...given.headers } },
  );

const numbersIn = (answer: Answer) =>
  listOf(answer)
    .map(({ service_request_id }) => service_request_id)
    .sort();

describe('own=true', () => {
  test('lists the cases that came with the key, and no others', async () => {
    for (const { key, numbers } of [mine, theirs]) {
      const answer = await own(key);
      expect(numbersIn(answer)).toEqual([...numbers].sort());
      expect(answer.headers.get('x-total-count')).toBe(String(numbers.length));
    }
    const nothing = await own((await newKey()).key);
    expect([nothing.status, nothing.text]).toEqual([200, '[]']);
  });

  test('is the same list in XML and GeoJSON', async () => {
    const xml = await own(mine.key, '', { format: 'xml' });
    const geojson = await own(mine.key, '', { format: 'geojson' });
    for (const { text } of [xml, geojson]) {
      for (const number of mine.numbers) expect(text).toContain(number);
      for (const number of theirs.numbers) expect(text).not.toContain(number);
    }
  });

  test('takes the key from the query as well, and the header before it', async () => {
    const path = `/open311/${city.jurisdiction_id}/v2/requests.json?own=true&api_key=`;
    expect(numbersIn(await call(app, path + theirs.key))).toEqual(theirs.numbers);
    const both = await call(app, path + theirs.key, { headers: { 'x-api-key': mine.key } });
    expect(numbersIn(both)).toEqual([...mine.numbers].sort());
  });

  test('takes a key of any scope, also one of the installation', async () => {
    expect((await own((await newKey(['update'])).key)).text).toBe('[]');
    const everywhere = await createKey(app.db, { jurisdiction_id: null, scopes: ['submit'] });
    const number = await submitted(app, { ...city, key: everywhere.key }, { service_code: 'LAMP', ...PLACE });
    const elsewhere = await submitted(
      app,
      { ...other, key: everywhere.key },
      { service_code: 'LAMP', ...PLACE },
    );
    expect(numbersIn(await own(everywhere.key))).toEqual([number]);
    expect(numbersIn(await own(everywhere.key, '', { at: other.jurisdiction_id }))).toEqual([elsewhere]);
  });

  test.each([
    ['none', undefined, 'api_key is missing. A list of own cases needs the key that they came with.'],
    ['one that is none', 'x', 'api_key is not known here.'],
    ['a test key', `sp_test_${'0'.repeat(33)}`, expect.stringMatching(/^api_key is a test key\./)],
  ])('needs a key: %s is 403', async (_what, key, description) => {
    for (const format of ['json', 'geojson']) {
      const answer = await own(key, '', { format });
      expect([answer.status, errorsOf(answer)]).toEqual([
        403,
        [{ code: 403, type: 'forbidden', field: 'api_key', description }],
      ]);
    }
    const xml = await own(key, '', { format: 'xml' });
    expect([xml.status, xml.text.includes('<code>403</code>')]).toEqual([403, true]);
  });

  test('a key of another city is 403', async () => {
    expect((await own(other.key)).status).toBe(403);
  });

  test.each(['1', 'TRUE', 'yes', '', 'maybe'])('own=%s is a mistake, or nothing', async (value) => {
    const path = `/open311/${city.jurisdiction_id}/v2/requests.json?own=${value}&radius=1`;
    const answer = await call(app, path, { headers: { 'x-api-key': mine.key } });
    expect([value, answer.status]).toEqual([value, 400]);
    const fields = errorsOf(answer).map(({ field }) => field);
    expect(fields).toEqual(value === '' ? ['radius'] : ['radius', 'own']);
  });

  test('said twice it is a mistake', async () => {
    const answer = await own(mine.key, '&own=false');
    expect([answer.status, errorsOf(answer)[0]?.field]).toEqual([400, 'own']);
  });

  test('R22: with own=false, or without own, a key is not looked at', async () => {
    const all = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.json`);
    for (const query of ['own=false', 'api_key=x', 'own=false&api_key=x&api_key=y']) {
      const path = `/open311/${city.jurisdiction_id}/v2/requests.json?${query}`;
      const answer = await call(app, path, { headers: { 'x-api-key': 'x' } });
      expect([query, answer.status, numbersIn(answer)]).toEqual([query, 200, numbersIn(all)]);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    }
  });
});

describe('every other filter holds as well', () => {
  test.each([
    ['service_code=HOLE', 1],
    ['service_code=LAMP', 2],
    ['service_code=LAMP&status=open', 2],
    ['status=closed', 0],
    ['q=dark', 3],
    ['q=bright', 0],
    ['lat=51.1&long=17.03&radius=100', 3],
    ['lat=51.5&long=17.3&radius=100', 0],
    ['bbox=17.0,51.0,17.1,51.2&service_code=HOLE', 1],
    ['bbox=10,45,25,55', 3],
    ['q=dark&lat=51.1&long=17.03&radius=100&service_code=LAMP', 2],
    ['sort=updated_datetime', 3],
    ['start_date=2020-01-01&end_date=2020-02-01', 0],
    ['extensions=true', 3],
  ])('%s', async (query, count) => {
    const answer = await own(mine.key, `&${query}`);
    const all = numbersIn(answer);
    expect([answer.status, all.length]).toEqual([200, count]);
    expect(answer.headers.get('x-total-count')).toBe(String(count));
    expect(all.every((number) => mine.numbers.includes(number as string))).toBe(true);
  });

  test('service_request_id tells of own cases only', async () => {
    const asked = [...mine.numbers, ...theirs.numbers];
    const query = `&service_request_id=${asked.join(',')}`;
    expect(numbersIn(await own(mine.key, query))).toEqual([...mine.numbers].sort());
    expect(numbersIn(await own(theirs.key, query))).toEqual(theirs.numbers);
    expect((await own(mine.key, `&service_request_id=${theirs.numbers.join(',')}`)).text).toBe('[]');
    expect((await own(mine.key, `&service_request_id=x`)).text).toBe('[]');
  });

  test('what changes, with its horizon', async () => {
    const { key, numbers } = await partner(['LAMP', 'LAMP']);
    const door = { db: app.db, clock: systemClock, files: openFiles(app.folder) };
    const [changed = ''] = numbers;
    await changeStatus(door, await locateCase(app.db, changed), {
      status: 'closed',
      notes: null,
      actor: 'test',
    });
    const since = new Date(Date.now() - 60_000).toISOString();
    let found: unknown[] = [];
    while (found.length < 2) found = numbersIn(await own(key, `&updated_after=${since}`));
    expect(found).toEqual([...numbers].sort());
    expect(numbersIn(await own(key, '&status=closed'))).toEqual([changed]);
  });
});

describe('pages', () => {
  test('lead through all own cases, and the next page needs the key again', async () => {
    const seen: unknown[] = [];
    let path = `/open311/${city.jurisdiction_id}/v2/requests.json?own=true&page_size=1`;
    for (;;) {
      const answer = await call(app, path, { headers: { 'x-api-key': mine.key } });
      expect(answer.headers.get('x-total-count')).toBe('3');
      seen.push(...numbersIn(answer));
      const next = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1];
      if (next === undefined) break;
      expect(next).toContain('own=true');
      expect(next).not.toContain(mine.key);
      path = next.replace(app.url, '');
      expect((await call(app, path)).status).toBe(403);
      // A cursor of one key leads nobody else.
      const stranger = await call(app, path, { headers: { 'x-api-key': theirs.key } });
      expect([stranger.status, errorsOf(stranger)[0]?.field]).toEqual([400, 'cursor']);
      const everybody = await call(app, path.replace('own=true&', ''));
      expect([everybody.status, errorsOf(everybody)[0]?.field]).toEqual([400, 'cursor']);
    }
    expect(seen.sort()).toEqual([...mine.numbers].sort());
  });
});

describe('nobody sees the list of another key', () => {
  test('shared caches are told to keep nothing', async () => {
    const answer = await own(mine.key);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    const same = await own(mine.key, '', { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } });
    expect([same.status, same.headers.get('cache-control')]).toEqual([304, 'private, no-cache']);
    const numbered = await own(mine.key, `&service_request_id=${mine.numbers.join()}`);
    expect(numbered.headers.get('cache-control')).toBe('private, no-cache');
  });

  test('the tag of one list is no other one', async () => {
    const lists = [await own(mine.key), await own(theirs.key), await own((await newKey()).key)];
    const tags = lists.map(({ headers }) => headers.get('etag') ?? '');
    expect(new Set(tags).size).toBe(3);
    const stranger = await own(theirs.key, '', { headers: { 'if-none-match': tags[0] ?? '' } });
    expect([stranger.status, numbersIn(stranger)]).toEqual([200, theirs.numbers]);
  });

  test('also when all ask at one moment, again and again, in two processes', async () => {
    const all = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.json`);
    const every = numbersIn(all);
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const on = index % 2 === 0 ? app : second;
        if (index % 3 === 0)
          expect(numbersIn(await call(on, `/open311/${city.jurisdiction_id}/v2/requests.json`))).toEqual(
            every,
          );
        else if (index % 3 === 1)
          expect(numbersIn(await own(mine.key, '', { on }))).toEqual([...mine.numbers].sort());
        else expect(numbersIn(await own(theirs.key, '', { on }))).toEqual(theirs.numbers);
      }),
    );
  });
});

test('a case that is not public is in no list of its own key', async () => {
  const { key, numbers } = await partner(['LAMP']);
  await app
    .db('requests')
    .where({ jurisdiction_id: city.jurisdiction_id, number: numbers[0] })
    .update({ visibility: 'held' });
  expect((await own(key)).text).toBe('[]');
  expect((await own(key, `&service_request_id=${numbers[0]}`)).text).toBe('[]');
});

test('a new key lists the cases of the one that it replaced, and the other way round while both work', async () => {
  const { key, key_id, numbers } = await partner(['LAMP']);
  const next = await rotateKey({ db: app.db, clock: systemClock }, key_id, { overlap_hours: 1 });
  const third = await rotateKey({ db: app.db, clock: systemClock }, next.key_id, { overlap_hours: 1 });
  numbers.push(await submitted(app, { ...city, key: third.key }, { service_code: 'LAMP', ...PLACE }));
  for (const one of [key, next.key, third.key])
    expect(numbersIn(await own(one))).toEqual([...numbers].sort());
});

test('the sandbox has its own', async () => {
  const { key } = await createKey(app.db, {
    jurisdiction_id: city.jurisdiction_id,
    scopes: ['submit'],
    kind: 'test',
  });
  const base = `/open311/${city.jurisdiction_id}/test/v2/requests.json`;
  const answer = await call(app, base, {
    method: 'POST',
    body: new URLSearchParams({ api_key: key, service_code: 'LAMP', ...PLACE }),
  });
  const number = listOf(answer)[0]?.['service_request_id'];
  const listed = await call(app, `${base}?own=true`, { headers: { 'x-api-key': key } });
  expect(numbersIn(listed)).toEqual([number]);
  expect((await call(app, `${base}?own=true`, { headers: { 'x-api-key': mine.key } })).status).toBe(403);
});

test('the SDK sends its key with own, on each page, and not without', async () => {
  const keys: (string | null)[] = [];
  const client = new Signpost({
    baseUrl: app.url,
    jurisdictionId: city.jurisdiction_id,
    apiKey: mine.key,
    fetch: (input, init) => {
      keys.push(new Headers(init?.headers).get('x-api-key'));
      return fetch(input, init);
    },
  });
  const found = await client.requests.list({ own: true, page_size: 2 }).toArray();
  expect(found.map(({ service_request_id }) => service_request_id).sort()).toEqual([...mine.numbers].sort());
  expect(keys.splice(0)).toEqual([mine.key, mine.key]);
  for (const parameters of [{}, { own: false }]) await client.requests.list(parameters);
  expect(keys.splice(0)).toEqual([null, null]);
  const made = await client.requests.create({ service_code: 'LAMP', lat: 51.1, long: 17.03 }).withResponse();
  mine.numbers.push(made.data[0]?.service_request_id ?? '');
  expect(made.response.headers.get('ratelimit-policy')).toMatch(/^"key";q=\d+;w=60$/);
});

test('reading own cases is not counted as submitting', async () => {
  const answer = await own(mine.key);
  expect(answer.headers.has('ratelimit')).toBe(false);
});

test('an index finds them', async () => {
  const plan = await app.db.transaction(async (tx) => {
    await tx.raw(
      'set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off',
    );
    const { rows } = await tx.raw<{ rows: Record<string, string>[] }>(
      `explain select number from requests r
        where r.jurisdiction_id = '${city.jurisdiction_id}' and r.visibility = 'public' and r.key_id = ${mine.key_id}
        order by r.requested_at desc, r.number desc`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toContain('using requests_of_key');
});
