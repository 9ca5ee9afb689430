import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { SignpostError, connect, listOf, requestsCreate, requestsList } from '../../sdk/src/index.ts';
import { Open311 } from '../../sdk/src/open311.ts';
import {
  failing,
  failureOf,
  good,
  reply,
  scriptedCityOfFile,
  submission,
} from '../support/scripted-server.ts';

const { server, city } = scriptedCityOfFile();
const aborted = new Error('The page was left.');

describe('A list with pages', () => {
  const page = (number: number, last: boolean): RequestListener =>
    reply(
      200,
      [0, 1].map((index) => ({ service_request_id: String(number * 2 + index) })),
      last
        ? {}
        : { Link: `<https://other.example/open311/opole/v2/requests.json?cursor=${number + 1}>; rel="next"` },
    );

  test('is walked through by its links, on the host that was called', async () => {
    server.answers = [page(0, false), page(1, false), page(2, true)];
    const found: string[] = [];
    for await (const { service_request_id } of city().requests.list({ status: ['open'] }))
      found.push(service_request_id);
    expect(found).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/open311/v2/requests.json?status=open',
      '/open311/opole/v2/requests.json?cursor=1',
      '/open311/opole/v2/requests.json?cursor=2',
    ]);
  });

  test('ends between two items of a page when its signal aborts', async () => {
    server.answers = [page(0, false), page(1, true)];
    const controller = new AbortController();
    const given: (string | null)[] = [];
    const walk = async (): Promise<void> => {
      for await (const item of city().requests.list({}, { signal: controller.signal })) {
        given.push(item.service_request_id);
        controller.abort(aborted);
      }
    };
    expect(await failureOf(walk())).toBe(aborted);
    expect(given).toEqual(['0']);
    expect(server.seen).toHaveLength(1);
  });

  test('fetches nothing before it is asked for', async () => {
    server.answers = [page(0, false)];
    const list = city().requests.list();
    const pages = list.pages();
    await wait(5);
    expect(server.seen).toHaveLength(0);
    expect((await pages.next()).value).toMatchObject({ data: { length: 2 }, response: { attempts: 1 } });
    await wait(5);
    expect(server.seen).toHaveLength(1);
  });

  test('gives the first items, and fetches no page behind them', async () => {
    server.answers = [page(0, false), page(1, false), page(2, true)];
    const items = await city().requests.list().toArray({ limit: 3 });
    expect(items.map((item) => item.service_request_id)).toEqual(['0', '1', '2']);
    expect(server.seen).toHaveLength(2);
    expect(await city().requests.list().toArray({ limit: 0 })).toEqual([]);
    expect(server.seen).toHaveLength(2);
  });

  test('is its first page when it is awaited, fetched once', async () => {
    server.answers = [page(0, false)];
    const list = city().requests.list();
    expect(await list).toHaveLength(2);
    expect((await list.withResponse()).data).toHaveLength(2);
    expect(server.seen).toHaveLength(1);
  });

  test('fails where it is iterated, and nowhere else', async () => {
    server.answers = [failing(404)];
    const list = city().requests.list();
    expect(await failureOf(list.toArray())).toMatchObject({ status: 404 });
    await wait(5);
  });

  test('stays on the host whatever the link makes of it', async () => {
    server.answers = [
      reply(200, [{ service_request_id: '1' }], { Link: '<foo:.evil.example/x>; rel="next"' }),
      good,
    ];
    await city().requests.list().toArray();
    expect(server.seen.map(({ url }) => url)).toEqual(['/open311/v2/requests.json', '/.evil.example/x']);
  });

  test('refuses a link that is no address', async () => {
    server.answers = [reply(200, [{}], { Link: '<http://[>; rel="next"' })];
    expect(await failureOf(city().requests.list().toArray())).toBeInstanceOf(SignpostError);
  });

  test('can be walked by programs that import single operations', async () => {
    server.answers = [page(0, false), page(1, true)];
    const send = connect({ baseUrl: `${server.url}` });
    expect(await listOf(requestsList, send, {}).toArray()).toHaveLength(4);
    server.answers = [good];
    expect(await requestsCreate(send, submission)).toHaveLength(1);
  });
});

