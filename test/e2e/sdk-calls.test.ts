import { spawn } from 'node:child_process';
import type { RequestListener } from 'node:http';
import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { Signpost, SignpostError } from '../../sdk/src/index.ts';
import type { Attempt } from '../../sdk/src/index.ts';
import { Open311 } from '../../sdk/src/open311.ts';
import {
  failing,
  failureOf,
  good,
  reply,
  scriptedCityOfFile,
  submission,
} from '../support/scripted-server.ts';
import { waitShortest, WAITING_SHORTEST } from '../support/shortest-waits.ts';

waitShortest();
const { server, city } = scriptedCityOfFile();

describe('The language of a client', () => {
  const languages = () => server.seen.map(({ headers }) => headers['accept-language']);

  test('is asked for in all calls, and another one in a call that names it', async () => {
    server.answers = [good, good, good];
    const polish = city({ locale: 'pl' });
    await polish.services.list();
    await polish.services.list({}, { headers: { 'Accept-Language': 'uk' } });
    await polish.requests.create(submission);
    expect(languages()).toEqual(['pl', 'uk', 'pl']);
  });

  test('is that of whatever sends the call where none is given', async () => {
    server.answers = [good];
    await city().services.list();
    expect(languages()).toEqual(['*']);
  });

  test('is asked of any city as well', async () => {
    server.answers = [good];
    const other = new Open311({
      baseUrl: `${server.url}/v2`,
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
    expect(make).toThrow('baseUrl has to end before /open311.');
  });

  test.each(['', '/', '/open311', '/v2', '/city/open311-v2'])(
    'is not one that ends like this: %s',
    (path) => {
      expect(new Signpost({ baseUrl: `https://signpost.example${path}` })).toBeInstanceOf(Signpost);
    },
  );
});

test('What a client cannot be made with is said by name', () => {
  const without = Signpost as new (options?: object) => Signpost;
  const make = (options?: object) => () => new without(options);
  for (const [client, message] of [
    [make(), 'baseUrl has to be like https://signpost.example.'],
    [make({ baseUrl: server.url, retries: NaN }), 'retries has to be a larger number.'],
    [make({ baseUrl: server.url, timeoutMs: 0 }), 'timeoutMs has to be a larger number.'],
    [
      () => new (Open311 as new (options?: object) => Open311)(),
      'baseUrl has to be like https://signpost.example.',
    ],
  ] as const) {
    expect(client).toThrow(SignpostError);
    expect(client).toThrow(message);
  }
});

test('A city that answers a submission with an empty list has not taken it', async () => {
  server.answers = [reply(200, [])];
  const other = new Open311({ baseUrl: `${server.url}/v2`, discovery: false, format: 'json' });
  const error = await failureOf(other.requests.create(submission));
  expect(error).toMatchObject({ name: 'ApiError', status: 200, attempts: 1 });
  expect(String(error)).toContain('what is no answer to requests.create');
});

describe('The hooks', () => {
  test('are told of every attempt, and of no secret', async () => {
    server.answers = [failing(503), good];
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
        baseUrl: '${server.url}', apiKey: 'k', onRequest: fails, onResponse: fails, onRetry: fails,
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
    server.answers = [failing(503), fine];
    const child = spawn(process.execPath, [
      ...WAITING_SHORTEST,
      ...['--import', 'tsx', '--input-type=module', '-e', program],
    ]);
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await once(child, 'close');
    // Two attempts and a retry, then two calls, one of them with two parts of progress and one with one.
    expect(printed).toBe('10000004,10000004,10000004 12\n');
    expect(server.seen).toHaveLength(4);
  });
});
