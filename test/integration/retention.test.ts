import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { updateRetention } from '../../src/features/jurisdictions/index.ts';
import type { RetentionKind } from '../../src/features/jurisdictions/index.ts';
import {
  changeStatus,
  listErasures,
  locateCase,
  mergeRequests,
  requestJobs,
  showCase,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { call, listOf } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { createTriedCity } from '../support/sandbox.ts';
import { filesBelow, quarters, submitFiles } from '../support/pictures.ts';

let app: TestApp;
let city: TestCity;
let other: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  other = await createCity(app.db);
});
afterAll(() => app.stop());

const TEXT = 'Ciemno, tel. 601 234 567';

async function submitOne(of: TestCity): Promise<string> {
  const answer = await submitFiles(app, of, [['media', await quarters().jpeg().toBuffer()]], {
    fields: {
      description: TEXT,
      email: 'a@b.example',
      'attribute[OWN]': 'secret',
      media_url: 'https://example.org/a.jpg',
    },
  });
  return String(listOf(answer)[0]?.['service_request_id']);
}

const doors = (days: number) => ({
  db: app.db,
  files: openFiles(app.folder),
  clock: { now: () => new Date(Date.now() + days * 86_400_000) },
});
const night = (days: number) => requestJobs(doors(days))['requests.retain']?.({});
const close = async (number: string) =>
  changeStatus({ db: app.db, clock: systemClock }, await locateCase(app.db, number), {
    status: 'closed',
    notes: null,
    actor: 'test',
  });
const count = async (table: string, number: string) => (await app.db(table).where({ number })).length;

test('each kind is erased when its days after the closing are over, of closed cases of the city alone', async () => {
  const [closed, open, foreign] = [await submitOne(city), await submitOne(city), await submitOne(other)];
  await close(closed);
  await close(foreign);
  const days: Record<RetentionKind, number> = { reporters: 30, originals: 60, media: 90 };
  for (const [kind, value] of Object.entries(days))
    await updateRetention(app.db, city.jurisdiction_id, kind as RetentionKind, value);
  const state = async (number: string) => ({
    reporters: await count('request_reporters', number),
    originals: (await count('request_originals', number)) + (await count('request_attributes', number)),
    media: await count('media', number),
  });
  const all = { reporters: 1, originals: 2, media: 1 };
  await night(29);
  expect(await state(closed)).toEqual(all);
  await night(31);
  expect(await state(closed)).toEqual({ ...all, reporters: 0 });
  await night(61);
  expect(await state(closed)).toEqual({ reporters: 0, originals: 0, media: 1 });
  expect((await showCase(app.db, closed)).description).toBe('Ciemno, tel. [phone]');
  await night(91);
  expect(await state(closed)).toEqual({ reporters: 0, originals: 0, media: 0 });
  expect(filesBelow(app.folder)).toHaveLength(4);
  expect(
    listOf(await call(app, `/open311/${city.jurisdiction_id}/v2/requests/${closed}.json`))[0],
  ).toMatchObject({
    description: 'Ciemno, tel. [phone]',
    media_url: 'https://example.org/a.jpg',
  });
  for (const number of [open, foreign]) expect(await state(number)).toEqual(all);
  expect(await listErasures(app.db, city.jurisdiction_id)).toMatchObject(
    ['media', 'originals', 'reporters'].map((kind) => ({
      kind,
      reason: 'retention',
      number: null,
      cases: 1,
      actor: 'job',
    })),
  );
});

test('more cases than one batch are all erased in one night, and a second night finds nothing', async () => {
  await app.db.raw(
    `with made as (
       insert into requests (jurisdiction_id, number, service_code, status, visibility, requested_at, updated_at, closed_at, channel)
       select :city, next_case_number(), 'LAMP', 'closed', 'public', '2020-01-01Z', '2020-01-01Z', '2020-01-01Z', 'api'
         from generate_series(1, 2500)
       returning number
     )
     insert into request_reporters (jurisdiction_id, number, email) select :city, number, 'x@y.example' from made`,
    { city: city.jurisdiction_id },
  );
  const before = (await listErasures(app.db, city.jurisdiction_id)).length;
  await night(0);
  expect(await app.db('request_reporters').where({ email: 'x@y.example' })).toEqual([]);
  const records = (await listErasures(app.db, city.jurisdiction_id)).slice(0, -before);
  expect(records.every(({ kind, cases }) => kind === 'reporters' && cases <= 1_000)).toBe(true);
  expect(records.reduce((sum, { cases }) => sum + cases, 0)).toBe(2_500);
  await night(0);
  expect(await listErasures(app.db, city.jurisdiction_id)).toHaveLength(before + records.length);
});

