import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { until } from '../support/embedded-postgres.ts';
import {
  endPrograms,
  freshFolder,
  liveKey,
  postmasterOf,
  runJson,
  runProgram,
  spawnProgram,
  startServerProgram,
} from '../support/program.ts';
import type { Env, ServerProgram } from '../support/program.ts';

/** Several processes on one data folder with its bundled database, and how they end. */
const folder = freshFolder();
const data = join(folder, '.signpost');
const env: Env = { SIGNPOST_DATA: data };
const CASES = 20_000;
/** Calls in hand get ten seconds. */
const LESS_THAN_DRAINING_MS = 9_000;

afterAll(endPrograms);

/** A submission of which half the body is sent; `finish` sends the rest and waits for the status. */
async function beginSubmission(server: ServerProgram, key: string) {
  const body = `api_key=${key}&service_code=STREET-LIGHT&lat=51.1079&long=17.0385&description=slow`;
  const call = request(`${server.url}/open311/wroclaw.pl/v2/requests.json`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': body.length,
      Expect: '100-continue',
    },
  });
  const failed = once(call, 'error').then(([error]) => error as Error);
  const answered = once(call, 'response') as Promise<[{ statusCode: number; resume(): void }]>;
  answered.catch(() => undefined);
  call.flushHeaders();
  await once(call, 'continue'); // the server has the call in hand
  call.write(body.slice(0, 20));
  return {
    failed,
    async finish() {
      call.end(body.slice(20));
      const [response] = await answered;
      response.resume();
      return response.statusCode;
    },
  };
}

describe('On one data folder', () => {
  test('a server goes on when the command ends that has started PostgreSQL', async () => {
    expect((await runProgram(['migrate'], { env })).code).toBe(0);
    expect(postmasterOf(data)).toBeUndefined();
    const worker = spawnProgram(['worker'], { env });
    await until(() => worker.stdout() !== '');
    const postmaster = postmasterOf(data);
    const server = await startServerProgram({ env });
    expect(await worker.stop()).toMatchObject({ code: 0 });
    expect(postmasterOf(data)).toBe(postmaster);
    expect((await fetch(`${server.url}/open311/wroclaw.pl/v2/requests.json`)).status).toBe(200);
    expect(await server.stop()).toMatchObject({ code: 0 });
    expect(postmasterOf(data)).toBeUndefined();
  });

  test('commands work beside a server, and an import goes on when the server ends', async () => {
    const server = await startServerProgram({ env });
    const cities = await runJson<{ jurisdiction_id: string }[]>(['jurisdictions', 'list'], { env });
    expect(cities.map(({ jurisdiction_id }) => jurisdiction_id)).toEqual(['rzeka.example', 'wroclaw.pl']);

    const csv = join(folder, 'cases.csv');
    const line = (id: number) => `${id},Old lamp,2024-05-01T10:00:00,Open,51.1,17.0\n`;
    writeFileSync(
      csv,
      `id,what,when,state,lat,long\n${Array.from({ length: CASES }, (_, id) => line(id)).join('')}`,
    );
    const mapping = join(folder, 'mapping.json');
    const columns = { source_reference: 'id', service: 'what', requested: 'when', status: 'state' };
    writeFileSync(
      mapping,
      JSON.stringify({
        source: 'old',
        time_format: 'iso',
        columns: { ...columns, lat: 'lat', long: 'long' },
        statuses: { Open: 'open' },
      }),
    );
    const city = ['--jurisdiction', 'rzeka.example'];
    const began = async () => {
      const path = '/open311/rzeka.example/v2/requests.json?start_date=2024-05-01&end_date=2024-05-02';
      return ((await (await fetch(`${server.url}${path}`)).json()) as unknown[]).length > 0;
    };
    const importing = spawnProgram(['import', 'requests', ...city, '--mapping', mapping, csv, '--json'], {
      env,
    });
    await until(began);
    // It stands still until the server has ended, however long that takes.
    importing.child.kill('SIGSTOP');
    expect(await server.stop()).toMatchObject({ code: 0 });
    expect(importing.child.exitCode).toBeNull(); // else the test shows nothing
    importing.child.kill('SIGCONT');
    const { code, stdout } = await importing.ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ read: CASES, imported: CASES, refused: 0 });
    expect(postmasterOf(data)).toBeUndefined();
  });

  test('reset is refused beside a server, and starts anew without one', async () => {
    const server = await startServerProgram({ env });
    const beside = await runProgram(['reset', '--yes'], { env });
    expect(beside).toMatchObject({ code: 2, stdout: '' });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await server.stop();
    expect(await runJson(['reset', '--yes'], { env })).toEqual({ removed: true });
    expect(existsSync(join(data, 'postgres'))).toBe(false);
    const anew = await startServerProgram({ env, arguments: ['--json'] });
    expect(JSON.parse(anew.stdout())).toMatchObject({
      address: anew.url,
      folder: data,
      demonstration_key: expect.stringMatching(/^sp_test_/),
    });
    await anew.stop();
  });
});

describe('SIGTERM', () => {
  const withKey = async () => {
    const server = await startServerProgram({ env });
    return { server, key: await liveKey({ env }) };
  };

  test('lets calls in hand finish, and takes no new ones', async () => {
    const { server, key } = await withKey();
    const submission = await beginSubmission(server, key);
    server.child.kill('SIGTERM');
    await until(() => server.stderr().includes('"stopping"'));
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow();
    expect(server.child.exitCode).toBeNull();
    expect(await submission.finish()).toBe(200);
    expect(await server.ended).toMatchObject({ code: 0 });
    expect(postmasterOf(data)).toBeUndefined();
  });

  test('for the second time ends the process at once', async () => {
    const { server, key } = await withKey();
    const submission = await beginSubmission(server, key);
    server.child.kill('SIGTERM');
    await until(() => server.stderr().includes('"stopping"'));
    const begun = performance.now();
    expect(await server.stop()).toMatchObject({ code: 1, signal: null });
    expect(performance.now() - begun).toBeLessThan(LESS_THAN_DRAINING_MS);
    expect((await submission.failed).message).toMatch(/ECONNRESET|EPIPE|hang up/);
  });
});
