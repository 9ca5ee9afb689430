import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { Signpost } from '../../sdk/src/index.ts';
import type { SignpostOptions } from '../../sdk/src/index.ts';

/** A server that answers one call after the other as a test says; the last answer stands for all that follow. */
interface ScriptedServer {
  /** Without a slash at its end. */
  url: string;
  answers: RequestListener[];
  seen: IncomingMessage[];
  /** Before each test: nothing is answered, and nothing was seen. */
  clear(): void;
}

/** A scripted server for all tests of a file, and clients of it: it is there in its tests, and stopped after them. */
export function scriptedCityOfFile() {
  const server: ScriptedServer = {
    url: '',
    answers: [],
    seen: [],
    clear: () => void Object.assign(server, { answers: [], seen: [] }),
  };
  const http = createServer((request, response) => {
    server.seen.push(request);
    const { answers } = server;
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
  });
  // A connection that is kept is the client's to end: one that ended by itself could do so while the next call is sent.
  http.keepAliveTimeout = 0;
  beforeAll(async () => {
    await once(http.listen(0, '127.0.0.1'), 'listening');
    server.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  beforeEach(() => server.clear());
  afterAll(async () => {
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
  });
  const city = (options: Partial<SignpostOptions> = {}): Signpost =>
    new Signpost({ baseUrl: server.url, apiKey: 'sp_live_very_secret', ...options });
  return { server, city };
}

/** What such a city is sent. */
export const submission = { service_code: 'STREET-LIGHT', lat: 51.1079, long: 17.0385 };

/** Answers with JSON. */
export function reply(status: number, body: unknown, headers: Record<string, string> = {}): RequestListener {
  return (request, response) => {
    request.resume();
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

/** Answers with an error as the contract has it. */
export const failing = (status: number, type?: string, headers?: Record<string, string>): RequestListener =>
  reply(status, [{ code: status, description: 'Not now.', ...(type && { type }) }], headers);

/** The case that every submission to it becomes. */
export const good = reply(200, [{ service_request_id: '10000004' }], { 'X-Request-Id': 'request-1' });

/** Ends the connection without an answer. */
export const cut: RequestListener = (request) => void request.socket.destroy();

/** Why a call has failed, which it has to. */
export const failureOf = (call: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(call).then(
    () => expect('a result').toBe('a failure'),
    (error: unknown) => error,
  );
