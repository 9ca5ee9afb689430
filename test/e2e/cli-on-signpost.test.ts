import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { installCli } from '../support/installed-cli.ts';
import type { InstalledCli } from '../support/installed-cli.ts';
import {
  databaseUrl,
  endPrograms,
  liveKey,
  runProgram,
  spawnProgram,
  startServerProgram,
} from '../support/program.ts';
import type { Env, ServerProgram } from '../support/program.ts';

let database: TestDatabase;
let env: Env;
let server: ServerProgram;
let cli: InstalledCli;
let key: string;
let testKey: string;

beforeAll(async () => {
  cli = installCli();
  database = await cloneDatabase();
  env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  server = await startServerProgram({ env, arguments: ['--json'] });
  testKey = (JSON.parse(server.stdout()) as { demonstration_key: string }).demonstration_key;
  key = await liveKey({ env });
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

const city = () => `${server.url}/open311/wroclaw.pl/v2`;
const sandbox = () => [`${server.url}/open311/v2`, '--jurisdiction', 'wroclaw.pl', '--test'];
const LAMP = ['--service', 'STREET-LIGHT', '--lat', '51.1079', '--long', '17.0385'];
/** The program as developers have it. */
const run = (given: string[], keys: Env = {}) =>
  runProgram(given, { file: cli.file, cwd: cli.folder, env: keys });
const fetched = async (path: string) => (await fetch(`${city()}/${path}`)).text();

describe('The developers program on a Signpost server', () => {
  test.each(['/open311', '/open311/v2', '/open311/discovery.json'])(
    'finds the city by %j and its jurisdiction_id',
    async (path) => {
      const given = ['services', `${server.url}${path}`, '--jurisdiction', 'wroclaw.pl', '--json'];
      const { code, stdout, stderr } = await run(given);
      expect([code, stderr]).toEqual([0, '']);
      expect((JSON.parse(stdout) as object[]).length).toBe(50);
    },
  );

  test('submits to the sandbox, with a picture, and gets what it has submitted', async () => {
    const picture = ['--media', `${import.meta.dirname}/../../examples/report-a-case/lamp.jpg`];
    const submitted = await run(['submit', ...sandbox(), ...LAMP, ...picture, '--json'], {
      OPEN311_API_KEY: testKey,
    });
    expect([submitted.code, submitted.stderr]).toEqual([0, '']);
    const { service_request_id } = JSON.parse(submitted.stdout) as { service_request_id: string };
    const shown = await run(['get', ...sandbox(), service_request_id]);
    expect(shown.stdout).toMatch(/^\d+ {2}open [^]*\nPicture +http/);
    expect((await run(['get', city(), service_request_id])).code).toBe(4);
    expect((await run(['get', city(), '99999999'])).code).toBe(4);
  });

  test('tells every mistake in the words of the server, and no key', async () => {
    const missing = await run(['submit', city(), '--service', 'POTHOLE'], { OPEN311_API_KEY: key });
    expect([missing.code, missing.stdout]).toEqual([2, '']);
    expect(missing.stderr).toMatch(/lat[^]*\n.*attribute\[SIZE\]/);
    const refused = await run(['submit', city(), ...LAMP], { OPEN311_API_KEY: testKey });
    expect(refused.code).toBe(3);
    expect(refused.stderr).not.toContain(testKey);
  });

  test('has names and mistakes in the language of the environment, or in the one that is asked for', async () => {
    const polish = { LANG: 'pl_PL.UTF-8' };
    const nameOf = async (given: string[], env: Env) => {
      const services = JSON.parse((await run(['services', city(), '--json', ...given], env)).stdout) as {
        service_code: string;
        service_name: string;
      }[];
      return services.find(({ service_code }) => service_code === 'POTHOLE')?.service_name;
    };
    expect(await nameOf([], polish)).toBe('Dziura w jezdni');
    expect(await nameOf(['--locale', 'en'], polish)).toBe('Pothole');
    const missing = await run(['get', city(), '99999999'], polish);
    expect([missing.code, missing.stderr]).toEqual([
      4,
      expect.stringContaining('wygląda na pomyłkę') as unknown,
    ]);
    const told = await run(['get', city(), '99999999', '--locale', 'en'], polish);
    expect([told.code, told.stderr]).toEqual([4, expect.stringContaining('seems to be mistyped') as unknown]);
  });

  test('makes one case of a submission that is sent twice with its key', async () => {
    const given = ['submit', city(), ...LAMP, '--idempotency-key', 'from-the-terminal', '--json'];
    const [one, two] = [
      await run(given, { OPEN311_API_KEY: key }),
      await run(given, { OPEN311_API_KEY: key }),
    ];
    expect([one.code, two.stdout]).toEqual([0, one.stdout]);
  });

  test('writes what the server exports', async () => {
    const all = ['list', city(), '--from', '2020-01-01'];
    const sorted = (text: string) => text.split('\r\n').sort();
    const csv = (await run([...all, '--csv'])).stdout;
    const exported = await fetched('exports/requests.csv');
    expect(csv.split('\r\n').length).toBeGreaterThan(500);
    expect(csv.split('\r\n')[0]).toBe(exported.split('\r\n')[0]);
    expect(sorted(csv)).toEqual(sorted(exported));
    type Features = { features: { id: string; geometry: unknown; properties: { status: string } }[] };
    const placed = ({ features }: Features) =>
      features
        .map(({ id, geometry, properties: { status } }) => JSON.stringify({ id, geometry, status }))
        .sort();
    const written = JSON.parse((await run([...all, '--geojson'])).stdout) as Features;
    expect(placed(written)).toEqual(
      placed(JSON.parse(await fetched('exports/requests.geojson')) as Features),
    );
  });

  test('can be cut off', async () => {
    const line = `"${process.execPath}" "${cli.file}" list ${city()} --csv | head -2; echo "\${PIPESTATUS[@]}"`;
    const told = await new Promise<string[]>((resolve) =>
      execFile('bash', ['-c', line], (_, stdout, stderr) => resolve([stdout, stderr])),
    );
    expect(told).toEqual([expect.stringMatching(/^service_request_id,.*\r\n\d+,[^]*\n0 0\n$/), '']);
  });

  test('follows what happens, each change once', async () => {
    const program = spawnProgram(['tail', city(), '--interval', '1', '--json'], { file: cli.file });
    await until(() => /Following/.test(program.stderr()));
    const submitted = await run(['submit', city(), ...LAMP, '--json'], { OPEN311_API_KEY: key });
    const { service_request_id: number } = JSON.parse(submitted.stdout) as { service_request_id: string };
    const lines = () => program.stdout().split('\n').filter(Boolean);
    await until(() => lines().length === 1);
    await runProgram(['case', 'status', number, 'closed', '--notes', 'A new bulb.'], { env });
    await until(() => lines().length === 2);
    expect(lines().map((text) => JSON.parse(text) as object)).toMatchObject([
      { service_request_id: number, status: 'open' },
      { service_request_id: number, status: 'closed', status_notes: 'A new bulb.' },
    ]);
    expect((await program.stop('SIGINT')).code).toBe(0);
  });
});

describe('The program of the server', () => {
  test('has the same commands, which need no database', async () => {
    const given = ['list', city(), '--limit', '3', '--json'];
    const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' };
    const ours = await runProgram(given, { env: nowhere });
    expect([ours.code, ours.stderr]).toEqual([0, '']);
    expect(ours.stdout).toBe((await run(given)).stdout);
    expect((await runProgram(['get', city(), '99999999'], { env: nowhere })).code).toBe(4);
  });

  test('tells services apart: of any city, and of our own', async () => {
    const shown = await runProgram(['services', city(), 'STREET-LIGHT', '--json']);
    expect(shown.code).toBe(0);
    const given = ['duplicates', 'STREET-LIGHT', '--jurisdiction', 'wroclaw.pl', '--radius', '120', '--json'];
    const changed = await runProgram(['services', ...given], { env });
    expect([changed.code, changed.stderr, JSON.parse(changed.stdout)]).toEqual([
      0,
      '',
      { jurisdiction_id: 'wroclaw.pl', service_code: 'STREET-LIGHT', duplicate_radius: 120 },
    ]);
    expect((await runProgram(['services', 'lim'])).code).toBe(2);
  });
});
