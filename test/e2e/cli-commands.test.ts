import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startAnswering } from '../support/answering.ts';
import type { Answering } from '../support/answering.ts';
import { installCli } from '../support/installed-cli.ts';
import type { InstalledCli } from '../support/installed-cli.ts';
import { endPrograms, freshFolder, runProgram } from '../support/program.ts';
import type { Env } from '../support/program.ts';
import { WAITING_SHORTEST } from '../support/shortest-waits.ts';
import { startStandIn } from '../support/stand-in.ts';
import type { Deviation, StandIn } from '../support/stand-in.ts';
import { STAND_IN } from '../support/stand-in-city.ts';

/** The developers' program, installed from its archive, against servers that are not ours. */
let cli: InstalledCli;
const empty = freshFolder();
const KEY = 'sp_live_never/told+to=anybody';
const KEY_IN_ENVIRONMENT = { OPEN311_API_KEY: STAND_IN.key };
const servers: { down(): Promise<void> }[] = [];
let standIn: StandIn | undefined;

beforeAll(() => {
  cli = installCli();
});
afterEach(async () => {
  await standIn?.stop();
  standIn = undefined;
  await Promise.all(servers.splice(0).map((server) => server.down()));
});
afterAll(endPrograms);

async function run(given: string[], env: Env = {}) {
  const nodeArguments = WAITING_SHORTEST;
  const outcome = await runProgram(given, { file: cli.file, cwd: empty, env, nodeArguments });
  expect(readdirSync(empty)).toEqual([]);
  for (const key of [KEY, STAND_IN.key])
    for (const written of [key, encodeURIComponent(key)])
      expect(`${outcome.stdout}${outcome.stderr}`).not.toContain(written);
  return outcome;
}

/** A command against a server that does everything as the standard says, but for a deviation. */
async function atStandIn(command: string, given: string[], deviation?: Deviation, env: Env = {}) {
  standIn = await startStandIn(deviation);
  return run([command, standIn.url, '--jurisdiction', STAND_IN.jurisdiction, ...given], env);
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

async function serving(answer: Answer): Promise<Answering> {
  const server = await startAnswering((request, response) => answer(response, request));
  servers.push({ down: () => server.down().catch(() => undefined) });
  return server;
}

const says =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));

const COMMANDS = ['services', 'submit', 'get', 'list', 'tail', 'typegen', 'doctor'];
const LAMP = ['--service', '17', '--lat', '51.1', '--long', '17.03'];

describe('The archive', () => {
  test('is small, whole and needs nothing else', () => {
    expect(cli.contents).toEqual(['LICENSE', 'README.md', 'dist/cli.js', 'package.json']);
    expect(readdirSync(`${cli.folder}/node_modules`).filter((name) => !name.startsWith('.'))).toEqual([
      '@signpost',
    ]);
  });

  test('runs by npx, without network', async () => {
    standIn = await startStandIn();
    const { code, stdout } = await new Promise<{ code: number; stdout: string }>((resolve) => {
      const given = ['--yes', '--offline', `./${basename(cli.archive)}`, 'list', standIn?.url ?? ''];
      const filters = ['--jurisdiction', STAND_IN.jurisdiction, '--limit', '1', '--json'];
      execFile('npx', [...given, ...filters], { cwd: dirname(cli.archive) }, (error, output) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout: output }),
      );
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ service_request_id: '1001' }]);
    expect(readdirSync(dirname(cli.archive))).toEqual([basename(cli.archive)]);
  });

  test.each(COMMANDS)('says by --help what %s does, with examples and exit codes', async (command) => {
    const { code, stdout, stderr } = await run([command, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const words of [
      'Usage: signpost',
      '<url>',
      'Examples:',
      `signpost ${command} https://`,
      'Exit codes:',
    ])
      expect(stdout).toContain(words);
  });

  test('says its version, and nothing of a key in the environment', async () => {
    expect((await run(['--version'])).stdout).toBe('0.1.0\n');
    const { stdout } = await run(['submit', '--help'], { OPEN311_API_KEY: KEY });
    expect(stdout).toMatch(/--key <key>.*\n?.*Others on this machine can\s+see it/);
  });
});

