import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import sharp from 'sharp';
import { listOf } from '../support/calls.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import {
  caseOf,
  emptyPng,
  fetchPicture,
  filesBelow,
  pictureProcessOf,
  pngChunk,
  quarters,
  submitFiles,
  temporaryFilesOf,
} from '../support/pictures.ts';
import {
  endPrograms,
  freshFolder,
  liveKey,
  runJson,
  runProgram,
  startServerProgram,
} from '../support/program.ts';
import type { Env, ServerProgram } from '../support/program.ts';
import { inParallel } from '../support/submit.ts';
import { LONG, testWhen } from '../support/skip.ts';

/** Pictures at a server of its own, in its own process: killed in the middle, attacked, reset. */
const data = join(freshFolder(), '.signpost');
const temporary = freshFolder();
const env: Env = {
  TMPDIR: temporary,
  SIGNPOST_DATA: data,
  SIGNPOST_LIMIT_KEY: '1000000',
  SIGNPOST_LIMIT_ADDRESS: '1000000',
};
const files = join(data, 'files');
const FIELDS = { service_code: 'STREET-LIGHT', lat: '51.1079', long: '17.0385' };
const MEGABYTE = 1024 * 1024;

let server: ServerProgram;
let city: TestCity;
let db: Client;
let jpeg: Buffer;
beforeAll(async () => {
  server = await startServerProgram({ env });
  const key = await liveKey({ env });
  city = { jurisdiction_id: 'wroclaw.pl', key, key_id: '' };
  db = new Client({ host: join(data, 'socket'), user: 'signpost', database: 'signpost' });
  db.on('error', () => undefined);
  await db.connect();
  await db.query('set search_path to signpost');
  jpeg = await quarters(400, 300).jpeg().toBuffer();
}, 240_000);
afterAll(async () => {
  await db.end().catch(() => undefined);
  await endPrograms();
});

const send = (pictures: readonly Buffer[], headers: Record<string, string> = {}) =>
  submitFiles(
    server,
    city,
    pictures.map((bytes) => ['media', bytes] as const),
    { fields: FIELDS, headers },
  );
const storedFiles = () => (existsSync(files) ? filesBelow(files) : []);
const figures = async () => {
  const { rows } = await db.query<{ media: number; unclaimed: number }>(
    `select count(*)::int as media, (count(*) filter (where number is null))::int as unclaimed from media
      where jurisdiction_id = 'wroclaw.pl'`,
  );
  return { ...rows[0], files: storedFiles().length };
};

/** The most memory a process has ever held, and what it holds now: nothing when it has just ended, as the one for pictures may. */
function memoryOf(pid: number): { peak: number; now: number } {
  const file = `/proc/${pid}/status`;
  const status = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
  return { peak: kilobytes('VmHWM') * 1024, now: kilobytes('VmRSS') * 1024 };
}

describe('a process that is killed between file and commit', () => {
  test('leaves rows that name its files, the sweep takes both, and the repeat makes one case', async () => {
    const before = await figures();
    // Whoever holds the table keeps the submission from its commit, when all files are written.
    await db.query('begin');
    await db.query('lock table requests in share mode');
    const headers = { 'idempotency-key': 'killed' };
    const outcome = send([jpeg, jpeg], headers).then(
      () => 'answered',
      () => 'lost',
    );
    await until(() => storedFiles().length === before.files + 4);
    await server.stop('SIGKILL');
    expect(await outcome).toBe('lost');
    await db.query('rollback');
    const left = await figures();
    expect(left).toEqual({ media: (before.media ?? 0) + 2, unclaimed: 2, files: before.files + 4 });
    expect((await readdir(temporary)).filter((name) => name.startsWith('signpost-upload-'))).toEqual([]);

    server = await startServerProgram({ env });
    const found = await caseOf(server, city, await send([jpeg, jpeg], headers));
    expect((await fetchPicture(found['media_url'])).status).toBe(200);

    // As if an hour had gone by; then the job is asked for, as the clock does it every hour.
    await db.query(`update media set uploaded_at = uploaded_at - interval '61 minutes'`);
    await db.query(`select graphile_worker.add_job('media.sweep', '{}'::json)`);
    await until(async () => (await figures()).unclaimed === 0);
    expect(await figures()).toEqual({
      media: (before.media ?? 0) + 2,
      unclaimed: 0,
      files: before.files + 4,
    });
    expect((await fetchPicture(found['media_url'])).status).toBe(200);
  }, 240_000);
});

