import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiError, RateLimitError, ServerError, Signpost, SignpostError } from '../../sdk/src/index.ts';
import {
  endPrograms,
  freshFolder,
  liveKey,
  runJson,
  runProgram,
  startServerProgram,
} from '../support/program.ts';
import { allCommands } from '../support/program-help.ts';
import type { ServerProgram } from '../support/program.ts';
import { until } from '../support/embedded-postgres.ts';
import { knownAfter } from '../support/known-after.ts';
import { waitShortest } from '../support/shortest-waits.ts';

/** The sandbox of the demonstration city, as a newcomer meets it: the real program, its jobs, its commands, the SDK. */

waitShortest();
const data = freshFolder();
const env = { SIGNPOST_DATA: data };
let server: ServerProgram;
let testKey: string;
let sandbox: Signpost;
let live: Signpost;

beforeAll(async () => {
  server = await startServerProgram({ env, arguments: ['--json'] });
  testKey = (JSON.parse(server.stdout()) as { demonstration_key: string }).demonstration_key;
  const common = { baseUrl: server.url, jurisdictionId: 'wroclaw.pl' };
  sandbox = new Signpost({ ...common, apiKey: testKey, sandbox: true });
  live = new Signpost({ ...common, apiKey: await liveKey({ env }) });
});
afterAll(endPrograms);

const lamp = (description: string) => ({
  service_code: 'STREET-LIGHT',
  lat: 51.1079,
  long: 17.0385,
  description,
});
const submitTo = async (city: Signpost, description: string) =>
  (await city.requests.create(lamp(description)))[0]?.service_request_id ?? '';

/** All statuses that a case has had. */
async function statusesOf(number: string): Promise<string[]> {
  const [found] = await sandbox.requests.get({ service_request_id: number, extensions: 'true' });
  return found?.notes?.map(({ status }) => status) ?? [];
}

const WHOLE = ['open', 'investigating', 'in_progress', 'closed'];

describe('sandbox-lifecycle', () => {
  test('opens a case and closes it within ten seconds', async () => {
    let number = '';
    const took = await knownAfter(10_000, async () => {
      number = await submitTo(sandbox, 'sandbox-lifecycle');
      const [opened] = await sandbox.requests.get({ service_request_id: number });
      expect(opened?.status).toBe('open');
      return async () => (await statusesOf(number)).length === WHOLE.length;
    });
    process.stderr.write(`From open to closed: ${took} ms\n`);
    expect(await statusesOf(number)).toEqual(WHOLE);
    const [closed] = await sandbox.requests.get({ service_request_id: number });
    expect(closed).toMatchObject({ status: 'closed', status_notes: 'Done.' });
    await expect(live.requests.get({ service_request_id: number })).rejects.toMatchObject({ status: 404 });
  });

  test('goes on where it was when the server is killed', async () => {
    const number = await submitTo(sandbox, 'sandbox-lifecycle');
    const port = new URL(server.url).port;
    server.child.kill('SIGKILL');
    await server.ended;
    server = await startServerProgram({ env: { ...env, PORT: port } });
    await until(async () => (await statusesOf(number)).includes('closed'));
    expect(await statusesOf(number)).toEqual(WHOLE);
  });
});