describe('signpost services', () => {
  test('tells people in columns, and programs in JSON', async () => {
    const { code, stdout, stderr } = await atStandIn('services', []);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'CODE  NAME          GROUP    TYPE      ASKS',
      '17    Service 17    Streets  realtime',
    ]);
    await standIn?.stop();
    const json = JSON.parse((await atStandIn('services', ['--json'])).stdout) as object[];
    expect(json).toHaveLength(4);
    expect(json[3]).toMatchObject({ service_code: 'HOLE', metadata: true });
  });

  test('tells what a service asks', async () => {
    const { stdout } = await atStandIn('services', ['HOLE']);
    expect(stdout).toBe(
      'SIZE  singlevaluelist, required  What about SIZE?\n    1  Size 1\n    2  Size 2\nNOTE  string  What about NOTE?\n',
    );
    await standIn?.stop();
    expect((await atStandIn('services', ['17'])).stdout).toBe('17 asks nothing.\n');
    await standIn?.stop();
    expect(await atStandIn('services', ['NONE'])).toMatchObject({
      code: 4,
      stdout: '',
      stderr: 'There is no such service.\n',
    });
  });
});

describe('signpost list', () => {
  test('tells people in lines', async () => {
    const { code, stdout, stderr } = await atStandIn('list', ['--status', 'closed', '--limit', '2']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^NUMBER {8}STATUS {2}CHANGED {15}SERVICE {23}WHERE\n1002 {10}closed {2}20\d\d-\S+Z {2}Service 17 {20}Main Street 1\n1004 .*\n$/,
    );
    expect(standIn?.calls.filter(({ resource }) => resource === 'requests')).toHaveLength(1);
  });

  test('writes CSV, GeoJSON and JSON, also of nothing', async () => {
    standIn = await startStandIn();
    const city = [standIn.url, '--jurisdiction', STAND_IN.jurisdiction];
    const csv = (await run(['list', ...city, '--csv'])).stdout.split('\r\n');
    expect(csv).toHaveLength(8);
    expect(csv[0]).toMatch(/^service_request_id,status,status_notes,.*,lat,long,media_url$/);
    expect(csv[2]).toMatch(/^1002,closed,Done\.,Service 17,17,Żarówka nie świeci,Works,,20/);
    const geojson = JSON.parse((await run(['list', ...city, '--geojson'])).stdout) as { features: object[] };
    expect(geojson).toMatchObject({ type: 'FeatureCollection' });
    expect(geojson.features[0]).toMatchObject({
      type: 'Feature',
      id: '1001',
      geometry: { type: 'Point', coordinates: [17.03, 51.1] },
      properties: { service_request_id: '1001', status: 'open' },
    });
    const json = (await run(['list', ...city, '--json'])).stdout;
    expect(JSON.parse(json)).toHaveLength(6);
    expect(json.split('\n')).toHaveLength(7);
    const none = ['list', ...city, '--from', '2020-01-01', '--to', '2020-01-02'];
    expect((await run([...none, '--json'])).stdout).toBe('[]\n');
    expect((await run([...none, '--geojson'])).stdout).toBe('{"type":"FeatureCollection","features":[]}\n');
    expect((await run([...none, '--csv'])).stdout).toBe(`${csv[0]}\r\n`);
    const { fields } = standIn.calls.at(-1) ?? {};
    expect(Object.fromEntries(fields ?? [])).toMatchObject({
      start_date: '2020-01-01T00:00:00Z',
      end_date: '2020-01-02T23:59:59Z',
    });
  });

  test.each([true, false])(
    'asks for a long time in parts, each case once: filters %s',
    async (doesFilter) => {
      // Two of them at the moment where one part ends and the next one begins.
      const times = [
        '2025-01-01T00:00:00Z',
        '2025-04-05T23:59:59Z',
        '2025-10-02T23:59:59Z',
        '2025-12-31T23:59:59Z',
      ];
      const city = await serving((response, request) => {
        const { pathname, searchParams } = new URL(request.url ?? '', 'http://city');
        if (!pathname.endsWith('/requests.json')) return says(404, [])(response, request);
        const [from, to] = ['start_date', 'end_date'].map((name) => searchParams.get(name) ?? '');
        const rows = times
          .filter((time) => !doesFilter || (time >= (from ?? '') && time <= (to ?? '')))
          .map((requested_datetime) => ({
            service_request_id: requested_datetime,
            status: 'open',
            requested_datetime,
          }));
        says(200, searchParams.has('page') ? [] : rows)(response, request);
      });
      const given = ['list', `${city.url}/v2`, '--from', '2025-01-01', '--to', '2025-12-31', '--json'];
      const { code, stdout, stderr } = await run(given);
      expect([code, stderr]).toEqual([0, '']);
      const ids = (JSON.parse(stdout) as { service_request_id: string }[]).map(
        (one) => one.service_request_id,
      );
      expect(ids.sort()).toEqual([...times].sort());
      const spans = city.calls.flatMap(({ url = '' }) =>
        url.includes('page=') ? [] : (/end_date=([^&]*)/.exec(url)?.[1] ?? []),
      );
      expect(spans.map(decodeURIComponent)).toEqual([
        '2025-12-31T23:59:59Z',
        '2025-10-02T23:59:59Z',
        '2025-07-04T23:59:59Z',
        '2025-04-05T23:59:59Z',
        '2025-01-05T23:59:59Z',
      ]);
    },
  );

  const filler = 'x'.repeat(400);
  /** A city with so many pages of a thousand cases. */
  const pagesOf = (count: number) =>
    serving((response, request) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://city');
      if (!pathname.endsWith('/requests.json')) return says(404, [])(response, request);
      const page = Number(searchParams.get('page') ?? 1);
      const rows = Array.from({ length: page > count ? 0 : 1000 }, (_, at) => ({
        service_request_id: String(page * 1000 + at),
        status: 'open',
        description: filler,
        lat: 51.1,
        long: 17,
      }));
      says(200, rows)(response, request);
    });

  test('goes through all pages in little memory', async () => {
    const city = await pagesOf(120);
    const { code, stdout } = await runProgram(['list', `${city.url}/v2`, '--geojson'], {
      file: cli.file,
      cwd: empty,
      // The whole list has 70 MB, and would not fit in as text.
      nodeArguments: ['--max-old-space-size=40'],
    });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { features: object[] }).features).toHaveLength(120_000);
  });

  test.each(['', '--csv', '--geojson', '--json'])('can be cut off: list %s | head -1', async (format) => {
    const city = await pagesOf(1000);
    const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
      const line = `"${process.execPath}" "${cli.file}" list ${city.url}/v2 ${format} | head -1; echo "\${PIPESTATUS[@]}"`;
      execFile('bash', ['-c', line], { cwd: empty }, (_, output, told) =>
        resolve({ stdout: output, stderr: told }),
      );
    });
    expect([stdout.split('\n').slice(1), stderr]).toEqual([['0 0', ''], '']);
    // It has not gone on to the end.
    expect(city.calls.length).toBeLessThan(20);
  });

  test('ends with 5 and says so when a later page fails, and what is written is seen to be cut off', async () => {
    const city = await serving((response, request) => {
      if (/requests\.json$/.test(request.url ?? ''))
        return says(200, [{ service_request_id: '1', status: 'open' }])(response, request);
      return says(/page=2/.test(request.url ?? '') ? 500 : 404, [{ code: 500, description: 'Broken.' }])(
        response,
        request,
      );
    });
    const { code, stdout, stderr } = await run(['list', `${city.url}/v2`, '--json']);
    expect([code, stderr]).toEqual([5, 'Broken.\n']);
    expect(stdout).toMatch(/^\[\{"service_request_id":"1",[^\n]*\}$/);
  });

  test('tells what had to be mended when it is asked to', async () => {
    const deviation: Deviation = {
      name: 'texts for numbers',
      rules: [],
      verdict: 'fail',
      reply: (reply, { resource }) => {
        if (resource === 'requests')
          for (const one of reply.value as Record<string, unknown>[]) one['lat'] = '51.1';
      },
    };
    const { code, stderr, stdout } = await atStandIn('list', ['--deviations', '--json'], deviation);
    expect([code, (JSON.parse(stdout) as { lat: unknown }[])[0]?.lat]).toEqual([0, 51.1]);
    expect(stderr).toMatch(/^RULE +TIMES +FIRST AT +FOUND\nA3\/json +6 +\/0\/lat +51\.1\n$/);
    await standIn?.stop();
    expect((await atStandIn('list', ['--deviations'])).stderr).toBe('Everything is as the standard says.\n');
  });
});

