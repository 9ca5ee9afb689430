import { createServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { ConnectionError, ServerError, SignpostError } from '../../sdk/src/index.ts';
import { Open311 } from '../../sdk/src/open311.ts';
import type { Open311Options } from '../../sdk/src/open311.ts';
import { readXml } from '../../sdk/src/xml.ts';

const LAMP = { service_code: '1', service_name: 'Lamp', metadata: false, type: 'realtime' };
const PLACE = { service_code: '1', address_string: 'Main Street' };
const CASES = [{ service_request_id: '7', status: 'open' }];
const CASES_IN_XML =
  '<service_requests><request><service_request_id>8</service_request_id><status>open</status></request></service_requests>';

/** What an address answers: JSON, XML as a text, a status, or whatever it does. */
type Answer = object | string | number | RequestListener;

const documentOf = (url: string) => ({
  changeset: '2026-01-01T10:00:00Z',
  contact: 'Write to us.',
  key_service: 'Ask us for a key.',
  endpoints: [
    {
      specification: 'http://wiki.open311.org/GeoReport_v2',
      changeset: '2026-01-01T10:00:00Z',
      type: 'production',
      formats: ['text/xml', 'application/json'],
      url,
    },
  ],
});

const servers: Server[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server with some addresses, which may change. `HERE` in an answer is its own root. */
async function serve(answers: Record<string, Answer>) {
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const { pathname } = new URL(request.url ?? '', 'http://city');
    asked.push(pathname);
    headers.push(request.headers);
    const found = answers[pathname] ?? 404;
    if (typeof found === 'function') return void (found as RequestListener)(request, response);
    const type = typeof found === 'string' ? 'text/xml' : 'application/json';
    const body = typeof found === 'object' ? JSON.stringify(found) : typeof found === 'string' ? found : '';
    response
      .writeHead(typeof found === 'number' ? found : 200, { 'content-type': `${type}; charset=utf-8` })
      .end(body.replaceAll('HERE', `http://${request.headers.host}`));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const city = (path: string, options: Partial<Open311Options> = {}) =>
    new Open311({ baseUrl: root + path, retries: 0, ...options });
  return { root, asked, headers, answers, city };
}

/** An answer that comes when it is told to, and a promise of when it was asked for. */
function held(body: object | undefined) {
  const all: (() => void)[] = [];
  let tell = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (tell = resolve));
  const answer: RequestListener = (request, response) => {
    if (body !== undefined)
      all.push(() => response.end(JSON.stringify(body).replaceAll('HERE', `http://${request.headers.host}`)));
    tell();
  };
  return { answer, isAsked, release: () => all.forEach((one) => one()) };
}

const errorOf = (call: PromiseLike<unknown>): Promise<Error> =>
  Promise.resolve(call).then(
    () => Promise.reject(new Error('There was no error.')),
    (error: unknown) => error as Error,
  );

const HINT = 'if you know it, give it as the base URL, with discovery: false.';

describe('A discovery document that fails in passing', () => {
  test.each([500, 502, 503, 504, 408, 429])(
    '%i is told as such, and looked at again by the next call',
    async (status) => {
      const { city, answers } = await serve({
        '/discovery.json': status,
        '/open311/v2/services.json': [LAMP],
      });
      const client = city('');
      const error = await errorOf(client.services.list());
      expect(error).toMatchObject({ status });
      expect(error.message).toContain(HINT);
      answers['/discovery.json'] = documentOf('HERE/open311/v2');
      expect(await client.services.list()).toHaveLength(1);
    },
  );

  test('is tried once more by the call itself', async () => {
    let count = 0;
    const { city } = await serve({
      '/discovery.json': (request, response) => {
        count += 1;
        if (count === 1) response.writeHead(503).end();
        else response.end(JSON.stringify(documentOf(`http://${request.headers.host}/v2`)));
      },
      '/v2/services.json': [LAMP],
    });
    expect(await city('', { retries: 3 }).services.list()).toHaveLength(1);
    expect(count).toBe(2);
  });

  test('is not waited for where the base URL lists services; it is looked at again a minute later', async () => {
    const { city, answers, asked } = await serve({
      '/v2/discovery.json': 500,
      '/v2/services.json': [LAMP],
      '/better/services.json': [LAMP, { ...LAMP, service_code: '2' }],
    });
    const client = city('/v2');
    expect(await client.services.list()).toHaveLength(1);
    expect(await client.services.list()).toHaveLength(1);
    expect(asked.filter((path) => path === '/v2/discovery.json')).toHaveLength(1);
    answers['/v2/discovery.json'] = documentOf('HERE/better');
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now + 61_000);
    expect(await client.services.list()).toHaveLength(2);
  });

  test('sends nobody who tries something out among the real cases', async () => {
    const { city } = await serve({ '/v2/discovery.json': 503, '/v2/services.json': [LAMP] });
    expect(await errorOf(city('/v2', { type: 'test' }).requests.create(PLACE))).toBeInstanceOf(ServerError);
  });

  test('of services is not remembered as another format', async () => {
    const { city, answers } = await serve({
      '/v2/services.json': 503,
      '/v2/services.xml': '<html></html>',
      '/v2/requests.json': CASES,
    });
    const client = city('/v2', { xml: readXml });
    expect(await errorOf(client.requests.list())).toBeInstanceOf(ServerError);
    answers['/v2/services.json'] = [LAMP];
    expect(await client.requests.list()).toHaveLength(1);
  });

  test('is a connection that breaks, with the same hint', async () => {
    const { city, answers } = await serve({
      '/discovery.json': (request) => request.socket.destroy(),
      '/v2/services.json': [LAMP],
    });
    const client = city('');
    const error = await errorOf(client.services.list());
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'connection' });
    expect(error.message).toContain(HINT);
    answers['/discovery.json'] = documentOf('HERE/v2');
    expect(await client.services.list()).toHaveLength(1);
  });
});

