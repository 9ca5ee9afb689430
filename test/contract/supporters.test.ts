import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import {
  changeStatus,
  locateCase,
  mergeRequests,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, errorsOf, listOf, PLACE, submit, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { difference, readXml } from '../support/xml.ts';

/** "Me too": counted for everybody to see, and told of nobody. */

let app: TestApp;
let city: TestCity;
let neighbour: TestCity;
let second: string;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  neighbour = await createCity(app.db);
  second = (await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['submit'] })).key;
});
afterAll(() => app.stop());

const door = () => ({ db: app.db, clock: systemClock });
const report = () => submitted(app, city, { service_code: 'LAMP', ...PLACE });
const pathOf = (number: string, format = 'json') =>
  `/open311/${city.jurisdiction_id}/v2/requests/${number}/supporters.${format}`;
const support = (
  number: string,
  fields: Record<string, string>,
  given: { headers?: Record<string, string>; format?: string } = {},
) =>
  call(app, pathOf(number, given.format), {
    method: 'POST',
    headers: given.headers ?? {},
    body: new URLSearchParams({ api_key: city.key, ...fields }),
  });
const told = async (number: string) => {
  const answer = await call(
    app,
    `/open311/${city.jurisdiction_id}/v2/requests/${number}.json?extensions=true`,
  );
  const item = listOf(answer)[0] as { updated_datetime: string; extended_attributes: object };
  return { ...item, tag: answer.headers.get('etag') };
};
type Row = { number: string; account_hash: Buffer };
const rows = (number: string) => app.db<Row>('request_supporters').where({ number });

describe('who supports a case', () => {
  test('counts once for each account of a key, and again it is the same answer', async () => {
    const number = await report();
    const answer = (supporters: number) => [{ service_request_id: number, supporters }];
    for (let time = 0; time < 2; time += 1)
      expect((await support(number, { account_id: 'one' })).json).toEqual(answer(1));
    expect((await support(number, { account_id: ' one ' })).json).toEqual(answer(1));
    expect((await support(number, { account_id: 'two' })).json).toEqual(answer(2));
    // Apps do not know of each other's accounts.
    expect((await support(number, { account_id: 'one', api_key: second })).json).toEqual(answer(3));
    expect((await support(number, { account_id: 'Jan@example.org' })).json).toEqual(answer(4));
    expect((await support(number, { account_id: 'jan@EXAMPLE.org' })).json).toEqual(answer(4));
    expect(await told(number)).toMatchObject({ extended_attributes: { supporters: 4, duplicate_of: null } });
  });

  test('is counted however many come at one moment', async () => {
    const number = await report();
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, one) => support(number, { account_id: `account ${one % 10}` })),
    );
    expect(sent.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(await told(number)).toMatchObject({ extended_attributes: { supporters: 10 } });
  });

  test('changes the tag of the case and of its lists, and not its time', async () => {
    const number = await report();
    const list = `/open311/${city.jurisdiction_id}/v2/requests.json?extensions=true`;
    const listTag = async () => (await call(app, list)).headers.get('etag');
    const [before, listed] = [await told(number), await listTag()];
    await support(number, { account_id: 'one' });
    const after = await told(number);
    expect(after.updated_datetime).toBe(before.updated_datetime);
    expect([after.tag === before.tag, (await listTag()) === listed]).toEqual([false, false]);
    await support(number, { account_id: 'one' });
    expect((await told(number)).tag).toBe(after.tag);
  });

  test('is kept as a hash, another one in each city', async () => {
    const number = await report();
    await support(number, { account_id: 'jan.kowalski' });
    const [row] = await rows(number);
    expect(row).toMatchObject({ account_hash: expect.any(Buffer) as unknown });
    expect(JSON.stringify(row)).not.toContain('kowalski');
    expect(row?.account_hash).toHaveLength(32);
    const here = city;
    city = neighbour;
    const elsewhere = await report();
    await support(elsewhere, { account_id: 'jan.kowalski' });
    city = here;
    const [other] = await rows(elsewhere);
    expect(other?.account_hash).not.toEqual(row?.account_hash);
  });

  test('speaks XML, JSON and multipart, in any city path, and in the sandbox', async () => {
    const number = await report();
    const xml = await support(number, { account_id: 'one' }, { format: 'xml' });
    expect(difference([{ service_request_id: number, supporters: 1 }], readXml(xml.text))).toBeUndefined();
    const { jurisdiction_id } = city;
    const body = JSON.stringify({ api_key: city.key, account_id: 'two', jurisdiction_id });
    const headers = { 'Content-Type': 'application/json' };
    const path = `/open311/v2/request/${number}/supporters`;
    expect((await call(app, path, { method: 'POST', headers, body })).json).toMatchObject([
      { supporters: 2 },
    ]);
    const form = new FormData();
    form.append('account_id', 'three');
    const keyed = { 'X-Api-Key': city.key };
    const multipart = await call(app, pathOf(number), { method: 'POST', headers: keyed, body: form });
    expect(multipart.json).toMatchObject([{ supporters: 3 }]);
    const { key } = await createKey(app.db, { jurisdiction_id, scopes: ['submit'], kind: 'test' });
    const tried = await submit(
      app,
      { ...city, key },
      { service_code: 'LAMP', ...PLACE },
      {
        path: `/open311/${jurisdiction_id}/test/v2/requests.json`,
      },
    );
    const sandboxed = String(listOf(tried)[0]?.['service_request_id']);
    const there = (one: string) => pathOf(one).replace('/v2/', '/test/v2/');
    const fields = new URLSearchParams({ api_key: key, account_id: 'one' });
    expect((await call(app, there(sandboxed), { method: 'POST', body: fields })).json).toEqual([
      { service_request_id: sandboxed, supporters: 1 },
    ]);
    expect((await call(app, there(number), { method: 'POST', body: fields })).status).toBe(404);
  });
});

