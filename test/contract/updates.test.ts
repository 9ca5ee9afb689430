import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { updateComments } from '../../src/features/jurisdictions/index.ts';
import {
  listHeldComments,
  restoreRequest,
  settleComment,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, errorsOf, fieldsOf, listOf, PLACE, submitted } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { letUpdatesPass } from '../support/past.ts';
import { difference, readXml } from '../support/xml.ts';

let app: TestApp;
let city: TestCity;
let strict: TestCity;
/** Have the updates of one test each. */
let walked: TestCity;
let timed: TestCity;
/** May change statuses; that of the city itself may only submit. */
let crew: string;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  strict = await createCity(app.db);
  walked = await createCity(app.db);
  timed = await createCity(app.db);
  await updateComments(app.db, strict.jurisdiction_id, 'refused');
  const made = await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['update'] });
  crew = made.key;
});
afterAll(() => app.stop());

let sent = 0;
const open = (of = city) => submitted(app, of, { service_code: 'LAMP', ...PLACE });
const complete = (number: string) => ({
  service_request_id: number,
  update_id: `crew-${(sent += 1)}`,
  status: 'FIXED',
  updated_datetime: '2026-03-01T10:00:00Z',
  description: 'New bulb.',
});
const post = (
  fields: Record<string, string> | [string, string][],
  { key = crew, of = city, format = 'json' } = {},
) =>
  call(app, `/open311/${of.jurisdiction_id}/v2/servicerequestupdates.${format}`, {
    method: 'POST',
    body: new URLSearchParams([
      ['api_key', key],
      ...(Array.isArray(fields) ? fields : Object.entries(fields)),
    ]),
  });
const list = (query: string, of = city, format = 'json') =>
  call(app, `/open311/${of.jurisdiction_id}/v2/servicerequestupdates.${format}?${query}`);
const linkOf = (answer: Answer) =>
  /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? '';
/** The next page, at the address that the answer names. */
const follow = (answer: Answer, on = app) => {
  const { pathname, search } = new URL(linkOf(answer));
  return call(on, pathname + search);
};
const door = () => ({ db: app.db, clock: systemClock });
/** The updates of a case, of which there are so many. */
async function updatesOf(number: string, count: number): Promise<Record<string, unknown>[]> {
  await letUpdatesPass(app.db, { jurisdiction_id: city.jurisdiction_id, number });
  const found = listOf(await list(`service_request_id=${number}`));
  expect(found.length).toBeGreaterThanOrEqual(count);
  return found;
}
const caseOf = async (number: string) =>
  listOf(await call(app, `/open311/${city.jurisdiction_id}/v2/requests/${number}.json?extensions=true`))[0] ??
  {};

