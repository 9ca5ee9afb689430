import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { toFeatureCollection } from '../../src/http/geojson.ts';
import { ItemWriter } from '../../src/http/item-writer.ts';
import type { FileFormat } from '../../src/http/operation.ts';
import { fc } from '../support/same-examples.ts';

type Item = {
  service_request_id: string;
  description: string | null;
  lat: number | null;
  long: number | null;
};

const options = { columns: ['service_request_id', 'description', 'lat', 'long'] };

const item: fc.Arbitrary<Item> = fc.record({
  service_request_id: fc.nat().map(String),
  description: fc.option(fc.string({ unit: 'grapheme' })),
  lat: fc.option(fc.integer({ min: -900_000_000, max: 900_000_000 }).map((n) => n / 1e7)),
  long: fc.option(fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }).map((n) => n / 1e7)),
});

/** The lines of the items, in chunks of this many bytes, cut wherever it happens. */
function* chunks(items: readonly Item[], size: number): Generator<Buffer> {
  const whole = Buffer.from(items.map((one) => `${JSON.stringify(one)}\n`).join(''));
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

async function written(format: FileFormat, given: Iterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of Readable.from(given, { objectMode: false }).pipe(new ItemWriter(format, options)))
    text += (chunk as Buffer).toString('latin1');
  return Buffer.from(text, 'latin1').toString();
}

describe('wherever the lines are cut', () => {
  const cut = fc.tuple(fc.array(item, { maxLength: 8 }), fc.integer({ min: 1, max: 300 }));

  test('GeoJSON holds the same features as a list', () =>
    fc.assert(
      fc.asyncProperty(cut, async ([items, size]) => {
        expect(JSON.parse(await written('geojson', chunks(items, size)))).toEqual(
          JSON.parse(JSON.stringify(toFeatureCollection(items))),
        );
      }),
    ));

  test('CSV and NDJSON are the same as of one chunk', () =>
    fc.assert(
      fc.asyncProperty(cut, async ([items, size]) => {
        for (const format of ['csv', 'ndjson'] as const)
          expect(await written(format, chunks(items, size))).toBe(
            await written(format, chunks(items, 1_000_000)),
          );
      }),
    ));
});

test('without items there is a head, a valid collection, or nothing', async () => {
  expect(await written('csv', [])).toBe('service_request_id,description,lat,long\r\n');
  expect(JSON.parse(await written('geojson', []))).toEqual({ type: 'FeatureCollection', features: [] });
  expect(await written('ndjson', [])).toBe('');
});

test('half a line at the end is a failure, not the end of the file', async () => {
  await expect(written('csv', [Buffer.from('{"service_request_id":"1"}\n{"serv')])).rejects.toThrow('no end');
});
