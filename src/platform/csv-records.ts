import { pipeline } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Parser } from 'csv-parse';

/** A record this long is one whose quotation mark was never closed. */
const LONGEST_RECORD_BYTES = 1_048_576;
/** A record of so few characters is within the limit, whatever they are. */
const LONGEST_PLAIN_RECORD = LONGEST_RECORD_BYTES / 4;
const BYTE_ORDER_MARK = '\ufeff';
/** The first byte of UTF-16's mark; UTF-8 has none like it. */
const UTF_16 = 0xff;

/**
 * The records of a CSV text as they come: comma, quotation mark, LF or CR LF, also what does not quite keep to these rules.
 * What keeps to them is taken apart here, in a fraction of the time that csv-parse takes; from the first record on that
 * does not, the rest is left to csv-parse.
 * @param chunks UTF-8, or UTF-16 with a byte order mark
 * @returns the fields of each record; and `broken`, at the end, when a quotation mark is not closed: nothing behind it can
 *   be told apart
 */
export async function* csvRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<string[] | 'broken'> {
  const source = chunks[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  try {
    const first = await source.next();
    if (first.done === true) return;
    if (first.value[0] === UTF_16) {
      yield* carefulRecords(rest(first.value, source), { bom: true });
      return;
    }
    yield* plainRecords(first.value, source);
  } finally {
    await source.return?.();
  }
}

async function* plainRecords(
  first: Buffer,
  source: AsyncIterator<Buffer, undefined>,
): AsyncGenerator<string[] | 'broken'> {
  const decoder = new StringDecoder('utf8');
  const plain: PlainText = { text: '', at: 0, lineEnd: undefined };
  let isBegin = true;
  for (let next: IteratorResult<Buffer, undefined> = { value: first }; ; next = await source.next()) {
    const isEnd = next.done === true;
    plain.text =
      plain.text.slice(plain.at) + (next.done === true ? decoder.end() : decoder.write(next.value));
    plain.at = 0;
    if (isBegin && plain.text !== '') {
      isBegin = false;
      if (plain.text.startsWith(BYTE_ORDER_MARK)) plain.at = BYTE_ORDER_MARK.length;
    }
    let record = nextRecord(plain);
    for (; typeof record === 'object'; record = nextRecord(plain)) yield record;
    if (record === 'not whole' && !isEnd) continue;
    // What the last line lacks at its end is for csv-parse to judge.
    const remainder = plain.text.slice(plain.at);
    if (isEnd && remainder === '') return;
    const options = plain.lineEnd === undefined ? {} : { record_delimiter: plain.lineEnd };
    yield* carefulRecords(isEnd ? [remainder] : rest(remainder, source, decoder), options);
    return;
  }
}

/** What was looked at already, and all that follows. */
async function* rest(
  beginning: string | Buffer,
  source: AsyncIterator<Buffer, undefined>,
  decoder?: StringDecoder,
): AsyncGenerator<string | Buffer> {
  yield beginning;
  for (let next = await source.next(); next.done !== true; next = await source.next())
    yield decoder?.write(next.value) ?? next.value;
  yield decoder?.end() ?? '';
}

/** A piece of the text, how far it has been taken apart, and how its first line ended. */
type PlainText = { text: string; at: number; lineEnd: '\n' | '\r\n' | undefined };

/** @returns the fields; or that the piece has not all of them; or that the record needs a closer look */
function nextRecord(plain: PlainText): string[] | 'not whole' | 'unsure' {
  const { text, at } = plain;
  const feed = text.indexOf('\n', at);
  const line = feed === -1 ? '' : text.slice(at, feed);
  const record =
    feed === -1 ? 'not whole' : line.includes('"') ? quotedRecord(plain) : bareRecord(plain, line);
  if (record === 'not whole') return text.length - at > LONGEST_PLAIN_RECORD ? 'unsure' : record;
  return plain.at - at > LONGEST_PLAIN_RECORD ? restart(plain, at) : record;
}

function restart(plain: PlainText, at: number): 'unsure' {
  plain.at = at;
  return 'unsure';
}

/** A line without quotation marks is a record. */
function bareRecord(plain: PlainText, line: string): string[] | 'unsure' {
  const lineEnd = plain.lineEnd ?? (line.endsWith('\r') ? '\r\n' : '\n');
  const isWhole = lineEnd === '\n' || line.endsWith('\r');
  const bare = lineEnd === '\n' ? line : line.slice(0, -1);
  // A CR in the first line might be how lines end.
  if (!isWhole || (plain.lineEnd === undefined && bare.includes('\r'))) return 'unsure';
  plain.lineEnd = lineEnd;
  plain.at += line.length + 1;
  return bare.split(',');
}

function quotedRecord(plain: PlainText): string[] | 'not whole' | 'unsure' {
  const { text } = plain;
  const fields: string[] = [];
  for (let at = plain.at; ; at += 1) {
    const isQuoted = text[at] === '"';
    const end = isQuoted ? closingQuote(text, at + 1) : endOfBare(plain, at);
    if (end === undefined) return 'not whole';
    const field = text.slice(isQuoted ? at + 1 : at, end);
    if (!isQuoted && (field.includes('"') || (plain.lineEnd === undefined && field.includes('\r'))))
      return 'unsure';
    fields.push(isQuoted && field.includes('"') ? field.replaceAll('""', '"') : field);
    at = isQuoted ? end + 1 : end;
    if (text[at] === ',') continue;
    const lineEnd = text[at] === '\n' ? '\n' : text.startsWith('\r\n', at) ? '\r\n' : undefined;
    if (lineEnd === undefined && at + 1 >= text.length) return 'not whole';
    if (lineEnd === undefined || lineEnd !== (plain.lineEnd ?? lineEnd)) return 'unsure';
    plain.lineEnd = lineEnd;
    plain.at = at + lineEnd.length;
    return fields;
  }
}

/** The next quotation mark that is not one of a pair. */
function closingQuote(text: string, from: number): number | undefined {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at === -1 ? undefined : at;
}

/** The next comma or end of a line. */
function endOfBare({ text, lineEnd }: PlainText, from: number): number | undefined {
  const feed = text.indexOf('\n', from);
  if (feed === -1) return undefined;
  const comma = text.indexOf(',', from);
  if (comma !== -1 && comma < feed) return comma;
  return lineEnd !== '\n' && feed > from && text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** As csv-parse reads it, which knows all kinds of CSV and takes its time. */
async function* carefulRecords(
  text: Iterable<string> | AsyncIterable<string | Buffer>,
  options: { bom?: boolean; record_delimiter?: string },
): AsyncGenerator<string[] | 'broken'> {
  const { parse } = await import('csv-parse');
  let afterRecords: number | undefined;
  const parser: Parser = parse({
    ...options,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_RECORD_BYTES,
    // What remains are quotation marks that are never closed.
    skip_records_with_error: true,
    on_skip: () => {
      afterRecords ??= parser.info.records;
      return undefined;
    },
  });
  pipeline(text, parser, () => undefined); // Errors reach the loop below through the parser.
  let records = 0;
  for await (const fields of parser as AsyncIterable<string[]>) {
    if (afterRecords !== undefined && records >= afterRecords) break;
    records += 1;
    yield fields;
  }
  if (afterRecords !== undefined) yield 'broken';
}
