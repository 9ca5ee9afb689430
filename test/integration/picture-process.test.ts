import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { PictureRefusal } from '../../src/platform/picture.ts';
import { renderInProcess } from '../../src/platform/picture-renderer.ts';
import { uploadOfBytes } from '../../src/platform/upload.ts';
import { pictureProcessOf, quarters, quartersOf } from '../support/pictures.ts';
import { testWhen } from '../support/skip.ts';

/** The process in which pictures are opened may die of any of them, and the next one finds a fresh one. */
const MOST_PIXELS = 50_000_000;
const linuxOnly = testWhen(process.platform === 'linux', 'only Linux tells the children of a process');

let jpeg: Buffer;
beforeAll(async () => {
  jpeg = await quarters().jpeg().toBuffer();
});

const render = (bytes: Buffer) => renderInProcess(uploadOfBytes('media', bytes), MOST_PIXELS);
const works = async () => {
  const { large, small } = await render(jpeg);
  expect(await quartersOf(large)).toBe('red green blue white');
  expect(await quartersOf(small)).toBe('red green blue white');
};
afterEach(works);

test('pictures asked for at one moment all come, each its own', async () => {
  const sides = Array.from({ length: 12 }, (_, index) => 20 + 2 * index);
  const pictures = await Promise.all(sides.map((side) => quarters(side, side).png().toBuffer()));
  const rendered = await Promise.all(pictures.map(render));
  // The size of a JPEG stands in its frame header, SOF0.
  const widths = rendered.map(({ large }) =>
    large.readUInt16BE(large.indexOf(Buffer.from([0xff, 0xc0])) + 7),
  );
  expect(widths).toEqual(sides);
});

test('a refusal costs the next one nothing', async () => {
  const outcomes = await Promise.allSettled([
    render(Buffer.from('x')),
    render(jpeg),
    render(Buffer.alloc(0)),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
});

linuxOnly('a picture of which the process dies is refused', async () => {
  await works();
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* deadly() {
    yield jpeg.subarray(0, 100);
    const pid = pictureProcessOf(process.pid);
    if (pid === undefined) throw new Error('there is no process for pictures');
    process.kill(pid, 'SIGKILL');
    yield jpeg.subarray(100);
  }
  await expect(renderInProcess({ size: jpeg.length, read: deadly }, MOST_PIXELS)).rejects.toThrow(
    PictureRefusal,
  );
});

test('bytes that cannot be read fail that call, and leave no half picture for the next', async () => {
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* broken() {
    yield jpeg.subarray(0, 100);
    throw new Error('the disk is gone');
  }
  await expect(renderInProcess({ size: jpeg.length, read: broken }, MOST_PIXELS)).rejects.toThrow(
    'disk is gone',
  );
});

linuxOnly('it has nothing of the server in its environment', async () => {
  await works();
  const environment = readFileSync(`/proc/${pictureProcessOf(process.pid)}/environ`, 'utf8');
  expect(environment.split('\0').map((line) => line.split('=')[0])).not.toEqual(
    expect.arrayContaining(['TEST_SERVER']),
  );
  expect(process.env['TEST_SERVER']).toBeDefined();
});