describe('A list of a server that sends no links', () => {
  const rows = (...numbers: number[]): RequestListener =>
    reply(
      200,
      numbers.map((number) => ({ service_request_id: String(number) })),
    );
  const other = (): Open311 => new Open311({ baseUrl: `${server.url}/v2`, discovery: false, format: 'json' });
  const read = async (given: { page?: number } = {}): Promise<(string | null)[]> =>
    (await other().requests.list(given).toArray()).map((one) => one.service_request_id);

  test('is walked through by number, until a page is empty', async () => {
    server.answers = [rows(1, 2), rows(3), rows()];
    expect(await read()).toEqual(['1', '2', '3']);
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/v2/requests.json',
      '/v2/requests.json?page=2',
      '/v2/requests.json?page=3',
    ]);
  });

  test('goes on from the page that was asked for', async () => {
    server.answers = [rows(5), rows()];
    expect(await read({ page: 5 })).toEqual(['5']);
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/v2/requests.json?page=5',
      '/v2/requests.json?page=6',
    ]);
  });

  test('ends where a page comes again', async () => {
    server.answers = [rows(1, 2)];
    expect(await read()).toEqual(['1', '2']);
    expect(server.seen).toHaveLength(2);
  });

  test('goes on where a page begins as an earlier one did', async () => {
    server.answers = [rows(1, 2), rows(3, 4), rows(1, 5), rows()];
    expect(await read()).toEqual(['1', '2', '3', '4', '1', '5']);
  });

  test.each([
    ['the first page comes again', [rows(1, 2), rows(3, 4), rows(1, 2)]],
    ['the last page comes again', [rows(1, 2), rows(3, 4), rows(3, 4)]],
  ])('ends where %s', async (_name, given) => {
    server.answers = given;
    expect(await read()).toEqual(['1', '2', '3', '4']);
    expect(server.seen).toHaveLength(3);
  });

  const linked = (id: string, cursor: string): RequestListener =>
    reply(200, [{ service_request_id: id }], { Link: `</v2/requests.json?cursor=${cursor}>; rel="next"` });

  test('ends where links lead in a circle', async () => {
    server.answers = [linked('1', 'b'), linked('2', 'c'), linked('3', 'b'), linked('never', 'd'), rows()];
    expect(await read()).toEqual(['1', '2', '3']);
    server.seen = [];
    // Back to the first page, which was not reached by a link.
    server.answers = [linked('1', 'b'), linked('2', 'a'), linked('1', 'b'), linked('never', 'd'), rows()];
    expect(await read()).toEqual(['1', '2']);
  });

  test('sends the key with every page where it goes with all calls', async () => {
    server.answers = [linked('1', 'b'), linked('2', 'c&api_key=of-the-link'), rows()];
    const client = new Open311({
      ...{ baseUrl: `${server.url}/v2`, discovery: false, format: 'json' },
      ...{ apiKey: 'a+key', keyForReading: true },
    });
    await client.requests.list().toArray();
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/v2/requests.json?api_key=a%2Bkey',
      '/v2/requests.json?cursor=b&api_key=a%2Bkey',
      '/v2/requests.json?cursor=c&api_key=of-the-link',
    ]);
  });

  test('follows links where there are any', async () => {
    server.answers = [
      reply(200, [{ service_request_id: '1' }], { Link: '</v2/requests.json?cursor=2>; rel="next"' }),
      rows(2),
      rows(),
    ];
    expect(await read()).toEqual(['1', '2']);
    expect(server.seen[1]?.url).toBe('/v2/requests.json?cursor=2');
  });
});
