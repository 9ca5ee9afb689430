import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { call, listOf, PLACE, rawCall, submit } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import {
  caseOf,
  fetchPicture,
  filesBelow,
  quarters,
  quartersOf,
  smallOf,
  submitFiles,
} from '../support/pictures.ts';

/** Pictures that come as files, in whatever way clients send them, and how they are served. */
let app: TestApp;
let city: TestCity;
let jpeg: Buffer;
let png: Buffer;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  jpeg = await quarters().jpeg().toBuffer();
  png = await quarters().png().toBuffer();
});
afterAll(() => app.stop());

const COLOURS = 'red green blue white';
const urlsOf = async (number: unknown) =>
  ((await app.db('requests').where({ number }).first()) as { media_urls: string[] }).media_urls;

describe('3.3.2: files of a multipart form', () => {
  test.each(['media', 'media[]', 'photo1', 'file_x7', 'anything at all', 'zdjęcie'])(
    'R27: a file is taken under the name %s',
    async (name) => {
      const found = await caseOf(app, city, await submitFiles(app, city, [[name, jpeg]]));
      expect(await quartersOf((await fetchPicture(found['media_url'])).bytes)).toBe(COLOURS);
    },
  );

  test('A17: of several files the first is shown and all are kept, in their order', async () => {
    const found = await caseOf(
      app,
      city,
      await submitFiles(app, city, [
        ['media[]', jpeg],
        ['media[]', png],
        ['photo3', jpeg],
      ]),
    );
    const paths = await urlsOf(found['service_request_id']);
    expect(paths).toHaveLength(3);
    expect(new Set(paths).size).toBe(3);
    expect(found['media_url']).toBe(app.url + (paths[0] ?? ''));
    for (const path of paths) expect((await fetchPicture(app.url + path)).status).toBe(200);
  });

  test.each(['jpeg', 'png', 'webp', 'gif'] as const)('%s is known by its bytes', async (format) => {
    const bytes = await quarters().toFormat(format).toBuffer();
    const answer = await submitFiles(app, city, [
      ['media', new Blob([new Uint8Array(bytes)], { type: 'text/html' })],
    ]);
    const found = await caseOf(app, city, answer);
    const picture = await fetchPicture(found['media_url']);
    expect(await quartersOf(picture.bytes)).toBe(COLOURS);
    expect((await sharp(picture.bytes).metadata()).format).toBe('jpeg');
  });

  test('of an animation the first picture is taken', async () => {
    const frames = await Promise.all(
      ['#f00', '#00f'].map((background) =>
        sharp({ create: { width: 20, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    for (const format of ['gif', 'webp'] as const) {
      const animation = await sharp(frames, { join: { animated: true } })
        .toFormat(format)
        .toBuffer();
      expect((await sharp(animation).metadata()).pages).toBe(2);
      const found = await caseOf(app, city, await submitFiles(app, city, [['media', animation]]));
      expect(await quartersOf((await fetchPicture(found['media_url'])).bytes)).toBe('red red red red');
    }
  });

  test('a part without a file name is a field, whatever its type', async () => {
    const body = [
      ['service_code', 'LAMP'],
      ...Object.entries(PLACE),
      ['description', 'Ciemno'],
      ['jurisdiction_id', city.jurisdiction_id],
    ]
      .map(
        ([name, value]) =>
          `--X\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n${value}\r\n`,
      )
      .join('');
    const answer = await rawCall(app, {
      method: 'POST',
      path: '/open311/v2/requests.json',
      headers: { 'x-api-key': city.key, 'content-type': 'multipart/form-data; boundary=X' },
      body: `${body}--X--\r\n`,
    });
    expect(answer.status).toBe(200);
    const [{ service_request_id }] = JSON.parse(answer.text) as [{ service_request_id: string }];
    const row = (await app.db('requests').where({ number: service_request_id }).first()) as object;
    expect(row).toMatchObject({ description: 'Ciemno', media_urls: [] });
  });

  test('an input for files that was left empty is none', async () => {
    const part =
      '--X\r\nContent-Disposition: form-data; name="media"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n';
    const fields = Object.entries({ ...PLACE, service_code: 'LAMP' })
      .map(([name, value]) => `--X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('');
    const answer = await rawCall(app, {
      method: 'POST',
      path: `/open311/${city.jurisdiction_id}/v2/requests.json`,
      headers: { 'x-api-key': city.key, 'content-type': 'multipart/form-data; boundary=X' },
      body: `${part}${fields}--X--\r\n`,
    });
    expect(answer.status).toBe(200);
  });

  test('a file goes before media_url, which is kept behind it', async () => {
    const elsewhere = 'https://a.example/1.jpg';
    const answer = await submitFiles(app, city, [['media', jpeg]], { fields: { media_url: elsewhere } });
    const found = await caseOf(app, city, answer);
    expect(found['media_url']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/media\/[0-9a-f]{32}\.jpg$/);
    expect((await urlsOf(found['service_request_id']))[1]).toBe(elsewhere);
  });

  test('A27: media_url is checked beside a file too, and with it the file', async () => {
    const answer = await submitFiles(app, city, [['photo', Buffer.from('no picture')]], {
      fields: { media_url: 'ftp://a.example/1.jpg', lat: '200' },
    });
    expect(answer.status).toBe(400);
    expect(listOf(answer).map(({ field }) => field)).toEqual(['lat', 'media_url', 'photo']);
  });

  test('the answer and the stored picture are the same in XML', async () => {
    const answer = await submitFiles(app, city, [['media', jpeg]], { path: '/open311/v2/requests.xml' });
    const number = /<service_request_id>(\d+)</.exec(answer.text)?.[1] ?? '';
    const xml = await call(app, `/open311/${city.jurisdiction_id}/v2/requests/${number}.xml`);
    const [path] = await urlsOf(number);
    expect(xml.text).toContain(`<media_url>${app.url}${path}</media_url>`);
  });
});

describe('3.3.2: the field media as a text', () => {
  const withMedia = (media: string) => submit(app, city, { service_code: 'LAMP', ...PLACE, media });

  test.each([
    ['base64', (bytes: Buffer) => bytes.toString('base64')],
    ['base64 in lines', (bytes: Buffer) => bytes.toString('base64').replace(/(.{76})/g, '$1\r\n')],
    ['base64 whose + has become a space', (bytes: Buffer) => bytes.toString('base64').replace(/\+/g, ' ')],
    ['a data: URL', (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`],
  ])('is a picture: %s', async (_, write) => {
    const found = await caseOf(app, city, await withMedia(write(png)));
    expect(await quartersOf((await fetchPicture(found['media_url'])).bytes)).toBe(COLOURS);
  });

  test('in JSON, one or several', async () => {
    const answer = await call(app, '/open311/v2/requests.json', {
      method: 'POST',
      headers: { 'x-api-key': city.key, 'content-type': 'application/json' },
      body: JSON.stringify({
        jurisdiction_id: city.jurisdiction_id,
        service_code: 'LAMP',
        ...PLACE,
        media: [png.toString('base64'), 'https://a.example/2.jpg', jpeg.toString('base64')],
      }),
    });
    const paths = await urlsOf((await caseOf(app, city, answer))['service_request_id']);
    expect(paths.map((path) => path.replace(/[0-9a-f]{32}/, 'ID'))).toEqual([
      '/media/ID.jpg',
      '/media/ID.jpg',
      'https://a.example/2.jpg',
    ]);
  });

  test('an address in it is a media_url', async () => {
    const found = await caseOf(app, city, await withMedia('https://a.example/1.jpg'));
    expect(found['media_url']).toBe('https://a.example/1.jpg');
  });

  test.each(['{}', 'a picture of a lamp', 'data:image/png,abc', '', 'aGVsbG8='])(
    'what is neither is 400 and named, an empty one nothing: %j',
    async (text) => {
      const answer = await withMedia(text);
      if (text === '') expect(answer.status).toBe(200);
      else expect([answer.status, ...listOf(answer).map(({ field }) => field)]).toEqual([400, 'media']);
    },
  );

  test('more than ten are too many', async () => {
    const body = new URLSearchParams(Object.entries({ ...PLACE, service_code: 'LAMP', api_key: city.key }));
    for (let count = 0; count < 11; count += 1) body.append('media', png.toString('base64'));
    const answer = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.json`, {
      method: 'POST',
      body,
    });
    expect([answer.status, ...listOf(answer).map(({ field }) => field)]).toEqual([400, 'media']);
  });
});

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
  const [stored] = await urlsOf(found['service_request_id']);
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