describe('the SDK', () => {
  test.each([
    ['sandbox-400', 'BadRequestError', 400, undefined],
    ['sandbox-403', 'ForbiddenError', 403, undefined],
    ['sandbox-429', 'RateLimitError', 429, 1],
    ['sandbox-500', 'ServerError', 500, undefined],
    ['sandbox-503', 'ServerError', 503, 1],
  ])('%s is %s', async (word, name, status, retryAfter) => {
    const error: unknown = await sandbox.requests.create(lamp(word)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ name, status });
    expect((error as ApiError).retryAfter).toBe(retryAfter);
    const plain = await fetch(`${server.url}/open311/wroclaw.pl/test/v2/requests.json`, {
      method: 'POST',
      body: new URLSearchParams({ api_key: testKey, description: word }),
    });
    expect(plain.status).toBe(status);
    expect(plain.headers.get('retry-after')).toBe(retryAfter === undefined ? null : String(retryAfter));
  });

  test('a submission that is sent again without the word goes through', async () => {
    for (const kind of [RateLimitError, ServerError]) {
      const word = kind === RateLimitError ? 'sandbox-429' : 'sandbox-503';
      const idempotencyKey = crypto.randomUUID();
      await expect(sandbox.requests.create(lamp(word), { idempotencyKey })).rejects.toBeInstanceOf(kind);
      const [done] = await sandbox.requests.create(lamp('again'), { idempotencyKey });
      expect(done?.service_request_id).toMatch(/^\d{8,}$/);
    }
  });

  test('an impatient client meets sandbox-slow, and finds that there is one case', async () => {
    const idempotencyKey = crypto.randomUUID();
    const hasty = new Signpost({
      baseUrl: server.url,
      jurisdictionId: 'wroclaw.pl',
      apiKey: testKey,
      sandbox: true,
      timeoutMs: 500,
      retries: 1,
    });
    const fields = lamp('sandbox-slow');
    await expect(hasty.requests.create(fields, { idempotencyKey })).rejects.toMatchObject({ timedOut: true });
    const started = performance.now();
    const [first] = await sandbox.requests.create(fields, { idempotencyKey });
    expect(performance.now() - started).toBeGreaterThan(4_900);
    const listed = await sandbox.requests.list({ q: 'sandbox slow' });
    expect(listed.map(({ service_request_id }) => service_request_id)).toEqual([first?.service_request_id]);
  });

  test('refuses a key of the wrong kind before anything is sent', () => {
    const sent: unknown[] = [];
    const fetch = (input: unknown) => {
      sent.push(input);
      return Promise.reject(new Error('sent'));
    };
    const make = (apiKey: string, sandbox: boolean) => () =>
      new Signpost({ baseUrl: server.url, apiKey, sandbox, fetch });
    expect(make('sp_live_x', true)).toThrow(SignpostError);
    expect(make('sp_live_x', true)).toThrow('apiKey has to go with sandbox.');
    expect(make('sp_test_x', false)).toThrow('apiKey has to go with sandbox.');
    expect(make('sp_test_x', true)).not.toThrow();
    expect(make('of another server', false)).toThrow('visible ASCII');
    expect(make('other', true)).not.toThrow();
    expect(sent).toEqual([]);
  });
});