describe('5.2: sending an update', () => {
  test('a key with the scope update changes the status, and says why', async () => {
    const number = await open();
    const answer = await post(complete(number));
    expect([answer.status, listOf(answer)]).toEqual([
      200,
      [{ update_id: expect.stringMatching(/^\d+$/), account_id: null }],
    ]);
    expect(await caseOf(number)).toMatchObject({
      status: 'closed',
      status_notes: 'New bulb.',
      extended_attributes: { detailed_status: 'fixed' },
      notes: [{ status: 'open' }, { status: 'fixed', type: 'closed', description: 'New bulb.' }],
    });
    const updates = await updatesOf(number, 2);
    expect(updates.map(({ status, description }) => [status, description])).toEqual([
      ['open', 'The case is open.'],
      ['fixed', 'New bulb.'],
    ]);
    expect(updates[1]?.['update_id']).toBe(listOf(answer)[0]?.['update_id']);
  });

  test.each([
    ['IN_PROGRESS', 'open', 'in_progress'],
    ['in progress', 'open', 'in_progress'],
    ['Not_Councils_Responsibility', 'closed', 'not_councils_responsibility'],
    ['closed', 'closed', 'closed'],
    ['Reopen', 'open', 'open'],
    ['UNCHANGED', 'open', 'open'],
  ])('5.1, A21: the status %s means %s for GeoReport', async (status, plain, detailed) => {
    const number = await open();
    expect((await post({ ...complete(number), status })).status).toBe(200);
    expect(await caseOf(number)).toMatchObject({
      status: plain,
      extended_attributes: { detailed_status: detailed },
    });
  });

  test('the same update_id from the same key is one update, also when both come at once', async () => {
    const number = await open();
    const fields = { ...complete(number), update_id: 'same' };
    const answers = await Promise.all([post(fields), post(fields), post(fields)]);
    answers.push(await post({ ...fields, description: 'Other words.' }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => listOf(answer)[0]?.['update_id'])).size).toBe(1);
    expect(await updatesOf(number, 2)).toHaveLength(2);
    const elsewhere = await post({ ...fields, service_request_id: await open() });
    expect([elsewhere.status, fieldsOf(elsewhere)]).toEqual([400, ['update_id']]);
    // Another key has ids of its own.
    expect((await post({ ...fields, status: 'unchanged' }, { key: city.key })).status).toBe(200);
  });

  test('any other key comments: the status stays, and nobody reads it before it is released', async () => {
    const number = await open();
    const said = await post(
      { ...complete(number), email: 'eve@example.org', first_name: '-' },
      { key: city.key },
    );
    expect(said.status).toBe(200);
    const update_id = String(listOf(said)[0]?.['update_id']);
    expect(await caseOf(number)).toMatchObject({ status: 'open', notes: [{ type: 'submitted' }] });
    const held = await listHeldComments(app.db, city.jurisdiction_id);
    expect(held.filter((one) => one.service_request_id === number)).toMatchObject([
      { update_id, notes: 'New bulb.' },
    ]);
    const { jurisdiction_id } = city;
    await expect(
      settleComment(door(), { jurisdiction_id: strict.jurisdiction_id, update_id }, true),
    ).rejects.toThrow('No comment');
    await settleComment(door(), { jurisdiction_id, update_id }, true);
    const updates = await updatesOf(number, 2);
    expect(updates[1]).toMatchObject({ update_id, status: 'open', description: 'New bulb.' });
    expect(await caseOf(number)).toMatchObject({
      notes: [{}, { type: 'activity', description: 'New bulb.' }],
    });
    const everything = (await list('')).text + JSON.stringify(await caseOf(number));
    expect(everything).not.toContain('eve@example.org');
    await expect(settleComment(door(), { jurisdiction_id, update_id }, true)).rejects.toThrow('No comment');
  });

  test('a rejected comment is never read, and a city may refuse them all', async () => {
    const number = await open();
    const said = await post({ ...complete(number), description: 'Nonsense.' }, { key: city.key });
    const update_id = String(listOf(said)[0]?.['update_id']);
    await settleComment(door(), { jurisdiction_id: city.jurisdiction_id, update_id }, false);
    const held = await listHeldComments(app.db, city.jurisdiction_id);
    expect(held.map((one) => one.service_request_id)).not.toContain(number);
    expect((await list('')).text).not.toContain('Nonsense.');
    const there = await open(strict);
    const refused = await post(complete(there), { key: strict.key, of: strict });
    expect([refused.status, fieldsOf(refused)]).toEqual([403, ['api_key']]);
  });

  test('unknown cases, cases of another city and cases that are not public are 404', async () => {
    const elsewhere = await open(strict);
    for (const number of ['19999999', 'x', elsewhere, `${await open()}1`]) {
      const answer = await post(complete(number));
      expect([number, answer.status, fieldsOf(answer)]).toEqual([number, 404, ['service_request_id']]);
    }
  });

  test('R32: all that is missing or wrong is told at once, and nothing is stored', async () => {
    const empty = await post({});
    expect([empty.status, fieldsOf(empty)]).toEqual([
      400,
      ['service_request_id', 'update_id', 'status', 'updated_datetime', 'description'],
    ]);
    const number = await open();
    const wrong = await post({
      ...complete(number),
      status: 'great',
      updated_datetime: 'soon',
      media_url: 'ftp://x',
      description: 'x'.repeat(4001),
    });
    expect([wrong.status, fieldsOf(wrong)]).toEqual([
      400,
      ['status', 'updated_datetime', 'description', 'media_url'],
    ]);
    const hostile = await post([
      ...Object.entries(complete(number)),
      ['description', 'two'],
      ['update_id', 'a\u0000b'],
      ['__proto__', 'x'],
    ]);
    expect([hostile.status, fieldsOf(hostile).sort()]).toEqual([400, ['description', 'update_id']]);
    expect(await updatesOf(number, 1)).toHaveLength(1);
  });

  test('R21: without a key, with a wrong one or one of another city it is 403', async () => {
    const number = await open();
    for (const key of ['', 'sp_live_x', strict.key]) {
      const answer = await post(complete(number), { key });
      expect([answer.status, errorsOf(answer)[0]?.type]).toEqual([403, 'forbidden']);
    }
  });
});

