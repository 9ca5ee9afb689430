import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import {
  databaseUrl,
  endPrograms,
  freePort,
  freshFolder,
  liveKey,
  ROOT,
  runProgram,
  spawnProgram,
  startServerProgram,
} from '../support/program.ts';
import { replay } from '../support/replay.ts';
import type { Recording } from '../support/replay.ts';
import { WAITING_SHORTEST } from '../support/shortest-waits.ts';
import { describeWithData } from '../support/test-data.ts';

/** The programs in `examples`, as they lie there, against a server with the demonstration city. */
type Finished = { code: number; stdout: string; stderr: string };

let database: TestDatabase;
let env: Record<string, string>;
let folder: string;
let url: string;
let key: string;
let testKey: string;

beforeAll(async () => {
  database = await cloneDatabase();
  env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  const server = await startServerProgram({ env, arguments: ['--json'] });
  url = server.url;
  testKey = (JSON.parse(server.stdout()) as { demonstration_key: string }).demonstration_key;
  key = await liveKey({ env });
  folder = freshFolder();
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

const example = (path: string) => join(ROOT, 'examples', path);

function run(path: string, given: string[]): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...WAITING_SHORTEST, path, ...given],
      { env: { PATH: process.env['PATH'] }, cwd: ROOT },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const CITY = ['--jurisdiction', 'wroclaw.pl'];

async function submit(fields: Record<string, string>): Promise<string> {
  const body = new URLSearchParams({ api_key: key, service_code: 'STREET-LIGHT', ...fields });
  const answer = await fetch(`${url}/open311/wroclaw.pl/v2/requests.json`, { method: 'POST', body });
  const [submitted] = (await answer.json()) as [{ service_request_id: string }];
  return submitted.service_request_id;
}

async function staff(...given: string[]): Promise<void> {
  const outcome = await runProgram(given, { env });
  expect(outcome).toMatchObject({ code: 0 });
}

describe('Report a case', () => {
  const place = ['--lat', '51.1079', '--long', '17.0385'];
  const report = (...given: string[]) =>
    run(example('report-a-case/report.mjs'), ['--url', url, ...CITY, ...given]);

  test('lists services, and reports once however often it is run', async () => {
    const services = await report();
    expect(services.code).toBe(0);
    expect(services.stdout).toMatch(/^STREET-LIGHT\t/m);

    const answers = ['--attribute', 'SIZE=large', '--attribute', 'ENDANGERED=drivers'];
    const name = ['--idempotency-key', 'my-case'];
    const photo = ['--photo', 'examples/report-a-case/lamp.jpg'];
    const given = ['--key', testKey, '--service', 'POTHOLE', ...place, ...answers, ...photo, ...name];
    const reported = await report(...given);
    expect({ code: reported.code, stdout: reported.stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d{8,}\n/),
    });
    expect((await report(...given)).stdout).toBe(reported.stdout);
    const live = await report('--live', '--key', key, '--service', 'STREET-LIGHT', ...place);
    expect(live.code).toBe(0);
  });

  test('ends with the exit codes that it promises', async () => {
    const fields = ['--service', 'STREET-LIGHT', ...place];
    expect((await report('--key', testKey, '--service', 'STREET-LIGHT')).code).toBe(2);
    expect((await report('--key', key, ...fields)).code).toBe(2);
    expect((await report('--live', '--key', testKey, ...fields)).code).toBe(2);
    expect((await report('--nonsense')).code).toBe(2);
    expect((await report('--key', 'sp_test_wrong', ...fields)).code).toBe(3);
    expect((await report('--key', testKey, '--service', 'NOTHING')).code).toBe(4);
  });
});

