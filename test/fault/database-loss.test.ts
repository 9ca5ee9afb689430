import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../support/embedded-postgres.ts';
import {
  endPrograms,
  freshFolder,
  liveKey,
  postmasterOf,
  runProgram,
  startServerProgram,
} from '../support/program.ts';
import type { ServerProgram } from '../support/program.ts';
import { signalProcess } from '../support/signal-process.ts';
import { numberIn, submit } from '../support/submit.ts';
import type { Answer, Target } from '../support/submit.ts';

/**
 * A server loses its PostgreSQL and gets it back. The PostgreSQL is the bundled one of another process, its keeper, which
 * brings it back when it dies; while the keeper is stopped, it stays away.
 */

/** A machine with other work stands still for as long, now and then. */
const STANDSTILL_MS = 3_000;
/** Two seconds are the goal for noticing that the database is away. */
const READY_FALSE_MS = 2_000 + STANDSTILL_MS;
/** Three are the goal from when it is back; before that it starts anew and reads its log. */
const READY_TRUE_MS = 7_000 + STANDSTILL_MS;
/** An answer that needs the database is not waited for longer, whatever has become of it. */
const ANSWER_MS = 60_000;

const data = join(freshFolder(), '.signpost');
let keeper: ServerProgram;
let server: ServerProgram;
let target: Target;
/** A case that is there. */
let known: string;
const v2 = () => `${server.url}/open311/wroclaw.pl/v2`;

/** Answers that need nothing but what the process knows. */
const KNOWN = [
  '/livez',
  '/docs/',
  '/openapi.yaml',
  '/open311/discovery.json',
  '/open311/discovery.xml',
  '/open311/wroclaw.pl/v2/services.json',
  '/open311/wroclaw.pl/v2/services.xml',
  '/open311/wroclaw.pl/v2/services/POTHOLE.json',
  '/open311/wroclaw.pl/v2/services/POTHOLE.xml',
];

beforeAll(async () => {
  keeper = await startServerProgram({ env: { SIGNPOST_DATA: data } });
  const socket = encodeURIComponent(join(data, 'socket'));
  server = await startServerProgram({
    env: { DATABASE_URL: `postgres://signpost@/signpost?host=${socket}` },
  });
  const key = await liveKey({ env: { SIGNPOST_DATA: data } });
  target = { url: server.url, jurisdiction_id: 'wroclaw.pl', key };
  known = numberIn(await submit(target, { service_code: 'STREET-LIGHT' }));
  await expectKnownAnswers(); // known from here on
}, 240_000);

afterAll(async () => {
  keeper?.child.kill('SIGCONT');
  await endPrograms();
});

const postmaster = (): number => {
  const pid = postmasterOf(data);
  if (pid === undefined) throw new Error('there is no PostgreSQL');
  return pid;
};

/** Sends a signal to PostgreSQL's processes, first to the one that would start others. */
function signalPostgres(signal: NodeJS.Signals): void {
  const first = postmaster();
  process.kill(first, signal);
  const children = execFileSync('pgrep', ['-P', String(first)], { encoding: 'utf8' });
  // It may have taken leave of one meanwhile.
  for (const pid of children.trim().split('\n')) signalProcess(Number(pid), signal);
}

async function expectKnownAnswers(): Promise<void> {
  for (const path of KNOWN) {
    const response = await fetch(`${server.url}${path}`, { signal: AbortSignal.timeout(ANSWER_MS) });
    expect([path, response.status]).toEqual([path, 200]);
    await response.text();
  }
}

const tell = (what: object) => process.stderr.write(`${JSON.stringify(what)}\n`);

const readiness = async () => (await fetch(`${server.url}/readyz`)).status;

