import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { knownAfter } from '../support/known-after.ts';
import { lineToEach, processesOf, untilGone } from '../support/process-children.ts';
import {
  databaseUrl,
  endPrograms,
  freshFolder,
  postmasterOf,
  runJson,
  runProgram,
  startServerProgram,
} from '../support/program.ts';
import type { Env, ServerProgram } from '../support/program.ts';
import { LONG, testWhen } from '../support/skip.ts';
import { inParallel, numberIn, submit } from '../support/submit.ts';

const longTest = testWhen(LONG, 'SIGNPOST_TEST_FAULT=long asks for it: it starts servers for up to a minute');

/** `signpost start --processes`: one port, several processes, one database. */
let database: TestDatabase;
let city: TestCity;
let env: Env;

const SUBMISSIONS = LONG ? 2_000 : 400;
const CLIENTS = 20;
const RETRY_PAUSE_MS = 20;
/** What is promised of a change. */
const KNOWN_EVERYWHERE_MS = 1_000;
/** Calls in hand get ten seconds. */
const LESS_THAN_DRAINING_MS = 9_000;

beforeAll(async () => {
  database = await cloneDatabase();
});
beforeEach(async () => {
  city = await createCity(database.db, { scopes: ['submit', 'trusted'] });
  env = {
    DATABASE_URL: databaseUrl(database.connection),
    SIGNPOST_LIMIT_KEY: '1000000',
    SIGNPOST_LIMIT_ADDRESS: '1000000',
    SIGNPOST_POOL: '5',
  };
});
afterEach(endPrograms);
afterAll(() => database.drop());

/** The first of them answers before the others; the welcome, which is waited for, comes when all do. */
const startProcesses = (count: number, more: Env = {}): Promise<ServerProgram> =>
  startServerProgram({ env: { ...env, ...more }, arguments: ['--processes', String(count)] });

async function storedNumbers(): Promise<Map<string, string>> {
  const { rows } = await database.db.raw<{ rows: { description: string; number: string }[] }>(
    'select description, number::text from requests where jurisdiction_id = ?',
    [city.jurisdiction_id],
  );
  return new Map(rows.map(({ description, number }) => [description, number]));
}

type LogLine = {
  pid: number;
  msg: string;
  operation?: string;
  source?: string;
  ended?: number;
  again_after_ms?: number;
};