describe('what is refused', () => {
  const refused = async (number: string, fields: Record<string, string>, locale = 'en') => {
    const answer = await support(number, fields, { headers: { 'Accept-Language': locale } });
    const { field, description = '', type } = errorsOf(answer)[0] ?? {};
    return { status: answer.status, field, description, type };
  };

  test('a closed case, unless the account supports it already', async () => {
    const number = await report();
    await support(number, { account_id: 'early' });
    await changeStatus(door(), await locateCase(app.db, number), {
      status: 'fixed',
      notes: null,
      actor: 'test',
    });
    expect(await refused(number, { account_id: 'late' })).toMatchObject({
      status: 409,
      type: 'conflict',
      description: `The case ${number} is closed and takes no supporters. If it is there again, submit a new one.`,
    });
    expect((await refused(number, { account_id: 'late' }, 'pl')).description).toContain('jest zamknięte');
    expect((await refused(number, { account_id: 'late' }, 'uk')).description).toContain('закрите');
    expect((await support(number, { account_id: 'early' })).json).toMatchObject([{ supporters: 1 }]);
  });

  test('a duplicate, and the case that goes on is named', async () => {
    const [first, duplicate] = [await report(), await report()];
    const given = { number: duplicate, into: first, actor: 'test' };
    await mergeRequests(door(), { jurisdiction_id: city.jurisdiction_id, locale: 'en' }, given);
    expect(await refused(duplicate, { account_id: 'late' })).toMatchObject({
      status: 409,
      description: `The case ${duplicate} is closed as a duplicate of ${first}. Support that one.`,
    });
    expect((await refused(duplicate, { account_id: 'late' }, 'pl')).description).toBe(
      `Zgłoszenie ${duplicate} zamknięto jako powtórzenie ${first}. Poprzyj tamto.`,
    );
    expect((await refused(duplicate, { account_id: 'late' }, 'uk')).description).toContain(`повтор ${first}`);
  });

  test('a case that is not there, or not public', async () => {
    const number = await report();
    await withdrawRequest(door(), await locateCase(app.db, number), { notes: null, actor: 'test' });
    for (const one of [number, '10000000', '99999999', 'x', '10000004%2Fx'])
      expect([one, await refused(one, { account_id: 'a' })]).toMatchObject([
        one,
        { status: 404, field: 'service_request_id' },
      ]);
    expect(await rows(number)).toEqual([]);
  });

  test('a call without account, key or right, and other methods', async () => {
    const number = await report();
    expect(await refused(number, {})).toMatchObject({ status: 400, field: 'account_id' });
    expect(await refused(number, { account_id: '  ' })).toMatchObject({ status: 400, field: 'account_id' });
    expect(await refused(number, { account_id: 'x'.repeat(256) })).toMatchObject({ status: 400 });
    expect(await refused(number, { account_id: 'a', api_key: 'none' })).toMatchObject({ status: 403 });
    const { key } = await createKey(app.db, {
      jurisdiction_id: city.jurisdiction_id,
      scopes: ['update'],
    });
    expect(await refused(number, { account_id: 'a', api_key: key })).toMatchObject({ status: 403 });
    const got = await call(app, pathOf(number));
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST, HEAD, OPTIONS']);
    for (const path of [
      `/open311/v2/requests/${number}/others.json`,
      `/open311/v2/services/LAMP/supporters.json`,
      `/open311/v2/requests/${number}/supporters.csv`,
      `/open311/v2/requests/${number}/supporters/x.json`,
    ])
      expect([path, (await call(app, path, { method: 'POST' })).status]).toEqual([path, 404]);
  });
});
