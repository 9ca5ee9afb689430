import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { getEventListeners, once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ConflictError,
  ConnectionError,
  RateLimitError,
  ServerError,
  Signpost,
  SignpostError,
  connect,
  listOf,
  requestsCreate,
  requestsList,
  uploadOf,
} from '../../sdk/src/index.ts';
import type { Attempt, SignpostOptions } from '../../sdk/src/index.ts';
import { Open311 } from '../../sdk/src/open311.ts';

const key = 'sp_live_very_secret';
const submission = { service_code: 'STREET-LIGHT', lat: 51.1079, long: 17.0385 };
const aborted = new Error('The page was left.');

let server: Server;
let port: number;
let answers: RequestListener[];
let seen: IncomingMessage[];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
  });
  for (;;) {
    port = 20_000 + Math.floor(Math.random() * 12_000);
    server.listen(port, '127.0.0.1');
    if (
      await once(server, 'listening').then(
        () => true,
        () => false,
      )
    )
      break;
  }
});
beforeEach(() => {
  answers = [];
  seen = [];
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const city = (options: Partial<SignpostOptions> = {}): Signpost =>
  new Signpost({ baseUrl: `http://127.0.0.1:${port}`, apiKey: key, ...options });

function reply(status: number, body: unknown, headers: Record<string, string> = {}): RequestListener {
  return (request, response) => {
    request.resume();
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}
const failing = (status: number, type?: string): RequestListener =>
  reply(status, [{ code: status, description: 'Not now.', ...(type && { type }) }]);
const cut: RequestListener = (request) => void request.socket.destroy();
const good = reply(200, [{ service_request_id: '10000004' }], { 'X-Request-Id': 'request-1' });

const failureOf = (call: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(call).then(
    () => expect('a result').toBe('a failure'),
    (error: unknown) => error,
  );

/**
 * Acts, and says whether the call has settled with the reason of the signal before a timer of 10 ms that begins in the same moment.
 * No clock is read: a machine that is busy holds up both.
 */
async function settlesWithin10Ms(call: PromiseLike<unknown>, act: () => void): Promise<boolean> {
  const settled = failureOf(call).then((error) => {
    expect(error).toBe(aborted);
    return true;
  });
  const late = wait(10, false);
  act();
  return Promise.race([settled, late]);
}

describe('A call that fails for the moment', () => {
  test.each<[string, RequestListener]>([
    ['408', failing(408)],
    ['425', failing(425)],
    ['429', failing(429)],
    ['500', failing(500)],
    ['502', failing(502)],
    ['504', failing(504)],
    ['409 in progress', failing(409, 'in_progress')],
    ['a cut connection', cut],
  ])('(%s) is sent again, and a submission under the same key', async (_, failure) => {
    answers = [failure, good];
    const { data, response } = await city().requests.create(submission).withResponse();
    expect(data).toEqual([{ service_request_id: '10000004' }]);
    const keys = seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([response.idempotencyKey, response.idempotencyKey]);
    expect(response).toMatchObject({
      status: 200,
      requestId: 'request-1',
      attempts: 2,
      idempotencyKey: expect.stringMatching(/^\d+(-\d+){3}$/),
      replayed: false,
      deviations: [],
    });
  });

  test.each([400, 403, 404, 409, 413, 422, 501])('is not sent again after %i', async (status) => {
    answers = [failing(status, 'conflict')];
    expect(await failureOf(city().requests.create(submission))).toMatchObject({ status, attempts: 1 });
    expect(seen).toHaveLength(1);
  });

  test('is sent again without a key where its fields name it', async () => {
    answers = [failing(503), good];
    const update = { service_request_id: '10000004', update_id: 'crew-1', status: 'fixed' } as const;
    const call = city().updates.create({
      ...update,
      updated_datetime: '2026-03-01T09:30:00Z',
      description: 'It shines.',
    });
    expect((await call.withResponse()).response).toMatchObject({ attempts: 2, idempotencyKey: undefined });
    expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined, undefined]);
  });

  test('tells when its answer is that of an earlier call', async () => {
    answers = [reply(200, [{ service_request_id: '10000004' }], { 'Idempotent-Replayed': 'true' })];
    const { response } = await city().requests.create(submission).withResponse();
    expect(response.replayed).toBe(true);
  });

  test('is not sent again when the server keeps no keys for it', async () => {
    answers = [failing(503)];
    const call = city().supporters.create({ service_request_id: '10000004', account_id: 'me' });
    expect(await failureOf(call)).toBeInstanceOf(ServerError);
    expect(seen).toHaveLength(1);
  });

  test('is given up after three retries, and the error holds the key to go on with', async () => {
    answers = [failing(503)];
    const error = await failureOf(city().requests.create(submission, { idempotencyKey: 'my-case' }));
    expect(error).toMatchObject({ name: 'ServerError', attempts: 4, idempotencyKey: 'my-case' });
    expect(seen).toHaveLength(4);
  });

  test('waits as long as the server asks for, and not at all when that is too long', async () => {
    const times: number[] = [];
    const note: RequestListener = (request, response) => {
      times.push(performance.now());
      reply(429, [{ code: 429, description: 'Too many.', type: 'too_many' }], { 'Retry-After': '1' })(
        request,
        response,
      );
    };
    answers = [
      note,
      (request, response) => {
        times.push(performance.now());
        good(request, response);
      },
    ];
    await city().requests.create(submission);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1000);

    answers = [reply(429, [{ code: 429, description: 'Too many.' }], { 'Retry-After': '61' })];
    const error = await failureOf(city().requests.create(submission));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfter: 61, attempts: 1 });
  });

  test('is not waited for beyond its deadline', async () => {
    answers = [failing(503)];
    const began = performance.now();
    expect(await failureOf(city({ deadlineMs: 200 }).services.list())).toBeInstanceOf(ServerError);
    expect(performance.now() - began).toBeLessThan(200);

    answers = [() => undefined];
    const error = await failureOf(city().services.list({}, { deadlineMs: 60, timeoutMs: 5000 }));
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'timeout', timedOut: true });
  });

  test('is not sent again where the caller wants no retries', async () => {
    answers = [failing(503)];
    await failureOf(city().services.list({}, { retries: 0 }));
    await failureOf(city({ retries: 0 }).services.list());
    expect(seen).toHaveLength(2);
  });

  test('tells of a code that programs can branch on', async () => {
    answers = [failing(409, 'conflict')];
    const error = await failureOf(city().requests.create(submission));
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({ code: 'conflict' });
  });
});

