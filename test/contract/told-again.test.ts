import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { touchChangeset } from '../../src/features/jurisdictions/index.ts';
import { changeStatus, locateCase } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, PLACE, rawCall, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

/** The text of a list is kept, and told again for as long as a new one would be the same. */
let app: TestApp;
let city: TestCity;
let path: string;
/** Names of the statements that were run. */
const run: string[] = [];

let cities: TestCity[];

beforeAll(async () => {
  app = await startApp({ observer: ({ name }) => run.push(name) });
  cities = await Promise.all(Array.from({ length: 9 }, () => createCity(app.db)));
});
afterAll(() => app.stop());
beforeEach(async () => {
  const next = cities.pop();
  if (next === undefined) throw new Error('each test has a city of its own');
  city = next;
  path = `/open311/${city.jurisdiction_id}/v2/requests`;
  await until(async () => (await call(app, `${path}.json`)).status === 200);
});

const submit = () => submitted(app, city, { service_code: 'LAMP', ...PLACE });
const numbers = (text: string) =>
  (JSON.parse(text) as { service_request_id: string }[]).map(({ service_request_id }) => service_request_id);
const madeAnew = () => run.filter((name) => name.startsWith('requests.list.')).length;

/** Of days around now. */
const window = [-1, 1]
  .map((days) => new Date(Date.now() + days * 86_400_000).toISOString())
  .map((date, place) => `${place === 0 ? 'start' : 'end'}_date=${date}`)
  .join('&');

/** Asks twice, so that the text is surely kept. */
async function told(query: string, format = 'json', headers: Record<string, string> = {}) {
  await rawCall(app, { method: 'GET', path: `${path}.${format}?${query}`, headers });
  return rawCall(app, { method: 'GET', path: `${path}.${format}?${query}`, headers });
}

test.each([
  ['json', {}],
  ['xml', {}],
  ['geojson', {}],
  ['json', { 'accept-encoding': 'gzip' }],
] as [string, Record<string, string>][])(
  '%s with %j is the same text and is not made again',
  async (format, headers) => {
    for (let one = 0; one < 8; one += 1) await submit();
    // A window of its own: without one it ends now, and the way to the next page says when that was.
    const query = 'status=open&extensions=true&page_size=5&' + window;
    const first = await rawCall(app, { method: 'GET', path: `${path}.${format}?${query}`, headers });
    const made = madeAnew();
    const second = await rawCall(app, { method: 'GET', path: `${path}.${format}?${query}`, headers });
    expect(madeAnew()).toBe(made);
    expect(second.bytes.equals(first.bytes)).toBe(true);
    expect([second.headers['etag'], second.headers['link'], second.headers['x-total-count']]).toEqual([
      first.headers['etag'],
      first.headers['link'],
      '8',
    ]);
    expect(second.headers['content-encoding']).toBe(headers['accept-encoding']);
  },
);

test('the total of a long list without dates is counted once a second, however many ask for it', async () => {
  // Shorter ones are counted each time, so that a new case is in the total at once.
  await app.db.raw(
    `insert into requests (jurisdiction_id, number, service_code, visibility, requested_at, updated_at, channel)
     select ?, 500000000 + i, 'LAMP', 'public', date_trunc('second', now()), date_trunc('second', now()), 'import'
       from generate_series(1, 210) as i`,
    [city.jurisdiction_id],
  );
  run.length = 0;
  const begun = performance.now();
  for (let round = 0; round < 3; round += 1) {
    const answers = await Promise.all(Array.from({ length: 4 }, () => call(app, `${path}.json?page_size=1`)));
    expect(answers.map(({ headers }) => headers.get('x-total-count'))).toEqual(answers.map(() => '210'));
  }
  const counted = run.filter((name) => name.startsWith('requests.count.')).length;
  expect(counted).toBeGreaterThan(0);
  expect(counted).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - begun) / 1_000));
});

test('a new case and a changed one are there at once', async () => {
  const first = await submit();
  expect(numbers((await told('page_size=10')).bytes.toString())).toEqual([first]);
  const second = await submit();
  expect(numbers((await told('page_size=10')).bytes.toString()).sort()).toEqual([first, second].sort());
  await changeStatus({ db: app.db, clock: systemClock }, await locateCase(app.db, first), {
    status: 'closed',
    notes: 'Mended.',
    actor: 'test',
  });
  expect((await told('page_size=10')).bytes.toString()).toContain('Mended.');
});

test('a case behind the page changes the tag, so that who has a copy hears of the next page', async () => {
  const [newest] = [await submit()];
  const before = await told('page_size=1');
  expect(before.headers['link']).toBeUndefined();
  // One that came earlier, as an import brings it.
  const past = await submit();
  await app
    .db('requests')
    .where({ jurisdiction_id: city.jurisdiction_id, number: past })
    .update({
      requested_at: new Date(Math.floor(Date.now() / 1_000) * 1_000 - 86_400_000),
    });
  const headers = { 'if-none-match': before.headers['etag'] ?? '' };
  const again = await call(app, `${path}.json?page_size=1`, { headers });
  expect(again.status).toBe(200);
  expect(numbers(again.text)).toEqual([newest]);
  expect([again.headers.get('link'), again.headers.get('x-total-count')]).toEqual([
    expect.stringContaining('rel="next"'),
    '2',
  ]);
});

test('pages of a walk are not taken for each other', async () => {
  for (let one = 0; one < 3; one += 1) await submit();
  const seen: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    let next: string | undefined = `${path}.json?page_size=1`;
    while (next !== undefined) {
      const answer = await call(app, next);
      seen.push(...numbers(answer.text));
      const link = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1];
      next = link?.replace(app.url, '');
    }
  }
  expect(new Set(seen.slice(0, 3)).size).toBe(3);
  expect(seen.slice(3)).toEqual(seen.slice(0, 3));
});

test('a change of the catalogue is told', async () => {
  await submit();
  await told('page_size=10');
  const made = madeAnew();
  await touchChangeset(app.db, city.jurisdiction_id);
  await until(async () => {
    await told('page_size=10');
    return madeAnew() > made;
  });
});
