import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createDatabase } from '../../src/platform/database.ts';
import { createCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { endPrograms, freePort, freshFolder, postmasterOf, startServerProgram } from '../support/program.ts';
import type { Env, ServerProgram } from '../support/program.ts';
import { numberIn, randomFrom, submit } from '../support/submit.ts';
import { LONG } from '../support/skip.ts';

/**
 * The server is killed with -9 while 24 clients submit that try again until they have an answer. What clients were told
 * is held against the database. Killing a process does not test what a power cut does to the disk.
 */
const ROUNDS = LONG ? 15 : 8;
const CLIENTS = 24;
const RETRY_PAUSE_MS = 20;
/** Killed at any moment within so long, when each client can have had an answer, however slow the machine is. */
const LOAD_MS = 400;

const folder = freshFolder();
const env: Env = {
  SIGNPOST_DATA: join(folder, '.signpost'),
  SIGNPOST_DEMO: 'off',
  SIGNPOST_LIMIT_KEY: '1000000',
  SIGNPOST_LIMIT_ADDRESS: '1000000',
  SIGNPOST_LOG: 'warn',
};

const connection = { host: join(folder, '.signpost', 'socket'), user: 'signpost', database: 'signpost' };

let server: ServerProgram;
let db: Client;
let unexpected: string[];
/** Where a start has failed nobody is answered any more: clients that go on would keep the next test, and the process, busy. */
let givenUp = false;

beforeAll(async () => {
  env['PORT'] = String(await freePort());
  server = await startServerProgram({ env });
  db = new Client(connection);
  await db.connect();
}, 240_000);
afterAll(async () => {
  await db?.end();
  await endPrograms();
});

/** A city of its own, with a key. */
async function makeCity(jurisdiction_id: string): Promise<{ jurisdiction_id: string; key: string }> {
  const tables = createDatabase({ connection, poolSize: 1 });
  const { key } = await createCity(tables, { id: jurisdiction_id, services: [{ service_code: 'LAMP' }] });
  await tables.destroy();
  // The server looks once a second whether there is something new.
  await until(async () => (await fetch(`${server.url}/open311/${jurisdiction_id}/v2/services/LAMP.json`)).ok);
  return { jurisdiction_id, key };
}

/** Clients submit one case after the other until `isOver`, each until it is acknowledged: case → number. */
async function submitUntil(
  isOver: () => boolean,
  city: { jurisdiction_id: string; key: string },
  withKeys: boolean,
  acknowledged: Map<string, string>,
): Promise<void> {
  const client = async (name: number) => {
    for (let turn = 0; !isOver() && !givenUp; turn += 1) {
      const description = `client ${name}, case ${turn}`;
      const headers: Record<string, string> = withKeys ? { 'Idempotency-Key': `${name}-${turn}` } : {};
      while (!givenUp) {
        const answer = await submit(
          { ...city, url: server.url },
          { service_code: 'LAMP', description, email: 'a@b.example' },
          { headers },
        ).catch(() => undefined);
        if (answer?.status === 200) {
          acknowledged.set(description, numberIn(answer));
          break;
        }
        if (answer !== undefined && ![409, 503].includes(answer.status))
          unexpected.push(`${answer.status} ${answer.text}`);
        await pause(RETRY_PAUSE_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, name) => client(name)));
}

/** Kills the server during the load and starts it again, until `enough` rounds. */
async function killRepeatedly(
  random: () => number,
  acknowledged: ReadonlyMap<string, string>,
  isEnough: (round: number) => Promise<boolean>,
) {
  for (let round = 0; !(await isEnough(round)); round += 1) {
    const before = acknowledged.size;
    // One kill in three comes whatever has been answered by then.
    if (round % 3 > 0) await until(() => acknowledged.size >= before + CLIENTS);
    await pause(random() * LOAD_MS);
    await server.stop('SIGKILL');
    server = await startServerProgram({ env }).catch((error: unknown) => {
      givenUp = true;
      throw error;
    });
  }
}

async function figures(jurisdictionId: string, acknowledged: Map<string, string>) {
  const { rows } = await db.query<{ description: string; number: string }>(
    'select description, number::text from requests where jurisdiction_id = $1',
    [jurisdictionId],
  );
  const stored = new Set(rows.map(({ number, description }) => `${description} ${number}`));
  const missing = async (table: string) => {
    const { rows: found } = await db.query<{ n: number }>(
      `select count(*)::int as n from requests r
        where r.jurisdiction_id = $1 and not exists (select from ${table})`,
      [jurisdictionId],
    );
    return found[0]?.n;
  };
  return {
    acknowledged: acknowledged.size,
    stored: rows.length,
    lost: [...acknowledged].filter(([description, number]) => !stored.has(`${description} ${number}`)).length,
    duplicated: rows.length - new Set(rows.map(({ description }) => description)).size,
    without_timeline: await missing(
      'request_timeline t where t.jurisdiction_id = r.jurisdiction_id and t.number = r.number',
    ),
    without_reporter: await missing(
      'request_reporters p where p.jurisdiction_id = r.jurisdiction_id and p.number = r.number',
    ),
    without_announcement: await missing(
      'announcements a where a.jurisdiction_id = r.jurisdiction_id and a.subject = r.number::text',
    ),
  };
}

const tell = (what: object) => process.stderr.write(`${JSON.stringify(what)}\n`);

describe('A server that is killed under load and started again', () => {
  beforeAll(() => {
    unexpected = [];
  });

  test(`has every acknowledged case exactly once after ${ROUNDS} kills`, async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const postmaster = postmasterOf(join(folder, '.signpost'));
    const city = await makeCity('kept.example');
    let over = false;
    const acknowledged = new Map<string, string>();
    const clients = submitUntil(() => over, city, true, acknowledged);
    await killRepeatedly(randomFrom(seed), acknowledged, (round) => Promise.resolve(round === ROUNDS));
    over = true;
    await clients;
    const found = await figures(city.jurisdiction_id, acknowledged);
    tell({
      fault: 'server killed',
      seed,
      kills: ROUNDS,
      clients: CLIENTS,
      unexpected: unexpected.length,
      ...found,
    });
    expect(unexpected).toEqual([]);
    expect(found.acknowledged).toBeGreaterThanOrEqual(ROUNDS * CLIENTS);
    // All clients have gone on until they had an answer, so there is nothing stored that nobody knows of.
    expect(found).toEqual({
      acknowledged: found.acknowledged,
      stored: found.acknowledged,
      lost: 0,
      duplicated: 0,
      without_timeline: 0,
      without_reporter: 0,
      without_announcement: 0,
    });
    // It was the server that died, and the next one joined the PostgreSQL that went on running.
    expect(postmasterOf(join(folder, '.signpost'))).toBe(postmaster);
  }, 600_000);

  test('has cases twice when clients try again without an Idempotency-Key', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const city = await makeCity('control.example');
    let over = false;
    let kills = 0;
    const acknowledged = new Map<string, string>();
    const clients = submitUntil(() => over, city, false, acknowledged);
    // Whether an answer is lost between commit and client is chance; once is enough.
    await killRepeatedly(randomFrom(seed), acknowledged, async (round) => {
      kills = round;
      const { duplicated } = await figures(city.jurisdiction_id, new Map());
      return duplicated > 0 || round === 40;
    });
    over = true;
    await clients;
    const found = await figures(city.jurisdiction_id, acknowledged);
    tell({ fault: 'server killed, without keys', seed, kills, clients: CLIENTS, ...found });
    expect(found.lost).toBe(0);
    expect(found.duplicated).toBeGreaterThan(0);
  }, 600_000);
});