describe('A call that its signal ends', () => {
  test('before it is sent, sends nothing', async () => {
    const call = city().services.list({}, { signal: AbortSignal.abort(aborted) });
    expect(await failureOf(call)).toBe(aborted);
    expect(seen).toHaveLength(0);
  });

  test('in the same moment, sends nothing', async () => {
    const controller = new AbortController();
    const call = city().services.list({}, { signal: controller.signal });
    controller.abort(aborted);
    expect(await failureOf(call)).toBe(aborted);
    expect(seen).toHaveLength(0);
  });

  test.each<[string, RequestListener]>([
    ['while it waits for the answer', () => undefined],
    ['in the body of the answer', (_, response) => void response.writeHead(200).write('[')],
  ])('%s, settles within 10 ms', async (_, stall) => {
    const controller = new AbortController();
    const arrived = new Promise<void>((resolve) => {
      answers = [
        (request, response) => {
          stall(request, response);
          setImmediate(resolve);
        },
      ];
    });
    const call = city().services.list({}, { signal: controller.signal });
    call.catch(() => undefined);
    await arrived;
    expect(await settlesWithin10Ms(call, () => controller.abort(aborted))).toBe(true);
  });

  test('between two attempts, settles within 10 ms', async () => {
    answers = [failing(503)];
    const controller = new AbortController();
    const retried = new Promise<void>((resolve) => {
      const client = city({ onRetry: () => setImmediate(resolve) });
      const call = client.services.list({}, { signal: controller.signal });
      void retriedCall.push(call);
      call.catch(() => undefined);
    });
    await retried;
    const [call] = retriedCall as [PromiseLike<unknown>];
    expect(await settlesWithin10Ms(call, () => controller.abort(aborted))).toBe(true);
    expect(seen).toHaveLength(1);
  });
  const retriedCall: PromiseLike<unknown>[] = [];

  test('with a fetch that does not heed it, settles within 10 ms', async () => {
    const controller = new AbortController();
    const deaf = city({ fetch: () => new Promise(() => undefined) });
    const call = deaf.services.list({}, { signal: controller.signal });
    await wait(1);
    expect(await settlesWithin10Ms(call, () => controller.abort(aborted))).toBe(true);
  });

  test('in the body that it sends, ends the source as well', async () => {
    let ended = false;
    const controller = new AbortController();
    const source = new ReadableStream<Uint8Array>({
      pull: (to) => to.enqueue(new Uint8Array(1000)),
      cancel: () => void (ended = true),
    });
    const arrived = new Promise<void>((resolve) => {
      answers = [(request) => void request.once('data', () => resolve())];
    });
    const call = city().requests.create(
      { ...submission, media: uploadOf(source, { name: 'endless.jpg' }) },
      { signal: controller.signal },
    );
    call.catch(() => undefined);
    await arrived;
    expect(await settlesWithin10Ms(call, () => controller.abort(aborted))).toBe(true);
    while (!ended) await wait(1);
  });

  test('between two pages, ends the walk', async () => {
    answers = [reply(200, [{ service_request_id: '1' }], { Link: '</next>; rel="next"' })];
    const controller = new AbortController();
    const walk = city().requests.list({}, { signal: controller.signal })[Symbol.asyncIterator]();
    expect((await walk.next()).value).toEqual({ service_request_id: '1' });
    controller.abort(aborted);
    expect(await failureOf(walk.next())).toBe(aborted);
    expect(seen).toHaveLength(1);
  });

  test.each<[string, (file: ReadableStream<Uint8Array>) => Promise<unknown>]>([
    ['read to its end', (file) => new Response(file).text()],
    ['cancelled', (file) => file.cancel()],
  ])('is heard by a file that comes as a stream, until that is %s', async (_, end) => {
    answers = [
      (_request, response) =>
        void response.writeHead(200, { 'Content-Type': 'text/csv' }).end('number,status\n'),
    ];
    const { signal } = new AbortController();
    const file = await city().requests.export({ format: 'csv' }, { signal });
    await end(file);
    while (getEventListeners(signal, 'abort').length > 0) await wait(1);
  });

  test('ends a file that comes as a stream, with the reason of the signal', async () => {
    answers = [
      (_request, response) =>
        void response.writeHead(200, { 'Content-Type': 'text/csv' }).write('number,status\n'),
    ];
    const controller = new AbortController();
    const file = await city().requests.export({ format: 'csv' }, { signal: controller.signal });
    const reader = file.getReader();
    await reader.read();
    expect(await settlesWithin10Ms(reader.read(), () => controller.abort(aborted))).toBe(true);
    await once(seen[0]!.socket, 'close');
  });

  test('leaves nothing behind that keeps a program alive', async () => {
    const program = `
      import { Signpost } from './sdk/src/index.ts';
      const controller = new AbortController();
      const city = new Signpost({ baseUrl: '${`http://127.0.0.1:${port}`}', onRetry: () => controller.abort() });
      await city.services.list({}, { signal: controller.signal }).catch((error) => console.log(error.name));
      console.log(Math.round(performance.now()));
    `;
    answers = [failing(503)];
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
    let printed = '';
    let began = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      began = performance.now();
    });
    await once(child, 'exit');
    expect(printed).toMatch(/^AbortError\n/);
    // What is left behind would hold the program for as long as a call may take.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

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
    answers = [page(0, false), page(1, false), page(2, true)];
    const found: string[] = [];
    for await (const { service_request_id } of city().requests.list({ status: ['open'] }))
      found.push(service_request_id);
    expect(found).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(seen.map(({ url }) => url)).toEqual([
      '/open311/v2/requests.json?status=open',
      '/open311/opole/v2/requests.json?cursor=1',
      '/open311/opole/v2/requests.json?cursor=2',
    ]);
  });

  test('ends between two items of a page when its signal aborts', async () => {
    answers = [page(0, false), page(1, true)];
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
    expect(seen).toHaveLength(1);
  });

  test('fetches nothing before it is asked for', async () => {
    answers = [page(0, false)];
    const list = city().requests.list();
    const pages = list.pages();
    await wait(5);
    expect(seen).toHaveLength(0);
    expect((await pages.next()).value).toMatchObject({ data: { length: 2 }, response: { attempts: 1 } });
    await wait(5);
    expect(seen).toHaveLength(1);
  });

  test('gives the first items, and fetches no page behind them', async () => {
    answers = [page(0, false), page(1, false), page(2, true)];
    const items = await city().requests.list().toArray({ limit: 3 });
    expect(items.map((item) => item.service_request_id)).toEqual(['0', '1', '2']);
    expect(seen).toHaveLength(2);
    expect(await city().requests.list().toArray({ limit: 0 })).toEqual([]);
    expect(seen).toHaveLength(2);
  });

  test('is its first page when it is awaited, fetched once', async () => {
    answers = [page(0, false)];
    const list = city().requests.list();
    expect(await list).toHaveLength(2);
    expect((await list.withResponse()).data).toHaveLength(2);
    expect(seen).toHaveLength(1);
  });

  test('fails where it is iterated, and nowhere else', async () => {
    answers = [failing(404)];
    const list = city().requests.list();
    expect(await failureOf(list.toArray())).toMatchObject({ status: 404 });
    await wait(5);
  });

  test('stays on the host whatever the link makes of it', async () => {
    answers = [
      reply(200, [{ service_request_id: '1' }], { Link: '<foo:.evil.example/x>; rel="next"' }),
      good,
    ];
    await city().requests.list().toArray();
    expect(seen.map(({ url }) => url)).toEqual(['/open311/v2/requests.json', '/.evil.example/x']);
  });

  test('refuses a link that is no address', async () => {
    answers = [reply(200, [{}], { Link: '<http://[>; rel="next"' })];
    expect(await failureOf(city().requests.list().toArray())).toBeInstanceOf(SignpostError);
  });

  test('can be walked by programs that import single operations', async () => {
    answers = [page(0, false), page(1, true)];
    const send = connect({ baseUrl: `http://127.0.0.1:${port}` });
    expect(await listOf(requestsList, send, {}).toArray()).toHaveLength(4);
    answers = [good];
    expect(await requestsCreate(send, submission)).toHaveLength(1);
  });
});

