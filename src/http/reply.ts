import type { IncomingMessage } from 'node:http';
import { pipeline as pipeThrough } from 'node:stream';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, createGzip, gzip } from 'node:zlib';
import accepts from 'accepts';
import type { Response } from 'express';
import type { AnswerText } from '../platform/answer-text.ts';
import type { AnswerTexts } from './answer-texts.ts';
import { stateOf } from './call-state.ts';
import type { Contract, ContractOperation } from './contract.ts';
import type { FileFormat, Format } from './operation.ts';
import type { ErrorReply } from './error-reply.ts';
import { COMPRESSED, entityTag, isNamedIn, tagOfCopy } from './entity-tag.ts';
import { toFeatureCollection } from './geojson.ts';
import { columnsOf, ItemWriter } from './item-writer.ts';
import { renderXml } from './xml.ts';

const CONTENT_TYPE: Record<Format, string> = {
  json: 'application/json; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
  geojson: 'application/geo+json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** An operation's answer, whichever operation it is. */
export type AnyReply = {
  status: number;
  headers?: Record<string, string>;
  language?: string;
  tag?: string;
  /** What the text answers, where it is to be kept. */
  of?: string;
  heldBackMs?: number;
  data?: unknown;
  json?: string;
  /** Builds the data of the answer that is made of `tag`. */
  make?: () => unknown;
  /** The text that was told before and still holds. */
  told?: AnswerText;
  /** Begins to read items without end, each as JSON text on a line. */
  items?: () => Promise<Readable>;
  /** What is no text: a picture. */
  stream?: Readable;
};

/** An answer as it goes out, whichever way it takes. */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  /** Names of headers for `Vary`. */
  vary: readonly string[];
  body: string | Buffer | Readable | undefined;
  /** Begins to write a body that is not there yet; not called where only the headers are wanted. */
  open?: () => Promise<Readable>;
};

/** How an answer is wanted. */
export type Wanted = {
  contract: Contract;
  operation: ContractOperation;
  format: Format;
  /** Set in tests: throws when an answer is not what the contract says, in whichever format it goes out. */
  check: boolean;
  /** Texts of answers that come again and again. */
  texts: AnswerTexts;
};

const compress = promisify(gzip);

/** Below this, a compressed answer is not worth the work: it fits into one packet anyway. */
const LEAST_COMPRESSED = 1_400;

/**
 * Makes an answer in the asked format. JSON text that PostgreSQL has built is passed on as it is; everything else is
 * rendered from its one parse, never from anything else, so that all formats carry the same values.
 * A GET carries an entity tag, and what the caller has already is not sent again.
 */
export async function answerOf(request: IncomingMessage, reply: AnyReply, wanted: Wanted): Promise<Answer> {
  const { contract, operation, format } = wanted;
  const cacheable = operation.method === 'get' && (reply.status === 200 || reply.status === 304);
  const vary: string[] = [];
  const headers: Record<string, string> = {};
  if (cacheable) {
    headers['Cache-Control'] = 'no-cache';
    vary.push('Accept-Encoding');
  }
  Object.assign(headers, reply.headers);
  if (reply.language !== undefined) {
    headers['Content-Language'] = reply.language;
    vary.push('Accept-Language');
  }
  if (reply.items !== undefined) {
    const open = fileOf(reply.items, wanted);
    const whole = { status: reply.status, headers, vary, body: undefined };
    headers['Content-Type'] = CONTENT_TYPE[format];
    if (!acceptsGzip(request)) return { ...whole, open };
    headers['Content-Encoding'] = 'gzip';
    return { ...whole, open: async () => through(await open(), packer()) };
  }
  const known = knownText(reply, wanted);
  const json = reply.json ?? (reply.data === undefined ? undefined : JSON.stringify(reply.data));
  const tag = cacheable
    ? (known?.entityTag ?? entityTag(contract, format, reply.tag ?? json ?? ''))
    : undefined;
  const packed = reply.stream === undefined && acceptsGzip(request);
  const ifNoneMatch = request.headers['if-none-match'];
  if (tag !== undefined && isNamedIn(ifNoneMatch, tag)) {
    headers['ETag'] = `"${tagOfCopy(ifNoneMatch, tag, packed)}"`;
    return { status: 304, headers, vary, body: undefined };
  }
  if (reply.stream !== undefined) {
    if (tag !== undefined) headers['ETag'] = `"${tag}"`;
    return { status: reply.status, headers, vary, body: reply.stream };
  }
  const text = known ?? (await newText(reply, json, tag ?? '', wanted));
  let body = text.plain;
  if (packed && body.length >= LEAST_COMPRESSED) {
    body = text.packed ?? (await compress(body));
    if (text.packed === undefined) keep(reply, { ...text, packed: body }, wanted);
    headers['Content-Encoding'] = 'gzip';
    if (tag !== undefined) headers['ETag'] = `"${tag}${COMPRESSED}"`;
  } else {
    if (text !== known) keep(reply, text, wanted);
    if (tag !== undefined) headers['ETag'] = `"${tag}"`;
  }
  headers['Content-Type'] = CONTENT_TYPE[format];
  return { status: reply.status, headers, vary, body };
}

