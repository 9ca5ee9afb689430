import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { call, errorsOf } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { BOUNDARY, END, part } from '../support/multipart.ts';
import { createTriedCity } from '../support/sandbox.ts';
import type { Kind, TriedCity } from '../support/sandbox.ts';
import { readXml } from '../support/xml.ts';

/** Words in the description make the sandbox act. */

let app: TestApp;
/** Serves the same, with room for two calls at a time. */
let few: TestApp;
let tried: TriedCity;
beforeAll(async () => {
  app = await startApp();
  few = await startApp({ on: app.database, http: { mostInHand: 2 } });
  tried = await createTriedCity(app);
});
afterAll(async () => {
  await few.stop();
  await app.stop();
});

const partsOf = (fields: Record<string, string>) =>
  Object.entries(fields).map(([name, content]) => part(name, content));

const ERRORS = [
  [400, 'invalid', undefined, 'description'],
  [403, 'forbidden', undefined, 'api_key'],
  [429, 'too_many', '1', undefined],
  [500, 'internal', undefined, undefined],
  [503, 'unavailable', '1', undefined],
] as const;

/** The same submission in every dialect of form. */
const dialects = (fields: Record<string, string>): Record<string, RequestInit> => ({
  form: { body: new URLSearchParams(fields) },
  json: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) },
  multipart: { headers: BOUNDARY, body: new Uint8Array(Buffer.concat([...partsOf(fields), END])) },
});

const count = async (kind: Kind) => {
  const jurisdiction_id = `${tried.city.jurisdiction_id}${kind === 'test' ? '~test' : ''}`;
  const [row] = await app.db('requests').where({ jurisdiction_id }).count<{ count: string }[]>();
  return Number(row?.count);
};

test.each(ERRORS)('sandbox-%i', async (status, type, retryAfter, field) => {
  const before = await count('test');
  const description = `Title\n\nSandbox-${status}, please.`;
  for (const [dialect, sent] of Object.entries(dialects(tried.fieldsFor('test', { description })))) {
    for (const path of ['requests', 'servicerequestupdates']) {
      const told = (answer: Answer) => [
        dialect,
        path,
        answer.status,
        answer.headers.get('retry-after') ?? undefined,
      ];
      const json = await call(app, `${tried.base('test')}/${path}.json`, { method: 'POST', ...sent });
      expect(told(json)).toEqual([dialect, path, status, retryAfter]);
      expect(errorsOf(json)).toEqual([
        {
          code: status,
          description: `The sandbox answers ${status}, as the description asks for.`,
          type,
          ...(field === undefined ? {} : { field }),
        },
      ]);
      const xml = await call(app, `${tried.base('test')}/${path}.xml`, { method: 'POST', ...sent });
      expect(told(xml)).toEqual([dialect, path, status, retryAfter]);
      expect(readXml(xml.text).children[0]?.children[0]?.text).toBe(String(status));
    }
  }
  // Before the other fields, and whatever they are.
  const bare = { api_key: tried.keys.test, description };
  expect((await tried.post(`${tried.base('test')}/requests.json`, bare)).status).toBe(status);
  expect((await tried.post(`${tried.base('test')}/requests.json`, { description })).status).toBe(403);
  expect(await count('test')).toBe(before);
});

test('they mean nothing on the live paths, nor as parts of other words', async () => {
  const before = await count('live');
  const words = ['lifecycle', 'slow', '400', '403', '429', '500', '503'].map((word) => `sandbox-${word}`);
  for (const description of words) {
    const started = performance.now();
    const answer = await tried.post(
      `${tried.base('live')}/requests.json`,
      tried.fieldsFor('live', { description }),
    );
    expect([description, answer.status]).toEqual([description, 200]);
    expect(performance.now() - started).toBeLessThan(4_500);
  }
  for (const description of ['sandbox-5000', 'mysandbox-500', 'sandbox-500-x', 'sandbox 500', 'sandbox-501'])
    expect(
      (await tried.post(`${tried.base('test')}/requests.json`, tried.fieldsFor('test', { description })))
        .status,
    ).toBe(200);
  expect(await count('live')).toBe(before + words.length);
  const jobs = (await app.db.raw<unknown>(
    `select 1 from graphile_worker.jobs where task_identifier = 'sandbox.advance'`,
  )) as { rows: unknown[] };
  expect(jobs.rows).toEqual([]);
});

test('sandbox-slow is taken at once and answered five seconds later, and holds up nobody', async () => {
  const slowly = () =>
    call(few, `${tried.base('test')}/requests.json`, {
      method: 'POST',
      body: new URLSearchParams(tried.fieldsFor('test', { description: 'sandbox-slow' })),
    });
  const before = await count('test');
  const started = performance.now();
  let isAnswered = false;
  const slow = Promise.all([slowly(), slowly()]).finally(() => (isAnswered = true));
  await until(async () => (await count('test')) === before + 2);
  // As many as are taken on at one moment are being answered slowly, and yet there is room.
  await until(async () => (await call(few, `${tried.base('live')}/requests.json`)).status === 200);
  expect((await call(few, `${tried.base('live')}/requests.json`)).status).toBe(200);
  expect(isAnswered).toBe(false);
  expect((await slow).map(({ status }) => status)).toEqual([200, 200]);
  expect(performance.now() - started).toBeGreaterThan(4_900);
});
