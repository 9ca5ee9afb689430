import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, errorsOf, fieldsOf, listOf } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { readXml } from '../support/xml.ts';

/** Between the two changes of the clock in Warsaw, which is two hours ahead of UTC then. */
const NOW = new Date('2026-09-01T12:00:00Z');
const DAY_MS = 86_400_000;
const daysAgo = (days: number, seconds = 0) => new Date(NOW.getTime() - days * DAY_MS + seconds * 1000);
const wire = (time: Date) => `${time.toISOString().slice(0, 19)}Z`;

let app: TestApp;
let city: TestCity;
let other: TestCity;
beforeAll(async () => {
  app = await startApp({ clock: { now: () => NOW } });
  city = await createCity(app.db);
  other = await createCity(app.db);
});
afterAll(() => app.stop());

let last = 2_000_000;
/** Writes a case as it stands; the number is the next one. */
async function put(
  jurisdiction_id: string,
  requested_at: Date,
  given: Record<string, unknown> = {},
): Promise<string> {
  const rows = await app.db.raw<{ rows: { number: string }[] }>(
    `insert into signpost.requests (jurisdiction_id, number, service_code, status, visibility, requested_at, updated_at, channel)
     values (:jurisdiction_id, :stem::bigint * 10 + signpost.damm_digit(:stem::text), :service_code, :status, :visibility,
             :requested_at, :requested_at, 'api') returning number`,
    {
      jurisdiction_id,
      stem: String(++last),
      service_code: 'LAMP',
      status: 'open',
      visibility: 'public',
      requested_at,
      ...given,
    },
  );
  return rows.rows[0]?.number ?? '';
}

const ask = (query: string | Record<string, string>, of = city) =>
  call(app, `/open311/${of.jurisdiction_id}/v2/requests.json?${new URLSearchParams(query).toString()}`);
const numbers = async (query: string | Record<string, string>, of = city) => {
  const answer = await ask(query, of);
  if (answer.status !== 200) throw new Error(answer.text);
  return listOf(answer).map((item) => item['service_request_id']);
};
const refused = async (query: string | Record<string, string>) => {
  const answer = await ask(query);
  return [answer.status, ...(answer.status === 200 ? [] : fieldsOf(answer))];
};

describe('3.5: the window of time', () => {
  let seen: TestCity;
  const put90 = async (days: number, seconds = 0) => put(seen.jurisdiction_id, daysAgo(days, seconds));
  const made: Record<string, string> = {};
  beforeAll(async () => {
    seen = other;
    made['now'] = await put90(0);
    made['10'] = await put90(10);
    made['90'] = await put90(90);
    made['90 and a second'] = await put90(90, -1);
    made['100'] = await put90(100);
    made['180'] = await put90(180);
    made['future'] = await put90(-1);
  });
  const names = async (query: Record<string, string>) => {
    const found = await numbers(query, seen);
    return found.map((number) => Object.keys(made).find((name) => made[name] === number));
  };

  test('no dates: the last 90 days, both ends inclusive', async () => {
    expect(await names({})).toEqual(['now', '10', '90']);
    expect(await names({ start_date: '', end_date: '' })).toEqual(['now', '10', '90']);
  });

  test('only start_date: the 90 days from it, not beyond now', async () => {
    expect(await names({ start_date: wire(daysAgo(90)) })).toEqual(['now', '10', '90']);
    expect(await names({ start_date: wire(daysAgo(10)) })).toEqual(['now', '10']);
    expect(await names({ start_date: wire(daysAgo(100)) })).toEqual(['10', '90', '90 and a second', '100']);
    expect(await names({ start_date: wire(daysAgo(-1)) })).toEqual(['future']);
  });

  test('only end_date: the 90 days up to it', async () => {
    expect(await names({ end_date: wire(daysAgo(10)) })).toEqual(['10', '90', '90 and a second', '100']);
    expect(await names({ end_date: wire(daysAgo(90)) })).toEqual(['90', '90 and a second', '100', '180']);
    expect(await names({ end_date: wire(daysAgo(-1)) })).toEqual(['future', 'now', '10']);
  });

  test('both: what they say, both ends inclusive', async () => {
    expect(await names({ start_date: wire(daysAgo(100)), end_date: wire(daysAgo(10)) })).toEqual([
      '10',
      '90',
      '90 and a second',
      '100',
    ]);
    expect(await names({ start_date: wire(daysAgo(10)), end_date: wire(daysAgo(10)) })).toEqual(['10']);
    expect(await names({ start_date: wire(daysAgo(10, 1)), end_date: wire(daysAgo(0, -1)) })).toEqual([]);
  });

  test('A13: more than 90 days is 400; end before start is 400', async () => {
    const span = (seconds: number) => ({
      start_date: wire(daysAgo(100)),
      end_date: wire(daysAgo(10, seconds)),
    });
    expect(await refused(span(0))).toEqual([200]);
    expect(await refused(span(1))).toEqual([400, 'end_date']);
    expect(await refused({ start_date: wire(daysAgo(1)), end_date: wire(daysAgo(2)) })).toEqual([
      400,
      'end_date',
    ]);
  });

  test('A13: 90 days of the calendar are no more than 90 days, also when the clock is changed in them', async () => {
    expect(await refused({ start_date: '2026-08-15', end_date: '2026-11-13' })).toEqual([200]);
    expect(await refused({ start_date: '2026-08-15', end_date: '2026-11-14' })).toEqual([400, 'end_date']);
  });

  test('A13: the longest span is a setting of the city', async () => {
    await app
      .db('jurisdictions')
      .where({ jurisdiction_id: seen.jurisdiction_id })
      .update({ list_span_days: 400 });
    await app.db.raw('select signpost.touch_changeset(?)', [seen.jurisdiction_id]);
    const query = { start_date: wire(daysAgo(300)), end_date: wire(NOW) };
    const deadline = Date.now() + 10_000;
    while ((await ask(query, seen)).status !== 200 && Date.now() < deadline);
    expect(await names(query)).toEqual(['now', '10', '90', '90 and a second', '100', '180']);
  });
});