const base = () => `/open311/${city.jurisdiction_id}/v2/requests`;
async function support(number: string, account_id: string): Promise<void> {
  const body = new URLSearchParams({ api_key: city.key, account_id });
  expect((await call(app, `${base()}/${number}/supporters.json`, { method: 'POST', body })).status).toBe(200);
}
const merge = (number: string, into: string) =>
  mergeRequests(
    { db: app.db, clock: systemClock },
    { jurisdiction_id: city.jurisdiction_id, locale: 'en' },
    { number, into, actor: 'test' },
  );
const told = async (number: string) =>
  (
    listOf(await call(app, `${base()}/${number}.json?extensions=true`))[0] as {
      extended_attributes: { supporters: number };
    }
  ).extended_attributes.supporters;
const known = async (number: string) =>
  (await app.db('request_supporters').where({ number }).whereNotNull('supported_at')).length;

test('supporters are forgotten with the reporters of a closed case, those of a duplicate when the other is closed', async () => {
  await updateRetention(app.db, city.jurisdiction_id, 'reporters', 30);
  const [first, duplicate] = [await submitOne(city), await submitOne(city)];
  for (const number of [first, duplicate]) await support(number, `of ${number}`);
  await merge(duplicate, first);
  const state = async () => [await known(first), await known(duplicate), await told(first)];
  await night(31);
  expect(await state()).toEqual([1, 1, 2]);
  const records = (await listErasures(app.db, city.jurisdiction_id)).length;
  await night(31);
  expect(await listErasures(app.db, city.jurisdiction_id)).toHaveLength(records);
  await close(first);
  await night(31);
  expect(await state()).toEqual([0, 0, 2]);
  const after = (await listErasures(app.db, city.jurisdiction_id)).length;
  await night(31);
  expect(await listErasures(app.db, city.jurisdiction_id)).toHaveLength(after);
});

test('how many supported a case stays when they are forgotten, also when it is opened again, merged and taken apart', async () => {
  await updateRetention(app.db, city.jurisdiction_id, 'reporters', 30);
  const [first, duplicate, later] = [await submitOne(city), await submitOne(city), await submitOne(city)];
  for (const account of ['a', 'b', 'c']) await support(first, account);
  for (const account of ['c', 'd']) await support(duplicate, account);
  await merge(duplicate, first);
  expect([await told(first), await told(duplicate)]).toEqual([4, 2]);
  const { rows: before } = await app.db.raw<{ rows: { hash: string }[] }>(
    `select encode(account_hash, 'hex') as hash from request_supporters where number in (?, ?)`,
    [first, duplicate],
  );
  await close(first);
  await night(31);
  expect([await known(first), await known(duplicate)]).toEqual([0, 0]);
  const { rows: after } = await app.db.raw<{ rows: { hash: string }[] }>(
    `select encode(account_hash, 'hex') as hash from request_supporters where number in (?, ?)`,
    [first, duplicate],
  );
  expect(after.filter(({ hash }) => before.some((one) => one.hash === hash))).toEqual([]);
  const doors = { db: app.db, clock: systemClock };
  const open = async (number: string) =>
    changeStatus(doors, await locateCase(app.db, number), { status: 'open', notes: null, actor: 'test' });
  await open(first);
  await support(first, 'e');
  expect(await told(first)).toBe(5);
  await open(duplicate);
  expect([await told(first), await told(duplicate)]).toEqual([4, 2]);
  await merge(duplicate, first);
  expect(await told(first)).toBe(5);
  // Who was forgotten is not known again.
  await support(first, 'a');
  expect(await told(first)).toBe(6);
  await merge(first, later);
  expect(await told(later)).toBe(6);
});

test('a sandbox keeps nothing longer than its city does', async () => {
  const tried = await createTriedCity(app);
  const number = await tried.numberOf('test', {
    service_code: 'HOLE',
    description: TEXT,
    email: 'a@b.example',
    'attribute[SIZE]': 'small',
    'attribute[STORY]': 'secret',
  });
  const found = await locateCase(app.db, number, 'test');
  await changeStatus({ db: app.db, clock: systemClock }, found, {
    status: 'closed',
    notes: null,
    actor: 'x',
  });
  for (const kind of ['reporters', 'originals'] as const)
    await updateRetention(app.db, tried.city.jurisdiction_id, kind, 7);
  const answers = () => app.db('request_attributes').where({ number }).orderBy('code').pluck('code');
  await night(6);
  expect([await count('request_reporters', number), await answers()]).toEqual([1, ['SIZE', 'STORY']]);
  await night(8);
  // What the public is told of a case stays, and by the catalogue of the city that is the size.
  expect([await count('request_reporters', number), await answers()]).toEqual([0, ['SIZE']]);
  expect(await count('request_originals', number)).toBe(0);
});

test('without a setting nothing is erased', async () => {
  for (const kind of ['reporters', 'originals', 'media'] as const)
    await updateRetention(app.db, city.jurisdiction_id, kind, null);
  const number = await submitOne(city);
  await close(number);
  await night(30_000);
  expect(await count('request_reporters', number)).toBe(1);
});
