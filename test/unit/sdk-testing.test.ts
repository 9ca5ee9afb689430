import { beforeEach, describe, expect, test } from '@jest/globals';
import { NotFoundError, PayloadTooLargeError, Signpost, SignpostError } from '../../sdk/src/index.ts';
import { createTestCity } from '../../sdk/src/testing.ts';
import type { Fault, TestCity, TestService } from '../../sdk/src/testing.ts';
import { caseNumber, readCaseNumber } from '../../sdk/src/testing/case-number.ts';
import { readDateTime } from '../../sdk/src/attributes/date-time.ts';
import { closes, readStatus, statusText } from '../../sdk/src/testing/statuses.ts';
import * as server from '../../src/features/requests/case-number.ts';
import {
  DETAILED_STATUSES,
  plainStatus,
  readDetailedStatus,
  statusText as statusTextOfServer,
} from '../../src/features/requests/detailed-status.ts';
import { readDateTime as readDateTimeOfServer } from '../../src/platform/date-time.ts';
import { inProgress, tooMany, unavailable } from '../../src/platform/errors.ts';
import { fc } from '../support/same-examples.ts';

const LAMP = { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 };

let time: Date;
let city: TestCity;
let client: Signpost;
beforeEach(() => {
  time = new Date('2026-03-01T09:30:00.750Z');
  city = createTestCity({ now: () => time });
  client = new Signpost(city.connection);
});

const url = (path: string) => `https://anywhere.example/open311/v2/${path}`;
const submit = (
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
  signal?: AbortSignal,
) =>
  city.fetch(url('requests.json'), {
    method: 'POST',
    body: new URLSearchParams({ service_code: 'STREET-LIGHT', lat: '51.1', long: '17.03', ...fields }),
    headers: { 'X-Api-Key': city.connection.apiKey, ...headers },
    ...(signal && { signal }),
  });
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => error,
  );

describe('A client of a test city', () => {
  test('submits and follows a case, which the test closes', async () => {
    const [submitted] = await client.requests.create(LAMP, { idempotencyKey: 'one' });
    const number = submitted?.service_request_id ?? '';
    expect(number).toBe('10000004');
    time = new Date('2026-03-02T08:00:00Z');
    city.close(number, 'The bulb was replaced.');
    expect(await client.requests.get({ service_request_id: number })).toMatchObject([
      {
        status: 'closed',
        status_notes: 'The bulb was replaced.',
        requested_datetime: '2026-03-01T09:30:00Z',
        updated_datetime: '2026-03-02T08:00:00Z',
      },
    ]);
    expect(await errorOf(client.requests.get({ service_request_id: '10000005' }))).toBeInstanceOf(
      NotFoundError,
    );
    expect(city.calls.map(({ operation, status }) => [operation, status])).toEqual([
      ['requests.create', 200],
      ['requests.get', 200],
      ['requests.get', 404],
    ]);
    expect(city.calls[0]).toMatchObject({
      method: 'POST',
      fields: expect.arrayContaining([['service_code', 'STREET-LIGHT']]),
      headers: { 'idempotency-key': 'one', 'x-api-key': city.connection.apiKey },
    });
    expect(city.requests).toMatchObject([{ service_request_id: number, notes: [{}, { type: 'closed' }] }]);
  });

  test('may be asked about every service that a city has unless it says others', async () => {
    const services = await client.services.list();
    expect(services.map(({ service_code, type }) => [service_code, type])).toEqual([
      ['STREET-LIGHT', 'realtime'],
      ['POTHOLE', 'realtime'],
      ['BULKY-WASTE', 'batch'],
      ['IDEA', 'blackbox'],
    ]);
    expect((await client.services.get({ service_code: 'POTHOLE' })).attributes).toHaveLength(1);
  });

  test('gets back the picture that it has sent', async () => {
    const jpeg = new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)]);
    await client.requests.create({ ...LAMP, media: [jpeg] });
    const file = city.requests[0]?.media_url?.split('/').at(-1) ?? '';
    expect(await (await client.media.get({ file })).arrayBuffer()).toEqual(await jpeg.arrayBuffer());
  });

  test('may be one with the fetch of the platform', async () => {
    const before = globalThis.fetch;
    globalThis.fetch = city.fetch;
    try {
      const { fetch: _fetch, ...connection } = city.connection;
      expect(await new Signpost(connection).health.live()).toEqual({ status: 'ok' });
    } finally {
      globalThis.fetch = before;
    }
  });

  test('meets a status in the class of its error', async () => {
    city.failNext({ status: 413 });
    expect(await errorOf(client.requests.create(LAMP))).toBeInstanceOf(PayloadTooLargeError);
  });

  test('is told of a sandbox where the city is one', async () => {
    const sandbox = createTestCity({ sandbox: true });
    const there = new Signpost(sandbox.connection);
    await there.requests.create(LAMP);
    expect(sandbox.requests).toHaveLength(1);
    expect(await errorOf(there.requests.create({ ...LAMP, description: 'x SANDBOX-400.' }))).toMatchObject({
      status: 400,
      errors: [
        { description: 'The sandbox answers 400, as the description asks for.', field: 'description' },
      ],
    });
    const live = new Signpost({ ...sandbox.connection, sandbox: false, apiKey: undefined });
    expect(await errorOf(live.requests.list())).toMatchObject({ status: 501 });
  });
});

