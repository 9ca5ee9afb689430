import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BOUNDS, createApiServer } from '../../src/http/api-server.ts';
import { endPrograms, freshFolder, runJson, startServerProgram } from '../support/program.ts';
import type { ServerProgram } from '../support/program.ts';

/** What Node's own parser refuses is answered in the standard's shape as well. */
let server: ServerProgram;
let env: Record<string, string>;
beforeAll(async () => {
  env = { SIGNPOST_DATA: freshFolder() };
  server = await startServerProgram({ env });
});
afterAll(endPrograms);

function send(bytes: string, port = server.port): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    // A server that has not read all of it may reset the connection behind its answer.
    socket
      .on('error', (error) => {
        if (answer === '') reject(error);
      })
      .on('close', () => resolve(answer));
  });
}

test.each([
  [
    'an unknown method, in XML',
    'FOO /open311/v2/requests.xml HTTP/1.1\r\nHost: a\r\n\r\n',
    400,
    '<errors><error><code>400</code>',
  ],
  [
    'an unknown method, in JSON',
    'FOO /open311/v2/requests.json HTTP/1.1\r\nHost: a\r\n\r\n',
    400,
    '[{"code":400,',
  ],
  [
    'a header that is too long',
    `GET /open311/v2/requests.json HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
    431,
    '[{"code":431,',
  ],
  [
    'a control character in a header',
    'GET /open311/v2/requests.json HTTP/1.1\r\nHost: a\r\nX: a\u0001b\r\n\r\n',
    400,
    '[{"code":400,',
  ],
])('%s', async (_name, bytes, status, body) => {
  const answer = await send(bytes);
  expect(answer.split(' ')[1]).toBe(String(status));
  expect(answer).toContain(body);
});

const OF_THE_STANDARD =
  /\r\nX-Request-Id: [0-9a-f-]{36}\r\n[^]*\[\{"code":(\d+),"description":"(.+)","type":"invalid"\}\]$/;

test.each([
  [
    'an address with letters that are not encoded',
    'GET /open311/v2/requests.json?q=światło HTTP/1.1\r\nHost: a\r\n\r\n',
    400,
    /percent-encoded, as in requests\.json\?q=%C5%9Bwiat%C5%82o for światło\.$/,
  ],
  [
    'an address with a blank',
    'GET /open311/v2/requests.json?q=a b HTTP/1.1\r\nHost: a\r\n\r\n',
    400,
    /percent-encoded/,
  ],
  [
    'an expectation that nobody knows',
    'POST /open311/v2/requests.json HTTP/1.1\r\nHost: a\r\nExpect: foo\r\nContent-Length: 0\r\n\r\n',
    417,
    /Expect/,
  ],
  [
    'more headers than are read',
    `POST /open311/v2/requests.json HTTP/1.1\r\nHost: a\r\n${'a:\r\n'.repeat(2_000)}Idempotency-Key: 1\r\nContent-Length: 0\r\n\r\n`,
    431,
    /more than 200 headers/,
  ],
])(
  '%s: told in the shape of the standard, to pages of other origins too',
  async (_name, bytes, status, said) => {
    const answer = await send(bytes);
    expect(answer).toContain('\r\nAccess-Control-Allow-Origin: *\r\n');
    const [, code, description] = OF_THE_STANDARD.exec(answer) ?? [];
    expect([answer.split(' ')[1], code]).toEqual([String(status), String(status)]);
    expect(description).toMatch(said);
  },
);

test('headers that do not come to their end in time are answered 408', async () => {
  const slow = createApiServer(() => undefined, undefined, {
    ...BOUNDS,
    headersTimeout: 100,
    connectionsCheckingInterval: BOUNDS.connectionsCheckingInterval / 20,
  });
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const answer = await send('GET / HTTP/1.1\r\nHost: a\r\nX: ', (slow.address() as AddressInfo).port);
  slow.close();
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toMatch(OF_THE_STANDARD);
  expect(BOUNDS.headersTimeout + BOUNDS.connectionsCheckingInterval).toBeLessThanOrEqual(11_000);
});

test('notes that cannot be published are refused, empty ones are none, and both formats agree', async () => {
  const base = `${server.url}/open311/wroclaw.pl/v2`;
  const [first] = (await (await fetch(`${base}/requests.json?status=open`)).json()) as {
    service_request_id: string;
  }[];
  const number = first?.service_request_id ?? '';
  const setting = (notes: string) => runJson(['case', 'status', number, 'open', '--notes', notes], { env });
  await expect(setting('bad\u0001notes')).rejects.toThrow(/control character/);
  await expect(setting('x'.repeat(4_001))).rejects.toThrow(/longer than 4,000/);
  await setting('');
  expect(await (await fetch(`${base}/requests/${number}.json`)).json()).toMatchObject([
    { status_notes: null },
  ]);
  await setting('one\r\ntwo');
  expect(await (await fetch(`${base}/requests/${number}.json`)).json()).toMatchObject([
    { status_notes: 'one\ntwo' },
  ]);
});

test('lists written with brackets are lists, blanks are nothing, and a choice by Accept is told to caches', async () => {
  const base = `${server.url}/open311/wroclaw.pl/v2`;
  expect((await fetch(`${base}/requests.json?service_code[]=NOTHING`)).status).toBe(404);
  expect((await fetch(`${base}/requests.json?status[]=bogus`)).status).toBe(400);
  expect((await fetch(`${base}/requests.json?status=%20`)).status).toBe(200);
  expect(
    (await fetch(`${base}/services`, { headers: { Accept: 'text/xml' } })).headers.get('vary'),
  ).toContain('Accept');
  expect((await fetch(`${base}/requests.json?start_date=2026-11-01T00:00:00%2B99:00`)).status).toBe(400);
});
