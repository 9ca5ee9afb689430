import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ApiError,
  BadRequestError,
  ConflictError,
  ConnectionError,
  ForbiddenError,
  NotFoundError,
  PayloadTooLargeError,
  RateLimitError,
  ServerError,
  Signpost,
  SignpostError,
  UnprocessableError,
} from '../../sdk/src/index.ts';
import type { SignpostOptions } from '../../sdk/src/index.ts';
import { freePort } from '../support/program.ts';

const key = 'sp_live_very_secret';
const submission = { service_code: 'STREET-LIGHT', lat: 51.1079, long: 17.0385 };

let server: Server;
let port: number;
let answer: RequestListener;
const paths: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    paths.push(request.url ?? '');
    answer(request, response);
  });
  // A connection that is kept is the client's to end: one that ended by itself could do so while the next call is sent.
  server.keepAliveTimeout = 0;
  port = await freePort();
  await once(server.listen(port, '127.0.0.1'), 'listening');
});

beforeEach(() => {
  paths.length = 0;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function connect(options: Partial<SignpostOptions> = {}): Signpost {
  return new Signpost({ baseUrl: `http://127.0.0.1:${port}`, apiKey: key, retries: 0, ...options });
}

/** Answers every call with JSON. */
function reply(status: number, body: unknown, headers: Record<string, string> = {}): RequestListener {
  return (_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect('a result').toBe('a failure'),
    (error: unknown) => error,
  );
}

async function apiFailureOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await failureOf(call);
  if (!(error instanceof ApiError)) throw error;
  return error;
}

function everythingToldBy(error: unknown): string {
  const { message, stack } = error as Error;
  return [inspect(error, { showHidden: true, depth: null }), JSON.stringify(error), message, stack].join(
    '\n',
  );
}

describe('An error answer', () => {
  test.each([
    [400, BadRequestError],
    [403, ForbiddenError],
    [404, NotFoundError],
    [409, ConflictError],
    [413, PayloadTooLargeError],
    [415, ApiError],
    [422, UnprocessableError],
    [429, RateLimitError],
    [500, ServerError],
    [503, ServerError],
  ])('%i becomes its own class', async (status, expected) => {
    answer = reply(status, [{ code: status, description: 'No.' }], { 'X-Request-Id': 'request-1' });
    const error = await apiFailureOf(connect().requests.create(submission));
    expect(error.constructor).toBe(expected);
    expect(error).toBeInstanceOf(SignpostError);
    expect(error.name).toBe(expected.name);
    expect(String(error)).toBe(`${expected.name}: No.`);
    expect(error.stack).toContain(`${expected.name}: No.`);
    expect({ ...error }).toEqual({
      status,
      code: expect.any(String),
      attempts: 1,
      deviations: [],
      idempotencyKey: expect.stringMatching(/^\d+(-\d+){3}$/),
      errors: [{ code: status, description: 'No.' }],
      requestId: 'request-1',
      retryAfter: undefined,
    });
  });

  test('tells all mistakes at once, with their fields', async () => {
    const errors = [
      { code: 400, description: 'lat is missing.', type: 'invalid', field: 'lat' },
      { code: 400, description: 'email is no address.', type: 'invalid', field: 'email' },
    ];
    answer = reply(400, errors);
    const error = await apiFailureOf(connect().requests.create(submission));
    expect(error.message).toBe('lat is missing. email is no address.');
    expect(error.errors).toEqual(errors);
    expect(error.requestId).toBeUndefined();
  });

  test('tells after how many seconds to try again, also where the server names a date', async () => {
    answer = reply(429, [{ code: 429, description: 'Too many.' }], { 'Retry-After': '12' });
    expect((await apiFailureOf(connect().requests.create(submission))).retryAfter).toBe(12);

    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    answer = reply(503, [{ code: 503, description: 'Later.' }], { 'Retry-After': inAMinute });
    const { retryAfter } = await apiFailureOf(connect().services.list());
    expect(retryAfter).toBeGreaterThan(50);
    expect(retryAfter).toBeLessThanOrEqual(60);

    answer = reply(503, [{ code: 503, description: 'Later.' }], { 'Retry-After': 'soon' });
    expect((await apiFailureOf(connect().services.list())).retryAfter).toBeUndefined();
  });

  test('may be a problem document', async () => {
    answer = reply(500, { type: 'about:blank', title: 'Failed', status: 500, detail: 'The disk is full.' });
    const error = await apiFailureOf(connect().health.live());
    expect(error).toBeInstanceOf(ServerError);
    expect(error.errors).toEqual([{ code: 500, description: 'The disk is full.' }]);
  });

  test('may be the checks of a server that is not ready', async () => {
    answer = reply(503, { status: 'unavailable', checks: { database: 'unavailable' } });
    const error = await apiFailureOf(connect().health.ready());
    expect(error.message).toBe(
      'The server answered 503 with {"status":"unavailable","checks":{"database":"unavailable"}}.',
    );
  });

  test.each([502, 200])('may be a page of a proxy, with status %i', async (status) => {
    answer = (_, response) => {
      response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end('<h1>Sorry</h1>');
    };
    const error = await apiFailureOf(connect().services.list());
    expect(error.constructor).toBe(status === 502 ? ServerError : ApiError);
    expect(error.status).toBe(status);
    expect(error.message).toMatch(
      /^The server answered \d+ with text\/html; charset=utf-8 that is no answer to services\.list of Signpost\. Is baseUrl right\?$/,
    );
    expect(error.message).not.toContain('<');
  });

  test.each([
    ['empty', ''],
    ['an empty list', '[]'],
    ['null', 'null'],
    ['a list of something else', '[1,{"code":500},null]'],
    ['half a list', '[{"code":500,'],
    ['lists in lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['an error in an error', '{"error":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
  ])('may be %s', async (_, text) => {
    answer = (_request, response) => void response.writeHead(500).end(text);
    const error = await apiFailureOf(connect().services.list());
    expect(error).toBeInstanceOf(ServerError);
    expect(error.errors).toHaveLength(1);
    expect(error.message).toMatch(/^The server answered 500 with /);
  });
});

describe('An answer with success', () => {
  const says =
    (body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
    (_request, response) =>
      void response
        .writeHead(200, { 'Content-Type': 'application/json', 'X-Request-Id': 'request-1', ...headers })
        .end(body);
  const LIST = '[{"service_code":"ŁÓDŹ"}]';

  test.each<[string, string | Buffer, Record<string, string>?]>([
    ['an object', '{"services":[]}'],
    ['null', 'null'],
    ['a text', '"services"'],
    ['a number', '42'],
    ['half a list', '[{"service_code":'],
    ['nothing', ''],
    ['lists in lists without an end', '['.repeat(300_000)],
    ['XML', '<services/>', { 'Content-Type': 'text/xml' }],
    ['half of what was compressed', gzipSync(LIST).subarray(0, 20), { 'Content-Encoding': 'gzip' }],
    ['UTF-16', Buffer.from(`\ufeff${LIST}`, 'utf16le')],
    ['Latin-1 that is said to be UTF-8', Buffer.from('[{"service_code":"Ä"}]', 'latin1')],
  ])('that holds %s where a list is due is an error in words', async (_, body, headers = {}) => {
    answer = says(body, headers);
    const error = await apiFailureOf(connect().services.list());
    expect(error).toMatchObject({ status: 200, code: 'unknown', requestId: 'request-1' });
    expect(error.message).toBe(
      `The server answered 200 with ${headers['Content-Type'] ?? 'application/json'} that is no answer to ` +
        'services.list of Signpost. Is baseUrl right?',
    );
  });

  test.each(['[]', '[{}]', 'null', 'true'])(
    'that holds %s where an object is due is one, too',
    async (body) => {
      answer = says(body);
      for (const call of [
        connect().discovery.get(),
        connect().services.get({ service_code: 'A' }),
        connect().health.live(),
      ])
        expect((await apiFailureOf(call)).message).toMatch(
          /^The server answered 200 with .* is no answer to /,
        );
    },
  );

  test('may begin with a byte order mark', async () => {
    answer = says(`\ufeff${LIST}`);
    expect(await connect().services.list()).toEqual(JSON.parse(LIST));
  });

  test.each<[string, (city: Signpost) => Promise<unknown>]>([
    ['a list', (city) => city.services.list()],
    ['a file', (city) => city.media.get({ file: 'a.jpg' })],
  ])('that is larger than it may be is read no further, where it is %s', async (_, call) => {
    let written = 0;
    answer = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const more = (): void => {
        if (response.destroyed) return;
        written += 65_536;
        response.write(' '.repeat(65_536), more);
      };
      more();
    };
    const error = await failureOf(call(connect({ maxBytes: 1_000_000, retries: 3 })));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      code: 'too_large',
      attempts: 1,
      message: 'The answer is larger than maxBytes, 1000000.',
    });
    // What was on its way in buffers.
    expect(written).toBeLessThan(20_000_000);
    expect(await failureOf(connect().services.list({}, { maxBytes: 9 }))).toMatchObject({
      code: 'too_large',
    });
  });

  test('is given as it is where it is as large as it may be', async () => {
    answer = says(LIST);
    const size = Buffer.byteLength(LIST);
    expect(await connect({ maxBytes: size }).services.list()).toHaveLength(1);
    expect(await failureOf(connect({ maxBytes: size - 1 }).services.list())).toMatchObject({
      code: 'too_large',
    });
  });

  test.each<[string, RequestListener, string, number]>([
    [
      'headers without an end',
      (request) => {
        const more = (): void => {
          if (!request.socket.destroyed) request.socket.write(`X-More: ${'a'.repeat(8_000)}\r\n`, more);
        };
        request.socket.write('HTTP/1.1 200 OK\r\n', more);
      },
      'connection',
      60_000,
    ],
    ['headers alone', (_request, response) => void response.writeHead(200).flushHeaders(), 'timeout', 200],
  ])('that comes as %s is a failed connection', async (_, broken, code, timeoutMs) => {
    answer = broken;
    const error = await failureOf(connect({ timeoutMs }).services.list());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code });
    expect(everythingToldBy(error)).not.toContain(key);
  });
});

