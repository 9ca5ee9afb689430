import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { TestCity } from './city.ts';

/** What came back; `json` is undefined where the body is something else. */
export type Answer = { status: number; headers: Headers; text: string; json: unknown };

export type ErrorEntry = { code: number; description: string; type: string; field?: string };

type Server = { url: string };

/** A call by fetch. */
export async function call(app: Server, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(app.url + path, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as unknown) : undefined,
  };
}

/** A call whose path, headers and body go out byte for byte; fetch would tidy them up. */
export function rawCall(
  app: Server,
  given: { method?: string; path: string; headers?: Record<string, string>; body?: Buffer | string },
): Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer; text: string }> {
  const { hostname, port } = new URL(app.url);
  const { body, ...rest } = given;
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, ...rest }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          text: bytes.toString('utf8'),
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The entries of a JSON list. */
export const listOf = (answer: Answer) => answer.json as Record<string, unknown>[];

/** The entries of a JSON error. */
export const errorsOf = (answer: Answer) => answer.json as ErrorEntry[];

/** The fields that a JSON error names, in its order. */
export const fieldsOf = (answer: Answer) => errorsOf(answer).map(({ field }) => field);

/** A point within the outline of the test cities. */
export const PLACE = { lat: '51.1', long: '17.03' };

type Fields = Record<string, string> | readonly (readonly [string, string])[];

/** Submits a form with the key and the id of the city. */
export function submit(
  app: Server,
  city: TestCity,
  fields: Fields,
  given: { path?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const pairs = Array.isArray(fields) ? (fields as [string, string][]) : Object.entries(fields);
  return call(app, given.path ?? '/open311/v2/requests.json', {
    method: 'POST',
    headers: given.headers ?? {},
    body: new URLSearchParams([
      ['api_key', city.key],
      ['jurisdiction_id', city.jurisdiction_id],
      ...(pairs as [string, string][]),
    ]),
  });
}

/** Submits and gives the number of the case; fails when there is none. */
export async function submitted(app: Server, city: TestCity, fields: Fields): Promise<string> {
  const answer = await submit(app, city, fields);
  const number = answer.status === 200 ? listOf(answer)[0]?.['service_request_id'] : undefined;
  if (typeof number !== 'string') throw new Error(`not submitted: ${answer.status} ${answer.text}`);
  return number;
}
