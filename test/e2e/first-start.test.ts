import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../support/embedded-postgres.ts';
import { patience } from '../support/patience.ts';
import { endPrograms, freshFolder, postmasterOf, startServerProgram } from '../support/program.ts';
import type { Outcome, ServerProgram } from '../support/program.ts';

/** What a newcomer waits for at most on a machine that does nothing else. */
const FIRST_ANSWER_MS = 10_000;
const WARM_ANSWER_MS = 2_000;

const KEY = /sp_(?:live|test)_\w+/g;

/** What Node runs before the program, so that it writes down at its end which scripts it has loaded. */
const WRITE_DOWN = `
  import { writeFileSync } from 'node:fs';
  import { Session } from 'node:inspector';
  process.once('exit', () => {
    const session = new Session();
    const urls = [];
    session.connect();
    session.on('Debugger.scriptParsed', ({ params }) => urls.push(params.url));
    session.post('Debugger.enable');
    writeFileSync('loaded.txt', urls.join('\\n'));
  });`;
const nodeArguments = ['--import', `data:text/javascript,${encodeURIComponent(WRITE_DOWN)}`];

/** The scripts that a server had loaded which has ended, of a package or of ours. */
const loaded = (of: string) =>
  readFileSync(join(folder, 'loaded.txt'), 'utf8')
    .split('\n')
    .filter((url) => url.includes(of));

let folder: string;
let data: string;

beforeAll(() => {
  folder = freshFolder();
  data = join(folder, '.signpost');
});
afterAll(endPrograms);

describe('The first start in an empty folder', () => {
  let server: ServerProgram;
  let ended: Outcome;

  beforeAll(async () => {
    server = await startServerProgram({ cwd: folder, nodeArguments });
  });

  test('answers soon', () => {
    process.stderr.write(`First start: ${server.startedAfterMs} ms to the first answer\n`);
    expect(server.startedAfterMs).toBeLessThan(FIRST_ANSWER_MS * patience());
  });

  test('prints address, data folder, one key and one curl line, and nothing of them into the log', () => {
    const printed = server.stdout();
    expect(printed).toContain(`Signpost is at ${server.url}\n`);
    expect(printed).toContain(`${server.url}/open311/wroclaw.pl/v2/services.json`);
    expect(printed).toContain(data);
    expect(printed.match(/^ {2}curl /gm)).toHaveLength(1);
    const keys = printed.match(KEY) ?? [];
    expect(keys).toHaveLength(2); // by itself and in the curl line
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^sp_test_/);
    expect(printed).toContain('npx signpost keys create --jurisdiction wroclaw.pl --scope submit\n');
    expect(server.stderr()).not.toMatch(KEY);
  });

  test('prints a curl line that submits a case when bash runs it as it stands', async () => {
    const command = /^ {2}curl [^]*?'$/m.exec(server.stdout())?.[0] ?? '';
    const { stdout } = await promisify(execFile)('bash', ['-c', command]);
    const [submitted] = JSON.parse(stdout) as { service_request_id: string }[];
    const path = `/open311/wroclaw.pl/test/v2/requests/${submitted?.service_request_id}.json`;
    const [stored] = (await (await fetch(`${server.url}${path}`)).json()) as Record<string, unknown>[];
    expect(stored).toMatchObject({
      service_code: 'STREET-LIGHT',
      status: 'open',
      description: 'Latarnia nie świeci',
      lat: 51.1079,
      long: 17.0385,
    });
  });

  test('serves the addresses that it prints', async () => {
    const addresses =
      server.stdout().match(/http:\S+\/(?:wroclaw\.pl\/|developers\/|discovery\.json|services\.json)$/gm) ??
      [];
    expect(addresses).toHaveLength(4);
    for (const address of addresses) expect((await fetch(address)).status).toBe(200);
  });

  test('keeps its data in .signpost', () => {
    expect(existsSync(join(data, 'postgres', 'PG_VERSION'))).toBe(true);
    expect(postmasterOf(data)).toBeGreaterThan(0);
  });

  test('ends with exit code 0 on SIGTERM, and PostgreSQL with it', async () => {
    ended = await server.stop();
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(postmasterOf(data)).toBeUndefined();
  });

  test('has loaded nothing for mails, which nobody has asked for', () => {
    expect(loaded('/dist/cli.js')).toHaveLength(1);
    expect(loaded('/nodemailer/')).toEqual([]);
  });
});

describe('The second start', () => {
  let server: ServerProgram;

  beforeAll(async () => {
    server = await startServerProgram({ cwd: folder, nodeArguments });
    // The quickest of three: a single one tells as much about the tests beside it.
    for (let more = 2; more > 0 && server.startedAfterMs >= WARM_ANSWER_MS * patience(); more -= 1) {
      await server.stop();
      server = await startServerProgram({ cwd: folder, nodeArguments });
    }
  });

  test('answers at once', () => {
    process.stderr.write(`Warm start: ${server.startedAfterMs} ms to the first answer\n`);
    expect(server.startedAfterMs).toBeLessThan(WARM_ANSWER_MS * patience());
  });

  test('has the cases of the first', async () => {
    const list = await fetch(
      `${server.url}/open311/wroclaw.pl/test/v2/requests.json?service_code=STREET-LIGHT&status=open`,
    );
    const descriptions = ((await list.json()) as { description: string }[]).map((one) => one.description);
    expect(descriptions).toContain('Latarnia nie świeci');
  });

  test('shows no key, but says how to make another one', () => {
    expect(server.stdout()).not.toMatch(KEY);
    expect(server.stdout()).not.toContain('curl');
    expect(server.stdout()).toContain('npx signpost keys create --jurisdiction wroclaw.pl --scope submit');
  });

  test('loads what mails need with the first one', async () => {
    const asked = await fetch(`${server.url}/accounts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'dev@example.org' }),
    });
    expect(asked.status).toBe(202);
    const mails = join(data, 'mail');
    await until(() => Promise.resolve(existsSync(mails) && readdirSync(mails).length > 0));
  });

  test('ends as cleanly on SIGINT', async () => {
    expect(await server.stop('SIGINT')).toMatchObject({ code: 0, signal: null });
    expect(postmasterOf(data)).toBeUndefined();
    expect(loaded('/nodemailer/').length).toBeGreaterThan(0);
  });
});