describe('R13: how dates may be written', () => {
  let number: string;
  beforeAll(async () => {
    number = await put(city.jurisdiction_id, new Date('2026-08-20T10:00:00Z'));
  });

  test.each([
    '2026-08-20T10:00:00Z',
    '2026-08-20T12:00:00+02:00',
    '2026-08-20T12:00:00 02:00',
    '2026-08-20T12:00:00+0200',
    '2026-08-20T05:30:00-04:30',
    '2026-08-20T10:00:00.5Z',
    '2026-08-20T10:00:00.123456789Z',
    '2026-08-20t10:00:00z',
    '2026-08-20T10:00Z',
    '2026-08-20 10:00:00Z',
    // Without a zone it is that of the city.
    '2026-08-20T12:00:00',
    '2026-08-20T12:00',
  ])('%s is that moment, at both ends', async (date) => {
    expect(await numbers({ start_date: date, end_date: date })).toEqual([number]);
  });

  test('a lost plus may also arrive as a raw plus', async () => {
    const date = '2026-08-20T12:00:00+02:00';
    expect(await numbers(`start_date=${date}&end_date=${date}`)).toEqual([number]);
    const answer = await call(
      app,
      `/open311/${city.jurisdiction_id}/v2/requests.json?start_date=${date}&end_date=${date}`,
    );
    expect(listOf(answer)).toHaveLength(1);
  });

  test('a date alone is its first moment in the zone of the city', async () => {
    const midnight = await put(city.jurisdiction_id, new Date('2026-08-21T22:00:00Z'));
    expect(await numbers({ start_date: '2026-08-22', end_date: '2026-08-22' })).toEqual([midnight]);
    expect(await numbers({ start_date: '2026-08-20', end_date: '2026-08-21' })).toEqual([number]);
  });

  test.each([
    'yesterday',
    '2026',
    '2026-08',
    '20260820',
    '2026-13-01',
    '2026-02-29',
    '2026-08-20T25:00:00Z',
    '2026-08-20T10:61:00Z',
    '2026-08-20T10:00:00+25:00x',
    '2026-08-20Z10',
    '2026-W34-4',
    '1692525600',
    '0000-01-01',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '+275760-09-13',
    'infinity',
    'now',
    "2026-08-20' or 1=1",
    '🕳',
    '1'.repeat(5000),
  ])('%s is 400, naming the parameter', async (date) => {
    expect(await refused({ start_date: date })).toEqual([400, 'start_date']);
    expect(await refused({ end_date: date, start_date: date })).toEqual([400, 'start_date', 'end_date']);
  });

  test('dates far away are dates', async () => {
    for (const date of ['1900-01-01', '1969-12-31T23:59:59Z', '2999-12-31'])
      for (const field of ['start_date', 'end_date'])
        expect([date, field, ...(await refused({ [field]: date }))]).toEqual([date, field, 200]);
  });
});

describe('3.5: the limit and the order', () => {
  test('A14: newest first, then by number; at most 1,000', async () => {
    const many = await createCity(app.db);
    await app.db.raw(
      `insert into signpost.requests (jurisdiction_id, number, service_code, visibility, requested_at, updated_at, channel)
       select :city, 3000000 + i, 'LAMP', 'public', :now::timestamptz - make_interval(secs => i / 2), :now, 'api'
         from generate_series(0, 1004) as i`,
      { city: many.jurisdiction_id, now: wire(NOW) },
    );
    const deadline = Date.now() + 10_000;
    while ((await ask({}, many)).status === 404 && Date.now() < deadline);
    const found = await numbers({}, many);
    const expected = Array.from({ length: 1005 }, (_, i) => i)
      .sort((a, b) => Math.floor(a / 2) - Math.floor(b / 2) || b - a)
      .slice(0, 1000)
      .map((i) => String(3_000_000 + i));
    expect(found).toEqual(expected);
    const xml = await call(app, `/open311/${many.jurisdiction_id}/v2/requests.xml`);
    expect(readXml(xml.text).children).toHaveLength(1000);
  });

  test('A16: nothing found is an empty list in both formats', async () => {
    const query = `start_date=2020-01-01&jurisdiction_id=${city.jurisdiction_id}`;
    const json = await call(app, `/open311/v2/requests.json?${query}`);
    expect([json.status, json.text]).toEqual([200, '[]']);
    const xml = await call(app, `/open311/v2/requests.xml?${query}`);
    expect([xml.status, xml.text.split('\n')[1]]).toEqual([200, '<service_requests/>']);
  });

  test('R32: all mistakes are told at once', async () => {
    const answer = await ask({ end_date: 'x', status: 'x', start_date: 'y', foo: '1' });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['start_date', 'end_date', 'status']]);
    expect(errorsOf(answer).every(({ code }) => code === 400)).toBe(true);
  });
});
