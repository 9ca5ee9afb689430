import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { csvRecords } from './csv-records.ts';
import { invalid } from './errors.ts';
import type { Finding } from './errors.ts';

/** A record of the file by the fields that are asked for, or why it cannot be read. Its line is where it begins. */
type CsvRow<Field extends string> =
  { line: number; values: Partial<Record<Field, string>> } | { line: number; reason: string };

export type CsvFile<Field extends string> = {
  rows: AsyncIterable<CsvRow<Field>>;
  /** Bytes of the file as it lies on the disk, packed or not. */
  bytesTotal: number;
  bytesRead(): number;
};

/** Which columns of a file are read. */
export type CsvColumns<Field extends string> = {
  /** The name of the column of each field. */
  columns: Partial<Record<Field, string | undefined>>;
  /** Fields whose column may be missing. */
  optional?: readonly Field[];
  /** What is said of rows that stood before a damage. */
  before: string;
};

/**
 * Opens a CSV file (UTF-8; packed when its name ends in .gz) and reads it row by row as it is asked for.
 * @throws AppError invalid when there is no such file. Asking for rows throws it when the header lacks a column,
 *   and when the file turns out to be damaged.
 */
export async function openCsvRows<Field extends string>(
  path: string,
  asked: CsvColumns<Field>,
): Promise<CsvFile<Field>> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw invalid([{ message: `There is no file ${path}.` }]);
  const file = createReadStream(path);
  return { rows: readRows(path, file, asked), bytesTotal: found.size, bytesRead: () => file.bytesRead };
}

async function* readRows<Field extends string>(
  path: string,
  file: ReturnType<typeof createReadStream>,
  asked: CsvColumns<Field>,
): AsyncGenerator<CsvRow<Field>> {
  const unpacked = path.endsWith('.gz') ? pipeline(file, createGunzip(), whenDone) : file;
  let line = 1;
  let header: Header<Field> | undefined;
  let isBroken = false;
  try {
    for await (const fields of csvRecords(unpacked as AsyncIterable<Buffer>)) {
      if (fields === 'broken') {
        isBroken = true;
        break;
      }
      const begins = line;
      line += 1 + lineBreaks(fields);
      if (isEmptyLine(fields)) continue;
      if (header === undefined) header = readHeader(fields, asked);
      else yield { line: begins, ...readFields(fields, header) };
    }
  } catch (error) {
    throw damaged(path, error, asked.before);
  }
  if (header === undefined)
    throw invalid([{ message: `${path} is empty: its first line has to name the columns.` }]);
  if (isBroken) yield { line, reason: 'A quotation mark is not closed. Nothing from here on could be read.' };
}

const whenDone = () => undefined; // Errors of the file reach the reader through the stream.

/** Errors of unpacking and reading in words; all others pass. */
function damaged(path: string, error: unknown, before: string): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  const isOfFile = typeof code === 'string' && /^(Z_|E[A-Z]+$|ERR_STREAM_PREMATURE_CLOSE)/.test(code);
  if (!isOfFile) return error;
  return invalid([{ message: `${path} cannot be read to its end: ${message ?? code}. ${before}` }]);
}

/** Counted here since csv-parse takes a CR LF within quotation marks for two lines. */
function lineBreaks(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) {
    if (field.includes('\n') || field.includes('\r')) count += field.match(/\r\n|\r|\n/g)?.length ?? 0;
  }
  return count;
}

const isEmptyLine = (fields: readonly string[]) => fields.length === 1 && fields[0]?.trim() === '';

type Header<Field> = { width: number; places: [Field, number][] };

function readHeader<Field extends string>(
  fields: readonly string[],
  { columns, optional = [] }: CsvColumns<Field>,
): Header<Field> {
  const names = fields.map((name) => name.trim());
  const findings: Finding[] = [];
  const places: Header<Field>['places'] = [];
  for (const [field, name] of Object.entries(columns) as [Field, string][]) {
    const place = names.indexOf(name);
    if (place === -1 && optional.includes(field)) continue;
    if (place === -1) {
      const message = `The file has no column ${JSON.stringify(name)}. It has: ${names.join(', ')}.`;
      findings.push({ field: `columns.${field}`, message });
    } else if (names.lastIndexOf(name) !== place) {
      findings.push({
        field: `columns.${field}`,
        message: `The file has several columns ${JSON.stringify(name)}.`,
      });
    }
    places.push([field, place]);
  }
  if (findings.length > 0) throw invalid(findings);
  return { width: fields.length, places };
}

function readFields<Field extends string>(fields: readonly string[], { width, places }: Header<Field>) {
  if (fields.length !== width) {
    return { reason: `The record has ${fields.length} fields; the first line names ${width}.` };
  }
  const values: Partial<Record<Field, string>> = {};
  for (const [field, place] of places) values[field] = fields[place] ?? '';
  return { values };
}
