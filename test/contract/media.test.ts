import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { call, listOf, PLACE, rawCall, submit } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { caseOf, fetchPicture, quarters, quartersOf, submitFiles } from '../support/pictures.ts';

/** Pictures that come as files or as texts, in whatever way clients send them. */
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

describe('3.3.2, 4: files of a multipart form', () => {
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