describe('5.1: reading updates', () => {
  test('the earliest first, ids that stay, both ends of the window inclusive', async () => {
    const number = await open();
    await post({ ...complete(number), status: 'planned', description: 'On Monday.' });
    await post({ ...complete(number), status: 'fixed' });
    const updates = await updatesOf(number, 3);
    expect(updates.map(({ status }) => status)).toEqual(['open', 'planned', 'fixed']);
    expect(await updatesOf(number, 3)).toEqual(updates);
    const [first, , last] = updates.map(({ updated_datetime }) => String(updated_datetime));
    const window = `start_date=${first}&end_date=${last}`;
    const found = listOf(await list(window)).filter((one) => one['service_request_id'] === number);
    expect(found).toEqual(updates);
    const other = listOf(await list('', strict)).map((one) => one['service_request_id']);
    expect(other).not.toContain(number);
  });

  test('pages of a size, with a link to the next', async () => {
    const number = await open();
    await post({ ...complete(number), status: 'planned' });
    await post({ ...complete(number), status: 'fixed' });
    await updatesOf(number, 3);
    const first = await list(`service_request_id=${number}&page_size=2`);
    expect(listOf(first)).toHaveLength(2);
    const second = await follow(first);
    expect(listOf(second)).toMatchObject([{ status: 'fixed' }]);
    expect(second.headers.get('link')).toBeNull();
    const byNumber = await list(`service_request_id=${number}&page_size=2&page=2`);
    expect(listOf(byNumber)).toEqual(listOf(second));
  });

  test('6: the link skips no update when a case of an earlier page is withdrawn, and repeats none when it is restored', async () => {
    const numbers = [await open(walked), await open(walked), await open(walked), await open(walked)];
    const key = { jurisdiction_id: walked.jurisdiction_id, number: numbers[0] ?? '' };
    const change = { notes: null, actor: 'test' };
    await until(async () => listOf(await list('', walked)).length === 4);
    const first = await list('page_size=2', walked);
    await withdrawRequest(door(), key, change);
    const second = await follow(first);
    expect([first, second].flatMap(listOf).map((one) => one['service_request_id'])).toEqual(numbers);
    // In the middle of a walk that began without it.
    const without = await list('page_size=2', walked);
    await restoreRequest(door(), key, change);
    const rest = await follow(without);
    expect([without, rest].flatMap(listOf).map((one) => one['service_request_id'])).toEqual(numbers.slice(1));
  });

  test('6: the link holds the window of the first page, while time goes on', async () => {
    let days = 0;
    const later = await startApp({
      on: app.database,
      clock: { now: () => new Date(Date.now() + days * 86_400_000) },
    });
    try {
      const numbers = [await open(timed), await open(timed), await open(timed)];
      await until(async () => listOf(await list('', timed)).length === 3);
      const path = `/open311/${timed.jurisdiction_id}/v2/servicerequestupdates.json`;
      for (const query of ['', `&service_request_id=${numbers.join(',')}`]) {
        days = 0;
        const first = await call(later, `${path}?page_size=2${query}`);
        await open(timed);
        days = 91;
        const second = await follow(first, later);
        expect([query, ...listOf(second).map((one) => one['service_request_id'])]).toEqual([
          query,
          numbers[2],
        ]);
        expect(second.headers.get('link')).toBeNull();
      }
    } finally {
      await later.stop();
    }
  });

  test('6: a cursor is for its own list, and goes on behind pages of any depth', async () => {
    const number = await open();
    await post({ ...complete(number), status: 'planned' });
    await post({ ...complete(number), status: 'fixed' });
    await updatesOf(number, 3);
    const query = `service_request_id=${number}&page_size=1`;
    const first = await list(`${query}&page=2`);
    const cursor = new URL(linkOf(first)).searchParams.get('cursor') ?? '';
    expect(listOf(await list(`${query}&cursor=${cursor}`))).toMatchObject([{ status: 'fixed' }]);
    const cases = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.json?page_size=1`);
    const foreign = new URL(linkOf(cases)).searchParams.get('cursor') ?? '';
    for (const [wrong, where, field] of [
      [`page_size=1&cursor=${cursor}`, city, 'cursor'],
      [`${query}&cursor=${cursor}`, strict, 'cursor'],
      [`${query}&cursor=x${cursor}`, city, 'cursor'],
      [`page_size=1&cursor=${foreign}`, city, 'cursor'],
      [`${query}&page=2&cursor=${cursor}`, city, 'page'],
    ] as const) {
      const answer = await list(wrong, where);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
    }
  });

  test('the texts of a status are in the language asked for, and never empty', async () => {
    const number = await open();
    await updatesOf(number, 1);
    const answer = await list(`service_request_id=${number}&locale=en`);
    expect(listOf(answer)[0]?.['description']).toBe('The case is open.');
  });

  test('JSON and XML carry the same values, in the shape that partners read', async () => {
    const number = await open();
    await post({ ...complete(number), media_url: 'https://pictures.example/1.jpg' }, { format: 'xml' });
    await updatesOf(number, 2);
    const query = `service_request_id=${number}`;
    const [json, xml] = [await list(query), await list(query, city, 'xml')];
    expect(difference(json.json, readXml(xml.text))).toBeUndefined();
    expect(xml.text).toMatch(/<service_request_updates><request_update><update_id>\d+<\/update_id>/);
    expect(listOf(json)[1]?.['media_url']).toBe('https://pictures.example/1.jpg');
  });

  test.each([
    'start_date=x',
    'end_date=x',
    'page=-1',
    'page_size=0',
    'start_date=2026-01-01&end_date=2026-12-01',
  ])('%s is refused', async (query) => {
    expect((await list(query)).status).toBe(400);
  });

  test('R22: a key is not even looked at', async () => {
    expect((await list('api_key=nonsense')).status).toBe(200);
  });
});
