import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { endPrograms, freshFolder, runJson, startServerProgram } from '../support/program.ts';
import type { ServerProgram } from '../support/program.ts';

/** What Node's own parser refuses is answered in the standard's shape as well. */
let server: ServerProgram;
let env: Record<string, string>;
beforeAll(async () => {
  env = { SIGNPOST_DATA: freshFolder() };
  server = await startServerProgram({ env });
}, 60_000);
afterAll(endPrograms);

function send(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('end', () => resolve(answer)).on('error', reject);
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
}, 60_000);

test('lists written with brackets are lists, blanks are nothing, and a choice by Accept is told to caches', async () => {
  const base = `${server.url}/open311/wroclaw.pl/v2`;
  expect((await fetch(`${base}/requests.json?service_code[]=NOTHING`)).status).toBe(404);
  expect((await fetch(`${base}/requests.json?status[]=bogus`)).status).toBe(400);
  expect((await fetch(`${base}/requests.json?status=%20`)).status).toBe(200);
  expect(
    (await fetch(`${base}/services`, { headers: { Accept: 'text/xml' } })).headers.get('vary'),
  ).toContain('Accept');
  expect((await fetch(`${base}/requests.json?start_date=2026-11-01T00:00:00%2B99:00`)).status).toBe(400);
  expect((await fetch(`${server.url}/`)).url).toBe(`${server.url}/docs/`);
});
