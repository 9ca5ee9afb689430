import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import {
  databaseUrl,
  endPrograms,
  freshFolder,
  runJson,
  runProgram,
  spawnProgram,
} from '../support/program.ts';
import type { Env, Program } from '../support/program.ts';

/** The demonstration city has so many cases. */
const CASES = 500;

let database: TestDatabase;
let env: Env;
let folder: string;
let output: string;

beforeAll(async () => {
  database = await cloneDatabase();
  env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_PUBLIC_URL: 'https://city.example' };
  expect((await runProgram(['seed'], { env })).code).toBe(0);
});
beforeEach(() => {
  folder = freshFolder();
  output = join(folder, 'cases');
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

const command = (format: string, ...given: string[]) => [
  'export',
  '--jurisdiction',
  'wroclaw.pl',
  '--format',
  format,
  ...given,
];
const run = (...given: string[]) => runProgram(given, { env });

describe('signpost export', () => {
  test('writes to standard output, and nothing else there', async () => {
    const { code, stdout, stderr } = await run(...command('csv'));
    expect([code, stderr]).toEqual([0, '']);
    const rows = parse<Record<string, string>>(stdout, { columns: true });
    expect(rows).toHaveLength(CASES);
    expect(rows[0]?.['service_name']).toBeTruthy();
  });

  test('writes a file, and tells what is in it', async () => {
    const report = await runJson<object>(command('ndjson', '--output', output), { env });
    const written = readFileSync(output);
    expect(report).toEqual({ rows: CASES, bytes: written.length, file: output });
    expect(readdirSync(folder)).toEqual(['cases']);
    const numbers = written
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line) => (JSON.parse(line) as { service_request_id: string }).service_request_id);
    expect(new Set(numbers).size).toBe(CASES);
  });

  test('knows the filters, and the languages', async () => {
    const { stdout } = await run(
      ...command(
        'geojson',
        '--service',
        'POTHOLE',
        'STREET-LIGHT',
        '--status',
        'closed',
        '--from',
        '2020-01-01',
      ),
      ...['--to', '2999-01-01', '--locale', 'en'],
    );
    const { features } = JSON.parse(stdout) as {
      features: { properties: { service_code: string; status: string; service_name: string } }[];
    };
    const told = features.map(({ properties }) => properties);
    expect(new Set(told.map(({ service_code }) => service_code))).toEqual(
      new Set(['POTHOLE', 'STREET-LIGHT']),
    );
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['closed']));
    expect(told.find(({ service_code }) => service_code === 'POTHOLE')?.service_name).toBe('Pothole');
  });

  test.each([
    [['csv', '--from', 'soon'], 2, /^--from must be a time such as .*\n$/],
    [['csv', '--from', '2026-02-02', '--to', '2026-02-01'], 2, /^--to is before --from\.\n$/],
    [['csv', '--status', 'new'], 2, /^error: .*Allowed choices are open, closed\.\n$/],
    [['xls'], 2, /^error: .*Allowed choices are csv, ndjson, geojson\.\n$/],
    [['csv', '--output', '/nowhere/at/all'], 2, /^\/nowhere\/at\/all cannot be written: ENOENT\.\n$/],
    [['csv', '--json'], 2, /^The file goes to standard output, .*\n$/],
    [['csv', '--service', 'NONE'], 4, /^service_code NONE is not known here\..*\n$/],
  ] as const)('%j ends with %i and one line', async (given, code, line) => {
    const [format, ...more] = given;
    const ended = await run(...command(format, ...more));
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr).toMatch(line);
    expect(ended.stderr.split('\n')).toHaveLength(2);
  });

  test('a reader who has seen enough is no mistake', async () => {
    const program = spawnProgram(command('ndjson'), { env });
    program.child.stdout?.once('data', () => program.child.stdout?.destroy());
    const { code, stderr } = await program.ended;
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('a run that breaks', () => {
  const part = () => readdirSync(folder).find((name) => name.endsWith('.part'));

  /** Runs `break` while the export waits for its first case. */
  async function broken(breakIt: (program: Program) => unknown) {
    writeFileSync(output, 'what was there');
    const program = spawnProgram(command('csv', '--output', output), { env });
    await database.db.transaction(async (tx) => {
      await tx.raw('lock table signpost.requests in access exclusive mode');
      await until(() => Promise.resolve(part() !== undefined));
      await until(async () => (await waiting()).length === 1);
      await breakIt(program);
      await program.ended;
    });
    expect(readFileSync(output, 'utf8')).toBe('what was there');
    expect(readdirSync(folder)).toEqual(['cases']);
    return program.ended;
  }

  const waiting = async () =>
    (
      await database.db.raw<{ rows: { pid: number }[] }>(
        `select pid from pg_stat_activity
          where datname = current_database() and query like 'copy (%' and wait_event_type = 'Lock'`,
      )
    ).rows;

  test('by a signal leaves no half file', async () => {
    const { code } = await broken((program) => program.child.kill('SIGINT'));
    expect(code).toBe(130);
  });

  test('by the database leaves no half file', async () => {
    const { code, stderr } = await broken(async () =>
      database.db.raw('select pg_terminate_backend(?)', [(await waiting())[0]?.pid ?? 0]),
    );
    expect([code, stderr]).toEqual([5, 'The database is out of reach. Try again in a moment.\n']);
    expect(existsSync(output)).toBe(true);
  });
});
