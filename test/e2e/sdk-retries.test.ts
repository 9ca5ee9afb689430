import type { RequestListener } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { ConflictError, RateLimitError, ServerError } from '../../sdk/src/index.ts';
import {
  cut,
  failing,
  failureOf,
  good,
  reply,
  scriptedCityOfFile,
  submission,
} from '../support/scripted-server.ts';
import { waitShortest } from '../support/shortest-waits.ts';

waitShortest();
const { server, city } = scriptedCityOfFile();

describe('A call that fails for the moment', () => {
  test.each<[string, RequestListener]>([
    ['408', failing(408)],
    ['425', failing(425)],
    ['429', failing(429)],
    ['500', failing(500)],
    ['502', failing(502)],
    ['504', failing(504)],
    ['409 in progress', failing(409, 'in_progress')],
    ['a cut connection', cut],
  ])('(%s) is sent again, and a submission under the same key', async (_, failure) => {
    server.answers = [failure, good];
    const { data, response } = await city().requests.create(submission).withResponse();
    expect(data).toEqual([{ service_request_id: '10000004' }]);
    const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([response.idempotencyKey, response.idempotencyKey]);
    expect(response).toMatchObject({
      status: 200,
      requestId: 'request-1',
      attempts: 2,
      idempotencyKey: expect.stringMatching(/^\d+(-\d+){3}$/),
      replayed: false,
      deviations: [],
    });
  });

  test.each([400, 403, 404, 409, 413, 422, 501])('is not sent again after %i', async (status) => {
    server.answers = [failing(status, 'conflict')];
    expect(await failureOf(city().requests.create(submission))).toMatchObject({ status, attempts: 1 });
    expect(server.seen).toHaveLength(1);
  });

  test('is sent again without a key where its fields name it', async () => {
    server.answers = [failing(503), good];
    const update = { service_request_id: '10000004', update_id: 'crew-1', status: 'fixed' } as const;
    const call = city().updates.create({
      ...update,
      updated_datetime: '2026-03-01T09:30:00Z',
      description: 'It shines.',
    });
    expect((await call.withResponse()).response).toMatchObject({ attempts: 2, idempotencyKey: undefined });
    expect(server.seen.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined, undefined]);
  });

  test('tells when its answer is that of an earlier call', async () => {
    server.answers = [reply(200, [{ service_request_id: '10000004' }], { 'Idempotent-Replayed': 'true' })];
    const { response } = await city().requests.create(submission).withResponse();
    expect(response.replayed).toBe(true);
  });

  test('is not sent again when the server keeps no keys for it', async () => {
    server.answers = [failing(503)];
    const call = city().supporters.create({ service_request_id: '10000004', account_id: 'me' });
    expect(await failureOf(call)).toBeInstanceOf(ServerError);
    expect(server.seen).toHaveLength(1);
  });

  test('is given up after three retries, and the error holds the key to go on with', async () => {
    server.answers = [failing(503)];
    const error = await failureOf(city().requests.create(submission, { idempotencyKey: 'my-case' }));
    expect(error).toMatchObject({ name: 'ServerError', attempts: 4, idempotencyKey: 'my-case' });
    expect(server.seen).toHaveLength(4);
  });

  test('waits as long as the server asks for, and not at all when that is too long', async () => {
    const times: number[] = [];
    const note: RequestListener = (request, response) => {
      times.push(performance.now());
      reply(429, [{ code: 429, description: 'Too many.', type: 'too_many' }], { 'Retry-After': '1' })(
        request,
        response,
      );
    };
    server.answers = [
      note,
      (request, response) => {
        times.push(performance.now());
        good(request, response);
      },
    ];
    await city().requests.create(submission);
    // Timers of Node count whole milliseconds, and may be one too early.
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(999);

    server.answers = [reply(429, [{ code: 429, description: 'Too many.' }], { 'Retry-After': '61' })];
    const error = await failureOf(city().requests.create(submission));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfter: 61, attempts: 1 });
  });

  test('is not waited for beyond its deadline', async () => {
    server.answers = [failing(503, undefined, { 'Retry-After': '30' })];
    const began = performance.now();
    expect(await failureOf(city({ deadlineMs: 20_000 }).services.list())).toBeInstanceOf(ServerError);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(server.seen).toHaveLength(1);

    server.answers = [() => undefined];
    const error = await failureOf(city().services.list({}, { deadlineMs: 60, timeoutMs: 5000 }));
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'timeout', timedOut: true });
  });

  test('is not sent again where the caller wants no retries', async () => {
    server.answers = [failing(503)];
    await failureOf(city().services.list({}, { retries: 0 }));
    await failureOf(city({ retries: 0 }).services.list());
    expect(server.seen).toHaveLength(2);
  });

  test('tells of a code that programs can branch on', async () => {
    server.answers = [failing(409, 'conflict')];
    const error = await failureOf(city().requests.create(submission));
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({ code: 'conflict' });
  });
});