describe('Follow an area', () => {
  const follow = (state: string, ...given: string[]) =>
    run(example('follow-an-area/follow.mjs'), [
      ...['--url', url, ...CITY, '--live', '--once', '--state', join(folder, state)],
      ...given,
    ]);

  /** Runs it until it has told so many lines: what has just happened is told when nothing before it is still being written. */
  async function hear(count: number, state: string, ...given: string[]): Promise<string[]> {
    const lines: string[] = [];
    await until(async () => {
      const { code, stdout, stderr } = await follow(state, ...given);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      lines.push(...stdout.split('\n').slice(0, -1));
      return lines.length >= count;
    });
    expect((await follow(state, ...given)).stdout).toBe('');
    return lines;
  }

  test('tells what is new, what changes and what is taken back, each once, whoever stops in between', async () => {
    // Times are told in whole seconds: where nothing else is submitted, nothing of the second in which this begins is told as well.
    const box = ['--bbox', '17.03,51.12,17.05,51.14', '--since', new Date().toISOString()];
    const here = await submit({ lat: '51.1279', long: '17.0385', description: 'Dark' });
    const there = await submit({ lat: '51.1301', long: '17.0401', description: 'Dark, too' });
    await submit({ lat: '51.1279', long: '17.0701', description: 'Elsewhere' });
    expect(await hear(2, 'box.json', ...box)).toEqual([
      expect.stringMatching(new RegExp(`^${here} open: `)),
      expect.stringMatching(new RegExp(`^${there} open: `)),
    ]);

    await staff('case', 'status', here, 'closed', '--notes', 'The bulb was replaced.');
    await staff('moderation', 'hide', there, '--reason', 'A test.');
    expect(await hear(2, 'box.json', ...box)).toEqual([
      expect.stringMatching(new RegExp(`^${here} closed: .* \\(The bulb was replaced\\.\\)$`)),
      `${there} is no longer public`,
    ]);
  });

  test('of a district tells the cases in it, and no others', async () => {
    const answer = await fetch(`${url}/open311/wroclaw.pl/v2/requests.json?extensions=true&page_size=300`);
    type Told = { service_request_id: string; extended_attributes: { area_code: string | null } };
    const told = (await answer.json()) as Told[];
    // One of the demonstration: what the tests have just submitted may not be told yet.
    const district = told.at(-1)?.extended_attributes.area_code ?? '';
    const numbers = (isIn: boolean) =>
      told
        .filter(({ extended_attributes }) => (extended_attributes.area_code === district) === isIn)
        .map((one) => one.service_request_id);
    const since = new Date(Date.now() - 300 * 86_400_000).toISOString();
    const { stdout } = await follow('district.json', '--district', district, '--since', since);
    const heard = stdout.split('\n').map((line) => line.split(' ')[0] ?? '');
    expect(heard).toContain(told.at(-1)?.service_request_id);
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.filter((number) => numbers(false).includes(number))).toEqual([]);
  });

  test('ends with the exit codes that it promises', async () => {
    const box = ['--bbox', '17.03,51.10,17.05,51.12'];
    expect((await follow('none.json')).code).toBe(2);
    expect((await follow('none.json', '--bbox', 'here')).code).toBe(2);
    expect((await follow('none.json', ...box, '--jurisdiction', 'nowhere.example')).code).toBe(4);
    expect((await follow('none.json', ...box, '--url', `http://127.0.0.1:${await freePort()}`)).code).toBe(5);
  });
});

