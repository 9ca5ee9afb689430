import { once } from 'node:events';
import { request } from 'node:http';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { listOf, rawCall } from '../support/calls.ts';
import type { Answer, ErrorEntry } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import {
  caseOf,
  emptyPng,
  fetchPicture,
  filesBelow,
  pngChunk,
  quarters,
  submitFiles,
  temporaryFilesOf,
} from '../support/pictures.ts';
import { BOUNDARY, END, formParts, part } from '../support/multipart.ts';
import { testWhen } from '../support/skip.ts';

/** What is no picture, or too much: a clear answer that names the part, and nothing is stored, not even for a moment. */
const LIMITS = { files: 3, fileBytes: 2_000_000, totalBytes: 4_000_000 };

let app: TestApp;
let city: TestCity;
let jpeg: Buffer;
let before: { cases: number; media: number };

beforeAll(async () => {
  app = await startApp({ http: { uploads: LIMITS } });
  city = await createCity(app.db);
  jpeg = await quarters().jpeg().toBuffer();
});
afterAll(() => app.stop());

const count = async (table: string) => Number((await app.db(table).count())[0]?.['count']);
const counts = async () => ({ cases: await count('requests'), media: await count('media') });

beforeEach(async () => {
  before = await counts();
});

/** Nothing of a refused call is left: no case, no row, no file, no temporary file. */
async function expectNothingStored(): Promise<void> {
  expect(await counts()).toEqual(before);
  expect(await count('media_directory')).toBe(before.media);
  expect(filesBelow(app.folder)).toHaveLength(before.media * 2);
  if (process.platform === 'linux') await until(async () => (await temporaryFilesOf(process.pid)) === 0);
}

const told = (answer: Answer) => [answer.status, ...listOf(answer).map(({ field }) => field)];

const fieldParts = (key?: string) => formParts(city, key);

/** Sends bytes as they are. @returns the status and the fields that the errors name */
async function post(body: Buffer, headers: Record<string, string> = {}) {
  const answer = await rawCall(app, {
    method: 'POST',
    path: '/open311/v2/requests.json',
    headers: { ...BOUNDARY, ...headers },
    body,
  });
  const list = JSON.parse(answer.text) as ErrorEntry[];
  return { status: answer.status, told: [answer.status, ...list.map(({ field }) => field)], list };
}

describe('3.3.2: what is no picture is 400 and named', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  test.each<[string, () => Buffer | Promise<Buffer>]>([
    ['SVG', () => Buffer.from(svg)],
    ['SVG with a declaration', () => Buffer.from(`<?xml version="1.0"?>${svg}`)],
    ['HTML', () => Buffer.from('<html><script>alert(1)</script></html>')],
    ['a text', () => Buffer.from('hello')],
    ['nothing', () => Buffer.alloc(0)],
    ['one byte', () => Buffer.from([0xff])],
    ['TIFF', () => quarters().tiff().toBuffer()],
    ['AVIF', () => quarters().avif().toBuffer()],
    ['PDF', () => Buffer.from('%PDF-1.4\n%%EOF')],
    ['a ZIP', () => Buffer.from('PK\x03\x04rest')],
    ['the first bytes of a JPEG and HTML', () => Buffer.from('\xff\xd8\xff<html>', 'latin1')],
    ['the first bytes of a GIF and Java', () => Buffer.from('GIF89a\xca\xfe\xba\xbe', 'latin1')],
    ['half of a JPEG', () => jpeg.subarray(0, jpeg.length / 2)],
    ['a JPEG without its last bytes', () => jpeg.subarray(0, jpeg.length - 20)],
    ['half of a PNG', async () => (await quarters(640, 480).png().toBuffer()).subarray(0, 1_000)],
    ['half of a WebP', async () => (await quarters(640, 480).webp().toBuffer()).subarray(0, 300)],
    ['half of a GIF', async () => (await quarters(640, 480).gif().toBuffer()).subarray(0, 600)],
  ])('%s, called photo.jpg and said to be image/jpeg', async (_, make) => {
    const file = new Blob([new Uint8Array(await make())], { type: 'image/jpeg' });
    expect(told(await submitFiles(app, city, [['my_photo', file]]))).toEqual([400, 'my_photo']);
    await expectNothingStored();
  });

  test('all of them are told, with the other mistakes; of several with one name, which', async () => {
    const answer = await submitFiles(
      app,
      city,
      [
        ['media', jpeg],
        ['media', Buffer.from('x')],
        ['other', Buffer.alloc(0)],
      ],
      { fields: { lat: 'x', service_code: 'HOLE' } },
    );
    expect(told(answer)).toEqual([400, 'lat', 'attribute[SIZE]', 'media', 'other']);
    expect(listOf(answer)[2]?.['description']).toMatch(/^media \(file 2\) is no picture/);
    await expectNothingStored();
  });
});

