import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { NotFoundError, SignpostError } from '../../sdk/src/index.ts';
import { Open311 } from '../../sdk/src/open311.ts';
import type { Open311Options } from '../../sdk/src/open311.ts';
import { readXml } from '../../sdk/src/xml.ts';

const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2';
const SERVICES = [
  {
    service_code: '1',
    service_name: 'Lamp',
    description: null,
    metadata: false,
    type: 'realtime',
    keywords: null,
    group: null,
  },
];
const IN_XML =
  '<?xml version="1.0" encoding="utf-8"?>\n<services><service><service_code>1</service_code><service_name>Lamp</service_name><description/><metadata>false</metadata><type>realtime</type><keywords/><group/></service></services>';

type Endpoint = { url: string; type?: string; formats?: string[]; specification?: string };

const documentOf = (...endpoints: Endpoint[]) => ({
  changeset: '2026-01-01T10:00:00Z',
  contact: 'Write to us.',
  key_service: 'Ask us for a key.',
  endpoints: endpoints.map((one) => ({
    specification: SPECIFICATION,
    changeset: '2026-01-01T10:00:00Z',
    type: 'production',
    formats: ['text/xml', 'application/json'],
    ...one,
  })),
});

describe('Finding the endpoint of a city', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  /** A server with some addresses; texts are XML, and everything else is JSON. `HERE` in it is its own root. */
  async function serve(answers: Record<string, unknown>) {
    const asked: string[] = [];
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      const { pathname } = new URL(request.url ?? '', 'http://city');
      asked.push(pathname);
      const found = answers[pathname];
      const text = (
        typeof found === 'string' ? found : JSON.stringify(found ?? [{ code: 404, description: 'No.' }])
      ).replaceAll('HERE', `http://${request.headers.host}`);
      const type = typeof found === 'string' ? 'text/xml' : 'application/json';
      response
        .writeHead(found === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` })
        .end(text);
    };
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const city = (path: string, options: Partial<Open311Options> = {}) =>
      new Open311({ baseUrl: root + path, retries: 0, ...options });
    return { root, asked, city };
  }

  test.each([
    ['beside the endpoint', '/v2', '/v2/discovery.json', 'HERE/v2', '/v2/services.json'],
    ['with a slash at the end', '/v2/', '/v2/discovery.json', 'HERE/v2/', '/v2/services.json'],
    [
      'above the endpoint',
      '/open311/v2',
      '/open311/discovery.json',
      'HERE/open311/v2',
      '/open311/v2/services.json',
    ],
    ['at the root of the site', '', '/discovery.json', 'HERE/open311/v2', '/open311/v2/services.json'],
    ['that was given itself', '/discovery.json', '/discovery.json', 'HERE/a/b', '/a/b/services.json'],
    ['that was given without ending', '/x/discovery', '/x/discovery.json', 'HERE/a/b', '/a/b/services.json'],
    [
      'with an odd path',
      '',
      '/discovery.json',
      'HERE/GeoReport/Service.ashx/',
      '/GeoReport/Service.ashx/services.json',
    ],
    [
      'above, of an endpoint below',
      '/open311',
      '/discovery.json',
      'HERE/open311/v2',
      '/open311/v2/services.json',
    ],
  ])('by a document %s', async (_name, path, document, url, services) => {
    const { city, asked } = await serve({ [document]: documentOf({ url }), [services]: SERVICES });
    const client = city(path);
    expect(await client.services.list()).toEqual(SERVICES);
    expect(await client.services.list()).toEqual(SERVICES);
    // It is remembered.
    expect(asked.slice(-3)).toEqual([document, services, services]);
    expect((await client.discovery.get()).endpoints).toHaveLength(1);
    expect(asked.at(-1)).toBe(document);
  });

  test('takes the base URL for the endpoint where there is no document, and asks for none when told so', async () => {
    const { city, asked } = await serve({ '/open311/v2/services.json': SERVICES });
    expect(await city('/open311/v2').services.list()).toEqual(SERVICES);
    expect(asked).toEqual([
      '/open311/v2/discovery.json',
      '/open311/discovery.json',
      '/open311/v2/services.json',
    ]);
    asked.length = 0;
    const client = city('/open311/v2', { discovery: false });
    expect(await client.services.list()).toEqual(SERVICES);
    expect(asked).toEqual(['/open311/v2/services.json']);
    await expect(client.discovery.get()).rejects.toThrow(NotFoundError);
  });

  test('stays at the base URL when the document above lists other places only', async () => {
    const { city } = await serve({
      '/open311/discovery.json': documentOf({ url: 'HERE/elsewhere/v2' }),
      '/open311/wroclaw/services.json': SERVICES,
    });
    expect(await city('/open311/wroclaw').services.list()).toEqual(SERVICES);
  });

  test('chooses the endpoint by its type, and the one that was given before all', async () => {
    const { city } = await serve({
      '/discovery.json': documentOf(
        { url: 'HERE/old', specification: `${SPECIFICATION}.1_Draft` },
        { url: 'HERE/test', type: 'Test' },
        { url: 'HERE/v2', type: 'Production', specification: `${SPECIFICATION}/` },
      ),
      '/test/services.json': [{ ...SERVICES[0], service_code: 'TEST' }],
      '/v2/services.json': SERVICES,
    });
    const codeAt = async (path: string, options?: Partial<Open311Options>) =>
      (await city(path, options).services.list())[0]?.service_code;
    expect(await codeAt('')).toBe('1');
    expect(await codeAt('', { type: 'test' })).toBe('TEST');
    expect(await codeAt('/test')).toBe('TEST');
    expect(await codeAt('/v2')).toBe('1');
  });

  test('says which types there are when the one that is meant is not among them', async () => {
    const { city, asked } = await serve({
      '/discovery.json': documentOf({ url: 'HERE/test', type: 'test' }),
    });
    await expect(city('').services.list()).rejects.toThrow(
      "The city has no production endpoint: its discovery lists test. Give type: 'test' if that is meant.",
    );
    expect(asked).toEqual(['/discovery.json']);
  });

  test.each([
    ['no document', {}],
    [
      'a document above that lists other places only',
      { '/open311/discovery.json': documentOf({ url: 'HERE/elsewhere', type: 'test' }) },
    ],
  ])('takes the base URL for no test endpoint where there is %s', async (_name, documents) => {
    const { city, asked } = await serve({ ...documents, '/open311/v2/services.json': SERVICES });
    const client = city('/open311/v2', { type: 'test', apiKey: 'sp-key' });
    await expect(client.requests.create({ service_code: '1', address_string: 'Here' })).rejects.toThrow(
      /^There is no discovery document at .*\/open311\/v2 that lists a test endpoint\./,
    );
    expect(asked.filter((path) => !path.endsWith('/discovery.json'))).toEqual([]);
  });

  test('reads XML where the city lists nothing else, and says how where it cannot', async () => {
    const answers = {
      '/discovery.json': documentOf({ url: 'HERE/v2', formats: ['text/xml'] }),
      '/v2/services.xml': IN_XML,
    };
    const { city } = await serve(answers);
    expect(await city('', { xml: readXml }).services.list()).toEqual(SERVICES);
    await expect(city('').services.list()).rejects.toThrow(
      "This city answers in XML only: import { readXml } from '@signpost/sdk/xml' and give Open311 the option xml: readXml.",
    );
  });

  test('finds out by asking whether a city without a document speaks JSON', async () => {
    const xml = await serve({ '/v2/services.xml': IN_XML });
    expect(await xml.city('/v2', { xml: readXml }).services.list()).toEqual(SERVICES);
    expect(xml.asked.slice(-3)).toEqual(['/v2/services.json', '/v2/services.xml', '/v2/services.xml']);
    const json = await serve({ '/v2/services.xml': IN_XML, '/v2/services.json': SERVICES });
    expect(await json.city('/v2', { xml: readXml }).services.list()).toEqual(SERVICES);
    expect(json.asked.at(-1)).toBe('/v2/services.json');
  });

  test('says how to read XML when it gets some', async () => {
    const { city } = await serve({ '/v2/services.json': IN_XML });
    await expect(city('/v2').services.list()).rejects.toThrow(
      "The server answered 200 with XML. To read it, import { readXml } from '@signpost/sdk/xml' and give Open311 the option xml: readXml.",
    );
    expect(await city('/v2', { xml: readXml }).services.list()).toEqual(SERVICES);
  });

  test('searches once for calls that come at the same time, and goes on for others when one gives up', async () => {
    const { city, asked } = await serve({
      '/discovery.json': documentOf({ url: 'HERE/v2' }),
      '/v2/services.json': SERVICES,
    });
    const client = city('');
    const all = await Promise.all([1, 2, 3].map(() => client.services.list()));
    expect(all).toEqual([SERVICES, SERVICES, SERVICES]);
    expect(asked.filter((path) => path === '/discovery.json')).toHaveLength(1);

    const another = city('');
    const controller = new AbortController();
    const given = another.services.list({}, { signal: controller.signal });
    const kept = another.services.list();
    controller.abort(new Error('no longer needed'));
    await expect(given).rejects.toThrow('no longer needed');
    expect(await kept).toEqual(SERVICES);
  });

  test('searches again after it failed', async () => {
    const answers: Record<string, unknown> = {
      '/discovery.json': documentOf({ url: 'HERE/v2', type: 'test' }),
    };
    const { city } = await serve(answers);
    const client = city('');
    await expect(client.services.list()).rejects.toThrow(SignpostError);
    Object.assign(answers, {
      '/discovery.json': documentOf({ url: 'HERE/v2' }),
      '/v2/services.json': SERVICES,
    });
    expect(await client.services.list()).toEqual(SERVICES);
  });

  test('reads on another host, but sends no key there', async () => {
    const other = await serve({ '/v2/services.json': SERVICES });
    const { city } = await serve({ '/discovery.json': documentOf({ url: `${other.root}/v2` }) });
    const client = city('', { apiKey: 'sp-key' });
    expect(await client.services.list()).toEqual(SERVICES);
    other.asked.length = 0;
    const submitted = client.requests.create({ service_code: '1', address_string: 'Main Street' });
    await expect(submitted).rejects.toThrow(
      `The discovery of this city leads to another host, ${other.root}/v2. Give that as the base URL, or its origin among trustedOrigins, if your key may be sent there.`,
    );
    await expect(city('', { apiKey: 'sp-key', keyForReading: true }).services.list()).rejects.toThrow(
      /leads to another host/,
    );
    expect(other.asked).toEqual([]);
  });

  test.each([
    ['no list', { endpoints: 'v2' }],
    ['no address', documentOf({ url: 'not an address' })],
    ['an address of another kind', documentOf({ url: 'file:///etc/passwd' })],
    ['an address with a password', documentOf({ url: 'http://user:password@127.0.0.1/v2' })],
    [
      'another specification',
      documentOf({ url: 'HERE/other', specification: 'http://example.org/Inquiry_v1' }),
    ],
    ['nothing', null],
    ['a list', []],
  ])('goes on without a document that says %s', async (_name, document) => {
    const { city } = await serve({ '/v2/discovery.json': document, '/v2/services.json': SERVICES });
    expect(await city('/v2').services.list()).toEqual(SERVICES);
  });

  test.each<[string, Partial<Open311Options>]>([
    ['timeZone has to be the name of a zone, such as Europe/Warsaw.', { timeZone: 'Wrocław' }],
    [
      "For XML, import { readXml } from '@signpost/sdk/xml' and give the option xml: readXml.",
      { format: 'xml' },
    ],
    ['baseUrl has to be like https://signpost.example.', { baseUrl: 'city.example' }],
  ])('refuses options that cannot be used: %s', (message, options) => {
    expect(() => new Open311({ baseUrl: 'https://city.example', ...options })).toThrow(message);
  });
});