describe('The language of a client', () => {
  const languages = () => seen.map(({ headers }) => headers['accept-language']);

  test('is asked for in all calls, and another one in a call that names it', async () => {
    answers = [good, good, good];
    const polish = city({ locale: 'pl' });
    await polish.services.list();
    await polish.services.list({}, { headers: { 'Accept-Language': 'uk' } });
    await polish.requests.create(submission);
    expect(languages()).toEqual(['pl', 'uk', 'pl']);
  });

  test('is that of whatever sends the call where none is given', async () => {
    answers = [good];
    await city().services.list();
    expect(languages()).toEqual(['*']);
  });

  test('is asked of any city as well', async () => {
    answers = [good];
    const other = new Open311({
      baseUrl: `http://127.0.0.1:${port}/v2`,
      discovery: false,
      format: 'json',
      locale: 'de',
    });
    await other.requests.list();
    expect(languages()).toEqual(['de']);
  });
});

describe('An address that is an endpoint', () => {
  test.each([
    '/open311/v2',
    '/open311/v2/',
    '/open311/wroclaw.pl/v2',
    '/open311/test/v2',
    '/open311/wroclaw.pl/test/v2',
  ])('is no root of a server: %s', (path) => {
    const make = () => new Signpost({ baseUrl: `https://signpost.example${path}` });
    expect(make).toThrow('baseUrl has to be like https://signpost.example.');
  });

  test.each(['', '/', '/open311', '/v2', '/city/open311-v2'])(
    'is not one that ends like this: %s',
    (path) => {
      expect(new Signpost({ baseUrl: `https://signpost.example${path}` })).toBeInstanceOf(Signpost);
    },
  );
});