testWhen(
  process.platform === 'linux' && LONG,
  'it takes a minute of all cores, and Linux: SIGNPOST_TEST_FAULT=long asks for it',
)(
  'under attack the memory of the server grows by less than 200 MB, and nothing is left',
  async () => {
    // What ordinary use takes is no growth.
    await inParallel(24, 8, async () => void (await send([jpeg])));
    const pid = server.child.pid ?? 0;
    const before = await figures();
    const begun = memoryOf(pid).now;
    const picturesBegun = memoryOf(pictureProcessOf(pid) ?? pid).now;
    const grown: { server: number; pictures: number }[] = [];
    let picturesPeak = 0;
    const look = () => {
      const child = pictureProcessOf(pid);
      if (child !== undefined) picturesPeak = Math.max(picturesPeak, memoryOf(child).peak);
    };
    /** One attack, and the most that each process has held meanwhile. */
    const attack = async (work: () => Promise<unknown>) => {
      const child = pictureProcessOf(pid);
      for (const one of child === undefined ? [pid] : [pid, child])
        writeFileSync(`/proc/${one}/clear_refs`, '5');
      picturesPeak = 0;
      await work();
      look();
      grown.push({ server: memoryOf(pid).peak - begun, pictures: Math.max(0, picturesPeak - picturesBegun) });
    };

    const noise = sharp({
      create: {
        width: 100,
        height: 100,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    });
    const tile = await noise.png().toBuffer();
    const large = (width: number, height: number) =>
      sharp(tile).resize(width, height, { kernel: 'nearest', fit: 'fill' });
    const [plain, turned, progressive, interlaced, deep, lossless, gif] = await Promise.all([
      large(8_000, 6_200).jpeg({ quality: 40 }).toBuffer(),
      large(7_000, 7_000).png({ compressionLevel: 1 }).withMetadata({ orientation: 6 }).toBuffer(),
      large(3_580, 3_580).jpeg({ progressive: true, chromaSubsampling: '4:4:4', quality: 40 }).toBuffer(),
      large(4_090, 4_090).png({ progressive: true, compressionLevel: 3 }).toBuffer(),
      large(2_890, 2_890)
        .ensureAlpha()
        .toColourspace('rgb16')
        .png({ progressive: true, compressionLevel: 6 })
        .toBuffer(),
      large(3_900, 3_900).webp({ lossless: true, effort: 0 }).toBuffer(),
      large(3_900, 3_900).gif({ effort: 1 }).toBuffer(),
    ]);
    const taken = [plain, turned, progressive, interlaced, deep, lossless, gif].filter(
      (bytes) => bytes.length < 20 * MEGABYTE,
    );
    expect(taken).toHaveLength(7);
    const padded = Buffer.concat([jpeg, Buffer.alloc(20 * MEGABYTE - jpeg.length)]);
    const refused = [
      emptyPng(30_000, 30_000),
      emptyPng(30_000, 30_000, pngChunk('IDAT', Buffer.alloc(MEGABYTE))),
      await large(8_000, 6_000).jpeg({ progressive: true, quality: 20 }).toBuffer(),
      jpeg.subarray(0, jpeg.length / 2),
    ];

    let accepted = 0;
    await attack(() =>
      inParallel(35, 12, async (index) => {
        const answer = await send([taken[index % taken.length] ?? jpeg]);
        expect({
          index: index % taken.length,
          status: answer.status,
          text: answer.status === 200 ? '' : answer.text,
        }).toMatchObject({ status: 200 });
        accepted += 1;
        look();
      }),
    );
    await attack(() =>
      inParallel(20, 12, async (index) => {
        const answer = await send([refused[index % refused.length] ?? jpeg]);
        expect([answer.status, listOf(answer)[0]?.['field']]).toEqual([400, 'media']);
      }),
    );
    // Large files, many at a time, in which each part is as large as it may be.
    await attack(() =>
      inParallel(8, 8, async () => {
        expect((await send([padded, padded, padded, padded])).status).toBe(200);
        accepted += 4;
      }),
    );
    await attack(() =>
      inParallel(16, 16, async () => {
        expect((await send([Buffer.alloc(20 * MEGABYTE + 1)])).status).toBe(413);
      }),
    );
    const bomb = gzipSync(
      Buffer.concat([
        Buffer.from('--X\r\nContent-Disposition: form-data; name="media"; filename="a"\r\n\r\n'),
        Buffer.alloc(300 * MEGABYTE),
      ]),
    );
    await attack(() =>
      inParallel(16, 16, async () => {
        const answer = await fetch(`${server.url}/open311/wroclaw.pl/v2/requests.json`, {
          method: 'POST',
          headers: {
            'x-api-key': city.key,
            'content-type': 'multipart/form-data; boundary=X',
            'content-encoding': 'gzip',
          },
          body: new Uint8Array(bomb),
        });
        expect(answer.status).toBe(413);
      }),
    );
    // Hundreds who begin and say no more.
    const idle = Array.from({ length: 300 }, () => {
      const { hostname, port } = new URL(server.url);
      const call = request({
        hostname,
        port,
        method: 'POST',
        path: '/open311/wroclaw.pl/v2/requests.json',
        headers: { 'x-api-key': city.key, 'content-type': 'multipart/form-data; boundary=X' },
      });
      call.on('error', () => undefined).on('response', (response) => response.resume());
      call.write('--X\r\nContent-Disposition: form-data; name="media"; filename="a"\r\n\r\n');
      call.write(Buffer.alloc(100_000));
      return call;
    });
    await attack(() => until(async () => (await temporaryFilesOf(pid)) === 100));
    for (const call of idle) call.destroy();
    await until(async () => (await temporaryFilesOf(pid)) === 0);

    const megabytes = (bytes: number) => Math.round(bytes / MEGABYTE);
    process.stderr.write(
      `Memory grew by ${grown.map((one) => `${megabytes(one.server)} + ${megabytes(one.pictures)}`).join(', ')} MB in the server and its process for pictures.\n`,
    );
    expect(grown[0]?.pictures).toBeGreaterThan(0);
    expect(Math.max(...grown.map((one) => one.server + one.pictures))).toBeLessThan(200 * MEGABYTE);
    expect(await figures()).toEqual({
      media: (before.media ?? 0) + accepted,
      unclaimed: 0,
      files: before.files + 2 * accepted,
    });
    expect((await send([jpeg])).status).toBe(200);
  },
  900_000,
);

test('a reset takes the pictures along with the cases', async () => {
  expect(storedFiles().length).toBeGreaterThan(0);
  expect((await runProgram(['reset', '--yes'], { env })).code).toBe(2);
  expect(storedFiles().length).toBeGreaterThan(0);
  await db.end();
  await server.stop();
  expect(await runJson(['reset', '--yes'], { env })).toEqual({ removed: true });
  expect(existsSync(files)).toBe(false);
}, 240_000);
