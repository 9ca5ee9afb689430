import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import {
  listHeldComments,
  locateCase,
  restoreRequest,
  settleComment,
  showCase,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, listOf, PLACE, rawCall, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { caseOf, fetchPicture, filesBelow, quarters, smallOf, submitFiles } from '../support/pictures.ts';

/** How pictures are served, to whom, and at which address. */
let app: TestApp;
let city: TestCity;
let jpeg: Buffer;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  jpeg = await quarters().jpeg().toBuffer();
});
afterAll(() => app.stop());

describe('media.get', () => {
  test('serves two sizes, neither enlarged', async () => {
    const big = await quarters(4000, 2000).jpeg().toBuffer();
    const sizes = async (bytes: Buffer) => {
      const found = await caseOf(app, city, await submitFiles(app, city, [['media', bytes]]));
      return Promise.all(
        [found['media_url'], smallOf(found['media_url'])].map(async (url) => {
          const { width, height } = await sharp((await fetchPicture(url)).bytes).metadata();
          return [width, height];
        }),
      );
    };
    expect(await sizes(big)).toEqual([
      [1600, 800],
      [320, 160],
    ]);
    expect(await sizes(jpeg)).toEqual([
      [64, 48],
      [64, 48],
    ]);
  });

  test('says what it is, that it may be kept for ever, and that nothing in it can run', async () => {
    const found = await caseOf(app, city, await submitFiles(app, city, [['media', jpeg]]));
    const { headers, bytes } = await fetchPicture(found['media_url']);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-request-id': expect.any(String),
    });
  });

  test('answers HEAD, and 304 to those who have it', async () => {
    const { media_url: url } = await caseOf(app, city, await submitFiles(app, city, [['media', jpeg]]));
    const whole = await fetchPicture(url);
    const head = await fetchPicture(url, { method: 'HEAD' });
    expect([head.status, head.bytes.length, head.headers.get('content-length')]).toEqual([
      200,
      0,
      String(whole.bytes.length),
    ]);
    const etag = whole.headers.get('etag') ?? '';
    expect((await fetchPicture(smallOf(url))).headers.get('etag')).not.toBe(etag);
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const again = await fetchPicture(url, { headers: { 'if-none-match': tag } });
      expect([again.status, again.bytes.length, again.headers.get('etag')]).toEqual([304, 0, etag]);
    }
    expect((await fetchPicture(url, { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
  });

  test.each([
    '0123456789abcdef0123456789abcdef.jpg',
    'x.jpg',
    '..%2f..%2fetc%2fpasswd',
    '0123456789abcdef0123456789abcdef.png',
    '0123456789ABCDEF0123456789ABCDEF.jpg',
    'a/b.jpg',
    '%00.jpg',
  ])('what is not there is a plain 404: %s', async (name) => {
    const answer = await call(app, `/media/${name}`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  test('A24: a picture of a case that is not public is 404 like none, and comes when the case does', async () => {
    const before = filesBelow(app.folder);
    for (const service_code of ['TREE', 'TIP']) {
      const answer = await submitFiles(app, city, [['media', jpeg]], { fields: { service_code } });
      expect(answer.status).toBe(200);
    }
    const rows = (await app
      .db('requests')
      .where({ jurisdiction_id: city.jurisdiction_id })
      .whereIn('service_code', ['TREE', 'TIP'])) as { media_urls: string[]; number: string }[];
    expect(filesBelow(app.folder)).toHaveLength(before.length + 4);
    for (const { media_urls, number } of rows) {
      const url = app.url + (media_urls[0] ?? '');
      for (const one of [url, smallOf(url)]) expect((await fetchPicture(one)).status).toBe(404);
      await app.db('requests').where({ number }).update({ visibility: 'public' });
      for (const one of [url, smallOf(url)]) expect((await fetchPicture(one)).status).toBe(200);
      await app.db('requests').where({ number }).update({ visibility: 'staff' });
      expect((await fetchPicture(url)).status).toBe(404);
    }
  });

  test('A24: a picture of a comment is 404 until it is released, and for ever when it is rejected', async () => {
    const door = { db: app.db, clock: systemClock };
    const { jurisdiction_id } = city;
    const number = await submitted(app, city, { service_code: 'LAMP', ...PLACE });
    const comment = async () => {
      const answer = await submitFiles(app, city, [['media', jpeg]], {
        path: '/open311/v2/servicerequestupdates.json',
        fields: {
          service_request_id: number,
          update_id: crypto.randomUUID(),
          status: 'OPEN',
          updated_datetime: '2026-03-01T10:00:00Z',
          description: 'Look.',
        },
      });
      return { jurisdiction_id, update_id: String(listOf(answer)[0]?.['update_id']) };
    };
    const [released, rejected] = [await comment(), await comment()];
    const { timeline } = await showCase(app.db, number);
    const urls = timeline.flatMap(({ media_urls }) => media_urls.map((path) => app.url + path));
    const statuses = async () =>
      Promise.all(
        urls.flatMap((url) => [url, smallOf(url)]).map(async (one) => (await fetchPicture(one)).status),
      );
    expect(await statuses()).toEqual([404, 404, 404, 404]);
    expect(
      (await listHeldComments(app.db, jurisdiction_id)).map(({ media_urls }) => media_urls.length),
    ).toEqual([1, 1]);
    await settleComment(door, released, true);
    await settleComment(door, rejected, false);
    expect(await statuses()).toEqual([200, 200, 404, 404]);
    expect((await showCase(app.db, number)).timeline.map(({ comment: what }) => what)).toEqual([
      null,
      'released',
      'rejected',
    ]);
    const key = await locateCase(app.db, number);
    await withdrawRequest(door, key, { notes: null, actor: 'test' });
    expect(await statuses()).toEqual([404, 404, 404, 404]);
    await restoreRequest(door, key, { notes: null, actor: 'test' });
    expect(await statuses()).toEqual([200, 200, 404, 404]);
  });

  test('a picture whose file is gone is 404, not a failure', async () => {
    const { media_url: url } = await caseOf(app, city, await submitFiles(app, city, [['media', jpeg]]));
    const name = (url as string).split('/').at(-1) ?? '';
    await rm(`${app.folder}/media/${name.slice(0, 2)}/${name}`);
    expect((await fetchPicture(url)).status).toBe(404);
  });
});

test('addresses follow the name under which the server is called', async () => {
  const found = await caseOf(app, city, await submitFiles(app, city, [['media', jpeg]]));
  const path = `/open311/${city.jurisdiction_id}/v2/requests/${String(found['service_request_id'])}.json`;
  const other = await rawCall(app, { path, headers: { host: 'melde.example:8080' } });
  const stored = new URL(found['media_url'] as string).pathname;
  expect(other.text).toContain(`"http://melde.example:8080${stored}"`);
  const list = await rawCall(app, {
    path: `/open311/${city.jurisdiction_id}/v2/requests.json`,
    headers: { host: 'melde.example' },
  });
  expect(list.text).toContain(`"http://melde.example${stored}"`);
  expect(list.text).not.toContain(app.url);
});

test('with a public address, addresses are below it', async () => {
  const behind = await startApp({ http: { publicUrl: 'http://api.example.org/city' } });
  try {
    const place = await createCity(behind.db);
    const found = await caseOf(behind, place, await submitFiles(behind, place, [['media', jpeg]]));
    expect(found['media_url']).toMatch(/^http:\/\/api\.example\.org\/city\/media\/[0-9a-f]{32}\.jpg$/);
  } finally {
    await behind.stop();
  }
});