describe('pictures that would burst', () => {
  test('a small file that says to be 30,000 by 30,000', async () => {
    for (const [width, height] of [
      [30_000, 30_000],
      [2_000_000_000, 2],
      [0xffff_ffff, 0xffff_ffff],
    ] as const) {
      const answer = await submitFiles(app, city, [['media', emptyPng(width, height)]]);
      expect(told(answer)).toEqual([400, 'media']);
    }
    await expectNothingStored();
  });

  test('30,000 by 30,000 pixels that are all there', async () => {
    const zeroes = deflateSync(Buffer.alloc(90_001 * 1_000));
    const bomb = emptyPng(30_000, 30_000, pngChunk('IDAT', zeroes));
    expect(bomb.length).toBeLessThan(LIMITS.fileBytes);
    const answer = await submitFiles(app, city, [['media', bomb]]);
    expect(told(answer)).toEqual([400, 'media']);
    expect(listOf(answer)[0]?.['description']).toContain('50,000,000 pixels');
    await expectNothingStored();
  });

  test('kinds that are whole in memory before the first line comes out have a lower limit', async () => {
    const large = sharp({ create: { width: 6_000, height: 6_000, channels: 3, background: '#fff' } });
    const [plain, progressive] = await Promise.all([
      large.clone().jpeg().toBuffer(),
      large.clone().jpeg({ progressive: true }).toBuffer(),
    ]);
    expect(told(await submitFiles(app, city, [['media', progressive]]))).toEqual([400, 'media']);
    await expectNothingStored();
    expect((await submitFiles(app, city, [['media', plain]])).status).toBe(200);
  });
});

