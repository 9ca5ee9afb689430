import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { mediaJobs } from '../../src/features/media/index.ts';
import { changeStatus, locateCase, requestJobs } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { call, listOf, PLACE, submit } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { BOUNDARY, END, part } from '../support/multipart.ts';
import { fetchPicture, quarters } from '../support/pictures.ts';

/** What the job runner does to the cases of sandboxes. */

let app: TestApp;
let city: TestCity;
let sandbox: string;
let key: string;

beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  sandbox = `${city.jurisdiction_id}~test`;
  const { jurisdiction_id } = city;
  key = (await createKey(app.db, { jurisdiction_id, scopes: ['submit', 'update'], kind: 'test' })).key;
});
afterAll(() => app.stop());

const base = () => `/open311/${city.jurisdiction_id}/test/v2`;
const tried = async (fields: Record<string, string>) =>
  listOf(await submit(app, { ...city, key }, fields, { path: `${base()}/requests.json` }))[0] ?? {};
const lifecycle = (service_code = 'LAMP') =>
  tried({ ...PLACE, service_code, description: 'sandbox-lifecycle' });
const notesOf = async (number: unknown) => {
  const answer = await call(app, `${base()}/requests/${String(number)}.json?extensions=true`);
  return (listOf(answer)[0]?.['notes'] as { type: string; status: string }[]).map(({ status }) => status);
};

test('jobs that nobody ran while the server was down are made up for, in order', async () => {
  const { service_request_id: number } = await lifecycle();
  const { token } = await lifecycle('TREE');
  expect(await notesOf(number)).toEqual(['open']);
  // As long ago as the server was down.
  await app.db.raw(`update graphile_worker._private_jobs set run_at = now() - interval '1 hour'`);
  app.work();
  await until(async () => (await notesOf(number)).includes('closed'));
  expect(await notesOf(number)).toEqual(['open', 'investigating', 'in_progress', 'closed']);
  const [accepted] = listOf(await call(app, `${base()}/tokens/${String(token)}.json`));
  await until(async () => (await notesOf(accepted?.['service_request_id'])).includes('closed'));
});

test('a step that is made twice is made once, and a case that somebody has dealt with is left alone', async () => {
  const { service_request_id } = await lifecycle();
  const number = String(service_request_id);
  await until(async () => (await notesOf(number)).includes('closed'));
  const advance = requestJobs({ db: app.db, files: openFiles(app.folder), clock: systemClock })[
    'sandbox.advance'
  ];
  for (const step of [0, 1, 2, 3]) await advance?.({ jurisdiction_id: sandbox, number, step });
  expect(await notesOf(number)).toHaveLength(4);

  const busy = String((await tried({ ...PLACE, service_code: 'LAMP' }))['service_request_id']);
  const found = await locateCase(app.db, busy, 'test');
  const change = { status: 'planned', notes: null, actor: 'cli' } as const;
  await changeStatus({ db: app.db, clock: systemClock }, found, change);
  for (const step of [0, 1, 2]) await advance?.({ ...found, step });
  expect(await notesOf(busy)).toEqual(['open', 'planned']);
  await advance?.({ jurisdiction_id: sandbox, number: '10000005', step: 0 });
});

test('the old cases of a sandbox are deleted with all that belongs to them, and nothing else is', async () => {
  const photo = await quarters().jpeg().toBuffer();
  const send = (path: string, of: string) =>
    call(app, path, {
      method: 'POST',
      headers: BOUNDARY,
      body: new Uint8Array(
        Buffer.concat([
          ...Object.entries({ api_key: of, service_code: 'HOLE', ...PLACE, email: 'a@b.example' }).map(
            ([name, value]) => part(name, value),
          ),
          part('attribute[SIZE]', 'small'),
          part('media', photo, 'a.jpg'),
          END,
        ]),
      ),
    });
  const number = async (path: string, of: string) =>
    String(listOf(await send(`${path}/requests.json`, of))[0]?.['service_request_id']);
  const mine = await number(base(), key);
  const live = await number(`/open311/${city.jurisdiction_id}/v2`, city.key);
  const young = await number(base(), key);
  const [shown] = listOf(await call(app, `${base()}/requests/${mine}.json`));
  const picture = String(shown?.['media_url']);
  expect((await fetchPicture(picture)).status).toBe(200);

  const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString().slice(0, 19) + 'Z';
  await app
    .db('requests')
    .whereIn('number', [mine, live])
    .update({ requested_at: days(31) });
  // More than one batch.
  await app.db.raw(
    `insert into requests (jurisdiction_id, number, service_code, visibility, requested_at, updated_at, channel)
     select ?, next_case_number(), 'HOLE', 'public', ?, ?, 'api' from generate_series(1, 1200)`,
    [sandbox, days(40), days(40)],
  );
  const sweep = requestJobs({ db: app.db, files: openFiles(app.folder), clock: systemClock })[
    'requests.sweep'
  ];
  await sweep?.({});

  expect((await call(app, `${base()}/requests/${mine}.json`)).status).toBe(404);
  expect((await call(app, `${base()}/requests/${young}.json`)).status).toBe(200);
  expect((await call(app, `/open311/${city.jurisdiction_id}/v2/requests/${live}.json`)).status).toBe(200);
  for (const table of [
    'requests',
    'case_directory',
    'request_reporters',
    'request_attributes',
    'request_timeline',
  ])
    expect([table, await app.db(table).where({ number: mine })]).toEqual([table, []]);
  expect(
    await app.db('requests').where({ jurisdiction_id: sandbox }).andWhere('requested_at', '<', days(30)),
  ).toEqual([]);
  expect((await fetchPicture(picture)).status).toBe(404);

  const ofMedia = () => app.db('media').where({ jurisdiction_id: sandbox }).whereNull('number');
  expect(await ofMedia()).toHaveLength(1);
  await app.db('media').update({ uploaded_at: days(31) });
  await mediaJobs({ db: app.db, files: openFiles(app.folder), clock: systemClock })['media.sweep']?.({});
  expect(await ofMedia()).toEqual([]);
});
