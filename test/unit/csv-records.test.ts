import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { csvRecords } from '../../src/platform/csv-records.ts';
import { fc } from '../support/same-examples.ts';

/** As csv-parse alone reads a text. */
function carefully(bytes: Buffer): (string[] | 'broken')[] {
  let afterRecords: number | undefined;
  const counted = { records: 0 };
  const records: string[][] = parse(bytes, {
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: 1_048_576,
    skip_records_with_error: true,
    on_record: (record: string[]) => {
      counted.records += 1;
      return record;
    },
    on_skip: () => {
      afterRecords ??= counted.records;
      return undefined;
    },
  });
  return afterRecords === undefined ? records : [...records.slice(0, afterRecords), 'broken'];
}

async function reading(chunks: readonly Buffer[]): Promise<(string[] | 'broken')[]> {
  const found: (string[] | 'broken')[] = [];
  // eslint-disable-next-line @typescript-eslint/require-await
  const source = async function* () {
    yield* chunks;
  };
  for await (const record of csvRecords(source())) found.push(record);
  return found;
}

/** Cuts bytes into pieces of these lengths, over and over. */
function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

test('whatever a text is, and however it comes, its records are those of csv-parse', async () => {
  const sign = fc.constantFrom(
    'a',
    'bc',
    ',',
    ',',
    '"',
    '""',
    '",',
    ',"',
    '\n',
    '\r\n',
    '\r',
    '\u0000',
    'ł',
    '😀',
    '\ufeff',
    ' ',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(sign, { maxLength: 40 }), lengths, async (signs, pieces) => {
      const bytes = Buffer.from(signs.join(''));
      expect(await reading(cut(bytes, pieces))).toEqual(carefully(bytes));
    }),
    { numRuns: 2_000 },
  );
});

test('also where it is no UTF-8', async () => {
  const byte = fc.constantFrom(
    0x61,
    0x2c,
    0x22,
    0x0a,
    0x0d,
    0xc5,
    0x82,
    0xe2,
    0x82,
    0xf0,
    0x9f,
    0xff,
    0xfe,
    0xef,
    0xbb,
    0xbf,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(byte, { maxLength: 30 }), lengths, async (bytes, pieces) => {
      const text = Buffer.from(bytes);
      expect(await reading(cut(text, pieces))).toEqual(carefully(text));
    }),
    { numRuns: 1_000 },
  );
});

test('what a spreadsheet writes comes back as it was', async () => {
  const field = fc.string({ unit: fc.constantFrom(...'ab ,"\n\r\'łé') });
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), lengths, async (records, end, pieces) => {
      const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
      const text = records.map((one) => one.map(quoted).join(',') + end).join('');
      expect(await reading(cut(Buffer.from(text), pieces))).toEqual(records);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['a quotation mark that is never closed', `a,b\n1,"x${'y'.repeat(3_000_000)}\n2,3\n`],
  ['a long line', `a,b\n1,${'y'.repeat(400_000)}\n2,3\n`],
  ['a long quoted field', `a,b\n1,"${'y\n'.repeat(200_000)}"\n2,3\n`],
  ['a line that is too long', `a,b\n1,${'y'.repeat(1_200_000)}\n2,3\n`],
])('%s', async (_, text) => {
  const bytes = Buffer.from(text);
  expect(await reading(cut(bytes, [65_536]))).toEqual(carefully(bytes));
});

test('UTF-16 is read by its mark', async () => {
  const bytes = Buffer.from('\ufeffa,b\r\nł,"x\n"\r\n', 'utf16le');
  expect(await reading(cut(bytes, [5]))).toEqual([
    ['a', 'b'],
    ['ł', 'x\n'],
  ]);
});

test('an error of the source passes', async () => {
  const failing = async function* () {
    yield Buffer.from('a,b\n1,"2');
    await Promise.reject(new Error('the disk is gone'));
  };
  const all = async () => {
    for await (const record of csvRecords(failing())) expect(record).toEqual(['a', 'b']);
  };
  await expect(all()).rejects.toThrow('the disk is gone');
});
