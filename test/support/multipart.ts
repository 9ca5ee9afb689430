import { PLACE } from './calls.ts';
import type { TestCity } from './city.ts';

/** The header of a body whose parts are made here. */
export const BOUNDARY = { 'content-type': 'multipart/form-data; boundary=X' };
/** A part of a multipart body; with a file name it is a file. */
export const part = (name: string, content: Buffer | string, filename?: string) =>
  Buffer.concat([
    Buffer.from(
      `--X\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
export const END = Buffer.from('--X--\r\n');
/** The fields of a submission that is right. */
export const formParts = (city: TestCity, key = city.key) =>
  Object.entries({
    api_key: key,
    jurisdiction_id: city.jurisdiction_id,
    service_code: 'LAMP',
    ...PLACE,
  }).map(([name, value]) => part(name, value));