test.each([
  ['a ZIP', Buffer.from('PK\x03\x04MARK PK\x05\x06', 'latin1')],
  ['HTML and JavaScript', Buffer.from('<html><script>MARK</script></html>')],
])('a picture with %s behind it is a picture, and that is gone', async (_, behind) => {
  for (const picture of [jpeg, await quarters().gif().toBuffer(), await quarters().png().toBuffer()]) {
    const answer = await submitFiles(app, city, [['media', Buffer.concat([picture, behind])]]);
    const { bytes } = await fetchPicture((await caseOf(app, city, answer))['media_url']);
    expect(bytes.includes('MARK')).toBe(false);
    expect(bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
  }
});

describe('too much', () => {
  test('a file that is too large is 413 and named', async () => {
    const answer = await submitFiles(app, city, [
      ['good', jpeg],
      ['huge', Buffer.alloc(LIMITS.fileBytes + 1, 'a')],
    ]);
    expect(told(answer)).toEqual([413, 'huge']);
    await expectNothingStored();
  });

  test('one of exactly the most bytes is not', async () => {
    const padded = Buffer.concat([jpeg, Buffer.alloc(LIMITS.fileBytes - jpeg.length)]);
    expect((await submitFiles(app, city, [['media', padded]])).status).toBe(200);
  });

  test('one file too many is 400 and named', async () => {
    const files = ['a', 'b', 'c', 'd', 'e'].map((name) => [name, jpeg] as const);
    expect(told(await submitFiles(app, city, files))).toEqual([400, 'd']);
    await expectNothingStored();
  });

  test('too much in all is 413, said before and found on the way', async () => {
    const files = ['a', 'b', 'c'].map((name) => part(name, Buffer.alloc(1_900_000), 'a.jpg'));
    const body = Buffer.concat([...fieldParts(), ...files, END]);
    expect((await post(body)).told).toEqual([413, undefined]);
    expect((await post(body, { 'transfer-encoding': 'chunked' })).told).toEqual([413, undefined]);
    await expectNothingStored();
  });

  test.each([
    ['fields', (index: number) => part(`x${index}`, '1')],
    ['files', (index: number) => part(`x${index}`, 'a', 'a.jpg')],
    ['empty files', (index: number) => part(`x${index}`, '', 'a.jpg')],
  ])('10,000 %s are 400', async (_, make) => {
    const parts = Array.from({ length: 10_000 }, (_each, index) => make(index));
    expect((await post(Buffer.concat([...fieldParts(), ...parts, END]))).status).toBe(400);
    await expectNothingStored();
  });

  test('fields of more than 1 MB beside files are 413', async () => {
    const body = [
      ...fieldParts(),
      part('media', jpeg, 'a.jpg'),
      part('description', 'a'.repeat(1_500_000)),
      END,
    ];
    expect((await post(Buffer.concat(body))).status).toBe(413);
    await expectNothingStored();
  });

  test('R10: gzip is taken, and a gzip bomb is 413 before it has unfolded', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    const good = Buffer.concat([...fieldParts(), part('media', jpeg, 'a.jpg'), END]);
    expect((await post(gzipSync(good), gzip)).status).toBe(200);
    before = await counts();
    const head = Buffer.concat([...fieldParts(), part('media', '', 'a.jpg').subarray(0, -2)]);
    // 300 MB, packed piece by piece: what follows each other is unpacked as one.
    const zeroes = gzipSync(Buffer.alloc(10_000_000));
    const bomb = Buffer.concat([gzipSync(head), ...Array.from({ length: 30 }, () => zeroes)]);
    expect(bomb.length).toBeLessThan(1_000_000);
    const rss = process.memoryUsage().rss;
    expect((await post(bomb, gzip)).told).toEqual([413, 'media']);
    expect(process.memoryUsage().rss - rss).toBeLessThan(100_000_000);
    expect((await post(gzipSync(good).subarray(0, 200), gzip)).status).toBe(400);
    expect((await post(good, gzip)).status).toBe(400);
    expect((await post(good, { 'content-encoding': 'zip' })).status).toBe(415);
    await expectNothingStored();
  });
});

describe('a multipart body that is not whole', () => {
  test.each<[string, Buffer[], string | undefined]>([
    ['without its end', [part('media', 'abc', 'a.jpg')], undefined],
    ['cut in a file', [part('media', 'abc', 'a.jpg').subarray(0, -3)], 'media'],
    ['cut in the head of a part', [Buffer.from('--X\r\nContent-Dispos')], undefined],
    ['with another boundary', [Buffer.from('--Y--\r\n')], undefined],
  ])('%s is 400', async (_, rest, field) => {
    const answer = await post(Buffer.concat([...fieldParts(), ...rest]));
    expect(answer.told[0]).toBe(400);
    if (field !== undefined) expect(answer.told[1]).toBe(field);
    await expectNothingStored();
  });

  test('a caller who hangs up in the middle of a file leaves nothing', async () => {
    const { hostname, port } = new URL(app.url);
    const sent = request({
      hostname,
      port,
      method: 'POST',
      path: '/open311/v2/requests.json',
      headers: { ...BOUNDARY, 'content-length': 1_000_000 },
    });
    sent.on('error', () => undefined);
    sent.write(
      Buffer.concat([...fieldParts(), part('media', Buffer.alloc(500_000), 'a.jpg').subarray(0, -2)]),
    );
    if (process.platform === 'linux') await until(async () => (await temporaryFilesOf(process.pid)) === 1);
    sent.destroy();
    await expectNothingStored();
  });
});

testWhen(process.platform === 'linux', 'only Linux tells which files a process has open')(
  'a temporary file lies there only as long as the call lasts, and without a name',
  async () => {
    const { hostname, port } = new URL(app.url);
    const sent = request({
      hostname,
      port,
      method: 'POST',
      path: '/open311/v2/requests.json',
      headers: BOUNDARY,
    });
    const answered = once(sent, 'response');
    sent.write(Buffer.concat([...fieldParts(), part('media', jpeg, 'a.jpg')]));
    await until(async () => (await temporaryFilesOf(process.pid)) === 1);
    sent.end(END);
    const [response] = (await answered) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(200);
    await until(async () => (await temporaryFilesOf(process.pid)) === 0);
  },
);