describe('A discovery document that never comes', () => {
  test('is told to have been in the way, within the deadline of the call', async () => {
    const { city } = await serve({ '/discovery.json': held(undefined).answer });
    const error = await errorOf(city('').services.list({}, { deadlineMs: 100 }));
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'timeout', timedOut: true });
    expect(error.message).toBe(
      `The endpoint of the city was not found in 100 ms. This was asked to find the endpoint of the city: ${HINT}`,
    );
  });

  test('ends with the time of the client, with the same hint', async () => {
    const { city } = await serve({ '/discovery.json': held(undefined).answer });
    const error = await errorOf(city('', { timeoutMs: 100 }).services.list());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toContain(HINT);
  });

  test('holds nobody up who does not look for it', async () => {
    const { city } = await serve({
      '/v2/discovery.json': held(undefined).answer,
      '/v2/services.json': [LAMP],
    });
    expect(await city('/v2', { discovery: false }).services.list()).toHaveLength(1);
  });
});

describe('Calls that wait for one search', () => {
  test('have each its own deadline', async () => {
    const document = held(documentOf('HERE/v2'));
    const { city, asked } = await serve({ '/discovery.json': document.answer, '/v2/services.json': [LAMP] });
    const client = city('');
    const first = client.services.list();
    await document.isAsked;
    expect(await errorOf(client.services.list({}, { deadlineMs: 50 }))).toMatchObject({ code: 'timeout' });
    document.release();
    expect(await first).toHaveLength(1);
    expect(asked).toEqual(['/discovery.json', '/v2/services.json']);
  });

  test('outlast the time of the one that began it', async () => {
    const document = held(documentOf('HERE/v2'));
    const { city, asked } = await serve({ '/discovery.json': document.answer, '/v2/services.json': [LAMP] });
    const client = city('');
    const first = errorOf(client.services.list({}, { deadlineMs: 50, timeoutMs: 20 }));
    const second = client.services.list();
    expect(await first).toMatchObject({ code: 'timeout' });
    await document.isAsked;
    document.release();
    expect(await second).toHaveLength(1);
    expect(asked).toEqual(['/discovery.json', '/v2/services.json']);
  });

  test('have each its own signal', async () => {
    const document = held(documentOf('HERE/v2'));
    const { city, asked } = await serve({ '/discovery.json': document.answer, '/v2/services.json': [LAMP] });
    const client = city('');
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => errorOf(client.services.list({}, { signal })));
    const kept = client.services.list();
    await document.isAsked;
    for (const [at, controller] of controllers.entries()) {
      controller.abort(new Error(`enough ${at}`));
      expect((await calls[at])?.message).toBe(`enough ${at}`);
    }
    document.release();
    expect(await kept).toHaveLength(1);
    expect(asked).toEqual(['/discovery.json', '/v2/services.json']);
  });

  test('end it when the last of them gives up', async () => {
    let closed = (): void => undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    const document = held(undefined);
    const { city, answers } = await serve({
      '/discovery.json': (request, response) => {
        request.socket.on('close', closed);
        document.answer(request, response);
      },
      '/v2/services.json': [LAMP],
    });
    const client = city('');
    const controller = new AbortController();
    const call = errorOf(client.services.list({}, { signal: controller.signal }));
    await document.isAsked;
    controller.abort(new Error('enough'));
    expect((await call).message).toBe('enough');
    await isClosed;
    answers['/discovery.json'] = documentOf('HERE/v2');
    expect(await client.services.list()).toHaveLength(1);
  });
});

