import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, fieldsOf, listOf, PLACE, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

const COUNT = 25;

let app: TestApp;
let city: TestCity;
let other: TestCity;
/** The numbers of all cases, the newest first. */
let all: string[];
beforeAll(async () => {
  app = await startApp({ http: { limits: { address: 10_000, key: 10_000 } } });
  city = await createCity(app.db);
  other = await createCity(app.db);
  all = [];
  for (let place = 0; place < COUNT; place += 1)
    all.unshift(await submitted(app, city, { service_code: 'LAMP', ...PLACE }));
});
afterAll(() => app.stop());

const path = (query: string, format = 'json') =>
  `/open311/${city.jurisdiction_id}/v2/requests.${format}?${query}`;
const ask = (query: string) => call(app, path(query));
const numbersOf = (answer: Awaited<ReturnType<typeof ask>>) => {
  if (answer.status !== 200) throw new Error(answer.text);
  return listOf(answer).map((item) => item['service_request_id']);
};
const next = (answer: Awaited<ReturnType<typeof ask>>) =>
  /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]?.replace(app.url, '');

/** Follows the Link header from a first address to the end. */
async function walk(first: string): Promise<unknown[][]> {
  const pages: unknown[][] = [];
  for (let address: string | undefined = first; address !== undefined;) {
    const answer = await call(app, address);
    pages.push(numbersOf(answer));
    address = next(answer);
  }
  return pages;
}

describe('6: pages', () => {
  test('A15: pages begin at 1; 0 is the first page as well', async () => {
    const size = 'page_size=10';
    expect(numbersOf(await ask(`${size}&page=1`))).toEqual(all.slice(0, 10));
    expect(numbersOf(await ask(`${size}&page=0`))).toEqual(all.slice(0, 10));
    expect(numbersOf(await ask(size))).toEqual(all.slice(0, 10));
    expect(numbersOf(await ask(`${size}&page=3`))).toEqual(all.slice(20));
  });

  test('6: a page beyond the end is empty, and the total is told all the same', async () => {
    const answer = await ask('page_size=10&page=4');
    expect(numbersOf(answer)).toEqual([]);
    expect(answer.headers.get('x-total-count')).toBe(String(COUNT));
    expect(answer.headers.get('link')).toBeNull();
  });

  test('6: a size above 1,000 is 1,000', async () => {
    expect(numbersOf(await ask('page_size=999999999'))).toEqual(all);
  });

  test('6: the total and the next page are told in headers, the body stays a bare list', async () => {
    const answer = await ask('page_size=10&status=open');
    expect(answer.headers.get('x-total-count')).toBe(String(COUNT));
    expect(answer.headers.get('x-total-count-estimated')).toBeNull();
    expect(answer.headers.get('link')).toMatch(/^<http:.*status=open.*cursor=.*>; rel="next"$/);
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/Link/);
  });

  test.each([
    'page=-1',
    'page=x',
    'page=1.5',
    'page_size=0',
    'page_size=-3',
    'page_size=many',
    'page_size=0x10',
    'page=102',
  ])('%s is refused', async (query) => {
    const answer = await ask(query);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [query.split('=')[0]]]);
  });
});

describe('6: cursors', () => {
  test.each([
    ['in JSON', 'json'],
    ['in XML', 'xml'],
  ])('the Link header leads through all of them, none missing and none twice, %s', async (_name, format) => {
    const pages: string[][] = [];
    for (let address: string | undefined = path('page_size=10', format); address !== undefined;) {
      const answer = await call(app, address);
      expect(answer.status).toBe(200);
      pages.push(
        [...answer.text.matchAll(/service_request_id(?:":|>)"?(\d+)/g)].map(([, number = '']) => number),
      );
      address = next(answer);
    }
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(pages.flat()).toEqual(all);
  });

  test.each([
    ['requested_datetime', () => [...all].reverse()],
    ['-requested_datetime', () => all],
    ['updated_datetime', () => [...all].reverse()],
    ['-updated_datetime', () => all],
  ])('sort=%s', async (sort, expected) => {
    expect((await walk(path(`page_size=7&sort=${sort}`))).flat()).toEqual(expected());
  });

  test('a case that comes while somebody walks is not on later pages, and moves none', async () => {
    const submit = () => submitted(app, other, { service_code: 'LAMP', ...PLACE });
    const before = [await submit(), await submit(), await submit(), await submit()].reverse();
    const first = await call(app, `/open311/${other.jurisdiction_id}/v2/requests.json?page_size=2`);
    await submit();
    const address = next(first);
    expect(numbersOf(first)).toEqual(before.slice(0, 2));
    expect(numbersOf(await call(app, address ?? ''))).toEqual(before.slice(2));
  });

  test('the total is that of the first page on every page', async () => {
    const first = await ask('page_size=10');
    const second = await call(app, next(first) ?? '');
    expect(second.headers.get('x-total-count')).toBe(String(COUNT));
  });

  const cursorOf = async (query: string) =>
    new URL(next(await ask(query)) ?? '', app.url).searchParams.get('cursor') ?? '';

  test('a forged cursor is refused', async () => {
    const cursor = await cursorOf('page_size=10');
    const forged = [
      `x${cursor}`,
      cursor.slice(0, -1),
      cursor.replace('.', ''),
      'x',
      `${cursor.split('.')[0]}.`,
      `.${cursor.split('.')[1]}`,
      `${Buffer.from('[0,9999999999999,9999999999999,"1",1,0]').toString('base64url')}.${cursor.split('.')[1]}`,
    ];
    for (const wrong of forged) {
      const answer = await ask(`page_size=10&cursor=${wrong}`);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, ['cursor']]);
    }
  });

  test('a cursor of another query or another city is refused; another size of pages is fine', async () => {
    const cursor = await cursorOf('page_size=10&status=open');
    for (const query of [
      '',
      'status=closed',
      'status=open&service_code=LAMP',
      'status=open&q=lamp',
      'status=open&sort=requested_datetime',
    ]) {
      expect((await ask(`${query}&cursor=${cursor}`)).status).toBe(400);
    }
    const elsewhere = `/open311/${other.jurisdiction_id}/v2/requests.json?status=open&cursor=${cursor}`;
    expect((await call(app, elsewhere)).status).toBe(400);
    expect(numbersOf(await ask(`page_size=4&status=open&cursor=${cursor}`))).toEqual(all.slice(10, 14));
  });

  test('a cursor and a page exclude each other', async () => {
    const answer = await ask(`page_size=10&page=2&cursor=${await cursorOf('page_size=10')}`);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['page']]);
  });
});
