import { readdirSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { readXml } from '../../sdk/cli/src/doctor/read-xml.ts';
import { endPrograms, freshFolder, runProgram } from '../support/program.ts';
import { startStandIn } from '../support/stand-in.ts';
import type { Deviation, StandIn } from '../support/stand-in.ts';
import { STAND_IN } from '../support/stand-in-city.ts';

const folder = freshFolder();
let standIn: StandIn | undefined;
afterEach(async () => {
  await standIn?.stop();
  standIn = undefined;
});
afterAll(endPrograms);

/** A mistake that tries to break out of every report, and one that is tolerated. */
const NASTY: Deviation = {
  name: 'nasty',
  rules: [],
  verdict: 'fail',
  reply: (reply, call) => {
    if (call.resource !== 'services') return;
    const [first] = reply.value as Record<string, unknown>[];
    Object.assign(first ?? {}, { type: ']]></failure>\u001b[31m<a b="&\u0007', keywords: null, group: '' });
  },
};

/** Runs where there is neither database nor data, and where none may be made. */
async function doctor(...given: string[]) {
  const outcome = await runProgram(['doctor', ...given], {
    cwd: folder,
    env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' },
  });
  expect(readdirSync(folder)).toEqual([]);
  expect(`${outcome.stdout}${outcome.stderr}`).not.toContain(STAND_IN.key);
  return outcome;
}
const city = ['--jurisdiction', STAND_IN.jurisdiction];
const writing = [...city, '--key', STAND_IN.key, '--write'];

describe('signpost doctor', () => {
  test('tells people, rule by rule, that all is well', async () => {
    standIn = await startStandIn();
    const { code, stdout, stderr } = await doctor(standIn.url, ...writing);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/v2 \(stand-in\.example\)\n\nDiscovery\n {2}✓ D1\/json +discovery/,
    );
    expect(stdout).toMatch(
      /\n\n(\d+) rules: \1 pass, 0 fail, 0 deviate but are tolerated, 0 not tested\. \d+ calls in [\d.]+ s\.\n$/,
    );
  });

  test('writes nothing unless it is told to', async () => {
    standIn = await startStandIn();
    const { code, stdout } = await doctor(standIn.url, ...city);
    expect(code).toBe(0);
    expect(stdout).toContain('· R21');
    expect(stdout).toContain('not tested: --write and --key are needed for this');
    expect(new Set(standIn.calls.map(({ method }) => method))).toEqual(new Set(['GET', 'HEAD', 'OPTIONS']));
  });

  test('tells what fails and what is tolerated with the call and what was found', async () => {
    standIn = await startStandIn(NASTY);
    const { code, stdout } = await doctor(standIn.url, ...city);
    expect(code).toBe(1);
    expect(stdout).toContain(
      [
        '  ✗ 3.1/type             The type of a service is realtime, batch or blackbox',
        '      GET /v2/services.json?jurisdiction_id=stand-in.example → 200',
        '        service_code 17: type "]]></failure>\\u001b[31m<a b=\\"&\\u0007"',
      ].join('\n'),
    );
    expect(stdout).toMatch(
      / {2}~ R40\/services +What.*\n {6}GET .*\n {8}"group": ""\n {6}Clients: FixMyStreet/,
    );
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  test('tells programs in JSON', async () => {
    standIn = await startStandIn(NASTY);
    const { code, stdout } = await doctor(standIn.url, ...city, '--format', 'json');
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as { counts: Record<string, number>; rules: Record<string, unknown>[] };
    expect(report).toMatchObject({
      endpoint: standIn.url,
      jurisdiction_id: 'stand-in.example',
      ended_early: null,
    });
    const { pass = 0, fail = 0, deviates = 0, untested = 0 } = report.counts;
    expect(report.rules).toHaveLength(pass + fail + deviates + untested);
    expect(report.rules.find(({ id }) => id === 'D4')).toMatchObject({ area: 'Discovery', verdict: 'pass' });
    expect(report.rules.find(({ id }) => id === '3.1/type')).toMatchObject({
      verdict: 'fail',
      evidence: [{ call: 'GET /v2/services.json?jurisdiction_id=stand-in.example → 200' }, {}],
    });
  });

  test('tells build servers in JUnit, which is XML whatever the server says', async () => {
    standIn = await startStandIn(NASTY);
    const { code, stdout } = await doctor(standIn.url, ...city, '--format', 'junit');
    expect(code).toBe(1);
    const root = readXml(stdout.trimEnd());
    expect(root.name).toBe('testsuites');
    const numbers = Object.fromEntries(root.attributes);
    const cases = root.children.flatMap(({ children }) => children);
    const having = (name: string) =>
      cases.filter(({ children }) => children.some((child) => child.name === name)).length;
    expect(new Set(root.children.map(({ name }) => name))).toEqual(new Set(['testsuite']));
    expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(['testcase']));
    expect(numbers).toMatchObject({
      tests: String(cases.length),
      failures: String(having('failure')),
      skipped: String(having('skipped')),
      errors: '0',
    });
    expect(having('failure')).toBeGreaterThan(0);
    expect(having('skipped')).toBeGreaterThan(10);
    expect(having('system-out')).toBe(1);
    const sums = root.children.map(({ attributes }) => Object.fromEntries(attributes));
    expect(sums.reduce((sum, { tests }) => sum + Number(tests), 0)).toBe(cases.length);
  });

  test('ends with 5 when it could not go on, and says so', async () => {
    let calls = 0;
    standIn = await startStandIn({
      name: 'tired',
      rules: [],
      verdict: 'fail',
      written: (written) => {
        if ((calls += 1) > 20)
          Object.assign(written, { status: 429, headers: { ...written.headers, 'retry-after': '0' } });
      },
    });
    const { code, stdout } = await doctor(standIn.url, ...city);
    expect(code).toBe(5);
    expect(stdout).toMatch(/\nThe examination ended early: the server wants fewer calls .* \(429\)\.\n$/);
  });

  test('ends with 3 when a key is needed to see anything', async () => {
    standIn = await startStandIn({
      name: 'locked',
      rules: [],
      verdict: 'fail',
      written: (written) => void Object.assign(written, { status: 401 }),
    });
    const { code, stdout, stderr } = await doctor(standIn.url, ...city);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^There is no GeoReport v2 server at .*\n {2}GET .* → 401\n/);
  });

  test.each([
    [['not-an-address'], 2, /^error: .*It must be an address that begins with http:\/\/ or https:\/\/\.\n$/],
    [['ftp://127.0.0.1/v2'], 2, /^error: .*It must be an address/],
    [['http://127.0.0.1:9/v2', '--write'], 2, /^--write needs the --key to write with\.\n$/],
    [['http://127.0.0.1:9/v2', '--format', 'pdf'], 2, /^error: .*Allowed choices are text, json, junit\.\n$/],
    [[], 2, /^error: missing required argument 'url'\n$/],
    [
      ['http://127.0.0.1:9/v2'],
      5,
      /^There is no GeoReport v2 server at http:\/\/127\.0\.0\.1:9\/v2:\n {2}GET \/v2\/services\.json → nothing listens there\n/,
    ],
  ] as const)('%j ends with %i', async (given, code, line) => {
    const outcome = await doctor(...given);
    expect([outcome.code, outcome.stdout]).toEqual([code, '']);
    expect(outcome.stderr).toMatch(line);
  });
});
