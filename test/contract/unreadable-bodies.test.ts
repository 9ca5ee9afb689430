import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, errorsOf, rawCall } from '../support/calls.ts';
import type { ErrorEntry } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const PLACED = 'service_code=LAMP&lat=51.1&long=17';
const part = (name: string, value: string, more = '') =>
  `--X\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
const PARTS = part('service_code', 'LAMP') + part('lat', '51.1') + part('long', '17');

let app: TestApp;
let city: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
});
afterAll(() => app.stop());

async function post(
  body: Buffer | string,
  headers: Record<string, string>,
): Promise<[number, string | undefined]> {
  const answer = await rawCall(app, {
    method: 'POST',
    path: '/open311/v2/requests.json',
    headers: { 'x-api-key': city.key, ...headers },
    body,
  });
  const list = JSON.parse(answer.text) as ErrorEntry[];
  if (answer.status !== 200)
    expect(list.every(({ code, description }) => code === answer.status && description !== '')).toBe(true);
  return [answer.status, list[0]?.type];
}

test.each([
  ['text/plain', 'a=1'],
  ['application/xml', '<request/>'],
  ['application/octet-stream', 'x'],
  ['nonsense', 'x'],
  ['application/json5', '{}'],
  [`${FORM}; charset=iso-8859-2`, PLACED],
  [`${FORM};charset="windows-1250"`, PLACED],
  ['application/json; charset=utf-16', '{}'],
])('R29: the type %s is 415', async (type, body) => {
  expect(await post(body, { 'content-type': type })).toEqual([415, 'unsupported_media_type']);
});

test.each(['utf-8', 'UTF-8', '"utf-8"', 'UTF8', 'us-ascii'])(
  'R26, R29: the charset %s is UTF-8',
  async (charset) => {
    expect(await post(PLACED, { 'content-type': `${FORM}; charset=${charset}` })).toEqual([200, undefined]);
  },
);

test('R29: a form without a type is a form, and a body that is not there is one without fields', async () => {
  expect(await post(PLACED, {})).toEqual([200, undefined]);
  expect(await post('', { 'content-type': JSON_TYPE })).toEqual([400, 'invalid']);
});

test.each([
  ['no object', '[]', JSON_TYPE],
  ['a number', '1', JSON_TYPE],
  ['null', 'null', JSON_TYPE],
  ['cut off', '{"service_code":', JSON_TYPE],
  ['without quotes', '{service_code:1}', JSON_TYPE],
  ['only brackets', '['.repeat(500_000), JSON_TYPE],
  ['a deep attribute', `{"attribute":{"A":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`, JSON_TYPE],
  [
    'deep where a text belongs',
    `{"description":${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}}`,
    JSON_TYPE,
  ],
  ['more fields than a form needs', `${PLACED}${'&a=1'.repeat(500)}`, FORM],
  [
    'many unknown attributes',
    `${PLACED}${Array.from({ length: 101 }, (_, i) => `&attribute[A${i}]=1`).join('')}`,
    FORM,
  ],
  ['multipart without a boundary', `${PARTS}--X--\r\n`, 'multipart/form-data'],
  ['multipart with another boundary', `${PARTS}--X--\r\n`, 'multipart/form-data; boundary=Y'],
  ['multipart without an end', PARTS, 'multipart/form-data; boundary=X'],
  ['multipart cut in a part', `${PARTS}--X\r\nContent-Dispo`, 'multipart/form-data; boundary=X'],
  ['multipart of nothing', '', 'multipart/form-data; boundary=X'],
  ['many parts', `${part('a', '1').repeat(1000)}--X--\r\n`, 'multipart/form-data; boundary=X'],
  ['a long attribute code', `${PLACED}&attribute[${randomBytes(5000).toString('hex')}]=1`, FORM],
  [
    'a part with a long name',
    `${PARTS}${part(`attribute[${'a'.repeat(5000)}]`, '1')}--X--\r\n`,
    'multipart/form-data; boundary=X',
  ],
  [
    'a file',
    `${PARTS}${part('media', 'x', '; filename="a.png"')}--X--\r\n`,
    'multipart/form-data; boundary=X',
  ],
])('a body that cannot be taken is 400: %s', async (_, body, type) => {
  expect(await post(body, { 'content-type': type })).toEqual([400, 'invalid']);
});

test.each([
  ['a form', FORM, `${PLACED}&description=`],
  ['multipart', 'multipart/form-data; boundary=X', PARTS],
  ['JSON', JSON_TYPE, '{"description":"'],
])('%s of 10 MB is 413', async (_, type, begin) => {
  const body = begin + 'a'.repeat(10_000_000);
  expect(await post(body, { 'content-type': type })).toEqual([413, 'too_large']);
  expect(await post(body, { 'content-type': type, 'transfer-encoding': 'chunked' })).toEqual([
    413,
    'too_large',
  ]);
});

test('a form of just under 1 MB is read', async () => {
  expect(await post(`${PLACED}&unknown=${'a'.repeat(1_000_000)}`, { 'content-type': FORM })).toEqual([
    200,
    undefined,
  ]);
});

test('R10: gzip is taken, a gzip bomb is 413, broken or unknown encodings are refused', async () => {
  const gzip = { 'content-type': FORM, 'content-encoding': 'gzip' };
  expect(await post(gzipSync(PLACED), gzip)).toEqual([200, undefined]);
  // 200 MB, packed piece by piece: what follows each other is unpacked as one.
  const piece = gzipSync(Buffer.alloc(10_000_000, 'a'));
  const bomb = Buffer.concat(Array.from({ length: 20 }, () => piece));
  expect(bomb.length).toBeLessThan(1_000_000);
  const before = process.memoryUsage().rss;
  expect(await post(bomb, gzip)).toEqual([413, 'too_large']);
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  expect(await post('not gzip', gzip)).toEqual([400, 'invalid']);
  expect(await post(gzipSync(PLACED).subarray(0, 20), gzip)).toEqual([400, 'invalid']);
  const brotli = { 'content-type': FORM, 'content-encoding': 'br' };
  expect(await post(brotliCompressSync(PLACED), brotli)).toEqual([200, undefined]);
  expect(await post('not brotli', brotli)).toEqual([400, 'invalid']);
  expect(await post('not deflate', { ...brotli, 'content-encoding': 'deflate' })).toEqual([400, 'invalid']);
  expect(await post(deflateRawSync(PLACED), { 'content-type': FORM, 'content-encoding': 'zip' })).toEqual([
    415,
    'unsupported_media_type',
  ]);
  const unknown = await call(app, '/open311/v2/requests.json', {
    method: 'POST',
    headers: { 'x-api-key': city.key, 'content-type': FORM, 'content-encoding': 'zip' },
    body: PLACED,
  });
  // Each encoding that the error names is one that is taken.
  expect(errorsOf(unknown)[0]?.description).toBe(
    'The Content-Encoding is not known. Use gzip, deflate, br or none.',
  );
  expect(await post(deflateSync(PLACED), { ...brotli, 'content-encoding': 'deflate' })).toEqual([
    200,
    undefined,
  ]);
});

describe('What is repeated of a call in its answer is short', () => {
  const long = 'a'.repeat(900_000);
  test.each([
    ['the name of an attribute', FORM, `attribute[${long}`],
    ['the name of a field that is not UTF-8', FORM, `${long}%ff=1`],
    ['the name of a field whose value is not UTF-8', FORM, `${long}=%ff`],
    ['every field', FORM, `${PLACED}&jurisdiction_id=${long}`],
    ['a service', FORM, `service_code=${long}`],
    [
      'the name of a part',
      'multipart/form-data; boundary=X',
      `${part(`attribute[${'a'.repeat(290)}`, '1')}--X--\r\n`,
    ],
    ['an attribute in JSON', JSON_TYPE, JSON.stringify({ attribute: { [long]: {} } })],
    [
      'thousands of attributes in JSON',
      JSON_TYPE,
      JSON.stringify({
        attribute: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`A${i}`, {}])),
      }),
    ],
    ['the type', `${'a'.repeat(20_000)}/x`, 'x'],
  ])('%s', async (_, type, body) => {
    const answer = await rawCall(app, {
      method: 'POST',
      path: '/open311/v2/requests.json',
      headers: { 'x-api-key': city.key, 'content-type': type },
      body,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text.length).toBeLessThan(1_000);
  });
});

test('a type that names none, and a name with a NUL, are told as what they are', async () => {
  const said = async (type: string, body: string) => {
    const { text } = await rawCall(app, {
      method: 'POST',
      path: '/open311/v2/requests.json',
      headers: { 'x-api-key': city.key, 'content-type': type },
      body,
    });
    return (JSON.parse(text) as ErrorEntry[])[0]?.description;
  };
  expect(await said(';;;', 'x')).toMatch(/^The Content-Type names no type\. /);
  expect(await said('multipart/form-data; boundary=X', `${part('la\0t', '1')}${PARTS}--X--\r\n`)).toBe(
    'The head of a part of the multipart body cannot be read: it has a control character in it, or is too long.',
  );
});

test('R36: the error is in XML where the path ends so', async () => {
  const answer = await call(app, '/open311/v2/requests.xml', {
    method: 'POST',
    headers: { 'x-api-key': city.key, 'content-type': 'text/plain' },
    body: 'a',
  });
  expect(answer.status).toBe(415);
  expect(answer.text).toContain('<errors><error><code>415</code><description>The body must be ');
});