describe('A partner system', () => {
  const COUNT = 12;
  const program = example('partner-system/submit.mjs');

  /** Stands before the server, and holds one submission back: before the server has it, or when its answer is there. */
  async function standBetween() {
    let countdown = 0;
    let when: 'before' | 'after' = 'after';
    let held: (() => void) | undefined;
    const server = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const isHeld = request.method === 'POST' && (countdown -= 1) === 0;
        if (isHeld && when === 'before') return held?.();
        const answer = await fetch(`${url}${request.url}`, {
          method: request.method ?? 'GET',
          headers: request.headers as Record<string, string>,
          ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
        });
        const body = await answer.text();
        if (isHeld) return held?.();
        const type = answer.headers.get('content-type') ?? '';
        response.writeHead(answer.status, { 'content-type': type }).end(body);
      })().catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      hold(which: number, at: 'before' | 'after'): Promise<void> {
        [countdown, when] = [which, at];
        return new Promise((resolve) => (held = resolve));
      },
      async stop() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  /** Submits records, killed in the middle, then run to the end; tells how many cases each record has. */
  async function submitRecords(path: string, name: string, kills: ('before' | 'after')[]) {
    const proxy = await standBetween();
    try {
      const records = join(folder, `${name}.ndjson`);
      const ids = Array.from({ length: COUNT }, (_, at) => `${name}-${at}.`);
      const lines = ids.map((id) =>
        JSON.stringify({ id, service_code: 'STREET-LIGHT', lat: 51.1079, long: 17.0385, description: id }),
      );
      writeFileSync(records, lines.join('\n'));
      const given = ['--url', proxy.url, ...CITY, '--key', testKey, '--ledger', `${records}.ledger`, records];
      for (const at of kills) {
        const held = proxy.hold(3, at);
        const child = spawnProgram(given, { file: path });
        await held;
        expect((await child.stop('SIGKILL')).signal).toBe('SIGKILL');
      }
      // A line that was being written.
      writeFileSync(`${records}.ledger`, '{"id":"cut', { flag: 'a' });
      const last = await run(path, given);
      const found = await fetch(`${url}/open311/wroclaw.pl/test/v2/requests.json?page_size=1000`);
      const cases = (await found.json()) as { description: string | null }[];
      return { last, counts: ids.map((id) => cases.filter(({ description }) => description === id).length) };
    } finally {
      await proxy.stop();
    }
  }

  test('killed in the middle, twice, it has submitted each record once at the end', async () => {
    const { last, counts } = await submitRecords(program, 'whole', ['after', 'before']);
    expect(last.stdout).toBe(`${COUNT} submitted, 0 refused, 0 to be looked for by hand, 0 left\n`);
    expect(last.code).toBe(0);
    expect(counts).toEqual(Array(COUNT).fill(1));
  });

  /** The same program with one thing taken out of it, to see that the count would tell. */
  function without(what: string, instead: string, name: string): string {
    const source = readFileSync(program, 'utf8');
    expect(source).toContain(what);
    const own = freshFolder();
    symlinkSync(join(ROOT, 'node_modules'), join(own, 'node_modules'));
    const path = join(own, name);
    writeFileSync(path, source.replace(what, instead));
    return path;
  }

  test('without a key that stays the same, some would be there twice', async () => {
    const path = without(
      'idempotencyKey: `${name}-${id}`',
      'idempotencyKey: crypto.randomUUID()',
      'double.mjs',
    );
    const { counts } = await submitRecords(path, 'double', ['after']);
    expect(Math.max(...counts)).toBe(2);
  });

  test('without the ledger telling what is only begun, some would be lost', async () => {
    const path = without("entry !== undefined && !('begun' in entry)", 'entry !== undefined', 'lost.mjs');
    const { counts } = await submitRecords(path, 'lost', ['before']);
    expect(Math.min(...counts)).toBe(0);
  });

  test('tells what is refused, and stops when the key is', async () => {
    const records = join(folder, 'refused.ndjson');
    const place = { lat: 51.1079, long: 17.0385 };
    const lines = [
      { id: 1, service_code: 'STREET-LIGHT', ...place },
      { id: 2, service_code: 'POTHOLE' },
    ];
    writeFileSync(records, lines.map((line) => JSON.stringify(line)).join('\n'));
    const given = (ledger: string, one: string) => [
      '--url',
      url,
      ...CITY,
      '--name',
      'refused',
      '--key',
      one,
      '--ledger',
      join(folder, ledger),
      records,
    ];
    expect(await run(program, given('stopped', 'sp_test_wrong'))).toMatchObject({ code: 3, stdout: '' });
    const outcome = await run(program, given('refused', testKey));
    expect(outcome).toMatchObject({ code: 1, stdout: expect.stringContaining('1 submitted, 1 refused') });
    const ledger = readFileSync(join(folder, 'refused'), 'utf8');
    expect(ledger).toMatch(/"id":2,"refused":".*attribute\[SIZE\]/);
    expect((await run(program, ['--nonsense'])).code).toBe(2);
  });

  test('names what was begun too long ago, and does not send it again', async () => {
    const records = join(folder, 'old.ndjson');
    writeFileSync(
      records,
      JSON.stringify({ id: 'old', service_code: 'STREET-LIGHT', lat: 51.1079, long: 17.0385 }),
    );
    const begun = new Date(Date.now() - 8 * 86_400_000).toISOString();
    writeFileSync(join(folder, 'old'), `${JSON.stringify({ id: 'old', begun })}\n`);
    const given = ['--url', url, ...CITY, '--key', testKey, '--ledger', join(folder, 'old'), records];
    const outcome = await run(program, given);
    expect(outcome).toMatchObject({ code: 1, stdout: expect.stringContaining('1 to be looked for by hand') });
  });
});

