import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mediaJobs } from '../../src/features/media/index.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import type { Files } from '../../src/platform/files.ts';
import { listOf } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { caseOf, fetchPicture, filesBelow, quarters, submitFiles } from '../support/pictures.ts';
import { S3_ENVIRONMENT, startS3 } from '../support/s3.ts';
import type { S3Server } from '../support/s3.ts';

/** However a submission ends: two files for each picture that a case names, and no other. */
const HOUR_MS = 3_600_000;

let s3: S3Server;
let jpeg: Buffer;
let png: Buffer;
beforeAll(async () => {
  Object.assign(process.env, S3_ENVIRONMENT);
  s3 = await startS3();
  jpeg = await quarters().jpeg().toBuffer();
  png = await quarters(80, 60).png().toBuffer();
});
afterAll(() => s3.remove());

describe.each(['disk', 'S3'])('%s', (kind) => {
  let app: TestApp;
  let city: TestCity;
  let files: Files;
  let now = new Date('2026-03-01T12:00:00Z');
  beforeAll(async () => {
    app = await startApp({
      clock: { now: () => now },
      ...(kind === 'S3' ? { files: openFiles('s3://city', s3.url) } : {}),
    });
    files = kind === 'S3' ? openFiles('s3://city', s3.url) : openFiles(app.folder);
    city = await createCity(app.db);
  });
  afterAll(() => app.stop());

  /** Pictures in the store, by their files of both sizes; S3 keeps more than one file for each. */
  const stored = () =>
    new Set(
      filesBelow(kind === 'S3' ? s3.folder : app.folder)
        .map((name) => /[0-9a-f]{32}(\.small)?\.jpg/.exec(name)?.[0])
        .filter((name) => name !== undefined),
    ).size;
  const count = async (table: string) => Number((await app.db(table).count())[0]?.['count']);
  const state = async () => ({
    files: stored(),
    media: await count('media'),
    directory: await count('media_directory'),
    cases: await count('requests'),
  });
  const sweep = () => mediaJobs({ db: app.db, files, clock: { now: () => now } })['media.sweep']?.({});
  let made = 0;
  const fresh = () => ({ 'idempotency-key': `${kind}-${++made}` });
  const send = (headers: Record<string, string>, pictures = [jpeg, png], fields = {}) =>
    submitFiles(
      app,
      city,
      pictures.map((bytes) => ['media', bytes] as const),
      { headers, fields },
    );

  test('a submission leaves two files for each picture', async () => {
    const before = await state();
    const found = await caseOf(app, city, await send({}));
    expect((await fetchPicture(found['media_url'])).status).toBe(200);
    expect(await state()).toEqual({
      files: before.files + 4,
      media: before.media + 2,
      directory: before.directory + 2,
      cases: before.cases + 1,
    });
  });

  test('a repeat leaves none, also when twenty come at one moment', async () => {
    const headers = fresh();
    const before = await state();
    const first = await send(headers);
    const again = await send(headers);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    const racing = fresh();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(racing)));
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(await state()).toMatchObject({
      files: before.files + 8,
      media: before.media + 4,
      cases: before.cases + 2,
    });
  });

  test('the same key with another picture, or in another order, is 422 and leaves none', async () => {
    const headers = fresh();
    await send(headers);
    const before = await state();
    for (const pictures of [[jpeg], [png, jpeg], [jpeg, png, png], []]) {
      expect((await send(headers, pictures)).status).toBe(422);
    }
    expect(await state()).toEqual(before);
  });

  test('a refused submission leaves none, with and without a key for repeats', async () => {
    const before = await state();
    for (const headers of [fresh(), {}]) {
      expect((await send(headers, [jpeg], { lat: '1' })).status).toBe(400);
      expect((await send(headers, [jpeg, Buffer.from('x')])).status).toBe(400);
      expect((await send(headers, [jpeg], { service_code: 'NOPE' })).status).toBe(404);
    }
    expect(await state()).toEqual(before);
  });

  test('a submission that fails in the database leaves none', async () => {
    const before = await state();
    await app.db.raw(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
    );
    for (const when of ['', 'deferrable initially deferred']) {
      // Once while it is written, once at its very end, when it is to be committed.
      await app.db.raw(
        `create ${when === '' ? '' : 'constraint'} trigger refuse after insert on requests ${when} for each row execute function refuse()`,
      );
      expect((await send({})).status).toBe(500);
      await app.db.raw('drop trigger refuse on requests');
    }
    await app.db.raw('drop function refuse()');
    expect(await state()).toEqual(before);
  });

  test('what was left by a process that died is swept an hour later, and nothing else', async () => {
    const kept = await caseOf(app, city, await send({}));
    const before = await state();
    const ids = Array.from({ length: 150 }, (_, index) => index.toString(16).padStart(32, 'a'));
    const { jurisdiction_id } = city;
    await app.db('media_directory').insert(ids.map((media_id) => ({ media_id, jurisdiction_id })));
    await app.db('media').insert(ids.map((media_id) => ({ media_id, jurisdiction_id, uploaded_at: now })));
    for (const id of ids.slice(0, 3)) await files.put(`media/${id.slice(0, 2)}/${id}.jpg`, jpeg);
    const left = await state();
    expect(left.files).toBe(before.files + 3);
    now = new Date(now.getTime() + HOUR_MS);
    await sweep();
    expect(await state()).toEqual(left);
    now = new Date(now.getTime() + 1);
    await sweep();
    expect(await state()).toEqual(before);
    expect((await fetchPicture(kept['media_url'])).status).toBe(200);
  });

  test('a picture that the sweep has taken can belong to no case any more', async () => {
    const before = await state();
    await app.db.raw(
      `create function take_away() returns trigger language plpgsql as
         $$ begin delete from signpost.media where number is null; return new; end $$`,
    );
    await app.db.raw(
      'create trigger take_away before insert on requests for each row execute function take_away()',
    );
    const answer = await send({});
    await app.db.raw('drop trigger take_away on requests');
    await app.db.raw('drop function take_away()');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await state()).toEqual(before);
  });
});

describe('a store that cannot be used', () => {
  test.each([
    ['without such a bucket', () => openFiles('s3://village', s3.url)],
    ['that is away', () => openFiles('s3://city', 'http://127.0.0.1:9')],
    ['on a disk that is no folder', () => openFiles('/dev/null/files')],
  ])('%s: 503 with Retry-After, and no case', async (_, open) => {
    const app = await startApp({ files: open() });
    try {
      const city = await createCity(app.db);
      const answer = await submitFiles(app, city, [['media', jpeg]]);
      expect([answer.status, answer.headers.get('retry-after'), listOf(answer)[0]?.['type']]).toEqual([
        503,
        '2',
        'unavailable',
      ]);
      expect(answer.text).not.toMatch(/village|bucket|127\.0\.0\.1|dev/i);
      expect(await app.db('requests')).toEqual([]);
      expect((await submitFiles(app, city, [])).status).toBe(200);
    } finally {
      await app.stop();
    }
  });
});