/** Calls that need the database are refused for now, in the format asked for. */
async function expectUnavailable(): Promise<void> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const [list, one, listXml, posted, postedXml] = await Promise.all([
    fetch(`${v2()}/requests.json`, { signal }),
    fetch(`${v2()}/requests/${known}.json`, { signal }),
    fetch(`${v2()}/requests.xml`, { signal }),
    submit(target, { service_code: 'STREET-LIGHT' }),
    submit(target, { service_code: 'STREET-LIGHT' }, { format: 'xml' }),
  ]);
  const read = async (response: Response): Promise<Answer> => ({
    status: response.status,
    headers: response.headers,
    text: await response.text(),
  });
  const answers = [await read(list), await read(one), await read(listXml), posted, postedXml];
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
  for (const { headers } of answers) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  for (const index of [0, 1, 3])
    expect(JSON.parse(answers[index]?.text ?? '')).toMatchObject([{ code: 503, type: 'unavailable' }]);
  for (const index of [2, 4])
    expect(answers[index]?.text).toMatch(/<errors><error><code>503<\/code><description>[^<]+<\/description>/);
}

/** A batch case is accepted by a job, so its number shows that jobs run again. */
async function expectJobsRun(): Promise<void> {
  const answer = await submit(target, { service_code: 'CITY-IDEA', description: 'after the loss' });
  expect(answer.status).toBe(200);
  const [{ token } = { token: '' }] = JSON.parse(answer.text) as { token: string }[];
  await until(async () => {
    const [item] = (await (await fetch(`${v2()}/tokens/${token}.json`)).json()) as {
      service_request_id: string | null;
    }[];
    return item?.service_request_id;
  });
}

/** Readiness says that the database is away. */
async function expectNoticed(what: string, lostAt: number): Promise<void> {
  await until(async () => (await readiness()) === 503, READY_FALSE_MS);
  tell({ fault: what, unready_after_ms: Math.round(performance.now() - lostAt) });
}

async function expectRecovery(what: string, lostAt: number): Promise<void> {
  const back = performance.now();
  await until(async () => (await readiness()) === 200, READY_TRUE_MS);
  const [away, again] = [back - lostAt, performance.now() - back].map(Math.round);
  tell({ fault: what, away_ms: away, ready_after_ms: again });
  expect(numberIn(await submit(target, { service_code: 'STREET-LIGHT' }))).toMatch(/^\d{8,}$/);
  expect((await fetch(`${v2()}/requests.xml`)).status).toBe(200);
  await expectJobsRun();
  expect(server.child.exitCode).toBeNull();
}

describe('A server without its database', () => {
  test('lives on when PostgreSQL is killed with -9, and works again when it is back', async () => {
    keeper.child.kill('SIGSTOP');
    const lostAt = performance.now();
    process.kill(postmaster(), 'SIGKILL');
    await expectNoticed('PostgreSQL killed', lostAt);
    try {
      await expectKnownAnswers();
      await expectUnavailable();
      await expectKnownAnswers();
    } finally {
      keeper.child.kill('SIGCONT');
    }
    await until(() => postmasterOf(data));
    await expectRecovery('PostgreSQL killed', lostAt);
  }, 600_000);

  test('lives on when PostgreSQL stands still, and works again when it goes on', async () => {
    const lostAt = performance.now();
    signalPostgres('SIGSTOP');
    try {
      await expectNoticed('PostgreSQL paused', lostAt);
      await expectKnownAnswers();
      await expectUnavailable();
      await expectKnownAnswers();
    } finally {
      signalPostgres('SIGCONT');
    }
    await expectRecovery('PostgreSQL paused', lostAt);
  }, 600_000);

  test('ends as cleanly as any other', async () => {
    expect(await server.stop()).toMatchObject({ code: 0, signal: null });
  });
});

describe('A server that has never seen its database', () => {
  test.each([
    ['nobody listens', () => 'postgres://signpost@127.0.0.1:1/signpost'],
    ['there is no socket', () => 'postgres://signpost@/signpost?host=/nowhere/at/all'],
    ['there is no such host', () => 'postgres://signpost@database.invalid/signpost'],
    [
      'there is no such database',
      () => `postgres://signpost@/nothing?host=${encodeURIComponent(join(data, 'socket'))}`,
    ],
  ])('refuses in one line and with exit code 2 when %s', async (_, address) => {
    const outcome = await runProgram(['start'], { env: { DATABASE_URL: address(), PORT: '0' } });
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toMatch(/^The database cannot be reached: [^\n]+\n$/);
  });
});
