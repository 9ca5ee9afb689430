import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startAnswering } from '../support/answering.ts';
import type { Answering } from '../support/answering.ts';
import { until } from '../support/embedded-postgres.ts';
import { endPrograms, ROOT, spawnProgram } from '../support/program.ts';
import type { Program } from '../support/program.ts';
import { WAITING_SHORTEST } from '../support/shortest-waits.ts';

type Row = {
  service_request_id: string;
  status: string;
  requested_datetime: string;
  updated_datetime: string;
};

/** A city whose cases a test changes. */
let rows: Row[];
/** What it answers to a list instead of its cases. */
let trouble: ((response: ServerResponse) => void) | undefined;
let knowsUpdatedAfter: boolean;
let clock: () => number;
let city: Answering;

/** A program takes a fifth of a second to end where all cores are in use; what it may leave behind lasts half a minute at least. */
const AT_ONCE_MS = 1_000;

const FILE = `${ROOT}/sdk/cli/dist/cli.js`;
const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://city');
  response.setHeader('content-type', 'application/json').setHeader('date', new Date(clock()).toUTCString());
  if (!pathname.endsWith('/requests.json')) {
    response.writeHead(404).end('[{"code":404,"description":"No."}]');
    return;
  }
  if (trouble) return trouble(response);
  const after = knowsUpdatedAfter ? (searchParams.get('updated_after') ?? '') : '';
  const found = rows.filter(({ updated_datetime }) => updated_datetime >= after);
  const page = Number(searchParams.get('page') ?? 1);
  const body = JSON.stringify(page > 1 ? [] : found);
  const tag = `"${Buffer.from(body).toString('base64url')}"`;
  const isKnown = request.headers['if-none-match'] === tag;
  response.writeHead(isKnown ? 304 : 200, { etag: tag }).end(isKnown ? undefined : body);
}

function change(service_request_id: string, status: string): void {
  const now = iso(clock());
  const before = rows.find((row) => row.service_request_id === service_request_id);
  rows = rows.filter((row) => row !== before);
  rows.push({
    service_request_id,
    status,
    requested_datetime: before?.requested_datetime ?? now,
    updated_datetime: now,
  });
}

beforeEach(async () => {
  knowsUpdatedAfter = true;
  trouble = undefined;
  clock = Date.now;
  const old = iso(Date.now() - 86_400_000);
  rows = [{ service_request_id: 'old', status: 'open', requested_datetime: old, updated_datetime: old }];
  change('known', 'open');
  city = await startAnswering(answer);
});
afterEach(async () => {
  await endPrograms();
  await city.down().catch(() => undefined);
});
afterAll(endPrograms);

const tail = (...given: string[]) =>
  spawnProgram(['tail', `${city.url}/v2`, '--interval', '1', ...given], {
    file: FILE,
    nodeArguments: WAITING_SHORTEST,
  });
const begun = (program: Program) => until(() => /Stop it with Ctrl-C/.test(program.stderr()));
const told = (program: Program) =>
  program
    .stdout()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
    .map(({ service_request_id, status }) => `${service_request_id} ${status}`);
const looks = () => city.calls.filter(({ url }) => url?.includes('requests.json')).length;
/** Waits until the city has been asked so many times more. */
const looked = async (times: number) => {
  const before = looks();
  await until(() => looks() >= before + times);
};

