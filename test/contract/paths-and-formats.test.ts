import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, errorsOf, listOf, PLACE, rawCall, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { readXml } from '../support/xml.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const XML_TYPE = 'text/xml; charset=utf-8';

const ODD_CODES = [
  'a.b',
  'A.json',
  'x.xml',
  'v1.2.3',
  'Ulica Świdnicka / most',
  '100%',
  '%41',
  '..',
  'a+b',
  "it's (odd)!*",
  '{format}',
  '穴',
  '🕳',
  'a?b#c',
  'a;b,c=d',
  '__proto__',
];

let app: TestApp;
let city: TestCity;
let number: string;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, {
    services: [{ service_code: 'LAMP' }, ...ODD_CODES.map((service_code) => ({ service_code }))],
  });
  number = await submitted(app, city, { service_code: 'LAMP', ...PLACE });
});
afterAll(() => app.stop());

/** Every resource that can be read, without its ending. */
const readable = () => [
  '/open311/discovery',
  '/open311/v2/discovery',
  '/open311/v2/services',
  '/open311/v2/services/LAMP',
  '/open311/v2/requests',
  `/open311/v2/requests/${number}`,
  `/open311/${city.jurisdiction_id}/v2/requests`,
  `/open311/${city.jurisdiction_id}/v2/discovery`,
];

describe('The ending of a path', () => {
  test('R1, R2, R6: .json and .xml are served by every resource, with the media types of the standard', async () => {
    for (const path of readable()) {
      const [json, xml] = [await call(app, `${path}.json`), await call(app, `${path}.xml`)];
      expect([path, json.status, json.headers.get('content-type')]).toEqual([path, 200, JSON_TYPE]);
      expect([path, xml.status, xml.headers.get('content-type')]).toEqual([path, 200, XML_TYPE]);
    }
  });

  test('R7: XML begins with a declaration that names UTF-8', async () => {
    const { text } = await call(app, '/open311/v2/services.xml');
    expect(text.startsWith('<?xml version="1.0" encoding="utf-8"?>\n<services>')).toBe(true);
  });

  test('R3: the ending wins over Accept', async () => {
    for (const accept of ['text/xml', 'image/png', 'application/json;q=0'])
      expect(
        (await call(app, '/open311/v2/services.json', { headers: { accept } })).headers.get('content-type'),
      ).toBe(JSON_TYPE);
    const xml = await call(app, '/open311/v2/services.xml', { headers: { accept: 'application/json' } });
    expect(xml.headers.get('content-type')).toBe(XML_TYPE);
  });

  test.each([
    ['none', undefined, JSON_TYPE],
    ['anything', '*/*', JSON_TYPE],
    ['JSON', 'application/json', JSON_TYPE],
    ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', XML_TYPE],
    ['XML', 'text/xml', XML_TYPE],
    ['the other name of XML', 'application/xml', XML_TYPE],
    ['XML rather than JSON', 'application/json;q=0.2, text/xml', XML_TYPE],
  ])('R3: without an ending Accept decides: %s', async (_, accept, type) => {
    for (const path of readable()) {
      const headers: Record<string, string> = accept === undefined ? {} : { accept };
      const answer = await rawCall(app, { path, headers });
      expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 200, type]);
    }
  });

  test('R3: without an ending, an Accept that cannot be served is 406, in JSON', async () => {
    const answer = await call(app, '/open311/v2/services', { headers: { accept: 'image/png' } });
    expect(answer.status).toBe(406);
    expect(errorsOf(answer)).toEqual([expect.objectContaining({ code: 406, type: 'not_acceptable' })]);
  });

  test.each(['html', 'foo', 'JSON', 'Xml', 'json5', 'json.gz'])(
    'R3: the unknown ending .%s is 404 with a body in JSON',
    async (ending) => {
      for (const path of [`/open311/v2/services.${ending}`, `/open311/discovery.${ending}`]) {
        const answer = await call(app, path);
        expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 404, JSON_TYPE]);
      }
    },
  );
});