test('A city that answers a submission with an empty list has not taken it', async () => {
  answers = [reply(200, [])];
  const other = new Open311({ baseUrl: `http://127.0.0.1:${port}/v2`, discovery: false, format: 'json' });
  const error = await failureOf(other.requests.create(submission));
  expect(error).toMatchObject({ name: 'ApiError', status: 200, attempts: 1 });
  expect(String(error)).toContain('what is no answer to requests.create');
});

describe('A list of a server that sends no links', () => {
  const rows = (...numbers: number[]): RequestListener =>
    reply(
      200,
      numbers.map((number) => ({ service_request_id: String(number) })),
    );
  const other = (): Open311 =>
    new Open311({ baseUrl: `http://127.0.0.1:${port}/v2`, discovery: false, format: 'json' });
  const read = async (given: { page?: number } = {}): Promise<(string | null)[]> =>
    (await other().requests.list(given).toArray()).map((one) => one.service_request_id);

  test('is walked through by number, until a page is empty', async () => {
    answers = [rows(1, 2), rows(3), rows()];
    expect(await read()).toEqual(['1', '2', '3']);
    expect(seen.map(({ url }) => url)).toEqual([
      '/v2/requests.json',
      '/v2/requests.json?page=2',
      '/v2/requests.json?page=3',
    ]);
  });

  test('goes on from the page that was asked for', async () => {
    answers = [rows(5), rows()];
    expect(await read({ page: 5 })).toEqual(['5']);
    expect(seen.map(({ url }) => url)).toEqual(['/v2/requests.json?page=5', '/v2/requests.json?page=6']);
  });

  test('ends where a page comes again', async () => {
    answers = [rows(1, 2)];
    expect(await read()).toEqual(['1', '2']);
    expect(seen).toHaveLength(2);
  });

  test('goes on where a page begins as an earlier one did', async () => {
    answers = [rows(1, 2), rows(3, 4), rows(1, 5), rows()];
    expect(await read()).toEqual(['1', '2', '3', '4', '1', '5']);
  });

  test.each([
    ['the first page comes again', [rows(1, 2), rows(3, 4), rows(1, 2)]],
    ['the last page comes again', [rows(1, 2), rows(3, 4), rows(3, 4)]],
  ])('ends where %s', async (_name, given) => {
    answers = given;
    expect(await read()).toEqual(['1', '2', '3', '4']);
    expect(seen).toHaveLength(3);
  });

  const linked = (id: string, cursor: string): RequestListener =>
    reply(200, [{ service_request_id: id }], { Link: `</v2/requests.json?cursor=${cursor}>; rel="next"` });

  test('ends where links lead in a circle', async () => {
    answers = [linked('1', 'b'), linked('2', 'c'), linked('3', 'b'), linked('never', 'd'), rows()];
    expect(await read()).toEqual(['1', '2', '3']);
    seen = [];
    // Back to the first page, which was not reached by a link.
    answers = [linked('1', 'b'), linked('2', 'a'), linked('1', 'b'), linked('never', 'd'), rows()];
    expect(await read()).toEqual(['1', '2']);
  });

  test('sends the key with every page where it goes with all calls', async () => {
    answers = [linked('1', 'b'), linked('2', 'c&api_key=of-the-link'), rows()];
    const client = new Open311({
      ...{ baseUrl: `http://127.0.0.1:${port}/v2`, discovery: false, format: 'json' },
      ...{ apiKey: 'a+key', keyForReading: true },
    });
    await client.requests.list().toArray();
    expect(seen.map(({ url }) => url)).toEqual([
      '/v2/requests.json?api_key=a%2Bkey',
      '/v2/requests.json?cursor=b&api_key=a%2Bkey',
      '/v2/requests.json?cursor=c&api_key=of-the-link',
    ]);
  });

  test('follows links where there are any', async () => {
    answers = [
      reply(200, [{ service_request_id: '1' }], { Link: '</v2/requests.json?cursor=2>; rel="next"' }),
      rows(2),
      rows(),
    ];
    expect(await read()).toEqual(['1', '2']);
    expect(seen[1]?.url).toBe('/v2/requests.json?cursor=2');
  });
});