describe('No answer', () => {
  test.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['before the answer', (request) => void request.socket.destroy()],
    [
      'in the middle of the answer',
      (request, response) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('[{"service_code":', () => request.socket.destroy());
      },
    ],
  ])('because the connection was cut %s', async (_, cut) => {
    answer = cut;
    const error = await failureOf(connect().requests.create(submission));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ name: 'ConnectionError', timedOut: false });
    expect((error as Error).message).toMatch(
      new RegExp(`^No whole answer from http://127.0.0.1:${port}: [^.]+\\. Is baseUrl right\\?$`),
    );
  });

  test('because nobody listens', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}`;
    const error = await failureOf(connect({ baseUrl }).services.list());
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).message).toContain('ECONNREFUSED');
  });

  test.each<[string, RequestListener]>([
    ['the answer', () => undefined],
    ['the rest of the answer', (_, response) => void response.writeHead(200).write('[')],
  ])('because the time was up while waiting for %s', async (_, stall) => {
    answer = stall;
    const error = await failureOf(connect({ timeoutMs: 50 }).services.list());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ timedOut: true });
    expect((error as Error).message).toContain('50 ms were up');
  });

  test('because the caller has ended the call, which gives the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('The page was left.');
    answer = () => controller.abort(reason);
    expect(await failureOf(connect().services.list({}, { signal: controller.signal }))).toBe(reason);
    expect(paths).toHaveLength(1);

    expect(await failureOf(connect().services.list({}, { signal: controller.signal }))).toBe(reason);
    expect(paths).toHaveLength(1);
  });

  test('because a submission was redirected, which would have carried the key away', async () => {
    answer = (_, response) => void response.writeHead(307, { Location: '/elsewhere' }).end();
    expect(await failureOf(connect().requests.create(submission))).toBeInstanceOf(ConnectionError);
    expect(paths).toEqual(['/open311/v2/requests.json']);
  });

  test('but a reading call follows a redirect', async () => {
    answer = (request, response) => {
      if (request.url === '/elsewhere') response.end('[]');
      else response.writeHead(307, { Location: '/elsewhere' }).end();
    };
    expect(await connect().services.list()).toEqual([]);
  });
});

describe('The key', () => {
  const repeatKey = (request: IncomingMessage): string => `You sent ${String(request.headers['x-api-key'])}`;

  test.each<[string, RequestListener]>([
    [
      'in a list of errors',
      (request, response) => {
        const description = repeatKey(request);
        const errors = [{ code: 403, description, type: description, field: description, more: description }];
        response.writeHead(403, { 'X-Request-Id': description }).end(JSON.stringify(errors));
      },
    ],
    [
      'in other JSON',
      (request, response) => void response.writeHead(500).end(JSON.stringify({ got: repeatKey(request) })),
    ],
    [
      'in the status line and the media type',
      (request, response) =>
        void response.writeHead(500, repeatKey(request), { 'Content-Type': repeatKey(request) }).end('<p>'),
    ],
    [
      'beyond which a text is shortened',
      (request, response) =>
        void response
          .writeHead(500)
          .end(JSON.stringify({ more: `${'x'.repeat(160)} ${repeatKey(request)}` })),
    ],
    [
      'as the name of a field',
      (request, response) =>
        void response.writeHead(500).end(JSON.stringify({ ['x'.repeat(170)]: 1, [repeatKey(request)]: 1 })),
    ],
  ])('is told by no error, although the server repeats it %s', async (_, echo) => {
    answer = echo;
    const error = await apiFailureOf(connect().requests.create(submission));
    const told = everythingToldBy(error);
    expect(told).toContain('You sent [API key]');
    expect(told).not.toContain(key.slice(0, 12));
  });

  test.each<[string, (secret: string) => string]>([
    ['in an address', encodeURIComponent],
    ['in a form', (secret) => String(new URLSearchParams([['key', secret]])).slice(4)],
    [
      'in an address in small letters',
      (secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
    ],
    ['in a page', (secret) => secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    ['in JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
  ])('is told by no error where it stands as %s', async (_, write) => {
    const secret = 'a+b/c~(d)!"e\\f=&g';
    const given = 'Bearer of~my+own/token==';
    const description = `You sent ${write(secret)} and ${write('of~my+own/token==')}`;
    answer = reply(403, [{ code: 403, description }]);
    const call = connect({ apiKey: secret }).requests.create(submission, {
      headers: { Authorization: given },
    });
    expect((await apiFailureOf(call)).message).toBe('You sent [API key] and [API key]');
  });

  test('is told by no request id', async () => {
    answer = (request, response) =>
      void response.writeHead(200, { 'X-Request-Id': repeatKey(request) }).end('[{}]');
    const told: unknown[] = [];
    const city = connect({ onResponse: ({ requestId }) => told.push(requestId) });
    const { response } = await city.requests.create(submission).withResponse();
    expect([response.requestId, ...told]).toEqual(['You sent [API key]', 'You sent [API key]']);
  });

  test('is told by no error of a fetch that keeps its headers', async () => {
    const error = await failureOf(
      connect({
        fetch: (_, init) => {
          const headers = Object.fromEntries(new Headers(init?.headers));
          return Promise.reject(
            Object.assign(new Error(`Failed: ${JSON.stringify(headers)}`), { cause: headers }),
          );
        },
      }).requests.create(submission),
    );
    expect(error).toBeInstanceOf(ConnectionError);
    expect(everythingToldBy(error)).toContain('[API key]');
    expect(everythingToldBy(error)).not.toContain(key);
  });

  test('is not shown by the client', () => {
    const city = connect();
    expect(inspect(city, { showHidden: true, depth: null })).not.toContain(key);
    expect(JSON.stringify(city)).not.toContain(key);
  });

  test('is told by no error about a header', async () => {
    const options = { headers: { 'X-Api-Key': `${key}\n${key}` } };
    const error = await failureOf(connect().requests.create(submission, options));
    expect(error).toBeInstanceOf(SignpostError);
    expect(everythingToldBy(error)).not.toContain(key);
  });
});

describe('What a server says', () => {
  const page: RequestListener = (_, response) =>
    void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in.</html>');

  test('is an export only under the media type of one', async () => {
    answer = page;
    const error = await apiFailureOf(connect().requests.export({ format: 'csv' }));
    expect(error.message).toMatch(
      /^The server answered 200 with text\/html that is no answer to requests\.export/,
    );
    answer = reply(200, []);
    await apiFailureOf(connect().requests.export({ format: 'csv' }));
  });

  test('is a picture only under the media type of one', async () => {
    answer = page;
    const error = await apiFailureOf(connect().media.get({ file: 'a.jpg' }));
    expect(error.message).toMatch(/^The server answered 200 with text\/html that is no answer to media\.get/);
  });

  test('is no answer to a submission where it is an empty list', async () => {
    answer = reply(200, []);
    await apiFailureOf(connect().requests.create(submission));
    expect(await connect().requests.list()).toEqual([]);
  });

  test('is shortened and made plain in the message, and kept in the entries', async () => {
    const description = `\u001b[31mRed\u202e\r\n${'x'.repeat(10_000)}`;
    answer = reply(400, [{ code: 400, description }]);
    const error = await apiFailureOf(connect().services.list());
    expect(error.message).toMatch(/^ \[31mRed x+…$/);
    expect(error.message).toHaveLength(2_000);
    expect(error.errors[0]?.description).toBe(description);
  });

  test('is hidden where it repeats a secret header, and not where it repeats another', async () => {
    answer = ({ headers }, response) =>
      reply(400, [{ code: 400, description: JSON.stringify(headers) }])({} as IncomingMessage, response);
    const headers = {
      'X-Forwarded-Host': 'city.example',
      'X-Access-Token': 'of-somebody',
      'X-Trace': '0123456789abcdef0123456789abcdef',
    };
    const error = await apiFailureOf(connect().services.list({}, { headers }));
    expect(error.message).toContain('city.example');
    expect(error.message).not.toMatch(/of-somebody|0123456789/);
  });
});

describe('An export that comes', () => {
  const begun: RequestListener = (_, response) =>
    void response.writeHead(200, { 'Content-Type': 'text/csv' }).write('service_request_id\n');

  test.each<[string, RequestListener, string, number]>([
    ['and stops', begun, 'timeout', 300],
    [
      'and breaks off',
      (request, response) => {
        begun(request, response);
        setImmediate(() => response.destroy());
      },
      'connection',
      60_000,
    ],
  ])('%s is a failed connection', async (_, how, code, timeoutMs) => {
    answer = how;
    const { requests } = connect({ timeoutMs });
    // On a machine that stands still, the time may be up before it has begun to come.
    const read = async () => new Response(await requests.export({ format: 'csv' })).text();
    const error = await failureOf(read());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code });
  });
});

describe('A limit', () => {
  test.each([
    [{ timeoutMs: 50 }, '(timeoutMs)'],
    [{ deadlineMs: 50 }, '(deadlineMs)'],
  ])('of %j that is up is named', async (limits, name) => {
    answer = () => undefined;
    const error = await failureOf(connect(limits).services.list());
    expect((error as Error).message).toContain(name);
  });
});

test('An empty key is refused in words', () => {
  expect(() => connect({ apiKey: '  ' })).toThrow('apiKey has to be visible ASCII, and not empty.');
});

test('A call with secret headers of its own follows no redirect, and one with a language does', async () => {
  answer = ({ url, headers }, response) =>
    url === '/elsewhere'
      ? reply(200, [{ service_code: String(headers['x-api-key']) }])({} as IncomingMessage, response)
      : void response.writeHead(302, { Location: '/elsewhere' }).end();
  const error = await failureOf(connect().services.list({}, { headers: { 'X-API-Key': key } }));
  expect(error).toMatchObject({ code: 'redirect' });
  expect(paths).not.toContain('/elsewhere');
  const services = await connect().services.list({}, { headers: { 'Accept-Language': 'pl' } });
  expect(services).toHaveLength(1);
});
