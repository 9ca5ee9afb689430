import sharp from 'sharp';
import type { Metadata } from 'sharp';
import { PictureRefusal } from './picture.ts';
import type { Renditions } from './picture.ts';

/** The longest side of each rendition; nothing is enlarged. */
const LARGE_SIDE = 1_600;
const SMALL_SIDE = 320;
const LOGO_SIDE = 512;
/** Where a photo shows no difference yet. */
const QUALITY = 82;

/** What decoding one picture may take; one that would take more is refused by what its header says. */
const MOST_MEMORY_BYTES = 80 * 1024 * 1024;

/** The first bytes of what is taken. Nothing else is shown to the library. */
const KINDS: readonly ((bytes: Buffer) => boolean)[] = [
  (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  (bytes) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
  (bytes) => /^RIFF[^]{4}WEBP/.test(bytes.subarray(0, 12).toString('latin1')),
  (bytes) => /^GIF8[79]a/.test(bytes.subarray(0, 6).toString('latin1')),
];

/** The readers of those four kinds, by their names in the library. All others are shut. */
const READERS = [
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadWebpBuffer',
  'VipsForeignLoadNsgifBuffer',
];

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: READERS });
// No picture is seen twice, and one thread for each keeps the memory as it was reckoned.
sharp.cache(false);
sharp.concurrency(1);

/**
 * Makes a picture anew from its pixels, the right way up: nothing else of the file is left, neither where it was taken
 * nor what was hung on behind. Of an animation the first picture is taken.
 * @param mostPixels width times height
 * @throws PictureRefusal
 */
export async function renderPicture(bytes: Buffer, mostPixels: number): Promise<Renditions> {
  await requirePicture(bytes, mostPixels);
  const large = await rendition(bytes, mostPixels, LARGE_SIDE).catch(damaged);
  return { large, small: await rendition(large, mostPixels, SMALL_SIDE) };
}

/** Makes a logo anew in the same way. A PNG, since most have edges and what shows through. @throws PictureRefusal */
export async function renderLogo(bytes: Buffer, mostPixels: number): Promise<Buffer> {
  await requirePicture(bytes, mostPixels);
  return resized(bytes, mostPixels, LOGO_SIDE).png().toBuffer().catch(damaged);
}

/** @throws PictureRefusal for what is not to be decoded */
async function requirePicture(bytes: Buffer, mostPixels: number): Promise<void> {
  if (bytes.length === 0) throw new PictureRefusal('is empty.');
  if (!KINDS.some((matches) => matches(bytes)))
    throw new PictureRefusal('is no picture that is taken here. Send JPEG, PNG, WebP or GIF.');
  const header = await sharp(bytes, { limitInputPixels: false }).metadata().catch(damaged);
  const pixels = header.width * header.height;
  if (pixels > mostPixels)
    throw new PictureRefusal(`has more than ${mostPixels.toLocaleString('en')} pixels. Send a smaller one.`);
  if (pixels * bytesPerPixel(header) > MOST_MEMORY_BYTES)
    throw new PictureRefusal('is too large for its kind. Send a smaller one, or an ordinary JPEG.');
}

function damaged(): never {
  throw new PictureRefusal('is damaged or cut off. Send the whole picture.');
}

const resized = (bytes: Buffer, limitInputPixels: number, side: number) =>
  sharp(bytes, { limitInputPixels, failOn: 'truncated', sequentialRead: true, autoOrient: true }).resize({
    width: side,
    height: side,
    fit: 'inside',
    withoutEnlargement: true,
  });

const rendition = (bytes: Buffer, limitInputPixels: number, side: number) =>
  resized(bytes, limitInputPixels, side)
    .flatten({ background: '#fff' })
    .jpeg({ quality: QUALITY })
    .toBuffer();

/**
 * What the readers were seen to hold in memory for each pixel. Plain JPEG and PNG pass through line by line; the others
 * are whole in memory before the first line comes out.
 */
function bytesPerPixel({ format, isProgressive, channels, depth }: Metadata): number {
  if (format === 'jpeg') return isProgressive === true ? 6.5 : 1;
  if (format === 'png') {
    return isProgressive === true ? channels * (depth === 'ushort' ? 2 : 1) + 2 : 1.5;
  }
  return 5.5;
}