function logOf(server: ServerProgram): LogLine[] {
  const complete = server.stderr().slice(0, server.stderr().lastIndexOf('\n') + 1);
  return complete
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** Clients that submit one case after the other, each until it is acknowledged or `isOver`. @returns case → number */
async function submitUntil(server: ServerProgram, isOver: () => boolean): Promise<Map<string, string>> {
  const acknowledged = new Map<string, string>();
  const unexpected: string[] = [];
  const client = async (name: number) => {
    for (let turn = 0; !isOver(); turn += 1) {
      const description = `client ${name}, case ${turn}`;
      const headers = { 'Idempotency-Key': `${name}-${turn}` };
      while (!acknowledged.has(description) && !isOver()) {
        const answer = await submit(
          { url: server.url, ...city },
          { service_code: 'LAMP', description },
          { headers },
        ).catch(() => undefined);
        if (answer?.status === 200) acknowledged.set(description, numberIn(answer));
        else {
          if (answer !== undefined && ![409, 503].includes(answer.status)) unexpected.push(answer.text);
          await pause(RETRY_PAUSE_MS);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, name) => client(name)));
  expect(unexpected).toEqual([]);
  return acknowledged;
}

/** Every acknowledged case is there under its number, and no number twice. */
async function expectAllKept(acknowledged: Map<string, string>): Promise<void> {
  const stored = await storedNumbers();
  const lost = [...acknowledged].filter(([description, number]) => stored.get(description) !== number);
  expect({ lost, distinct: new Set(acknowledged.values()).size }).toEqual({
    lost: [],
    distinct: acknowledged.size,
  });
}

describe.each([2, 3])('%i processes behind one port', (count) => {
  test(`give ${SUBMISSIONS} distinct numbers to as many submissions, and all of them work`, async () => {
    const server = await startProcesses(count);
    const pids = processesOf(server);
    expect(pids).toHaveLength(count);
    const numbers: string[] = [];
    const others: number[] = [];
    await inParallel(SUBMISSIONS, 50, async (index) => {
      const answer = await submit(
        { url: server.url, ...city },
        { service_code: 'LAMP', description: `${index}` },
      );
      if (answer.status === 200) numbers.push(numberIn(answer));
      else others.push(answer.status);
    });
    expect(others).toEqual([]);
    expect(new Set(numbers).size).toBe(SUBMISSIONS);
    expect((await storedNumbers()).size).toBe(SUBMISSIONS);
    expect(await server.stop()).toMatchObject({ code: 0, signal: null });
    // The lines of all processes stand whole in one log.
    const calls = logOf(server).filter(({ operation }) => operation === 'requests.create');
    expect(calls).toHaveLength(SUBMISSIONS);
    expect(new Set(calls.map(({ pid }) => pid))).toEqual(new Set(pids));
    expect(server.stdout().match(/Signpost is at/g)).toHaveLength(1);
    await untilGone(pids);
  });
});

describe('Several processes', () => {
  test('a change by the command line is seen in every one of them within a second', async () => {
    const server = await startProcesses(3);
    const number = numberIn(await submit({ url: server.url, ...city }, { service_code: 'LAMP' }));
    const lines = await lineToEach(server);
    const v2 = `/open311/${city.jurisdiction_id}/v2`;
    const file = join(freshFolder(), 'services.json');
    const service = {
      service_name: 'A',
      metadata: false,
      type: 'realtime',
      group: 'New',
    };

    /** Asks every process and the database over and over. @returns how long after the database the last process knew */
    const afterDatabase = async (
      path: string,
      change: (turn: number) => { sign: string; stored: string; command: string[] },
    ) => {
      let done: Promise<unknown> = Promise.resolve();
      const after = await knownAfter(KNOWN_EVERYWHERE_MS, async (turn) => {
        await done;
        const { sign, stored, command } = change(turn);
        const seen = async () =>
          Promise.all(lines.map(async (line) => (await line.ask(v2 + path)).text.includes(sign)));
        const isStored = async () =>
          (await database.db.raw<{ rows: unknown[] }>(stored, [city.jurisdiction_id])).rows.length > 0;
        expect(await seen()).toEqual(lines.map(() => false));
        done = runJson(command, { env });
        // All of them look just before, and so as late as can be after.
        await until(async () => (await seen()) && isStored());
        return async () => (await seen()).every(Boolean);
      });
      await done;
      return after;
    };
    const figures = {
      catalogue: await afterDatabase('/services.json', (turn) => {
        const service_code = `NEW-${turn}`;
        writeFileSync(file, JSON.stringify([{ ...service, service_code }]));
        return {
          sign: `"${service_code}"`,
          stored: `select 1 from services where jurisdiction_id = ? and service_code = '${service_code}'`,
          command: ['import', 'services', '--jurisdiction', city.jurisdiction_id, file],
        };
      }),
      case: await afterDatabase(`/requests/${number}.json`, (turn) => {
        const status = turn % 2 === 1 ? 'closed' : 'open';
        return {
          sign: `"${status}"`,
          stored: `select 1 from requests where jurisdiction_id = ? and status = '${status}'`,
          command: ['case', 'status', number, status],
        };
      }),
    };
    process.stderr.write(`${JSON.stringify({ known_by_three_processes_after_ms: figures })}\n`);
    for (const line of lines) line.close();
  }, 240_000);

  test('one that is killed under load comes back, and nothing that was acknowledged is lost', async () => {
    const server = await startProcesses(2);
    const before = processesOf(server);
    let over = false;
    const clients = submitUntil(server, () => over);
    const acknowledgedBy = async (least: number) => until(async () => (await storedNumbers()).size >= least);
    await acknowledgedBy(50);
    const [victim = 0, other = 0] = before;
    process.kill(victim, 'SIGKILL');
    await until(() => logOf(server).some(({ ended }) => ended === victim));
    // The connections that are kept have gone to the process that is left, and stay there: others have to come.
    await until(async () => {
      const fields = { service_code: 'LAMP', description: 'somebody new' };
      const headers = { Connection: 'close' };
      await submit({ url: server.url, ...city }, fields, { headers }).catch(() => undefined);
      return logOf(server).some(
        ({ pid, operation }) => operation === 'requests.create' && !before.includes(pid),
      );
    });
    over = true;
    await expectAllKept(await clients);
    expect(logOf(server).find(({ ended }) => ended !== undefined)).toMatchObject({ ended: victim });
    expect(processesOf(server)).toContain(other);
    expect(processesOf(server)).toHaveLength(2);
    const pids = processesOf(server);
    await server.stop();
    await untilGone(pids);
  });

  longTest('one that dies again and again is started less and less often', async () => {
    const server = await startProcesses(2);
    const [first = 0] = processesOf(server);
    const pauses: number[] = [];
    let dying = first;
    for (let death = 1; death <= 4; death += 1) {
      const known = processesOf(server);
      process.kill(dying, 'SIGKILL');
      const line = await until(() => logOf(server).find(({ ended }) => ended === dying));
      pauses.push(line?.again_after_ms ?? 0);
      const born = () => processesOf(server).find((pid) => !known.includes(pid));
      await until(() => born() !== undefined);
      dying = born() ?? 0;
    }
    expect(pauses).toEqual([100, 200, 400, 800]);
  });

  test('SIGTERM under load ends all of them, and nothing that was acknowledged is lost', async () => {
    const server = await startProcesses(2);
    const pids = processesOf(server);
    let over = false;
    const clients = submitUntil(server, () => over);
    await until(async () => (await storedNumbers()).size >= 50);
    const ended = await server.stop();
    over = true;
    const acknowledged = await clients;
    expect(ended).toMatchObject({ code: 0, signal: null });
    await untilGone(pids);
    await expectAllKept(acknowledged);
    // What was in hand was answered: there is no case that nobody knows of, but for those whose connection was just closed.
    expect(logOf(server).filter(({ msg }) => msg === 'call failed')).toEqual([]);
    expect(logOf(server).filter(({ msg }) => msg === 'stopped')).toHaveLength(3);
  });

  test('count submissions together, whichever of them a caller meets', async () => {
    const server = await startProcesses(3, { SIGNPOST_LIMIT_KEY: '10' });
    /** How many of thirty are let in, and how many are not, with a key of their own. */
    const counted = async () => {
      const { key } = await createKey(database.db, {
        jurisdiction_id: city.jurisdiction_id,
        scopes: ['submit', 'trusted'],
      });
      const statuses: number[] = [];
      await inParallel(30, 15, async () => {
        statuses.push((await submit({ url: server.url, ...city, key }, { service_code: 'LAMP' })).status);
      });
      return [200, 429].map((status) => statuses.filter((one) => one === status).length);
    };
    let last: number[] = [];
    // Whoever cannot be counted within half a second is let in, which a machine that stands still brings about, but not each time.
    for (let tries = 0; tries < 3 && last[0] !== 10; tries += 1) last = await counted();
    expect(last).toEqual([10, 20]);
    await server.stop();
    const calls = logOf(server).filter(({ operation }) => operation === 'requests.create');
    expect(new Set(calls.map(({ pid }) => pid)).size).toBe(3);
  }, 240_000);

  longTest(
    'run the jobs in one place',
    async () => {
      const server = await startProcesses(3, { SIGNPOST_LOG: 'debug' });
      const answer = await submit({ url: server.url, ...city }, { service_code: 'TREE' });
      const [{ token }] = JSON.parse(answer.text) as [{ token: string }];
      await until(async () => {
        const response = await fetch(`${server.url}/open311/${city.jurisdiction_id}/v2/tokens/${token}.json`);
        return ((await response.json()) as [{ service_request_id: string | null }])[0].service_request_id;
      });
      const working = await until(() => logOf(server).filter(({ source }) => source === 'jobs'));
      expect(new Set(working.map(({ pid }) => pid))).toEqual(new Set([server.child.pid]));
    },
    240_000,
  );
});

describe('The end of the parent', () => {
  longTest(
    'by kill -9 is that of its processes, and of the bundled database, when their calls are done',
    async () => {
      const data = join(freshFolder(), '.signpost');
      const server = await startServerProgram({
        env: { SIGNPOST_DATA: data, SIGNPOST_POOL: '5' },
        arguments: ['--processes', '2'],
      });
      const pids = processesOf(server);
      expect(pids).toHaveLength(2);
      const postmaster = postmasterOf(data);
      expect(postmaster).toBeGreaterThan(0);
      process.kill(server.child.pid ?? 0, 'SIGKILL');
      await untilGone(pids);
      await until(() => postmasterOf(data) === undefined);
      await server.ended; // all that they wrote is read
      expect(server.stderr().match(/"msg":"stopped"/g)).toHaveLength(2);
    },
    240_000,
  );

  longTest(
    'by a second signal is at once, also where a call is in hand',
    async () => {
      const server = await startProcesses(2);
      const pids = processesOf(server);
      // A call of which half is missing: without a second signal it would be waited for.
      const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
      const closed = once(socket, 'close');
      socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n');
      await once(socket, 'connect');
      const lines = await lineToEach(server);
      server.child.kill('SIGTERM');
      await until(() => server.stderr().match(/"msg":"stopping"/g)?.length === 3);
      const begun = performance.now();
      server.child.kill('SIGTERM');
      await untilGone([server.child.pid ?? 0, ...pids]);
      expect(performance.now() - begun).toBeLessThan(LESS_THAN_DRAINING_MS);
      expect(await server.ended).toMatchObject({ code: 1 });
      await closed;
      for (const line of lines) line.close();
    },
    240_000,
  );
});

describe('A start is refused with one line and exit code 2', () => {
  const refused = async (given: string[], more: Env = {}) => {
    const { code, stdout, stderr } = await runProgram(['start', '--processes', ...given], {
      env: { ...env, PORT: '0', ...more },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const lines = stderr
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('{'));
    expect(lines).toHaveLength(1);
    return lines[0];
  };

  test.each(['0', '-1', '1.5', '65', 'many', ''])('for --processes %s', async (given) => {
    expect(await refused([given])).toMatch(/^error: .*(whole number from 1 to 64, or auto|argument missing)/);
  });

  test('when the connections can never suffice', async () => {
    expect(await refused(['4'], { SIGNPOST_POOL: '50' })).toMatch(
      /SIGNPOST_POOL=50 takes up to \d+ connections for 4 processes.*\(max_connections=\d+\)\. Take SIGNPOST_POOL=\d+, or/,
    );
    expect(await refused(['60'], { SIGNPOST_POOL: '2' })).toContain('Take fewer processes');
  });

  longTest(
    'when the port is taken',
    async () => {
      const first = await startProcesses(2);
      expect(await refused(['2'], { PORT: String(first.port) })).toContain(`Port ${first.port} is taken`);
      await first.stop();
    },
    240_000,
  );
});