describe('What a path may hold', () => {
  test.each(ODD_CODES)('R4: the service code %j in a path, in both formats', async (code) => {
    const path = `/open311/v2/services/${encodeURIComponent(code)}`;
    const json = await rawCall(app, { path: `${path}.json` });
    expect([json.status, JSON.parse(json.text)]).toEqual([200, { service_code: code, attributes: [] }]);
    const xml = await rawCall(app, { path: `${path}.xml` });
    expect(readXml(xml.text).children[0]?.text).toBe(code);
  });

  test('R4: only a last ending of exactly json or xml is taken off', async () => {
    const answer = await call(app, '/open311/v2/services/a.b');
    expect(answer.json).toEqual({ service_code: 'a.b', attributes: [] });
    const twice = await call(app, '/open311/v2/services/A.json.json');
    expect(twice.json).toEqual({ service_code: 'A.json', attributes: [] });
  });

  test.each([
    'services/NOPE.json',
    'requests/14-01100669.json',
    'requests/4fd3bd72e750846c530000cd.json',
    'requests/Zg%C5%82oszenie%20nr%201.json',
    'requests/99999999999999999999.json',
    'tokens/nope.json',
    `tokens/${'a'.repeat(3000)}.json`,
  ])('R4: an unknown id is 404: %s', async (path) => {
    const answer = await call(app, `/open311/v2/${path}`);
    expect([answer.status, errorsOf(answer)[0]?.type]).toEqual([404, 'not_found']);
  });

  test.each(['services/%zz.json', 'services/%C3%28.json', 'tokens/%ff.xml', '../open311/%E0%A4%A/v2/x.json'])(
    'R8: broken percent-encoding is 400 or 404, never 500: %s',
    async (path) => {
      const answer = await rawCall(app, { path: `/open311/v2/${path}` });
      expect([400, 404]).toContain(answer.status);
    },
  );

  test.each(['services', 'requests', 'tokens'])('R8: a control character in %s/ID is 400', async (name) => {
    for (const id of ['a%00b', '%01', '%EF%BF%BE']) {
      const answer = await call(app, `/open311/v2/${name}/${id}.json`);
      expect([id, answer.status, errorsOf(answer)[0]?.type]).toEqual([id, 400, 'invalid']);
    }
  });

  test('R1: doubled and trailing slashes mean nothing, and nothing is redirected', async () => {
    for (const path of [
      '/open311/v2//services.json',
      '/open311//v2/services.json/',
      '//open311/v2/services.json//',
      `/open311/${city.jurisdiction_id}//v2//requests/${number}.json`,
      `/open311/v2/requests/${number}/`,
      '/open311/discovery.json/',
    ]) {
      const answer = await rawCall(app, { path });
      expect([path, answer.status]).toEqual([path, 200]);
    }
    const post = await rawCall(app, {
      method: 'POST',
      path: '//open311/v2//requests.json/?x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ api_key: city.key, service_code: 'LAMP', ...PLACE }).toString(),
    });
    expect(post.status).toBe(200);
  });

  test('3.6: request/ID is the same as requests/ID', async () => {
    const answer = await call(app, `/open311/v2/request/${number}.json`);
    expect(listOf(answer)).toMatchObject([{ service_request_id: number }]);
    expect((await call(app, '/open311/v2/request.json')).status).toBe(404);
  });
});

describe('Paths and methods that are not there', () => {
  test('R36: the error of an unknown path is in the format of its ending, else in JSON', async () => {
    for (const path of ['/open311/v2/nothing', '/open311/nothing', '/open311/v2', '/open311/a/b']) {
      const [bare, json, xml] = [
        await call(app, path),
        await call(app, `${path}.json`),
        await call(app, `${path}.xml`),
      ];
      expect([path, bare.status, json.status, xml.status]).toEqual([path, 404, 404, 404]);
      expect(errorsOf(bare)).toEqual([expect.objectContaining({ code: 404, type: 'not_found' })]);
      expect(errorsOf(json)[0]?.code).toBe(404);
      expect(readXml(xml.text).children[0]?.children.map(({ name }) => name)).toEqual([
        'code',
        'description',
      ]);
    }
  });

  test('outside of GeoReport an unknown path is a problem document', async () => {
    const answer = await call(app, '/nothing.xml');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.json).toMatchObject({ status: 404 });
  });

  test.each([
    ['DELETE', 'requests.json', 'GET, POST, HEAD, OPTIONS'],
    ['PUT', 'requests/1.json', 'GET, HEAD, OPTIONS'],
    ['PATCH', 'tokens/1.xml', 'GET, HEAD, OPTIONS'],
    ['POST', 'services.xml', 'GET, HEAD, OPTIONS'],
    ['POST', 'discovery.json', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', 'services/LAMP.json', 'GET, HEAD, OPTIONS'],
  ])('R5: %s %s is 405 with Allow', async (method, path, allow) => {
    const answer = await rawCall(app, { method, path: `/open311/v2/${path}` });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
    expect(answer.headers['content-type']).toBe(path.endsWith('xml') ? XML_TYPE : JSON_TYPE);
    expect(answer.text).toContain('405');
  });

  test('R5: HEAD answers like GET without the body', async () => {
    for (const path of readable().flatMap((stem) => [`${stem}.json`, `${stem}.xml`, stem])) {
      const answer = await call(app, path, { method: 'HEAD' });
      expect([path, answer.status, answer.text]).toEqual([path, 200, '']);
      expect(answer.headers.get('content-type')).toMatch(/^(application\/json|text\/xml); charset=utf-8$/);
    }
    expect((await call(app, '/open311/v2/nothing.xml', { method: 'HEAD' })).status).toBe(404);
  });

  test('R5, R9: OPTIONS tells the methods, also to a page of another origin', async () => {
    const answer = await call(app, '/open311/v2/requests.json', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://map.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-api-key,idempotency-key',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
    expect(answer.headers.get('access-control-allow-headers')).toBe('x-api-key,idempotency-key');
    expect((await call(app, '/open311/v2/nothing.json', { method: 'OPTIONS' })).status).toBe(404);
  });

  test('R9: every answer may be read by a page of another origin, and carries a request id', async () => {
    for (const path of ['/open311/v2/services.json', '/open311/v2/nothing.xml', '/open311/discovery.xml']) {
      const { headers } = await call(app, path, { headers: { origin: 'https://map.example' } });
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    }
  });
});
