import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { databaseUrl, endPrograms, freePort, liveKey, ROOT, startServerProgram } from '../support/program.ts';

/** The built SDK over the wire, as programs import it, and the programs in `examples`. */
type Finished = { code: number; stdout: string; stderr: string };

let database: TestDatabase;
let url: string;
let key: string;
let testKey: string;

beforeAll(async () => {
  database = await cloneDatabase();
  const env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  const server = await startServerProgram({ env, arguments: ['--json'] });
  url = server.url;
  testKey = (JSON.parse(server.stdout()) as { demonstration_key: string }).demonstration_key;
  key = await liveKey({ env });
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

function runNode(given: string[]): Promise<Finished> {
  return promisify(execFile)(process.execPath, given, { cwd: ROOT, env: { PATH: process.env['PATH'] } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Finished) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  );
}

/** A program that uses every method and prints what it got. */
const PROGRAM = `
  const [baseUrl, apiKey] = process.argv.slice(-2);
  const city = new sdk.Signpost({ baseUrl, jurisdictionId: 'wroclaw.pl', apiKey });
  const failure = (call) => call.then(() => 'no error', (error) => [error.constructor.name, error.status]);
  (async () => {
    const discovery = await city.discovery.get();
    const services = await city.services.list();
    const pothole = await city.services.get({ service_code: 'POTHOLE' });
    const fields = {
      service_code: 'POTHOLE', lat: 51.1079, long: 17.0385, description: 'Ąć & <ż>',
      attribute: { SIZE: 'large', ENDANGERED: ['drivers', 'buses'], DEPTH_CM: '12' },
    };
    const [created] = await city.requests.create(fields, { idempotencyKey: 'sdk-' + kind });
    const [repeated] = await city.requests.create(fields, { idempotencyKey: 'sdk-' + kind });
    const [found] = await city.requests.get({ service_request_id: created.service_request_id });
    const listed = await city.requests.list({ service_code: ['POTHOLE'], status: ['open'] });
    const [batch] = await city.requests.create({ service_code: 'CITY-IDEA', lat: 51.1079, long: 17.0385 });
    const [token] = await city.tokens.get({ token: batch.token });
    const { readFileSync } = await import('node:fs');
    const photo = new File([readFileSync('examples/report-a-case/lamp.jpg')], 'lamp.jpg');
    const withPhotos = { ...fields, media: [photo, new Blob([photo])] };
    const [pictured] = await city.requests.create(withPhotos, { idempotencyKey: 'photo-' + kind });
    const [again] = await city.requests.create(withPhotos, { idempotencyKey: 'photo-' + kind });
    const [shown] = await city.requests.get({ service_request_id: pictured.service_request_id });
    const file = shown.media_url.split('/').at(-1);
    const picture = await city.media.get({ file });
    const small = await city.media.get({ file: file.replace('.jpg', '.small.jpg') });
    let exported = '';
    for await (const text of (await city.requests.export({ format: 'ndjson' })).pipeThrough(new TextDecoderStream()))
      exported += text;
    const unknown = { format: 'csv', service_code: ['NONE'] };
    const other = { ...fields, media: photo };
    const refusal = await city.requests.create({ service_code: 'POTHOLE' }).catch((error) => error);
    const stranger = new sdk.Signpost({ baseUrl, jurisdictionId: 'wroclaw.pl', apiKey: 'sp_live_wrong' });
    console.log(JSON.stringify({
      endpoints: discovery.endpoints.length,
      services: services.length,
      exported: exported.split('\\n').length > 500,
      unexported: await failure(city.requests.export(unknown)),
      questions: pothole.attributes.map((one) => one.datatype),
      fields: refusal.errors.map((one) => one.field),
      requestId: typeof refusal.requestId,
      same: created.service_request_id === repeated.service_request_id,
      found: [found.service_request_id === created.service_request_id, found.description, found.status],
      listed: listed.some((one) => one.service_request_id === created.service_request_id),
      token: token.token === batch.token,
      live: (await city.health.live()).status,
      ready: (await city.health.ready()).status,
      photos: [pictured.service_request_id === again.service_request_id, picture.type, small.size < picture.size],
      otherPhotos: await failure(city.requests.create(other, { idempotencyKey: 'photo-' + kind })),
      noPhoto: await failure(city.requests.create({ ...fields, media: new Blob(['x']) })),
      noFile: await failure(city.media.get({ file: 'x.jpg' })),
      missing: await failure(city.requests.get({ service_request_id: '99999999' })),
      wrong: await failure(city.requests.create({ service_code: 'POTHOLE' })),
      refused: await failure(stranger.requests.create(fields)),
      other: await failure(city.requests.create({ ...fields, description: 'x' }, { idempotencyKey: 'sdk-' + kind })),
    }));
  })();`;

describe('The built SDK', () => {
  test.each([
    ['module', 'an ES module', `import * as sdk from '@signpost/sdk'; const kind = 'module';`],
    ['commonjs', 'CommonJS', `const sdk = require('@signpost/sdk'); const kind = 'commonjs';`],
  ])('works over the wire as %s', async (type, _, head) => {
    const { code, stdout, stderr } = await runNode([
      `--input-type=${type}`,
      '-e',
      `${head}${PROGRAM}`,
      url,
      key,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      endpoints: expect.any(Number),
      services: expect.any(Number),
      exported: true,
      unexported: ['NotFoundError', 404],
      questions: ['text', 'singlevaluelist', 'multivaluelist', 'number', 'datetime', 'string', 'text'],
      fields: ['lat', 'attribute[SIZE]'],
      requestId: 'string',
      same: true,
      found: [true, 'Ąć & <ż>', 'open'],
      listed: true,
      token: true,
      live: 'ok',
      ready: 'ok',
      photos: [true, 'image/jpeg', true],
      otherPhotos: ['UnprocessableError', 422],
      noPhoto: ['BadRequestError', 400],
      noFile: ['NotFoundError', 404],
      missing: ['NotFoundError', 404],
      wrong: ['BadRequestError', 400],
      refused: ['ForbiddenError', 403],
      other: ['UnprocessableError', 422],
    });
  });
});

describe('The examples', () => {
  const city = ['--jurisdiction', 'wroclaw.pl'];
  const place = ['--lat', '51.1079', '--long', '17.0385'];
  const report = (...given: string[]) =>
    runNode(['examples/report-a-case/report.mjs', '--url', url, ...city, ...given]);
  const follow = (...given: string[]) =>
    runNode(['examples/follow-a-case/follow.mjs', '--url', url, ...city, ...given]);

  test('list services, report a case and follow it', async () => {
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
    const number = reported.stdout.split('\n')[0] ?? '';
    expect((await report(...given)).stdout).toBe(reported.stdout);
    const followed = await follow('--number', number, '--once');
    expect(followed.code).toBe(0);
    expect(followed.stdout).toContain(`${number} open: `);
    expect((await follow('--number', number, '--once', '--live')).code).toBe(4);

    const live = await report('--live', '--key', key, '--service', 'STREET-LIGHT', ...place);
    expect(live.code).toBe(0);
    const real = live.stdout.split('\n')[0] ?? '';
    expect((await follow('--number', real, '--once')).code).toBe(4);
    expect((await follow('--number', real, '--once', '--live')).code).toBe(0);
  });

  test('end with the exit codes that they promise', async () => {
    const fields = ['--service', 'STREET-LIGHT', ...place];
    expect((await report('--key', testKey, '--service', 'STREET-LIGHT')).code).toBe(2);
    expect((await report('--key', key, ...fields)).code).toBe(2);
    expect((await report('--live', '--key', testKey, ...fields)).code).toBe(2);
    expect((await report('--nonsense')).code).toBe(2);
    expect((await report('--key', 'sp_test_wrong', ...fields)).code).toBe(3);
    expect((await report('--key', testKey, '--service', 'NOTHING')).code).toBe(4);
    expect((await follow('--number', '99999999', '--once')).code).toBe(4);
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const away = ['examples/follow-a-case/follow.mjs', '--url', nobody, '--number', '10000008', '--once'];
    expect((await runNode(away)).code).toBe(5);
  });
});