test('Codes may be names that every object has', async () => {
  const codes = ['constructor', '__proto__', 'toString', 'SIZE'];
  const values = [{ key: 'a', name: 'A' }];
  const attributes = codes.map((code) => ({ code, datatype: 'singlevaluelist' as const, values }));
  const city = createTestCity({ services: codes.map((service_code) => ({ service_code, attributes })) });
  const client = new Signpost(city.connection);
  for (const service_code of codes) {
    const answers = Object.fromEntries(codes.map((code) => [code, 'a']));
    const submission = { service_code, lat: 51.1, long: 17.03, attributes: answers };
    const [submitted] = await client.requests.create(submission);
    const [found] = await client.requests.get({
      service_request_id: submitted?.service_request_id ?? '',
      extensions: 'true',
    });
    expect(found?.attributes?.map(({ code, keys }) => [code, keys])).toEqual(
      codes.map((code) => [code, ['a']]),
    );
    const none = client.requests.create({ ...submission, attributes: { constructor: 'b' } });
    await expect(none).rejects.toThrow('attribute[constructor] must be one of a.');
  }
  for (const service_code of ['valueOf', 'hasOwnProperty'])
    await expect(client.services.get({ service_code })).rejects.toThrow('There is no service');
});

describe('The clock', () => {
  test('forgets a submission after seven days', async () => {
    const send = async () =>
      (await submit({}, { 'Idempotency-Key': 'one' })).headers.get('idempotent-replayed');
    expect(await send()).toBeNull();
    time = new Date('2026-03-08T09:29:59Z');
    expect(await send()).toBe('true');
    time = new Date('2026-03-08T09:30:01Z');
    expect(await send()).toBeNull();
    expect(city.requests).toHaveLength(2);
  });

  test('says what the last 90 days are', async () => {
    await submit();
    time = new Date('2026-05-30T09:30:00Z');
    expect(await client.requests.list()).toHaveLength(1);
    time = new Date('2026-05-30T09:30:01Z');
    expect(await client.requests.list()).toHaveLength(0);
  });
});