describe('The discovery document of a Signpost server', () => {
  test.each(['', '/', '/signpost'])('is found by its bare root %p', async (path) => {
    const below = path.replace(/\/$/, '');
    const { city } = await serve({
      [`${below}/open311/discovery.json`]: documentOf(`HERE${below}/open311/v2`),
      [`${below}/open311/v2/services.json`]: [LAMP],
    });
    expect(await city(path).services.list()).toHaveLength(1);
  });

  test('is found in XML as well, and after all other places', async () => {
    const { city, asked } = await serve({
      '/open311/discovery.xml': `<discovery><endpoints><endpoint><specification>http://wiki.open311.org/GeoReport_v2</specification>
        <url>HERE/open311/v2</url><type>production</type><formats><format>text/xml</format></formats></endpoint></endpoints></discovery>`,
      '/open311/v2/requests.xml': CASES_IN_XML,
    });
    expect(await city('', { xml: readXml }).requests.list()).toMatchObject([{ service_request_id: '8' }]);
    expect(asked.slice(0, 4)).toEqual([
      '/discovery.json',
      '/discovery.xml',
      '/open311/discovery.json',
      '/open311/discovery.xml',
    ]);
  });
});

describe('Another host that a discovery document leads to', () => {
  const SECRET = { Authorization: 'Bearer secret-of-mine' };

  async function twoHosts() {
    const other = await serve({ '/v2/services.json': [LAMP], '/v2/requests.json': CASES });
    const first = await serve({ '/discovery.json': documentOf(`${other.root}/v2`) });
    return { other, ...first };
  }

  test('gets no headers of a call', async () => {
    const { other, city } = await twoHosts();
    const error = await errorOf(city('').services.list({}, { headers: SECRET }));
    expect(error).toBeInstanceOf(SignpostError);
    expect(error.message).toBe(
      `The discovery of this city leads to another host, ${other.root}/v2. Give that as the base URL, or its origin among trustedOrigins, if your headers may be sent there.`,
    );
    expect(other.asked).toEqual([]);
    // What is asked for in which language is no secret.
    expect(await city('').services.list({}, { headers: { 'Accept-Language': 'pl' } })).toHaveLength(1);
    expect(other.headers[0]?.['accept-language']).toBe('pl');
  });

  test('gets them, and the key, where the caller trusts it', async () => {
    const { other, city } = await twoHosts();
    const client = city('', { trustedOrigins: [`${other.root}/v2`], apiKey: 'sp-key', keyForReading: true });
    await client.services.list({}, { headers: SECRET });
    expect(other.headers[0]?.authorization).toBe(SECRET.Authorization);
    const [submitted] = await client.requests.create(PLACE);
    expect(submitted?.service_request_id).toBe('7');
  });

  test('is not led to by a redirect either, with headers of a call', async () => {
    const { other } = await twoHosts();
    const { city: led } = await serve({
      '/v2/services.json': (_, response) =>
        response.writeHead(302, { location: `${other.root}/v2/services.json` }).end(),
    });
    const client = led('/v2', { discovery: false });
    expect(await errorOf(client.services.list({}, { headers: SECRET }))).toMatchObject({
      name: 'ConnectionError',
      code: 'redirect',
    });
    expect(other.asked).toEqual([]);
    expect(await client.services.list({}, { headers: { 'Accept-Language': 'pl' } })).toHaveLength(1);
  });

  test('is asked for discovery without the headers of any call', async () => {
    const { city, headers } = await serve({
      '/discovery.json': documentOf('HERE/v2'),
      '/v2/services.json': [LAMP],
    });
    await city('').services.list({}, { headers: SECRET });
    expect(headers.map(({ authorization }) => authorization)).toEqual([undefined, SECRET.Authorization]);
  });

  test.each([
    ['http://city.example', 'https://city.example/v2', true],
    ['https://city.example', 'https://city.example:6443/v2', true],
    ['http://city.example', 'https://api.city.example/v2', true],
    ['https://city.example', 'http://city.example/v2', false],
    ['http://city.example', 'http://api.city.example/v2', false],
    ['https://city.example', 'https://other-city.example/v2', false],
    ['https://a.city.example', 'https://b.city.example/v2', false],
    ['https://city.example', 'https://city.example.org/v2', false],
  ])('from %s to %s may get the key: %p', async (baseUrl, endpoint, may) => {
    const sent: string[] = [];
    const fetch = (url: string | URL | Request) => {
      const address = String(url instanceof Request ? url.url : url);
      const isDiscovery = address.endsWith('/discovery.json');
      if (!isDiscovery) sent.push(address);
      return Promise.resolve(Response.json(isDiscovery ? documentOf(endpoint) : CASES));
    };
    const client = new Open311({ baseUrl, apiKey: 'sp-key', fetch });
    const outcome = await client.requests.create(PLACE).then(
      () => true,
      () => false,
    );
    expect(outcome).toBe(may);
    expect(sent).toEqual(may ? [`${endpoint}/requests.json`] : []);
  });

  test.each(['city.example', 'ftp://city.example', ''])('cannot be trusted as %p', (origin) => {
    expect(() => new Open311({ baseUrl: 'https://city.example', trustedOrigins: [origin] })).toThrow(
      'trustedOrigins have to be like https://api.city.example.',
    );
  });
});

