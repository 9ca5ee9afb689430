import { request } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { rawCall } from '../support/calls.ts';
import type { ErrorEntry } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { BOUNDARY, END, formParts, part } from '../support/multipart.ts';
import { filesBelow, quarters } from '../support/pictures.ts';

/** A call with files whose key is wrong is not read to its end. */
let app: TestApp;
let city: TestCity;
let jpeg: Buffer;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  jpeg = await quarters().jpeg().toBuffer();
});
afterAll(() => app.stop());

const fieldParts = (key?: string) => formParts(city, key);

/** Sends bytes as they are. @returns the status and the fields that the errors name */
async function post(body: Buffer): Promise<(number | string | undefined)[]> {
  const path = '/open311/v2/requests.json';
  const answer = await rawCall(app, { method: 'POST', path, headers: BOUNDARY, body });
  return [answer.status, ...(JSON.parse(answer.text) as ErrorEntry[]).map(({ field }) => field)];
}

describe('R21: the key', () => {
  /** An upload that never ends; whoever answers it has not waited for its end. */
  const endless = (head: Buffer[], headers: Record<string, string> = {}) => {
    const { hostname, port } = new URL(app.url);
    return new Promise<{ status: number; text: string; sent: number }>((resolve, reject) => {
      let sentBytes = 0;
      const sent = request({
        hostname,
        port,
        method: 'POST',
        path: '/open311/v2/requests.json',
        headers: { ...BOUNDARY, ...headers },
      });
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            sent: sentBytes,
          });
          sent.destroy();
        });
      });
      sent.on('error', reject);
      const body = function* () {
        yield Buffer.concat(head);
        for (;;) {
          sentBytes += 1_000;
          yield Buffer.alloc(1_000);
        }
      };
      sent.write(Buffer.concat(head));
      Readable.from(body()).pipe(sent);
    });
  };
  const fileHead = part('media', '', 'a.jpg').subarray(0, -2);

  test('a wrong one ends the reading at the first file: in the form, in the header', async () => {
    const inForm = await endless([...fieldParts('sp_live_wrong'), fileHead]);
    expect(inForm.status).toBe(403);
    const without = fieldParts().slice(1);
    expect((await endless([...without, fileHead], { 'x-api-key': 'sp_live_wrong' })).status).toBe(403);
    expect(filesBelow(app.folder)).toEqual([]);
  });

  test('one of another city does too', async () => {
    const other = await createCity(app.db);
    expect((await endless([...fieldParts(other.key), fileHead])).status).toBe(403);
  });

  test('behind the files it counts as well', async () => {
    const [key = END, ...others] = fieldParts();
    const file = part('media', jpeg, 'a.jpg');
    expect((await post(Buffer.concat([file, ...others, key, END])))[0]).toBe(200);
    const files = filesBelow(app.folder);
    const [wrong = END] = fieldParts('sp_live_wrong');
    expect(await post(Buffer.concat([file, ...others, wrong, END]))).toEqual([403, 'api_key']);
    expect(await post(Buffer.concat([file, ...others, END]))).toEqual([403, 'api_key']);
    expect(filesBelow(app.folder)).toEqual(files);
  });

  test('a key that may not submit is refused like a wrong one', async () => {
    const { key } = await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['update'] });
    expect((await endless([...fieldParts(key), fileHead])).status).toBe(403);
  });
});
