import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ApiError, ConnectionError, SignpostError } from '../../sdk/src/index.ts';
import { Open311 } from '../../sdk/src/open311.ts';
import type { Open311Options } from '../../sdk/src/open311.ts';
import { readXml } from '../../sdk/src/xml.ts';

const KEY = 'sp_live_never/told+to=anybody';
const PLACE = { service_code: '1', address_string: 'Main Street' };

/** What tells of deviations: a response or an error. */
interface Told {
  deviations?: readonly object[];
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** An answer with a body. */
const says =
  (status: number, body: string | Buffer, type = 'application/json; charset=utf-8'): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': type }).end(body);
const xml = (status: number, body: string | Buffer): Answer => says(status, body, 'text/xml; charset=utf-8');

describe('A client for any city and a server that does not keep to anything', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  async function start(answer: Answer, options: Partial<Open311Options> = {}) {
    const server = createServer((request, response) => {
      request.resume();
      answer(response, request);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const city = new Open311({
      ...{ baseUrl: `${url}/v2`, apiKey: KEY, discovery: false, format: 'json', xml: readXml, retries: 0 },
      ...options,
    });
    return { city, url, server };
  }

  const errorOf = async (call: PromiseLike<unknown>): Promise<Error> => {
    try {
      await call;
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      for (const text of [inspect(error, { depth: 9 }), JSON.stringify(error), String(error)]) {
        expect(text).not.toContain(KEY);
        expect(text).not.toContain(encodeURIComponent(KEY));
      }
      return error as Error;
    }
    throw new Error('There was no error.');
  };

  const HTML = '<!DOCTYPE html><html><head><title>Hello</title></head><body><h1>Hello</h1></body></html>';
  test.each<[string, Answer, number, RegExp]>([
    ['a page', says(200, HTML, 'text/html'), 200, /answered 200 with a web page\. Is the base URL/],
    ['a page that says it is JSON', says(200, HTML), 200, /a web page/],
    ['a page of a proxy', says(502, HTML, 'text/html'), 502, /answered 502 with a web page/],
    ['a page for what is not there', says(404, HTML, 'text/html'), 404, /404 with a web page/],
    ['nothing', says(200, ''), 200, /with nothing at all/],
    ['blanks', says(200, ' \n '), 200, /with nothing at all/],
    ['a text', says(200, 'OK', 'text/plain'), 200, /neither whole JSON nor XML/],
    [
      'half of JSON with odd numbers',
      says(200, `[006,${'"\\"'.repeat(300_000)}\\`),
      200,
      /neither whole JSON/,
    ],
    ['half of JSON', says(200, '[{"service_request_id":"1","sta'), 200, /neither whole JSON nor XML/],
    [
      'half of XML',
      xml(200, '<service_requests><request><status>op'),
      200,
      /XML that is none.*no element|never/,
    ],
    ['another thing', says(200, '{"tickets":[{"number":1}]}'), 200, /what is no answer to requests\.list/],
    [
      'a list of other things',
      says(200, '[{"number":1}]'),
      200,
      /what is no answer to requests\.list\. Is the base URL that of an Open311 server\?$/,
    ],
    ['a list of numbers', says(200, '[1,2,3]'), 200, /what is no answer to requests\.list/],
    ['a number', says(200, '42'), 200, /what is no answer/],
    ['a text in JSON', says(200, '"requests"'), 200, /what is no answer/],
    ['an object without anything', says(200, '{}'), 200, /what is no answer/],
    ['other XML', xml(200, '<rss><channel><title>News</title></channel></rss>'), 200, /what is no answer/],
    [
      'SOAP',
      xml(200, '<s:Envelope xmlns:s="x"><s:Body><s:Fault>no</s:Fault></s:Body></s:Envelope>'),
      200,
      /no answer/,
    ],
    ['a document type', xml(200, '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'), 200, /a document type/],
    [
      'lists in lists in lists',
      says(200, '['.repeat(300_000) + ']'.repeat(300_000)),
      200,
      /The server answered 200/,
    ],
    [
      'objects without an end',
      says(200, '{"data":'.repeat(100_000) + '1' + '}'.repeat(100_000)),
      200,
      /answered 200/,
    ],
    ['elements without an end', xml(200, '<a>'.repeat(300_000)), 200, /too many elements/],
    ['the key, back again', says(500, `{"error":"bad ${KEY}"}`), 500, /bad \[API key\]/],
    [
      'the key in XML',
      xml(400, `<errors><error><code>400</code><description>${KEY}</description></error></errors>`),
      400,
      /^\[API key\]$/,
    ],
    ['the key in a page', says(403, `<html>${KEY}</html>`, 'text/html'), 403, /a web page/],
    ['the key where nothing can be made of it', says(200, KEY, 'text/plain'), 200, /neither whole JSON/],
    [
      'errors in another shape',
      says(400, '{"errors":{"lat":["is missing"]}}'),
      400,
      /The server answered 400|is missing/,
    ],
    [
      'an error in an error',
      says(500, '{"error":{"error":{"error":{"error":{"message":"deep"}}}}}'),
      500,
      /answered 500/,
    ],
  ])('says what it got: %s', async (_name, answer, status, message) => {
    const { city } = await start(answer);
    const error = await errorOf(city.requests.list());
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).status).toBe(status);
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(500);
  });

  test.each<[string, Answer, string]>([
    ['single', says(400, '{"code":400,"description":"lat is missing"}'), 'R31/json'],
    ['in an object', says(400, '{"errors":[{"code":400,"description":"lat is missing"}]}'), 'R31/json'],
    ['as a message', says(400, '[{"message":"lat is missing"}]'), 'R31/json'],
    ['as a message with a code', says(400, '[{"code":400,"message":"lat is missing"}]'), 'R31/json'],
    ['as a text', says(400, '{"error":"lat is missing"}'), 'R31/json'],
    ['as a problem document', says(400, '{"type":"x","status":400,"detail":"lat is missing"}'), 'R31/json'],
    ['as a bare text', says(400, '"lat is missing"'), 'R31/json'],
    ['with the status 200', says(200, '[{"code":400,"description":"lat is missing"}]'), 'R37'],
    [
      'in an object with the status 200',
      says(200, '{"error":{"code":400,"message":"lat is missing"}}'),
      'R37',
    ],
    ['with markup', says(400, '[{"code":400,"description":"<p>lat is missing</p>"}]'), 'R33'],
    [
      'in XML for JSON',
      xml(400, '<error><code>400</code><description>lat is missing</description></error>'),
      'R31/xml',
    ],
  ])('reads an error: %s', async (_name, answer, rule) => {
    const { city } = await start(answer);
    const error = (await errorOf(city.requests.list())) as ApiError;
    expect(error.name).toBe('BadRequestError');
    expect(error.errors).toEqual([{ code: 400, description: 'lat is missing' }]);
    expect(error.deviations.map((one) => one.rule)).toContain(rule);
  });

  test('an empty list is one, also with 404', async () => {
    const { city } = await start(says(404, '[]'));
    const { data, response } = await city.requests.list().withResponse();
    expect(data).toEqual([]);
    expect(response.status).toBe(404);
    expect(response.deviations).toEqual([{ rule: '3.5/empty', where: '', found: '404', count: 1 }]);
  });

  test.each<[string, unknown]>([
    ['bare', [{ service_request_id: '1' }]],
    ['one alone', { service_request_id: 1 }],
    ['in an object', { service_requests: [{ service_request_id: '1' }] }],
    ['as a converter from XML has it', { service_requests: { request: { service_request_id: '1' } } }],
    ['another one', { requests: { request: [{ service_request_id: '1' }] } }],
    ['beside a status', { status: 'success', description: 'All.', requests: [{ service_request_id: '1' }] }],
    [
      'that holds a list',
      [{ service_request_id: '1', updates: [{ status: 'open', service_request_id: '9' }] }],
    ],
    ['one alone that holds a list', { service_request_id: '1', updates: [{ service_request_id: '9' }] }],
    ['beside a number', { count: 1, data: [{ service_request_id: '1' }] }],
    ['each in an object', [{ request: { service_request_id: '1' } }]],
    ['beside what is none', [null, 5, { service_request_id: '1' }]],
    [
      'beside one without a number',
      [{ service_request_id: '1' }, { service_request_id: null, status: 'open' }],
    ],
  ])('reads a list of cases: %s', async (_name, body) => {
    const { city } = await start(says(200, JSON.stringify(body)));
    expect((await city.requests.list()).map((one) => one.service_request_id)).toEqual(['1']);
  });

  test('tells of the cases that it leaves out, once for all of them', async () => {
    const rows = Array.from({ length: 300 }, () => ({ service_request_id: null, status: 'Open' }));
    const { city } = await start(says(200, JSON.stringify(rows)));
    const { data, response } = await city.requests.list().withResponse();
    expect(data).toEqual([]);
    const fields = response.deviations.find(({ rule }) => rule === '3.7/fields');
    expect(fields).toEqual({
      rule: '3.7/fields',
      where: '',
      found: 'no service_request_id',
      count: 900,
    });
    expect(response.deviations.length).toBeLessThan(10);
  });

  test('reads each value as people do', async () => {
    const { city } = await start(
      says(
        200,
        `[{"service_request_id": 12345678901234567890, "status": "In Progress", "service_code": 6, "lat": "52,5", "long": " 13.4 ",
          "zipcode": 94122, "address": ["Main Street", 1], "requested_datetime": "2026-01-01 10:00", "updated_datetime": "soon",
          "media_url": {"url": "https://city.example/1.jpg"}, "description": "12345678901234567890",
          "__proto__": {"polluted": true}, "constructor": "x"}]`,
      ),
      { timeZone: 'Europe/Warsaw' },
    );
    const [one] = await city.requests.list();
    expect(one).toMatchObject({
      service_request_id: '12345678901234567890',
      status: 'open',
      service_code: '6',
      lat: 52.5,
      long: 13.4,
      zipcode: '94122',
      address: 'Main Street',
      requested_datetime: '2026-01-01T10:00:00+01:00',
      updated_datetime: null,
      media_url: 'https://city.example/1.jpg',
      description: '12345678901234567890',
    });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect((one as { polluted?: boolean }).polluted).toBeUndefined();
  });

  const POLISH = '[{"service_code":"1","service_name":"Łódź żółć"}]';
  const latin2 = Buffer.from(
    [...POLISH].map(
      (sign) => ({ Ł: 0xa3, ó: 0xf3, ź: 0xbc, ż: 0xbf, ł: 0xb3, ć: 0xe6 })[sign] ?? sign.charCodeAt(0),
    ),
  );
  const GERMAN = Buffer.from(
    '<services><service><service_code>1</service_code><service_name>Straße</service_name></service></services>',
    'latin1',
  );
  /** A second service, whose name breaks off within its last sign, as where a database counts bytes. */
  const CUT = Buffer.concat([
    Buffer.from(POLISH.replace(']', ',{"service_code":"2","service_name":"Łą')).subarray(0, -1),
    Buffer.from('"}]'),
  ]);
  const POLISH_XML =
    '<?xml version="1.0" encoding="utf-16"?><services><service><service_code>1</service_code><service_name>Łódź żółć</service_name></service></services>';
  const CUT_XML = Buffer.concat([
    Buffer.from(POLISH_XML.replace(/^.*\?>|<.services>$/g, '')),
    Buffer.from('<service><service_code>2</service_code><service_name>Łą').subarray(0, -1),
    Buffer.from('</service_name></service></services>'),
  ]);
  test.each<[string, Answer, string, string[]]>([
    [
      'the header says',
      says(200, latin2, 'application/json; charset=iso-8859-2'),
      'Łódź żółć',
      ['R6/charset', 'R7/utf-8'],
    ],
    [
      'the declaration says',
      says(
        200,
        Buffer.concat([Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?>'), GERMAN]),
        'text/xml',
      ),
      'Straße',
      ['R7/declaration', 'R7/utf-8'],
    ],
    ['nobody says', says(200, GERMAN, 'text/xml'), 'Straße', ['R7/utf-8', 'R7/declaration']],
    [
      'nobody says in JSON',
      says(200, Buffer.from('[{"service_code":"1","service_name":"Straße"}]', 'latin1')),
      'Straße',
      ['R7/utf-8'],
    ],
    [
      'the header says wrongly',
      says(200, POLISH, 'application/json; charset=us-ascii'),
      'Łódź żółć',
      ['R6/charset'],
    ],
    [
      'the header says and nobody knows',
      says(200, POLISH, 'application/json; charset=klingon'),
      'Łódź żółć',
      ['R6/charset'],
    ],
    [
      'two bytes say',
      says(200, Buffer.from(`\ufeff${POLISH}`, 'utf16le'), 'application/json'),
      'Łódź żółć',
      ['R7/utf-8', 'R7/mark'],
    ],
    ['a mark says', says(200, `\ufeff${POLISH}`), 'Łódź żółć', ['R7/mark']],
    ['all but one sign say', says(200, CUT), 'Łódź żółć', ['R7/utf-8']],
    [
      'all but one sign say in XML',
      xml(200, Buffer.concat([Buffer.from('<?xml version="1.0" encoding="utf-8"?>'), CUT_XML])),
      'Łódź żółć',
      ['R7/utf-8'],
    ],
    ['every second byte says', says(200, Buffer.from(POLISH, 'utf16le')), 'Łódź żółć', ['R7/utf-8']],
    ['every first byte says', says(200, Buffer.from(POLISH, 'utf16le').swap16()), 'Łódź żółć', ['R7/utf-8']],
    [
      'every second byte says in XML',
      xml(200, Buffer.from(POLISH_XML, 'utf16le')),
      'Łódź żółć',
      ['R7/utf-8'],
    ],
    [
      'every first byte says in XML',
      xml(200, Buffer.from(POLISH_XML, 'utf16le').swap16()),
      'Łódź żółć',
      ['R7/utf-8'],
    ],
  ])('reads an encoding that %s', async (_name, answer, name, rules) => {
    const { city } = await start(answer);
    const { data, response } = await city.services.list().withResponse();
    expect(data[0]?.service_name).toBe(name);
    const told = response.deviations.map(({ rule }) => rule).filter((rule) => /^R[67]/.test(rule));
    expect(told).toEqual(rules);
  });

  test.each<[string, Answer, Partial<Open311Options>, string]>([
    ['closes without a word', (response) => response.destroy(), {}, 'connection'],
    [
      'stops in the middle',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('[{"service_code":', () => response.destroy());
      },
      {},
      'connection',
    ],
    ['never answers', () => undefined, { timeoutMs: 100 }, 'timeout'],
    [
      'never ends',
      (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('['),
      { timeoutMs: 100 },
      'timeout',
    ],
  ])('a server that %s', async (_name, answer, options, code) => {
    const { city } = await start(answer, options);
    const error = await errorOf(city.services.list());
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as ConnectionError).code).toBe(code);
  });

  test('reads no more of a body than it may', async () => {
    let written = 0;
    const endless: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        if (response.destroyed) return;
        written += 65_536;
        response.write(' '.repeat(65_536), more);
      };
      more();
    };
    const { city } = await start(endless, { maxBytes: 1_000_000, retries: 3 });
    const error = await errorOf(city.services.list());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: 'too_large', attempts: 1 });
    expect(error.message).toBe('The answer is larger than maxBytes, 1000000.');
    // What was on its way in buffers.
    expect(written).toBeLessThan(20_000_000);
  });

  test.each<[string, (before: string) => Answer, (city: Open311) => Promise<unknown>]>([
    [
      'in JSON',
      (before) => says(200, JSON.stringify([{ service_code: '1', [before]: 1, [KEY]: 1 }])),
      (city) => city.services.list().withResponse(),
    ],
    [
      'in XML',
      (before) =>
        xml(
          200,
          `<services><service before="${before}${KEY}"><service_code>1</service_code></service></services>`,
        ),
      (city) => city.services.list().withResponse(),
    ],
    [
      'in an error',
      (before) => says(400, JSON.stringify({ errors: { error: `${before} ${KEY}` } })),
      (city) => city.services.list().catch((error: unknown) => error),
    ],
  ])('tells no half of the key where what it found is shortened: %s', async (_name, answer, call) => {
    for (let before = 40; before < 100; before += 1) {
      const { city } = await start(answer('b'.repeat(before)));
      const told = (await call(city)) as { response?: Told } & Told;
      const { deviations = [] } = told.response ?? told;
      expect(deviations.length).toBeGreaterThan(0);
      expect(JSON.stringify(deviations)).not.toContain(KEY.slice(0, 4));
    }
  });

  test.each<[string, (text: string) => string]>([
    ['as it is', (text) => text],
    ['percent-encoded', encodeURIComponent],
    [
      'each sign percent-encoded',
      (text) => text.replace(/./g, (sign) => `%${sign.charCodeAt(0).toString(16)}`),
    ],
    ['in base64', btoa],
    ['in base64 in an address', (text) => encodeURIComponent(btoa(text))],
    ...['', 'u', 'us', 'user'].map((user): [string, (text: string) => string] => [
      `in base64, after ${user}:`,
      (text) => btoa(`${user}:${text}:x`),
    ]),
  ])('repeats the key to nobody: %s', async (_name, write) => {
    const entry = { code: 400, description: `The key ${write(KEY)} is wrong.`, [write(KEY)]: 1 };
    for (const answer of [
      says(400, JSON.stringify([entry])),
      says(200, JSON.stringify({ error: entry })),
      xml(400, `<errors><error><code>400</code><description>${write(KEY)}</description></error></errors>`),
    ]) {
      const error = await errorOf((await start(answer)).city.requests.create(PLACE));
      const told = JSON.stringify([error, error.message, error.stack]);
      expect(error.message).toContain('[API key]');
      // Of base64, the signs that hold nothing but the key.
      expect(told).not.toContain(write(KEY));
      expect(told).not.toContain(write(KEY).slice(8, -8));
    }
  });

  test('sends the key to no other server, wherever it is led', async () => {
    const heard: string[] = [];
    const { url: elsewhere } = await start((response, request) => {
      heard.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
      says(200, '[]')(response, request);
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const { city } = await start((response) =>
        response.writeHead(status, { location: `${elsewhere}/v2/requests.json` }).end(),
      );
      expect(await errorOf(city.requests.create(PLACE))).toMatchObject({ code: 'redirect' });
    }
    expect(heard).toEqual([]);
    const { city } = await start(
      (response) => response.writeHead(302, { location: `${elsewhere}/v2/requests.json` }).end(),
      { keyForReading: true },
    );
    expect(await errorOf(city.requests.list())).toMatchObject({ code: 'redirect' });
    expect(heard).toEqual([]);
    // Without a key there is nothing to lose.
    const open = await start((response) =>
      response.writeHead(302, { location: `${elsewhere}/v2/requests.json` }).end(),
    );
    const { response } = await open.city.requests.list().withResponse();
    expect(response.deviations.map(({ rule }) => rule)).toEqual(['R10/redirects']);
    expect(heard).toHaveLength(1);
    expect(heard.join()).not.toContain(KEY);
  });

  test('sends a submission once, also when it is asked to come back', async () => {
    let sent = 0;
    const { city } = await start(
      (response, request) => {
        sent += 1;
        response.setHeader('retry-after', '0');
        says(503, '[{"code":503,"description":"Come back."}]')(response, request);
      },
      { retries: 3 },
    );
    expect(await errorOf(city.requests.create(PLACE))).toMatchObject({ name: 'ServerError', attempts: 1 });
    expect(sent).toBe(1);
  });

  test('sends a submission again that the city has certainly done nothing with', async () => {
    const busy = says(429, '[{"code":429,"description":"Slowly."}]');
    const answers = [busy, says(200, '[{"service_request_id":"1"}]')];
    const { city, server } = await start((response, request) => answers.shift()?.(response, request), {
      retries: 1,
    });
    const { response } = await city.requests.create(PLACE).withResponse();
    expect(response.attempts).toBe(2);

    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await errorOf(city.requests.create(PLACE))).toMatchObject({
      name: 'ConnectionError',
      systemCode: 'ECONNREFUSED',
      attempts: 2,
    });
  });

  test('sends a submission once when nobody knows whether it has arrived', async () => {
    let sent = 0;
    const { city } = await start(
      (response) => {
        sent += 1;
        response.destroy();
      },
      { retries: 3 },
    );
    const error = await errorOf(city.requests.create(PLACE));
    expect(error).toMatchObject({ code: 'connection', attempts: 1, idempotencyKey: undefined });
    expect(sent).toBe(1);
  });

  test('sends Idempotency-Key only where the caller says so, since browsers ask first whether they may', async () => {
    const keys: unknown[] = [];
    const { city } = await start((response, request) => {
      keys.push(request.headers['idempotency-key']);
      says(200, '[{"service_request_id":"1"}]')(response, request);
    });
    await city.requests.create(PLACE);
    const { response } = await city.requests.create(PLACE, { idempotencyKey: 'mine' }).withResponse();
    expect(response.idempotencyKey).toBe('mine');
    expect(keys).toEqual([undefined, 'mine']);
  });

  test.each<[string, Answer, Partial<Open311Options>]>([
    ['before an answer', () => undefined, {}],
    ['in the body', (response) => void response.writeHead(200).write('['), {}],
    ['while it is looked for', () => undefined, { discovery: true }],
  ])('an abort %s ends the call at once', async (_name, answer, options) => {
    let arrived = (): void => undefined;
    const asked = new Promise<void>((resolve) => (arrived = resolve));
    const { city } = await start((response, request) => {
      answer(response, request);
      arrived();
    }, options);
    const controller = new AbortController();
    const calls = [1, 2].map(() => city.services.list({}, { signal: controller.signal }));
    const settled = Promise.allSettled(calls);
    await asked;
    const began = performance.now();
    controller.abort(new Error('enough'));
    for (const one of await settled) expect(one).toMatchObject({ reason: { message: 'enough' } });
    // Nobody answers here; how soon it ends is measured in programs of their own.
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect(city.services.list({}, { signal: controller.signal })).rejects.toThrow('enough');
  });

  test('shows the key to nobody who looks at the client', async () => {
    const { city } = await start(says(200, '[]'));
    expect(inspect(city, { depth: 9, showHidden: true })).not.toContain(KEY);
    expect(JSON.stringify(city)).not.toContain(KEY);
    expect(await errorOf(city.requests.get({ service_request_id: '' }))).toBeInstanceOf(SignpostError);
  });
});