describe('A city that has its cases in XML alone', () => {
  const IN_XML_ALONE = {
    '/v2/discovery.json': documentOf('HERE/v2'),
    '/v2/services.json': [LAMP],
    '/v2/requests.xml': CASES_IN_XML,
  };

  test('is read in both, and asked in XML from then on', async () => {
    const { city, asked } = await serve(IN_XML_ALONE);
    const client = city('/v2', { xml: readXml });
    expect(await client.services.list()).toHaveLength(1);
    expect(await client.requests.list()).toMatchObject([{ service_request_id: '8' }]);
    expect(await client.requests.list()).toMatchObject([{ service_request_id: '8' }]);
    expect(asked.slice(2)).toEqual(['/v2/requests.json', '/v2/requests.xml', '/v2/requests.xml']);
  });

  test('says what is missing as it did in JSON', async () => {
    const { city, asked } = await serve({
      ...IN_XML_ALONE,
      '/v2/requests/9.json': (_, response) =>
        response
          .writeHead(404, { 'content-type': 'application/json' })
          .end('[{"code":404,"description":"No such case."}]'),
    });
    const client = city('/v2', { xml: readXml });
    expect(await errorOf(client.requests.get({ service_request_id: '9' }))).toMatchObject({
      name: 'NotFoundError',
      message: 'No such case.',
    });
    expect(asked.slice(-2)).toEqual(['/v2/requests/9.json', '/v2/requests/9.xml']);
  });

  test.each<[string, Partial<Open311Options>]>([
    ['without a reader', {}],
    ['in the format that was asked for', { xml: readXml, format: 'json' }],
  ])('is asked once %s', async (_name, options) => {
    const { city, asked } = await serve(IN_XML_ALONE);
    expect(await errorOf(city('/v2', options).requests.list())).toMatchObject({ status: 404 });
    expect(asked.filter((path) => path.includes('requests'))).toEqual(['/v2/requests.json']);
  });

  test('gets a submission once', async () => {
    const { city, asked } = await serve(IN_XML_ALONE);
    expect(await errorOf(city('/v2', { xml: readXml }).requests.create(PLACE))).toMatchObject({
      status: 404,
    });
    expect(asked.filter((path) => path.includes('requests'))).toEqual(['/v2/requests.json']);
  });
});