describe('signpost get', () => {
  test('tells people all there is of a case, and programs the case', async () => {
    const { code, stdout } = await atStandIn('get', ['1002']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^1002 {2}closed {2}Service 17 \(17\)\nDone\.\n\nŻarówka nie świeci\n\nRequested {2}20\S+\nChanged +20\S+\nAddress +Main Street 1\nZipcode +01234\nRegister +545483\nPosition +51\.1, 17\.03\nAgency +Works\n$/,
    );
    await standIn?.stop();
    expect(JSON.parse((await atStandIn('get', ['1002', '--json'])).stdout)).toMatchObject({
      service_request_id: '1002',
      status: 'closed',
    });
  });

  test('ends with 4 for a case that there is not, with 5 for a token that has no number yet', async () => {
    expect(await atStandIn('get', ['9999999'])).toMatchObject({ code: 4, stdout: '' });
    await standIn?.stop();
    expect(await atStandIn('get', ['--token', 'token-1'])).toMatchObject({
      code: 5,
      stderr: 'There is no number for this token yet. Try again in a while.\n',
    });
    await standIn?.stop();
    expect(await atStandIn('get', [])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/number of the case or its --token/) as unknown,
    });
  });
});

describe('signpost submit', () => {
  test('gives the number to people, and the answer to programs', async () => {
    const { code, stdout, stderr } = await atStandIn('submit', LAMP, undefined, KEY_IN_ENVIRONMENT);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^The number of the case: \d+\n/);
    await standIn?.stop();
    const json = await atStandIn('submit', [...LAMP, '--key', STAND_IN.key, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      service_request_id: expect.stringMatching(/^\d+$/) as unknown,
    });
    await standIn?.stop();
    const token = await atStandIn(
      'submit',
      ['--service', 'TREE', ...LAMP.slice(2)],
      undefined,
      KEY_IN_ENVIRONMENT,
    );
    expect(token.stdout).toMatch(/^The number comes later, for this token: token-/);
  });

  test('sends what is said, answers and repeated ones included', async () => {
    const given = ['--service', 'HOLE', '--address', 'Main Street 1', '--description', 'Deep & wide'];
    const more = [
      '--attribute',
      'SIZE=1',
      '--attribute',
      'NOTE=a=b',
      '--email',
      'a@b.example',
      '--first-name',
      'Ada',
    ];
    const { code } = await atStandIn('submit', [...given, ...more], undefined, KEY_IN_ENVIRONMENT);
    expect(code).toBe(0);
    const { fields } = standIn?.calls.find(({ method }) => method === 'POST') ?? {};
    expect(Object.fromEntries(fields ?? [])).toEqual({
      api_key: STAND_IN.key,
      jurisdiction_id: STAND_IN.jurisdiction,
      service_code: 'HOLE',
      address_string: 'Main Street 1',
      description: 'Deep & wide',
      'attribute[SIZE]': '1',
      'attribute[NOTE]': 'a=b',
      email: 'a@b.example',
      first_name: 'Ada',
    });
  });

  test('sends answers to questions with the names that every object has', async () => {
    const codes = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
    const given = codes.flatMap((code) => ['--attribute', `${code}=x`]);
    const { code, stderr } = await atStandIn(
      'submit',
      [...LAMP, ...given, '--attribute', '__proto__=y'],
      undefined,
      KEY_IN_ENVIRONMENT,
    );
    expect([code, stderr]).toEqual([0, '']);
    const { fields } = standIn?.calls.find(({ method }) => method === 'POST') ?? {};
    expect([...(fields ?? [])].filter(([name]) => name.startsWith('attribute'))).toEqual([
      ['attribute[constructor]', 'x'],
      ['attribute[__proto__][]', 'y'],
      ['attribute[toString]', 'x'],
      ['attribute[hasOwnProperty]', 'x'],
    ]);
  });

  test('ends with 3 without a key or with a wrong one, and with 2 for what is missing', async () => {
    for (const env of [{}, { OPEN311_API_KEY: '' }, { OPEN311_API_KEY: KEY }]) {
      const { code, stderr } = await atStandIn('submit', LAMP, undefined, env);
      expect([code, stderr]).toEqual([3, expect.stringContaining('from --key or from OPEN311_API_KEY.')]);
      await standIn?.stop();
    }
    const { code, stdout } = await atStandIn('submit', ['--service', '17'], undefined, KEY_IN_ENVIRONMENT);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('never sends to the city itself what is for trying out', async () => {
    const deviation: Deviation = {
      name: 'no test endpoint',
      rules: [],
      verdict: 'fail',
      reply: (reply, { resource }) => {
        if (resource === 'discovery') (reply.value as { endpoints: unknown[] }).endpoints.pop();
      },
    };
    const { code, stderr } = await atStandIn('submit', [...LAMP, '--test'], deviation, KEY_IN_ENVIRONMENT);
    expect([code, stderr]).toEqual([
      2,
      'The city has no test endpoint: its discovery lists production. Leave --test out if that is meant.\n',
    ]);
    expect(standIn?.calls.filter(({ method }) => method === 'POST')).toEqual([]);
    const bare = await serving(says(404, []));
    expect(await run(['submit', `${bare.url}/v2`, ...LAMP, '--test'], KEY_IN_ENVIRONMENT)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /that lists a test endpoint\. If the city has one, give its address, and leave --test out\./,
      ) as unknown,
    });
    expect(bare.calls.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('says what to do when it is not known whether the case has arrived, and sends it once', async () => {
    const city = await serving((response, request) => {
      if (request.method === 'POST') response.destroy();
      else says(404, [])(response, request);
    });
    const given = ['submit', `${city.url}/v2`, ...LAMP, '--idempotency-key', 'mine'];
    const { code, stderr } = await run(given, { OPEN311_API_KEY: KEY });
    expect([code, stderr]).toEqual([
      5,
      expect.stringMatching(
        /^No whole answer .*\nWhether the case has arrived is not known\. .* --idempotency-key mine,/,
      ) as unknown,
    ]);
    expect(city.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
    // Where none is given, one is made, so that there is something to send it again with.
    const told = await run(['submit', `${city.url}/v2`, ...LAMP], { OPEN311_API_KEY: KEY });
    expect(told.stderr).toMatch(/ --idempotency-key [\da-f]{8}-[-\da-f]+,/);
  });

  test('tells of a picture that cannot be read', async () => {
    expect(
      await atStandIn('submit', [...LAMP, '--media', '/none.jpg'], undefined, KEY_IN_ENVIRONMENT),
    ).toMatchObject({
      code: 2,
      stderr: '/none.jpg cannot be read: ENOENT.\n',
    });
  });
});

describe('signpost typegen', () => {
  test('writes types to standard output or into a file, and the same ones each time', async () => {
    const { code, stdout, stderr } = await atStandIn('typegen', []);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain("SIZE: '1' | '2';");
    const city = [standIn?.url ?? '', '--jurisdiction', STAND_IN.jurisdiction];
    const file = join(freshFolder(), 'services.ts');
    const written = await run(['typegen', ...city, '-o', file, '--json']);
    expect(JSON.parse(written.stdout)).toEqual({ bytes: Buffer.byteLength(stdout), file });
    expect(readFileSync(file, 'utf8')).toBe(stdout);
    const nowhere = await run(['typegen', ...city, '--output', '/none/services.ts']);
    expect(nowhere).toMatchObject({
      code: 2,
      stdout: '',
      stderr: '/none/services.ts cannot be written: ENOENT.\n',
    });
    expect(await run(['typegen', ...city, '--json'])).toMatchObject({ code: 2, stdout: '' });
  });

  test('leaves a file as it was when the city does not answer', async () => {
    const file = join(freshFolder(), 'services.ts');
    writeFileSync(file, 'as it was');
    const { code } = await run(['typegen', 'http://127.0.0.1:9/v2', '-o', file]);
    expect([code, readFileSync(file, 'utf8')]).toEqual([5, 'as it was']);
  });
});

describe('The language', () => {
  /** What a city was told of it. */
  async function askedIn(given: string[], env: Env = {}): Promise<(string | undefined)[]> {
    const city = await serving((response, request) =>
      says(/(requests|services)\.json/.test(request.url ?? '') ? 200 : 404, [])(response, request),
    );
    const [command = '', ...more] = given;
    await run([command, `${city.url}/v2`, ...more], env);
    expect(city.calls.length).toBeGreaterThan(0);
    return [...new Set(city.calls.map(({ headers }) => headers['accept-language']))];
  }

  test.each<[Env, string]>([
    [{ LC_ALL: 'pl_PL.UTF-8', LC_MESSAGES: 'uk_UA', LANG: 'en_US.UTF-8' }, 'pl-PL, pl;q=0.9'],
    [{ LC_ALL: '', LC_MESSAGES: 'uk_UA', LANG: 'en_US.UTF-8' }, 'uk-UA, uk;q=0.9'],
    [{ LANG: 'ca_ES@valencia' }, 'ca-ES, ca;q=0.9'],
    [{ LANG: 'pl' }, 'pl'],
    // Of these nobody has said which language.
    [{ LANG: 'C.UTF-8' }, '*'],
    [{ LC_ALL: 'POSIX', LANG: 'pl_PL.UTF-8' }, '*'],
    [{ LANG: '' }, '*'],
    [{ LANG: 'nolanguage' }, '*'],
  ])('is that of the environment: %j', async (env, told) => {
    expect(await askedIn(['list'], env)).toEqual([told]);
  });

  test.each([['services'], ['get', '1'], ['list', '--limit', '1'], ['submit', ...LAMP]])(
    'is said by --locale, whatever the environment: %s',
    async (...given) => {
      const told = await askedIn([...given, '--locale', 'uk'], { LANG: 'pl_PL.UTF-8' });
      expect(told).toEqual(['uk']);
    },
  );

  test('does not decide what typegen writes, unless it is said', async () => {
    const environment = { LC_ALL: 'pl_PL.UTF-8' };
    expect(await askedIn(['typegen'], environment)).toEqual(['*']);
    expect(await askedIn(['typegen', '--locale', 'pl'], environment)).toEqual(['pl']);
  });
});

describe('Keys', () => {
  test('of the environment are not sent by commands that read, unless that is said', async () => {
    const city = await serving((response, request) =>
      says(/requests\.json/.test(request.url ?? '') ? 200 : 404, [])(response, request),
    );
    const sent = () => city.calls.some(({ url }) => url?.includes('api_key='));
    const list = ['list', `${city.url}/v2`];
    expect([(await run(list, { OPEN311_API_KEY: KEY })).code, sent()]).toEqual([0, false]);
    expect([(await run([...list, '--key-for-reading'], { OPEN311_API_KEY: KEY })).code, sent()]).toEqual([
      0,
      true,
    ]);
    city.calls.length = 0;
    expect([(await run([...list, '--key', KEY])).code, sent()]).toEqual([0, true]);
  });

  test('that a server repeats are not told', async () => {
    const city = await serving((response, request) => {
      if (request.method !== 'POST') return says(404, [])(response, request);
      const description = `${KEY} ${encodeURIComponent(KEY)} is wrong`;
      return says(403, [{ code: 403, description }], { 'x-request-id': KEY })(response, request);
    });
    const { code, stderr } = await run(['submit', `${city.url}/v2`, ...LAMP], { OPEN311_API_KEY: KEY });
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/^\[API key\] \[API key\] is wrong\n/) as unknown,
    ]);
  });

  test('with characters that none has are refused without being told', async () => {
    expect(
      await run(['submit', 'http://127.0.0.1:9/v2', ...LAMP], { OPEN311_API_KEY: 'ą-secret' }),
    ).toMatchObject({
      code: 2,
      stderr: 'The key has to be visible ASCII, and not empty.\n',
    });
  });
});