describe('signpost tail', () => {
  test('tells each new and each changed case once, and nothing that was there before', async () => {
    const program = tail('--json');
    await begun(program);
    change('new', 'open');
    await until(() => told(program).length === 1);
    change('new', 'closed');
    change('old', 'closed');
    await until(() => told(program).length === 3);
    // The second page of the list that was read, and both pages of a whole look.
    await looked(3);
    expect(told(program).sort()).toEqual(['new closed', 'new open', 'old closed']);
    expect(await program.stop('SIGINT')).toMatchObject({
      code: 0,
      signal: null,
      stderr: 'Following. Stop it with Ctrl-C.\n',
    });
  });

  test('asks with the ETag it has, so that a quiet city sends nothing', async () => {
    const program = tail();
    await begun(program);
    await looked(2);
    expect(city.calls.at(-1)?.headers['if-none-match']).toMatch(/^"/);
    change('new', 'open');
    await until(() => program.stdout().includes('\nnew '));
    expect(program.stdout()).toMatch(/^NUMBER .*\nnew +open +20\S+Z$/m);
    expect((await program.stop('SIGTERM')).code).toBe(0);
  });

  test('begins where it is told to', async () => {
    const program = tail('--json', '--since', iso(Date.now() - 3_600_000));
    await begun(program);
    await until(() => told(program).length > 0);
    expect(told(program)).toEqual(['known open']);
  });

  test('goes by the clock of the city', async () => {
    clock = () => Date.now() - 7_200_000;
    change('late', 'open');
    const program = tail('--json');
    await begun(program);
    change('late', 'closed');
    await until(() => told(program).length === 1);
    expect(told(program)).toEqual(['late closed']);
  });

  test('waits while the city is down, and tells afterwards what has changed meanwhile', async () => {
    const program = tail('--json');
    await begun(program);
    await city.down();
    await until(() => /It is tried again until it works\.\n/.test(program.stderr()));
    change('meanwhile', 'open');
    await city.up();
    await until(() => /\nIt works again\.\n/.test(program.stderr()));
    await until(() => told(program).length > 0);
    expect(told(program)).toEqual(['meanwhile open']);
    trouble = (response) =>
      response.writeHead(503, { 'retry-after': '1' }).end('[{"code":503,"description":"Full."}]');
    await until(() => /\nFull\. It is tried again/.test(program.stderr()));
    change('meanwhile', 'closed');
    trouble = (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Maintenance</html>');
    await looked(1);
    trouble = undefined;
    await until(() => told(program).length === 2);
    expect(told(program)).toEqual(['meanwhile open', 'meanwhile closed']);
    await until(() => program.stderr().split('It works again.\n').length === 3);
    expect(program.stderr()).toMatch(
      /^Following\..*\nNo whole answer .* It is tried again until it works\.\nIt works again\.\nFull\. It is tried again until it works\.\nIt works again\.\n$/,
    );
    expect((await program.stop('SIGINT')).code).toBe(0);
  });

  test.each<[moment: string, begin: () => Promise<Program>]>([
    [
      'while it waits for its first answer',
      async () => {
        trouble = () => undefined;
        const program = tail('--json');
        await looked(1);
        return program;
      },
    ],
    [
      'while it waits for a later one',
      async () => {
        const program = tail('--json');
        await begun(program);
        trouble = () => undefined;
        await looked(1);
        return program;
      },
    ],
    [
      'between two looks',
      async () => {
        const program = tail('--json', '--interval', '600');
        await begun(program);
        return program;
      },
    ],
    [
      'while it waits for a city in trouble',
      async () => {
        const program = tail('--json');
        await begun(program);
        trouble = (response) => response.writeHead(503, { 'retry-after': '60' }).end('[]');
        await until(() => program.stderr().includes('It is tried again'));
        return program;
      },
    ],
  ])('ends at once on a signal %s', async (_, begin) => {
    // A busy machine holds up a program for as long as it likes, but not each time.
    let bestMs = Infinity;
    for (let tries = 0; tries < 5 && bestMs >= AT_ONCE_MS; tries += 1) {
      trouble = undefined;
      const program = await begin();
      const began = performance.now();
      expect((await program.stop('SIGINT')).code).toBe(0);
      bestMs = Math.min(bestMs, performance.now() - began);
    }
    expect(bestMs).toBeLessThan(AT_ONCE_MS);
  });

  test('follows the first page of a city that does not tell what has changed', async () => {
    knowsUpdatedAfter = false;
    const program = tail('--json');
    await begun(program);
    expect(program.stderr()).toMatch(/^This city does not tell what has changed: the first page/);
    change('old', 'closed');
    change('new', 'open');
    await until(() => told(program).length === 2);
    await looked(2);
    expect(told(program).sort()).toEqual(['new open', 'old closed']);
  });

  test.each([
    [401, 3],
    [400, 2],
  ])('ends when the city says %i, which no waiting mends', async (status, code) => {
    const program = tail('--json');
    await begun(program);
    trouble = (response) => response.writeHead(status).end(`[{"code":${status},"description":"No longer."}]`);
    const outcome = await program.ended;
    expect([outcome.code, outcome.stdout]).toEqual([code, '']);
    expect(outcome.stderr).toContain('\nNo longer.\n');
  });

  test('ends with the code of the first call when that fails', async () => {
    trouble = (response) => response.writeHead(503).end('[{"code":503,"description":"Not now."}]');
    expect(await tail('--json').ended).toMatchObject({ code: 5, stdout: '', stderr: 'Not now.\n' });
    await city.down();
    expect(await tail('--json').ended).toMatchObject({ code: 5, stdout: '' });
  });

  test('ends well when nobody reads any more', async () => {
    const program = tail('--json');
    await begun(program);
    program.child.stdout?.destroy();
    change('new', 'open');
    expect(await program.ended).toMatchObject({ code: 0, stderr: 'Following. Stop it with Ctrl-C.\n' });
  });
});