describe('A fault', () => {
  test.each([
    [409, inProgress()],
    [429, tooMany('Too many submissions with this key. Try again in 2 seconds.', 2)],
    [503, unavailable()],
  ])('of status %d is told as the server tells it', async (status, { code, message, hints }) => {
    city.failNext({ status });
    const response = await submit();
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, `${hints.retryAfter}`]);
    expect(await response.json()).toEqual([{ code: status, description: message, type: code }]);
    expect(city.requests).toEqual([]);
  });

  test('of status 500 tells the id of the call, and what to wait for goes with it', async () => {
    city.failNext({ status: 500 });
    const response = await submit();
    const id = response.headers.get('x-request-id');
    expect(await response.json()).toMatchObject([
      {
        code: 500,
        type: 'internal',
        description: `Something went wrong on our side. Quote the request id ${id}.`,
      },
    ]);
    city.failNext({ status: 503, retryAfter: 7 });
    expect((await submit()).headers.get('retry-after')).toBe('7');
    city.failNext({ status: 504, retryAfter: 3 });
    const gateway = await submit();
    expect([gateway.status, gateway.headers.get('retry-after')]).toEqual([504, '3']);
  });

  test('befalls as many calls as it says, of the operation it names, one fault after the other', async () => {
    city.failNext({ status: 503, times: 2, operation: 'requests.create' });
    city.failNext({ status: 500 });
    const statuses = [];
    for (const send of [submit, () => city.fetch(url('services.json')), submit, submit, submit])
      statuses.push((await send()).status);
    expect(statuses).toEqual([503, 500, 503, 200, 200]);
    expect(city.calls.map(({ status }) => status)).toEqual(statuses);
  });

  test.each<[NonNullable<Extract<Fault, { kind: unknown }>['kind']>, number]>([
    ['broken-before', 0],
    ['broken-after', 1],
  ])('%s is an error of fetch, and there are %d cases', async (kind, cases) => {
    city.failNext({ kind });
    const error = await errorOf(submit());
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: 'fetch failed', cause: expect.any(Error) });
    expect(city.requests).toHaveLength(cases);
    expect(city.calls).toMatchObject([{ operation: 'requests.create', status: undefined }]);
  });

  test('after the case was stored is mended by its Idempotency-Key', async () => {
    city.failNext({ kind: 'broken-after' });
    await errorOf(submit({}, { 'Idempotency-Key': 'one' }));
    const again = await submit({}, { 'Idempotency-Key': 'one' });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(city.requests).toHaveLength(1);
  });

  test('that is silent ends when the signal does, with its reason', async () => {
    const reason = new Error('Enough.');
    const controller = new AbortController();
    city.failNext({ kind: 'silent', times: 2 });
    const call = errorOf(submit({}, {}, controller.signal));
    while (city.calls.length === 0) await Promise.resolve().then(() => new Promise(setImmediate));
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(city.requests).toEqual([]);

    const other = new AbortController();
    const asRequest = errorOf(city.fetch(new Request(url('services.json'), { signal: other.signal })));
    other.abort();
    expect(await asRequest).toMatchObject({ name: 'AbortError' });
  });

  test('is not needed for a call that was aborted before', async () => {
    expect(await errorOf(submit({}, {}, AbortSignal.abort()))).toMatchObject({ name: 'AbortError' });
    expect(city.calls).toEqual([]);
  });

  test('of half a body stores the case, and reading it fails', async () => {
    city.failNext({ kind: 'half-body' });
    const response = await submit();
    expect(response.status).toBe(200);
    expect(await errorOf(response.text())).toBeInstanceOf(TypeError);
    expect(city.requests).toHaveLength(1);
  });

  test('of a proxy is a page, and nothing is stored', async () => {
    city.failNext({ kind: 'html' });
    const response = await submit();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect(await response.text()).toMatch(/^<!doctype html>/);
    expect(city.requests).toEqual([]);
  });
});

describe('What a test city cannot be told', () => {
  test.each<[object, string]>([
    [{ kind: 'bogus' }, 'or one of these kinds: broken-before, broken-after, silent, half-body, html.'],
    [{ status: 99 }, 'failNext needs a status from 400 to 599'],
    [{ status: 200 }, 'failNext needs a status from 400 to 599'],
    [{}, 'failNext needs a status from 400 to 599'],
    [{ status: 500, operation: 'nope.nope' }, 'nope.nope is no operation of the test city.'],
    [{ status: 500, operation: 'toString' }, 'toString is no operation of the test city.'],
    [{ status: 500, times: 0 }, 'times has to be a larger number.'],
  ])('is said where a call is to go wrong: %j', (fault, message) => {
    const fail = (): void => createTestCity().failNext(fault as Fault);
    expect(fail).toThrow(SignpostError);
    expect(fail).toThrow(message);
  });

  const asking = (...attributes: object[]): object => ({ service_code: 'HOLE', attributes });
  test.each<[object, string]>([
    [{ service_name: 'Hole' }, 'Each service of a test city needs a service_code.'],
    [asking({ datatype: 'string' }), 'Each attribute of HOLE needs a code.'],
    [
      asking({ code: 'SIZE', datatype: 'singlevaluelist', values: ['small'] }),
      "Each of the values of SIZE needs a key and a name: { key: 'small', name: 'Small' }.",
    ],
  ])('is said where a service is not whole: %j', (service, message) => {
    const make = (): TestCity => createTestCity({ services: [service as TestService] });
    expect(make).toThrow(SignpostError);
    expect(make).toThrow(message);
  });
});

