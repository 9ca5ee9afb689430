import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { databaseUrl, endPrograms, startServerProgram } from '../support/program.ts';
import type { Outcome, ServerProgram } from '../support/program.ts';
import { PLACE } from '../support/submit.ts';

/** Every personal field holds a word that is found nowhere else, and then it is looked for. */
const marked = (field: string) => `Q${field.replaceAll('_', '')}${randomUUID().slice(0, 8)}`;
const personal = {
  email: `${marked('email')}@${marked('host')}.example`,
  first_name: marked('first_name'),
  last_name: marked('last_name'),
  phone: marked('phone'),
  device_id: marked('device_id'),
  account_id: marked('account_id'),
};
const description = marked('description');
const address_string = marked('address');
const strangeKey = `sp_live_${marked('key')}`;

let database: TestDatabase;
let server: ServerProgram;
let city: TestCity;
let outcome: Outcome;
const answers: { path: string; status: number; text: string; requestId: string | null }[] = [];

async function call(path: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(`${server.url}${path}`, init);
  // Headers are answers too.
  const text = `${await response.text()}\n`;
  const shown = `${text}${JSON.stringify([...response.headers])}`;
  answers.push({
    path,
    status: response.status,
    text: shown,
    requestId: response.headers.get('x-request-id'),
  });
  return text;
}

beforeAll(async () => {
  database = await cloneDatabase();
  city = await createCity(database.db);
  server = await startServerProgram({
    env: { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_LOG: 'debug' },
  });
  const v2 = `/open311/${city.jurisdiction_id}/v2`;
  const fields = {
    ...PLACE,
    api_key: city.key,
    service_code: 'LAMP',
    description,
    address_string,
    ...personal,
  };
  const post = (
    body: string | URLSearchParams | FormData,
    path = `${v2}/requests.json`,
    headers: Record<string, string> = {},
  ) => call(path, { method: 'POST', body, headers });
  const multipart = new FormData();
  for (const [name, value] of Object.entries(fields)) multipart.set(name, value);
  const json = { 'Content-Type': 'application/json' };

  const [{ service_request_id } = { service_request_id: '' }] = JSON.parse(
    await post(new URLSearchParams(fields)),
  ) as { service_request_id: string }[];
  await post(multipart);
  await post(JSON.stringify(fields), undefined, json);
  const [{ token } = { token: '' }] = JSON.parse(
    await post(new URLSearchParams({ ...fields, service_code: 'TREE' })),
  ) as { token: string }[];
  await post(new URLSearchParams({ ...fields, service_code: 'TIP' }));
  const { api_key, ...keyless } = fields;
  await post(new URLSearchParams(keyless), `${v2}/requests.xml?api_key=${api_key}`);
  await post(new URLSearchParams(keyless), undefined, { 'X-Api-Key': api_key, 'Idempotency-Key': 'once' });
  const other = { ...keyless, description: `${description} 2` };
  await post(new URLSearchParams(other), undefined, { 'X-Api-Key': api_key, 'Idempotency-Key': 'once' });

  // Refused in every way: mistakes must not be repeated into the log either.
  for (const extension of ['json', 'xml']) {
    const path = `${v2}/requests.${extension}`;
    await post(new URLSearchParams({ ...fields, email: `${personal.email} no address` }), path);
    await post(new URLSearchParams({ ...fields, api_key: strangeKey }), path);
    await post(new URLSearchParams({ ...fields, service_code: description }), path);
    await post(new URLSearchParams({ ...fields, lat: personal.phone }), path);
    await post(JSON.stringify(fields).slice(0, -5), path, json);
    await post('{"email":{"a":1}}', path, json);
    await post(JSON.stringify(fields), path, { 'Content-Type': 'text/plain' });
    await call(`${v2}/requests.${extension}?api_key=${city.key}&email=${personal.email}`);
    await call(`${v2}/requests.${extension}?start_date=${personal.phone}`);
    await call(`${v2}/requests/${service_request_id}.${extension}`);
    await call(`${v2}/requests.${extension}?service_request_id=${service_request_id}`);
    await call(`${v2}/tokens/${token}.${extension}`);
    await call(`${v2}/services.${extension}`);
    await call(`${v2}/services/HOLE.${extension}`);
    await call(`/open311/discovery.${extension}`);
  }
  for (const path of ['/livez', '/readyz', '/openapi.yaml', '/docs/', `/nothing?api_key=${city.key}`])
    await call(path);
  outcome = await server.stop();
});

afterAll(async () => {
  await endPrograms();
  await database.drop();
});

/** The words to look for: the two halves of the address count for themselves. */
const markers = (texts: string[]) => texts.flatMap((text) => text.replace('.example', '').split('@'));

describe('What nobody may read', () => {
  test('was really sent and stored', async () => {
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(20);
    expect(answers.filter(({ status }) => status >= 400).length).toBeGreaterThan(14);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const { rows } = await database.db.raw<{ rows: { text: string }[] }>(
      "select string_agg(to_jsonb(r)::text, ' ') as text from request_reporters r where jurisdiction_id = ?",
      [city.jurisdiction_id],
    );
    for (const marker of markers(Object.values(personal))) expect(rows[0]?.text).toContain(marker);
  });

  test.each(Object.entries(personal))('%s is in no answer to anybody', (_, value) => {
    for (const marker of markers([value]))
      expect(answers.filter(({ text }) => text.includes(marker)).map(({ path }) => path)).toEqual([]);
  });

  test('keys are in no answer', () => {
    for (const secret of [city.key, strangeKey])
      expect(answers.filter(({ text }) => text.includes(secret)).map(({ path }) => path)).toEqual([]);
  });

  test('is in nothing that the process wrote, and neither is what people wrote', () => {
    const written = `${outcome.stdout}\n${outcome.stderr}`;
    const found = markers([
      ...Object.values(personal),
      description,
      address_string,
      strangeKey,
      city.key,
    ]).filter((marker) => written.includes(marker));
    expect(found).toEqual([]);
  });
});

describe('The log', () => {
  test('is lines of JSON, one for each call with the request id of its answer', () => {
    const lines = outcome.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const calls = lines.filter(({ msg }) => msg === 'call');
    for (const line of calls)
      expect(line).toMatchObject({
        request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        method: expect.stringMatching(/^[A-Z]+$/),
        ms: expect.any(Number),
      });
    const logged = new Map(calls.map((line) => [line['request_id'], line['status']]));
    expect(new Set(answers.map(({ requestId }) => requestId)).size).toBe(answers.length);
    for (const { requestId, status } of answers) expect(logged.get(requestId)).toBe(status);
  });
});
