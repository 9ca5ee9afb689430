import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import {
  caseOf,
  fetchPicture,
  filesBelow,
  pngChunk,
  quarters,
  quartersOf,
  smallOf,
  submitFiles,
} from '../support/pictures.ts';
import { describeWithData } from '../support/test-data.ts';

/** Nothing of a file is published but its pixels. */
let app: TestApp;
let city: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
});
afterAll(() => app.stop());

/** Submits a picture. @returns what is served of it, in both sizes */
async function served(bytes: Buffer): Promise<[Buffer, Buffer]> {
  const found = await caseOf(app, city, await submitFiles(app, city, [['media', bytes]]));
  const [large, small] = await Promise.all(
    [found['media_url'], smallOf(found['media_url'])].map(async (url) => (await fetchPicture(url)).bytes),
  );
  return [large ?? Buffer.alloc(0), small ?? Buffer.alloc(0)];
}

/** What would tell where a picture comes from, or that something is left of its file. */
const TRACES = [
  'MARK-',
  'Exif',
  'exif',
  'ICC_PROFILE',
  'acsp',
  'Photoshop',
  'ns.adobe.com',
  'xpacket',
  'NIKON',
  'PK\x03\x04',
];
const tracesIn = (bytes: Buffer) => TRACES.filter((trace) => bytes.includes(Buffer.from(trace, 'latin1')));

/** A segment of a JPEG. */
function segment(marker: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string, 'latin1');
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([head, bytes]);
}

const afterStart = (jpeg: Buffer, ...segments: Buffer[]) =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

/** EXIF with a description, a position, and a thumbnail in its second directory. */
function exifWithThumbnail(): Buffer {
  const tiff = Buffer.alloc(200);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  tiff.writeUInt16LE(1, 8);
  entry(10, 0x010e, 2, 17, 60); // ImageDescription
  tiff.writeUInt32LE(26, 22);
  tiff.writeUInt16LE(2, 26);
  entry(28, 0x0201, 4, 1, 100); // JPEGInterchangeFormat
  entry(40, 0x0202, 4, 1, 40);
  tiff.write('MARK-DESCRIPTION\0', 60, 'latin1');
  tiff.write('\xff\xd8MARK-THUMBNAIL\xff\xd9', 100, 'latin1');
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
}

