import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { databaseUrl, endPrograms, liveKey, ROOT, startServerProgram } from '../support/program.ts';

/** The built SDK over the wire, as programs import it. */
type Finished = { code: number; stdout: string; stderr: string };

let database: TestDatabase;
let url: string;
let key: string;

beforeAll(async () => {
  database = await cloneDatabase();
  const env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  const server = await startServerProgram({ env });
  url = server.url;
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