describe('the commands', () => {
  const city = ['--jurisdiction', 'wroclaw.pl'];
  const folder = freshFolder();
  const at = { live: '', test: '' };

  /** These list what is there; one is held for its links. */
  const LISTS = ['moderation list', 'updates held', 'export'];

  /** What each command is given to look at cases; undefined: it looks at none. `n` is a case of the other kind. */
  const COMMANDS: Record<string, ((n: string) => string[]) | undefined> = {
    'case show': (n) => [n],
    'case status': (n) => [n, 'closed', '--notes', 'stray'],
    'case withdraw': (n) => [n],
    'case restore': (n) => [n],
    'case merge': (n) => [n, '--into', n === at.live ? at.test : at.live],
    'moderation list': () => city,
    'moderation release': (n) => [n],
    'moderation keep': (n) => [n],
    'moderation hide': (n) => [n, '--reason', 'stray'],
    'updates held': () => city,
    'updates release': () => [...city, '999999999'],
    'updates reject': () => [...city, '999999999'],
    export: () => [...city, '--format', 'ndjson'],
    start: undefined,
    worker: undefined,
    migrate: undefined,
    seed: undefined,
    reset: undefined,
    'jurisdictions create': undefined,
    'jurisdictions set': undefined,
    'jurisdictions portal': undefined,
    'jurisdictions list': () => [],
    'keys create': undefined,
    'keys list': undefined,
    'keys revoke': undefined,
    'keys rotate': undefined,
    'keys set': undefined,
    'keys usage': undefined,
    'keys requests': undefined,
    'keys approve': undefined,
    'keys refuse': undefined,
    'accounts release': undefined,
    'services limit': undefined,
    'services publish': undefined,
    'services duplicates': undefined,
    'personal-data export': (n) => [...city, '--case', n, '--output', join(folder, 'nobody')],
    'personal-data erase': (n) => [...city, '--case', n, '--yes'],
    'personal-data erasures': () => city,
    'personal-data mask': undefined,
    doctor: undefined,
    submit: undefined,
    get: undefined,
    list: undefined,
    tail: undefined,
    typegen: undefined,
    completion: undefined,
    'import services': undefined,
    'import areas': undefined,
    'import places': undefined,
    'import requests': undefined,
  };

  beforeAll(async () => {
    at.live = await submitTo(live, 'markedlivemarked');
    at.test = await submitTo(sandbox, 'markedtestmarked');
    for (const [kind, client] of [
      ['live', live],
      ['test', sandbox],
    ] as const) {
      await submitTo(client, `marked${kind}marked https://a.example https://b.example`);
      await client.updates.create({
        service_request_id: at[kind],
        update_id: kind,
        status: 'unchanged',
        updated_datetime: new Date().toISOString(),
        description: `marked${kind}marked`,
      });
    }
  });

  test('all of them are known here', () => {
    expect(allCommands().sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  test.each(['live', 'test'] as const)('none finds a case where it was not looked for: %s', async (kind) => {
    const other = kind === 'live' ? 'test' : 'live';
    for (const [name, given] of Object.entries(COMMANDS)) {
      if (given === undefined || (kind === 'test' && name === 'jurisdictions list')) continue;
      const flags = kind === 'test' ? ['--test'] : [];
      const words = [...name.split(' '), ...given(at[other]), ...flags];
      const { code, stdout, stderr } = await runProgram(words, { env });
      expect([words, `${stdout}${stderr}`.includes(`marked${other}marked`)]).toEqual([words, false]);
      expect([words, stdout.includes(at[other])]).toEqual([words, false]);
      if (LISTS.includes(name))
        expect([words, stdout.includes(`marked${kind}marked`)]).toEqual([words, true]);
      expect([words, /~test/.test(stdout + stderr)]).toEqual([words, false]);
      if (/^(case|personal-data e(xport|rase)$)/.test(name)) expect([words, code]).toEqual([words, 4]);
      if (name.startsWith('case')) {
        expect(stderr).toMatch(kind === 'live' ? /say --test/ : /leave --test out/);
      }
    }
    expect((await live.requests.get({ service_request_id: at.live }))[0]?.status).toBe('open');
    expect((await sandbox.requests.get({ service_request_id: at.test }))[0]?.status).toBe('open');
  });

  test('with --test they do to cases of the sandbox what they do to live ones', async () => {
    const shown = await runJson('case show'.split(' ').concat(at.test, '--test'), { env });
    expect(shown).toMatchObject({
      jurisdiction_id: 'wroclaw.pl',
      test: true,
      description: 'markedtestmarked',
    });
    const held = await runJson<{ update_id: string }[]>(['updates', 'held', ...city, '--test'], { env });
    expect(held).toEqual([
      expect.objectContaining({ notes: 'markedtestmarked', jurisdiction_id: 'wroclaw.pl', test: true }),
    ]);
    await runJson(['updates', 'release', ...city, '--test', held[0]?.update_id ?? ''], { env });
    expect(await statusesOf(at.test)).toHaveLength(2);
    const person = ['--case', at.test, '--test', '--output', join(folder, 'person')];
    expect(await runJson(['personal-data', 'export', ...city, ...person], { env })).toMatchObject({
      cases: 1,
    });
    const exported = readFileSync(join(folder, 'person', 'personal-data.json'), 'utf8');
    const known = { jurisdiction_id: 'wroclaw.pl', test: true };
    expect(JSON.parse(exported)).toMatchObject({ ...known, reported: [known] });
    expect(exported).not.toContain('~test');
    const file = join(folder, 'test.ndjson');
    await runJson(['export', ...city, '--test', '--format', 'ndjson', '--output', file], { env });
    await runJson(['case', 'status', at.test, 'fixed', '--test'], { env });
    const [fixed] = await sandbox.requests.get({ service_request_id: at.test });
    expect(fixed?.status).toBe('closed');
    await runJson(['case', 'withdraw', at.test, '--test'], { env });
    await expect(sandbox.requests.get({ service_request_id: at.test })).rejects.toMatchObject({
      status: 404,
    });
    await runJson(['case', 'restore', at.test, '--test'], { env });
    expect(await sandbox.requests.get({ service_request_id: at.test })).toHaveLength(1);
  });

  test('keys create --test makes a key that works in the sandbox alone', async () => {
    const given = ['keys', 'create', ...city, '--scope', 'submit', '--test'];
    const made = await runJson<{ key: string; kind: string }>(given, { env });
    expect(made).toMatchObject({ key: expect.stringMatching(/^sp_test_/), kind: 'test' });
    const common = { baseUrl: server.url, jurisdictionId: 'wroclaw.pl', sandbox: true };
    expect(await submitTo(new Signpost({ ...common, apiKey: made.key }), 'x')).toMatch(/^\d{8,}$/);
    const said = await runProgram(given, { env });
    expect(said.stdout).toContain('It may submit in the sandbox of wroclaw.pl.');
  });
});
