import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { endPrograms, freshFolder, runJson, startServerProgram } from '../support/program.ts';
import type { ServerProgram } from '../support/program.ts';

/** A word for each field that is nobody's business; none may be found anywhere but in the database. */
const PERSONAL = {
  email: 'marker-mail@person.example',
  first_name: 'MarkerFirst',
  last_name: 'MarkerLast',
  phone: '+48 marker 71',
  device_id: 'marker-device',
  account_id: 'marker-account',
};

let server: ServerProgram;
let env: Record<string, string>;

beforeAll(async () => {
  env = { SIGNPOST_DATA: freshFolder(), SIGNPOST_LOG: 'debug' };
  server = await startServerProgram({ env });
}, 60_000);
afterAll(endPrograms);

test('personal data and keys are in no answer and in no line of the log', async () => {
  const { key } = await runJson<{ key: string }>(
    ['keys', 'create', '--jurisdiction', 'wroclaw.pl', '--scope', 'submit'],
    { env },
  );
  const base = `${server.url}/open311/wroclaw.pl/v2`;
  const answers: string[] = [];
  const call = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${base}/${path}`, init);
    const text = await response.text();
    answers.push(text, JSON.stringify([...response.headers]));
    return text;
  };
  const submit = (given: Record<string, string>, path = 'requests.json') =>
    call(path, { method: 'POST', body: new URLSearchParams({ api_key: key, ...PERSONAL, ...given }) });

  const place = { lat: '51.1079', long: '17.0385' };
  const [{ service_request_id: number }] = JSON.parse(
    await submit({ service_code: 'STREET-LIGHT', ...place, description: 'marker-description' }),
  ) as [{ service_request_id: string }];
  await submit({ service_code: 'TREE-PRUNING', ...place });
  await submit({ service_code: 'CORRUPTION-TIP', ...place });
  // Wrong in every way that is answered by an error.
  await submit({ service_code: 'POTHOLE' });
  await submit({ service_code: 'NOTHING', ...place });
  await submit({ service_code: 'STREET-LIGHT', ...place, api_key: `${key}x` });
  await submit({ service_code: 'STREET-LIGHT', ...place, email: 'marker-mail@person.example marker' });
  await submit({ service_code: 'STREET-LIGHT', ...place }, `requests.xml?api_key=${key}`);
  for (const format of ['json', 'xml']) {
    await call(`requests/${number}.${format}?api_key=${key}`);
    await call(`requests.${format}?api_key=${key}&status=nonsense`);
    await call(`requests.${format}`);
  }
  const { stdout, stderr } = await server.stop();

  const shown = answers.join('\n');
  expect(shown).toContain('marker-description');
  const secrets = [...Object.values(PERSONAL), key];
  for (const secret of secrets) {
    expect({ secret, shown: shown.includes(secret) }).toEqual({ secret, shown: false });
    expect({ secret, logged: `${stdout}${stderr}`.includes(secret) }).toEqual({ secret, logged: false });
  }
  expect(stderr).not.toContain('marker');

  const lines = stderr
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const calls = lines.filter((line) => line['msg'] === 'call');
  expect(calls.length).toBeGreaterThanOrEqual(14);
  for (const line of calls) expect(line['request_id']).toMatch(/^[0-9a-f-]{36}$/);
}, 60_000);