describe('The bot', () => {
  async function bot(...given: string[]) {
    const port = await freePort();
    const file = example('case-status-bot/bot.mjs');
    const program = spawnProgram([...CITY, '--live', '--port', `${port}`, ...given], {
      file,
      nodeArguments: WAITING_SHORTEST,
    });
    await until(() => program.stdout().includes('\n'));
    const ask = async (text: string) =>
      (await fetch(`http://127.0.0.1:${port}/?text=${encodeURIComponent(text)}`)).text();
    return { ask, program };
  }

  test('answers in plain sentences, whatever is asked', async () => {
    const number = await submit({ lat: '51.1079', long: '17.0385', address_string: 'Oławska 5' });
    const grouped = number.replace(/\B(?=(\d{3})+$)/g, ' ');
    const { ask } = await bot('--url', url);
    expect(await ask(`What about ${grouped}, please?`)).toMatch(
      new RegExp(
        `^Case ${grouped} \\(.+, Oławska 5\\), reported on \\w+ \\d+, \\d{4}, is still open\\. It should be `,
      ),
    );
    await staff('case', 'status', number, 'closed', '--notes', 'The bulb was replaced.');
    expect(await ask(number)).toMatch(/ was closed on .*\. The city says: The bulb was replaced\.\n$/);

    const wrong = `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`;
    const asTyped = wrong.replace(/\B(?=(\d{3})+$)/g, ' ');
    expect(await ask(wrong)).toMatch(new RegExp(`^${asTyped} seems to be mistyped: its last digit`));
    expect(await ask('hello')).toBe('Please send me the number of your case, such as 10 000 004.\n');
  });

  test.each([
    [[], '--url is missing.'],
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['--url', 'city'], 'baseUrl has to be'],
  ])('says how it is called after %j', async (given, message) => {
    const outcome = await run(example('case-status-bot/bot.mjs'), given);
    expect([outcome.code, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toMatch(new RegExp(`^${message}.*\nUsage: node bot.mjs --url URL`));
  });

  test('says so when the city cannot be reached', async () => {
    const { ask, program } = await bot('--url', `http://127.0.0.1:${await freePort()}`);
    expect(await ask('10000004')).toBe(
      'I cannot reach the city at the moment. Please ask again in a few minutes.\n',
    );
    await until(() => /^No whole answer from .*\n/.test(program.stderr()));
  });
});

describeWithData('Mirror a city', ['open311/chicago_requests_2019.json'], (path) => {
  async function mirror(recording: Recording, out: string) {
    const server = await replay(dirname(path), recording);
    try {
      const given = ['--url', server.url.href, '--out', out, '--time-zone', 'America/Chicago'];
      return await run(example('mirror-a-city/mirror.mjs'), given);
    } finally {
      await server.stop();
    }
  }

  test('keeps a copy of what is open, and tells what it had to mend', async () => {
    const out = join(folder, 'mirror.json');
    type Row = { service_request_id: string; status: string; description: null };
    const recorded = (JSON.parse(readFileSync(path, 'utf8')) as Row[]).filter(
      ({ status }) => status === 'open',
    );
    const first = await mirror({ 'requests.json': '200 chicago_requests_2019.json' }, out);
    expect(first).toMatchObject({
      code: 0,
      stdout: `${recorded.length} open: ${recorded.length} new, 0 changed, 0 no longer open\n`,
      stderr: expect.stringMatching(/^mended A8\/fields, \d+ times, first at /m),
    });
    const copied = JSON.parse(readFileSync(out, 'utf8')) as Row[];
    expect(copied.map((one) => one.service_request_id)).toEqual(
      recorded.map((one) => one.service_request_id),
    );
    // What the city leaves out is there, as the standard has it.
    expect(copied.every(({ description }) => description === null)).toBe(true);

    writeFileSync(
      out,
      JSON.stringify([{ ...copied[0], service_name: 'Other' }, { service_request_id: 'gone' }]),
    );
    expect((await mirror({ 'requests.json': '200 chicago_requests_2019.json' }, out)).stdout).toBe(
      `${recorded.length} open: ${recorded.length - 1} new, 1 changed, 1 no longer open\n`,
    );
  });

  test('leaves the file as it is when the city fails', async () => {
    const out = join(folder, 'kept.json');
    writeFileSync(out, '[]');
    expect((await mirror({}, out)).code).not.toBe(0);
    expect(readFileSync(out, 'utf8')).toBe('[]');
  });
});