describe('The hooks', () => {
  test('are told of every attempt, and of no secret', async () => {
    answers = [failing(503), good];
    const told: [string, Attempt & { error?: Error; status?: number }][] = [];
    const client = city({
      onRequest: (attempt) => told.push(['request', attempt]),
      onResponse: (attempt) => told.push(['response', attempt]),
      onRetry: (attempt) => told.push(['retry', attempt]),
    });
    await client.requests.create(submission, { headers: { Authorization: 'Bearer very-secret-token' } });
    expect(told.map(([what, { attempt }]) => [what, attempt])).toEqual([
      ['request', 1],
      ['response', 1],
      ['retry', 1],
      ['request', 2],
      ['response', 2],
    ]);
    expect(told[1]?.[1]).toMatchObject({ operationId: 'requests.create', method: 'POST', status: 503 });
    expect(JSON.stringify(told)).not.toMatch(/very.secret/);
  });
});

describe('What throws when it is told something', () => {
  test('ends no call, sends nothing twice and comes up as an unhandled rejection', async () => {
    // In a process of its own: an unhandled rejection is one of the whole process.
    const program = `
      import { Signpost, uploadOf } from './sdk/src/index.ts';
      let thrown = 0;
      process.on('unhandledRejection', ({ message }) => (thrown += message === 'A mistake.' ? 1 : 0));
      const fails = () => { throw new Error('A mistake.'); };
      const city = new Signpost({
        baseUrl: 'http://127.0.0.1:${port}', apiKey: 'k', onRequest: fails, onResponse: fails, onRetry: fails,
      });
      const again = await city.requests.create({ service_code: 'A' });
      for (const browser of [false, true]) {
        if (browser) globalThis.XMLHttpRequest = class {};
        const media = uploadOf(new Uint8Array(9), { onProgress: fails });
        again.push(...await city.requests.create({ service_code: 'A', media }));
      }
      await new Promise(setImmediate);
      console.log(again.map((one) => one.service_request_id).join(), thrown);
    `;
    const fine: RequestListener = (request, response) => {
      request.resume().on('end', () => good(request, response));
    };
    answers = [failing(503), fine];
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await once(child, 'exit');
    // Two attempts and a retry, then two calls, one of them with two parts of progress and one with one.
    expect(printed).toBe('10000004,10000004,10000004 12\n');
    expect(seen).toHaveLength(4);
  });
});