const EXIF = {
  IFD0: { Copyright: 'MARK-COPYRIGHT', Artist: 'MARK-ARTIST' },
  IFD2: { UserComment: 'MARK-COMMENT', BodySerialNumber: 'MARK-SERIAL' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 6/1 28/1', GPSAreaInformation: 'MARK-GPS' },
};
const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- MARK-XMP --></x:xmpmeta>';

const marked: [string, () => Promise<Buffer>][] = [
  [
    'JPEG with EXIF, GPS, XMP and a colour profile',
    () => quarters().jpeg().withExif(EXIF).withXmp(XMP).withIccProfile('p3').toBuffer(),
  ],
  [
    'JPEG with a thumbnail, IPTC, comments and unknown segments',
    async () =>
      afterStart(
        await quarters().jpeg().toBuffer(),
        segment(0xe1, exifWithThumbnail()),
        segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${XMP}`),
        segment(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x78\0\x09MARK-IPTC'),
        segment(0xfe, 'MARK-COM'),
        segment(0xef, 'MARK-APP15'),
        segment(0xe2, 'MPF\0MARK-MPF'),
      ),
  ],
  [
    'JPEG with bytes behind its end',
    async () => Buffer.concat([await quarters().jpeg().toBuffer(), Buffer.from('MARK-TRAILER')]),
  ],
  ['PNG with EXIF and XMP', () => quarters().png().withExif(EXIF).withXmp(XMP).toBuffer()],
  [
    'PNG with texts and bytes behind its end',
    async () => {
      const png = await quarters().png().toBuffer();
      return Buffer.concat([
        png.subarray(0, 33),
        pngChunk('tEXt', Buffer.from('Author\0MARK-TEXT')),
        pngChunk('iTXt', Buffer.from('Comment\0\0\0\0\0MARK-ITXT')),
        pngChunk('eXIf', exifWithThumbnail().subarray(6)),
        pngChunk('maRk', Buffer.from('MARK-CHUNK')),
        png.subarray(33),
        Buffer.from('MARK-TRAILER'),
      ]);
    },
  ],
  [
    'WebP with EXIF, XMP and a colour profile',
    () => quarters().webp().withExif(EXIF).withXmp(XMP).withIccProfile('p3').toBuffer(),
  ],
  [
    'GIF with bytes behind its end',
    async () =>
      Buffer.concat([await quarters().gif().toBuffer(), Buffer.from('!\xfe\x09MARK-GIF\0;', 'latin1')]),
  ],
];

describe('none of what a file says beside its pixels is left', () => {
  test.each(marked)('%s', async (_, make) => {
    const bytes = await make();
    expect(tracesIn(bytes)).toContain('MARK-');
    for (const picture of await served(bytes)) {
      expect(tracesIn(picture)).toEqual([]);
      const { exif, xmp, iptc, icc, comments, orientation } = await sharp(picture).metadata();
      expect({ exif, xmp, iptc, icc, comments, orientation }).toEqual({});
      expect(await quartersOf(picture)).toBe('red green blue white');
    }
  });

  test('in no file of the store either: the original is not kept', () => {
    const names = filesBelow(app.folder);
    expect(names.length).toBeGreaterThanOrEqual(marked.length * 2);
    for (const name of names) expect(tracesIn(readFileSync(`${app.folder}/${name}`))).toEqual([]);
  });
});

describe('a picture is served the right way up', () => {
  const rotate = (angle: number) => (bytes: Buffer) => sharp(bytes).rotate(angle).png().toBuffer();
  const flop = (bytes: Buffer) => sharp(bytes).flop().png().toBuffer();
  const flip = (bytes: Buffer) => sharp(bytes).flip().png().toBuffer();
  /** What a camera that was held so has stored: the picture, turned and mirrored back. */
  const stored: Record<number, ((bytes: Buffer) => Promise<Buffer>)[]> = {
    1: [],
    2: [flop],
    3: [rotate(180)],
    4: [flip],
    5: [rotate(90), flop],
    6: [rotate(270)],
    7: [rotate(270), flop],
    8: [rotate(90)],
  };
  test.each(
    (['jpeg', 'webp', 'png'] as const).flatMap((format) =>
      Object.keys(stored).map((orientation) => [format, Number(orientation)] as const),
    ),
  )('%s with orientation %d', async (format, orientation) => {
    let turned: Buffer = await quarters(120, 80).png().toBuffer();
    for (const step of stored[orientation] ?? []) turned = await step(turned);
    const bytes = await sharp(turned).toFormat(format).withMetadata({ orientation }).toBuffer();
    for (const picture of await served(bytes)) {
      expect(await quartersOf(picture)).toBe('red green blue white');
      const { width, height } = await sharp(picture).metadata();
      expect([width, height]).toEqual([120, 80]);
    }
  });
});

describeWithData(
  'photos of real cameras',
  ['photos/DSCN0010.jpg', 'photos/DSCN0012.jpg', 'photos/DSCN0021.jpg'],
  (...photos) => {
    test.each(photos)('%s', async (path) => {
      const bytes = readFileSync(path);
      expect(tracesIn(bytes)).toEqual(expect.arrayContaining(['Exif', 'NIKON']));
      for (const picture of await served(bytes)) expect(tracesIn(picture)).toEqual([]);
    });
  },
);

describeWithData(
  'photos whose EXIF is broken',
  [
    'photos/nogps/invalid_image01088.jpg',
    'photos/nogps/invalid_image01137.jpg',
    'photos/nogps/invalid_image01551.jpg',
    'photos/nogps/invalid_image01713.jpg',
    'photos/nogps/invalid_image01980.jpg',
    'photos/nogps/invalid_image02206.jpg',
  ],
  (...photos) => {
    test.each(photos)('are pictures all the same: %s', async (path) => {
      for (const picture of await served(readFileSync(path))) expect(tracesIn(picture)).toEqual([]);
    });
  },
);