/** What a reply is kept under: what it says that it answers, or what it is made of. */
const keptUnder = ({ of, make, tag }: AnyReply) => of ?? (make === undefined ? undefined : tag);

/** The text that was told before, if it is made of what the reply is made of. */
function knownText(reply: AnyReply, { texts, operation, format }: Wanted): AnswerText | undefined {
  if (reply.told !== undefined || reply.make === undefined) return reply.told;
  const before = texts.find(operation.operationId, format, keptUnder(reply) ?? '');
  return before?.madeOf === reply.tag ? before : undefined;
}

async function newText(
  reply: AnyReply,
  given: string | undefined,
  tag: string,
  { contract, operation, format, check }: Wanted,
): Promise<AnswerText> {
  const data = given === undefined ? await reply.make?.() : reply.data;
  const json = given ?? JSON.stringify(data);
  if (check) checkReply(contract, operation.operationId, reply.status, json);
  const plain = Buffer.from(rendered(contract, operation, format, json, data));
  return { madeOf: reply.tag ?? '', entityTag: tag, plain };
}

function keep(reply: AnyReply, text: AnswerText, { texts, operation, format }: Wanted): void {
  const of = keptUnder(reply);
  if (of !== undefined) texts.keep(operation.operationId, format, of, text);
}

/** A file that is written while its items are read, in the format that was asked for. */
function fileOf(open: () => Promise<Readable>, wanted: Wanted): () => Promise<Readable> {
  const { contract, operation, format, check } = wanted;
  return async () =>
    through(
      await open(),
      new ItemWriter(format as FileFormat, {
        columns: columnsOf(contract, operation.reply),
        ...(check ? { check: (item) => checkReply(contract, operation.operationId, 200, item) } : {}),
      }),
    );
}

/** Packs as it is written; harder packing would take longer than most lines take to carry what it saves. */
const packer = () => createGzip({ level: constants.Z_BEST_SPEED });

/** One stream through another: what ends one of them, ends both. */
const through = (source: Readable, writer: Transform): Readable => {
  pipeThrough(source, writer, () => undefined);
  return writer;
};

/** A caller who has taken nothing for so long does not come back; what is read for them is needed by others. */
const STALLED_MS = 60_000;

/** Waits with an answer. Nothing is held meanwhile but the socket of the caller, who may go away. */
export async function holdBack(response: Response, milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Writes an answer by way of Express. */
export async function writeAnswer(response: Response, answer: Answer): Promise<void> {
  // Before any header, since this may fail.
  const body = stateOf(response).head ? answer.body : ((await answer.open?.()) ?? answer.body);
  response.status(answer.status).set(answer.headers);
  for (const name of answer.vary) response.vary(name);
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) response.end(body);
  else await pipeline(body, response.setTimeout(STALLED_MS)).catch(onlyUnlessGone(response));
}

function rendered(
  contract: Contract,
  operation: ContractOperation,
  format: Format,
  json: string,
  data: unknown,
): string {
  if (format === 'json') return json;
  const value: unknown = data ?? JSON.parse(json);
  return format === 'xml'
    ? renderXml(contract, operation.reply, value)
    : JSON.stringify(toFeatureCollection(value as Parameters<typeof toFeatureCollection>[0]));
}

/** Most callers of programs send no such header, and reading it has its price. */
const acceptsGzip = (request: IncomingMessage) =>
  request.headers['accept-encoding'] !== undefined &&
  accepts(request).encodings(['gzip', 'identity']) === 'gzip';

/** A caller who goes away in the middle is nobody's mistake. */
const onlyUnlessGone = (response: Response) => (error: unknown) => {
  if (!response.destroyed || (error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE')
    throw error;
};

/** Writes an error: GeoReport's list in the asked format, or a problem document outside of GeoReport. */
export function writeError(
  response: Response,
  error: ErrorReply,
  contract: Contract,
  format: Format | 'problem',
): void {
  const { type, body } = errorText(error, contract, format);
  response.status(error.status).set('Cache-Control', 'no-store').set(error.headers);
  response.set('Content-Type', type).end(body);
}

/** An error as it is written, and the type of that. */
export function errorText(
  error: ErrorReply,
  contract: Contract,
  format: Format | 'problem',
): { type: string; body: string } {
  if (format === 'problem')
    return { type: 'application/problem+json; charset=utf-8', body: JSON.stringify(error.problem) };
  // A list of errors has no place: it is JSON also where features were asked for.
  return format === 'xml'
    ? {
        type: CONTENT_TYPE.xml,
        body: renderXml(contract, { $ref: '#/components/schemas/ErrorList' }, error.list),
      }
    : { type: CONTENT_TYPE.json, body: JSON.stringify(error.list) };
}

function checkReply(contract: Contract, operationId: string, status: number, json: string): void {
  const check = contract.replyCheck(operationId, status);
  if (check === undefined)
    throw new Error(`${operationId} answers ${status}, which the contract does not know`);
  if (check(JSON.parse(json)) !== true) {
    throw new Error(`${operationId} answers against the contract: ${JSON.stringify(check.errors)}`);
  }
}