describe('Servers in trouble', () => {
  const HTML = '<!DOCTYPE html><html><head><title>Hello</title></head><body>Hello</body></html>';
  const onlyLists =
    (answer: Answer): Answer =>
    (response, request) =>
      (/\/requests\.json/.test(request.url ?? '') ? answer : says(404, []))(response, request);

  test.each<[string, Answer, number, RegExp]>([
    ['a web page', says(200, HTML, { 'content-type': 'text/html' }), 1, /with a web page\. Is the address/],
    ['half an answer', says(200, '[{"service_request_id":'), 1, /neither whole JSON nor XML/],
    ['another thing', says(200, { tickets: [] }), 1, /what is no answer to requests\.list/],
    ['a mistake', says(400, [{ code: 400, description: 'No such status.' }]), 2, /^No such status\.\n$/],
    [
      'no right',
      says(401, [{ code: 401, description: 'Who are you?' }]),
      3,
      /^Who are you\?\nThe key is taken from/,
    ],
    ['no right to it', says(403, [{ code: 403, description: 'No.' }]), 3, /^No\.\n/],
    ['no such city', says(404, [{ code: 404, description: 'No such city.' }]), 4, /^No such city\.\n$/],
    [
      'too many calls',
      says(429, [{ code: 429, description: 'Slow.' }], { 'retry-after': '90' }),
      5,
      /^Slow\.\nTry again in 90 s\.\n$/,
    ],
    [
      'a failure',
      says(500, [{ code: 500, description: 'Oh.' }], { 'x-request-id': 'r-1' }),
      5,
      /^Oh\.\nQuote this when you ask for help: r-1\n$/,
    ],
    ['a page of a proxy', says(502, HTML, { 'content-type': 'text/html' }), 5, /answered 502/],
    ['silence', () => undefined, 5, /\d+ ms were up/],
    ['a cut connection', (response) => response.destroy(), 5, /^No whole answer from http/],
    ['a redirect that goes round', says(302, '', { location: '/v2/requests.json' }), 5, /^No whole answer/],
    [
      'a text that moves the cursor',
      says(400, [{ code: 400, description: 'a\u001b[2Jb\u202ec' }]),
      2,
      /^a\\u001b\[2Jb\\u202ec\n$/,
    ],
  ])('list ends with its code for %s', async (name, answer, code, told) => {
    const city = await serving(onlyLists(answer));
    const timeout = name === 'silence' ? ['--timeout', '1'] : [];
    const outcome = await run(['list', `${city.url}/v2`, '--format', 'json', ...timeout, '--json']);
    expect([outcome.code, outcome.stdout]).toEqual([code, '']);
    expect(outcome.stderr).toMatch(told);
  });

  test('nothing that a city says reaches a terminal as it is', async () => {
    const nasty = 'a\u001b[31m\u0007\u202eb\nc';
    const row = {
      service_request_id: '1',
      status: 'open',
      description: nasty,
      address: nasty,
      service_name: nasty,
      status_notes: nasty,
    };
    const city = await serving((response, request) => {
      const { pathname } = new URL(request.url ?? '', 'http://city');
      if (/discovery/.test(pathname)) return says(404, [])(response, request);
      const service = {
        service_code: '1',
        service_name: nasty,
        group: nasty,
        type: 'realtime',
        metadata: false,
      };
      return says(200, pathname.includes('services') ? [service] : [row])(response, request);
    });
    for (const given of [
      ['list', `${city.url}/v2`, '--limit', '1'],
      ['get', `${city.url}/v2`, '1'],
      ['services', `${city.url}/v2`],
    ]) {
      const { code, stdout, stderr } = await run(given);
      expect([given[0], code, stderr]).toEqual([given[0], 0, '']);
      expect(stdout).toContain('a\\u001b[31m\\u0007\\u202eb');
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    }
  });
});

describe('Mistakes', () => {
  test.each([
    [[], /Usage: signpost/],
    [['lits'], /^error: unknown command 'lits'\n\(Did you mean list\?\)\n$/],
    [['list'], /^error: missing required argument 'url'\n$/],
    [['list', 'city.example'], /begins with http:\/\/ or https:\/\/\.\n$/],
    [
      ['list', 'http://127.0.0.1:9/v2 --jurisdiction city.example'],
      /value 'http:\/\/127\.0\.0\.1:9\/v2 --jurisdiction city\.example' is invalid for argument 'url'\. It holds blanks: --jurisdiction has to stand as a word of its own behind the address\.\n$/,
    ],
    [
      ['list', 'http://127.0.0.1:9/v2 '],
      /It holds blanks\. Give the address as one word, and everything else as words of their own behind it\.\n$/,
    ],
    [
      ['list', 'http://127.0.0.1:9/v2', '--locale', 'pl\npl'],
      /It must be a language, such as pl or pt-BR\.\n$/,
    ],
    [['list', 'http://127.0.0.1:9/v2', '--csv', '--json'], /cannot be used with option/],
    [['list', 'http://127.0.0.1:9/v2', '--status', 'lost'], /Allowed choices are open, closed\.\n$/],
    [['list', 'http://127.0.0.1:9/v2', '--from', 'yesterday'], /It must be a day, such as 2026-03-01/],
    [['list', 'http://127.0.0.1:9/v2', '--from', '2026-02-31'], /It must be a day/],
    [['list', 'http://127.0.0.1:9/v2', '--limit', '0'], /It must be a whole number, 1 or more\.\n$/],
    [['list', 'http://127.0.0.1:9/v2', '--near', '51'], /^--near takes a latitude and a longitude/],
    [['list', 'http://127.0.0.1:9/v2', '--radius', '5'], /^--radius goes with --near\.\n$/],
    [['list', 'http://127.0.0.1:9/v2', '--time-zone', 'Mars'], /^--time-zone has to be the name of a zone/],
    [['list', 'http://user:secret@127.0.0.1:9/v2'], /^The address has to be like /],
    [['submit', 'http://127.0.0.1:9/v2'], /^error: required option '--service <code>' not specified\n$/],
    [['submit', 'http://127.0.0.1:9/v2', '--service', '1', '--lat', 'north'], /It must be a number, such as/],
    [['submit', 'http://127.0.0.1:9/v2', '--service', '1', '--attribute', 'SIZE'], /such as SIZE=large\.\n$/],
    [['completion', 'tcsh'], /Allowed choices are bash, zsh, fish\.\n$/],
  ])('%j ends with 2', async (given, line) => {
    const { code, stdout, stderr } = await run(given);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(line);
    expect(stderr).not.toContain('secret');
  });

  test('nobody there ends with 5', async () => {
    const { code, stderr } = await run(['list', 'http://127.0.0.1:9/v2']);
    expect([code, stderr]).toEqual([
      5,
      expect.stringMatching(/^No whole answer from http:\/\/127\.0\.0\.1:9: /) as unknown,
    ]);
  });
});
