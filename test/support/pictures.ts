import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { call, listOf, PLACE } from './calls.ts';
import type { Answer } from './calls.ts';
import type { TestCity } from './city.ts';

type Server = { url: string };

/** A picture whose four quarters are red, green, blue and white, so that one can see which way up it is. */
export function quarters(width = 64, height = 48): Sharp {
  const quarter = (left: number, top: number, background: string) => ({
    input: { create: { width: width / 2, height: height / 2, channels: 3 as const, background } },
    left,
    top,
  });
  return sharp({ create: { width, height, channels: 3, background: '#fff' } }).composite([
    quarter(0, 0, '#f00'),
    quarter(width / 2, 0, '#0f0'),
    quarter(0, height / 2, '#00f'),
  ]);
}

/** What the four quarters of a picture look like, from top left to bottom right. */
export async function quartersOf(bytes: Buffer): Promise<string> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => {
    const place = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
    return [...data.subarray(place, place + 3)].map((value) => (value > 127 ? '1' : '0')).join('');
  };
  const names: Record<string, string> = { '100': 'red', '010': 'green', '001': 'blue', '111': 'white' };
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)]
    .map((code) => names[code] ?? code)
    .join(' ');
}

/** Submits a form with files, as browsers do. A file is a name of a part and its bytes. */
export function submitFiles(
  app: Server,
  city: TestCity,
  files: readonly (readonly [string, Buffer | Blob, string?])[],
  given: {
    fields?: Record<string, string>;
    headers?: Record<string, string>;
    path?: string;
    key?: string;
  } = {},
): Promise<Answer> {
  const form = new FormData();
  const fields = {
    api_key: given.key ?? city.key,
    jurisdiction_id: city.jurisdiction_id,
    service_code: 'LAMP',
    ...PLACE,
    ...given.fields,
  };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, bytes, filename] of files) {
    form.append(
      name,
      bytes instanceof Blob ? bytes : new Blob([new Uint8Array(bytes)]),
      filename ?? 'photo.jpg',
    );
  }
  return call(app, given.path ?? '/open311/v2/requests.json', {
    method: 'POST',
    headers: given.headers ?? {},
    body: form,
  });
}

/** The case of a submission, as everybody reads it. */
export async function caseOf(app: Server, city: TestCity, answer: Answer): Promise<Record<string, unknown>> {
  const number = answer.status === 200 ? listOf(answer)[0]?.['service_request_id'] : undefined;
  if (typeof number !== 'string') throw new Error(`not submitted: ${answer.status} ${answer.text}`);
  const found = await call(app, `/open311/${city.jurisdiction_id}/v2/requests/${number}.json`);
  return listOf(found)[0] ?? {};
}

/** A picture as it is served, by its address. */
export async function fetchPicture(url: unknown, init: RequestInit = {}) {
  const response = await fetch(url as string, init);
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

export const smallOf = (url: unknown) => (url as string).replace(/\.jpg$/, '.small.jpg');

/** All files below a folder, by their names without it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

/** How many temporary files of uploads a process still holds; they have no names. Linux alone can tell. */
export async function temporaryFilesOf(pid: number): Promise<number> {
  const folder = `/proc/${pid}/fd`;
  const targets = await Promise.all(
    (await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => '')),
  );
  return targets.filter((target) => target.includes('signpost-upload-')).length;
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A chunk of a PNG. */
export function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, check]);
}

/** A PNG that says to be of this size and holds no pixels. */
export function emptyPng(width: number, height: number, more: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    more,
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The process in which pictures are opened, while there is one; the youngest, where test files share a process. */
export const pictureProcessOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((child) => child !== '' && commandOf(child).includes('picture-process'))
    .map(Number)
    .at(-1);

/** What a process was started with; nothing when it has ended meanwhile. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