describe('An upload', () => {
  const bytes = new Uint8Array(200_000).map((_, index) => index % 251);

  /** What arrived, as a form. */
  function receive(): Promise<FormData> {
    return new Promise((resolve, reject) => {
      answers = [
        (request, response) => {
          const body = Readable.toWeb(request) as ReadableStream<Uint8Array>;
          const type = request.headers['content-type'] ?? '';
          new Response(body, { headers: { 'content-type': type } }).formData().then((form) => {
            good(request, response);
            resolve(form);
          }, reject);
        },
      ];
    });
  }

  test.each<[string, () => Parameters<typeof uploadOf>[0]]>([
    ['a File', () => new File([bytes], 'hole.jpg')],
    ['a Blob', () => new Blob([bytes])],
    ['bytes', () => bytes],
    ['an ArrayBuffer', () => bytes.buffer],
    ['a web stream', () => new Blob([bytes]).stream()],
    ['a stream of Node', () => Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)])],
  ])('may be %s, and is told as it goes', async (_, content) => {
    const form = receive();
    const told: { sent: number; total: number | undefined }[] = [];
    const photo = uploadOf(content(), {
      name: 'hole "1".jpg',
      type: 'image/jpeg',
      onProgress: (progress) => told.push(progress),
    });
    await city().requests.create({
      ...submission,
      description: 'Ą\nb',
      media: [photo, new File(['x'], 'ż.png')],
    });
    const received = await form;
    expect(received.get('description')).toBe('Ą\r\nb');
    expect(received.get('lat')).toBe('51.1079');
    const [first, second] = received.getAll('media') as File[];
    expect([first?.name, first?.type]).toEqual(['hole "1".jpg', 'image/jpeg']);
    expect(Buffer.compare(Buffer.from(await (first as File).arrayBuffer()), bytes)).toBe(0);
    expect(second?.name).toBe('ż.png');
    expect(told[0]?.sent).toBe(0);
    expect(told.at(-1)?.sent).toBe(bytes.length);
    expect(told.map(({ sent }) => sent)).toEqual(
      [...told].map(({ sent }) => sent).sort((one, other) => one - other),
    );
    expect(told.length).toBeGreaterThan(2);
  });

  test('is sent again from its beginning, but not a stream that has begun', async () => {
    const drop: RequestListener = (request) => void request.once('data', () => request.socket.destroy());
    answers = [drop, good];
    const photo = uploadOf(bytes, { name: 'hole.jpg' });
    const { response } = await city()
      .requests.create({ ...submission, media: photo })
      .withResponse();
    expect(response.attempts).toBe(2);

    seen = [];
    answers = [drop, good];
    const stream = uploadOf(new Blob([bytes]).stream(), { name: 'hole.jpg' });
    const error = await failureOf(city().requests.create({ ...submission, media: stream }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ attempts: 1, idempotencyKey: expect.any(String) });
    expect(seen).toHaveLength(1);
  });

  describe('from a browser, which sends no streams,', () => {
    beforeEach(() => void Object.assign(globalThis, { XMLHttpRequest: class {} }));
    afterEach(() => void Reflect.deleteProperty(globalThis, 'XMLHttpRequest'));

    test.each<[string, () => Parameters<typeof uploadOf>[0], number | undefined]>([
      ['bytes', () => bytes, bytes.length],
      ['a stream', () => new Blob([bytes]).stream(), undefined],
    ])('arrives whole (%s), and is told once', async (_, content, total) => {
      const form = receive();
      const told: { sent: number; total: number | undefined }[] = [];
      const photo = uploadOf(content(), {
        name: 'hole.jpg',
        type: 'image/jpeg',
        onProgress: (progress) => told.push(progress),
      });
      await city().requests.create({ ...submission, media: [photo] });
      const [file] = (await form).getAll('media') as File[];
      expect([file?.name, file?.type]).toEqual(['hole.jpg', 'image/jpeg']);
      expect(Buffer.compare(Buffer.from(await (file as File).arrayBuffer()), bytes)).toBe(0);
      expect(told).toEqual([{ sent: bytes.length, total }]);
    });

    test('tells nothing of an attempt that got no answer, and sends a stream once', async () => {
      answers = [cut];
      const told: unknown[] = [];
      const photo = uploadOf(new Blob([bytes]).stream(), { onProgress: (progress) => told.push(progress) });
      const error = await failureOf(city().requests.create({ ...submission, media: photo }));
      expect(error).toMatchObject({ name: 'ConnectionError', attempts: 1 });
      expect(told).toEqual([]);
    });
  });

  test('tells why its source has failed', async () => {
    answers = [(request) => void request.resume()];
    const source = new ReadableStream<Uint8Array>({
      pull: () => Promise.reject(new Error('The camera is gone.')),
    });
    const error = await failureOf(city().requests.create({ ...submission, media: uploadOf(source) }));
    expect(error).toBeInstanceOf(ConnectionError);
  });
});
