import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endPrograms, freshFolder, ROOT, startServerProgram } from '../support/program.ts';
import type { Outcome, ServerProgram } from '../support/program.ts';

let server: ServerProgram;
let key: string;

beforeAll(async () => {
  server = await startServerProgram({ env: { SIGNPOST_DATA: freshFolder() } });
  key = /sp_live_\w+/.exec(server.stdout())?.[0] ?? '';
}, 60_000);
afterAll(endPrograms);

function node(given: string[]): Promise<Omit<Outcome, 'signal'>> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      given,
      { cwd: ROOT, env: { PATH: process.env['PATH'] } },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
}

/** The same journey in both module systems, on the built package. */
const journey = `
  const city = new Signpost({ baseUrl: SERVER, jurisdictionId: 'wroclaw.pl', apiKey: KEY });
  const out = {};
  out.endpoints = (await city.discovery.get()).endpoints.length;
  out.services = (await city.services.list()).length;
  out.questions = (await city.services.get({ service_code: 'POTHOLE' })).attributes.map((one) => one.datatype);
  const definition = await city.services.get({ service_code: 'POTHOLE' });
  const attribute = {};
  for (const one of definition.attributes.filter((one) => one.variable)) {
    attribute[one.code] = { number: '5', datetime: '2026-03-01T09:30:00Z', singlevaluelist: one.values?.[0].key, multivaluelist: one.values?.slice(0, 2).map((value) => value.key) }[one.datatype] ?? 'text';
  }
  const [created] = await city.requests.create({ service_code: 'POTHOLE', lat: 51.1079, long: 17.0385, attribute }, { idempotencyKey: 'journey-' + KIND });
  const [again] = await city.requests.create({ service_code: 'POTHOLE', lat: 51.1079, long: 17.0385, attribute }, { idempotencyKey: 'journey-' + KIND });
  out.same = created.service_request_id === again.service_request_id;
  const [found] = await city.requests.get({ service_request_id: created.service_request_id });
  out.status = found.status;
  out.listed = (await city.requests.list({ service_code: ['POTHOLE'], status: ['open'] })).some((one) => one.service_request_id === created.service_request_id);
  const [batch] = await city.requests.create({ service_code: 'TREE-PRUNING', address_string: 'Rynek 1' });
  out.token = (await city.tokens.get({ token: batch.token }))[0].token === batch.token;
  out.ready = (await city.health.ready()).status;
  try { await city.requests.create({ service_code: 'POTHOLE' }); } catch (error) {
    out.refused = [error instanceof BadRequestError, error.errors.map((one) => one.field), typeof error.requestId];
  }
  try { await city.requests.get({ service_request_id: '99999999' }); } catch (error) { out.missing = error instanceof NotFoundError; }
  try { await new Signpost({ baseUrl: SERVER, jurisdictionId: 'wroclaw.pl' }).requests.create({ service_code: 'STREET-LIGHT', lat: 51.1, long: 17 }); } catch (error) { out.forbidden = error instanceof ForbiddenError; }
  console.log(JSON.stringify(out));
`;
const names = 'Signpost, BadRequestError, NotFoundError, ForbiddenError';
const constants = (kind: string) =>
  `const SERVER = ${JSON.stringify(server.url)}, KEY = ${JSON.stringify(key)}, KIND = '${kind}';`;

describe('the SDK over the wire', () => {
  test.each([
    [
      'ESM',
      () => [
        '--input-type=module',
        '-e',
        `import { ${names} } from '@signpost/sdk';${constants('esm')}${journey}`,
      ],
    ],
    [
      'CommonJS',
      () => [
        '-e',
        `const { ${names} } = require('@signpost/sdk');${constants('cjs')}(async () => {${journey}})();`,
      ],
    ],
  ])('%s', async (_kind, given) => {
    const outcome = await node(given());
    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(outcome.stdout)).toEqual({
      endpoints: 2,
      services: 50,
      questions: expect.arrayContaining([
        'string',
        'number',
        'datetime',
        'text',
        'singlevaluelist',
        'multivaluelist',
      ]) as unknown,
      same: true,
      status: 'open',
      listed: true,
      token: true,
      ready: 'ok',
      refused: [true, ['lat', 'attribute[SIZE]'], 'string'],
      missing: true,
      forbidden: true,
    });
  });
});

describe('the examples', () => {
  const where = () => ['--url', server.url, '--jurisdiction', 'wroclaw.pl'];
  const report = (...given: string[]) => node(['examples/report-a-case/report.mjs', ...where(), ...given]);

  test('report a case, follow a case', async () => {
    const listed = await report();
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toContain('STREET-LIGHT');
    const reported = await report(
      '--key',
      key,
      '--service',
      'STREET-LIGHT',
      '--lat',
      '51.1079',
      '--long',
      '17.0385',
      '--description',
      'Ciemno.',
    );
    expect(reported.code).toBe(0);
    const number = /\b\d{8,}\b/.exec(reported.stdout)?.[0] ?? '';
    const followed = await node([
      'examples/follow-a-case/follow.mjs',
      ...where(),
      '--once',
      '--number',
      number,
    ]);
    expect(followed.code).toBe(0);
    expect(followed.stdout).toContain('open');
  });

  test('exit codes: a refused key is 3, an unknown service 4, a server that is not there 5', async () => {
    const rest = ['--lat', '51.1079', '--long', '17.0385', '--description', 'x'];
    expect((await report('--key', 'sp_live_wrong', '--service', 'STREET-LIGHT', ...rest)).code).toBe(3);
    expect((await report('--key', key, '--service', 'NOTHING', ...rest)).code).toBe(4);
    const nobody = await node([
      'examples/report-a-case/report.mjs',
      '--url',
      'http://127.0.0.1:1',
      '--jurisdiction',
      'wroclaw.pl',
    ]);
    expect(nobody.code).toBe(5);
  });
});