describe('What a test city does not play', () => {
  test.each<[string, RequestInit]>([
    ['services.xml', {}],
    ['requests.geojson', {}],
    ['requests.json?q=lamp', {}],
    ['nothing.json', {}],
    ['services.json', { method: 'DELETE' }],
    ['requests.json', { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }],
  ])('is answered with 501, which says so: %s', async (path, init) => {
    const response = await city.fetch(url(path), init);
    expect(response.status).toBe(501);
    expect(await response.json()).toEqual([
      { code: 501, description: expect.stringMatching(/^The test city does not play this: .+\.$/) },
    ]);
  });

  test('is a case that was never submitted', () => {
    expect(() => city.close('10000004')).toThrow('The test city has no case 10000004.');
  });

  test('is a status that there is not', async () => {
    await submit();
    expect(() => city.changeStatus('10000004', 'gone' as 'open')).toThrow('gone is no status.');
  });
});

describe('What the test city repeats of the server', () => {
  test('case numbers', () => {
    expect(caseNumber(1_000_000)).toBe('10000004');
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000 }), fc.stringMatching(/^[0-9]{1,20}$/), (place, text) => {
        expect(caseNumber(place)).toBe(`${place}${server.dammDigit(`${place}`)}`);
        expect(readCaseNumber(text)).toBe(server.readCaseNumber(text));
      }),
    );
  });

  const zones = fc.constantFrom(
    'UTC',
    'Europe/Warsaw',
    'America/New_York',
    'Asia/Kolkata',
    'Pacific/Auckland',
  );
  const two = (max: number) => fc.integer({ min: 0, max }).map((value) => `${value}`.padStart(2, '0'));
  const day = fc
    .tuple(fc.integer({ min: 1890, max: 3010 }), two(13), two(32))
    .map((parts) => parts.join('-'));
  const clock = fc.tuple(two(24), two(60)).map((parts) => parts.join(':'));
  const offset = fc.constantFrom('', 'Z', 'z', '+02:00', '-0530', ' 02:00', '+15:00', '+14:59');
  const texts = fc.oneof(
    fc
      .tuple(day, fc.constantFrom('T', ' '), clock, fc.constantFrom('', ':07', ':59.5', ':60'), offset)
      .map((all) => all.join('')),
    day,
    fc.string(),
  );

  test('times, in whatever zone', () => {
    fc.assert(
      fc.property(texts, zones, (text, zone) => {
        const ours = readDateTime(text, zone)?.getTime();
        const theirs = readDateTimeOfServer(text, zone)?.getTime();
        // Fractions of a second are told by nobody.
        expect(ours === undefined ? ours : Math.floor(ours / 1000)).toBe(
          theirs === undefined ? theirs : Math.floor(theirs / 1000),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['2026-03-29T02:30', 'Europe/Warsaw'],
    ['2026-10-25T02:30', 'Europe/Warsaw'],
    ['2026-03-08T02:30', 'America/New_York'],
    ['2026-11-01T01:30', 'America/New_York'],
    ['1916-05-01', 'Europe/Warsaw'],
  ])('the clock change of %s in %s', (text, zone) => {
    expect(readDateTime(text, zone)).toEqual(readDateTimeOfServer(text, zone));
  });

  test('statuses and what they say', () => {
    for (const status of DETAILED_STATUSES) {
      expect(statusText(status)).toBe(statusTextOfServer(status, 'en'));
      expect(closes(status)).toBe(plainStatus(status) === 'closed');
    }
    for (const text of [...DETAILED_STATUSES, ' In-Progress ', 'REOPEN', 'unchanged', 'gone', 'toString'])
      expect(readStatus(text)).toBe(readDetailedStatus(text));
  });
});
