import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import type { Contract, ContractOperation } from './contract.ts';
import type { Format } from './operation.ts';
import type { ErrorReply } from './error-reply.ts';
import { COMPRESSED, entityTag, isNamedIn } from './entity-tag.ts';
import { toFeatureCollection } from './geojson.ts';
import { renderXml } from './xml.ts';

const CONTENT_TYPE: Record<Format, string> = {
  json: 'application/json; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
  geojson: 'application/geo+json; charset=utf-8',
};

/** An operation's answer, whichever operation it is. */
export type AnyReply = {
  status: number;
  headers?: Record<string, string>;
  language?: string;
  tag?: string;
  data?: unknown;
  json?: string;
  /** What is no text: a picture. */
  stream?: Readable;
};

const compress = promisify(gzip);

/** Below this, a compressed answer is not worth the work: it fits into one packet anyway. */
const LEAST_COMPRESSED = 1_400;

/**
 * Writes an answer in the asked format. JSON text that PostgreSQL has built is passed on as it is; XML is rendered from
 * its one parse, never from anything else, so that both formats carry the same values.
 * A GET carries an entity tag, and what the caller has already is not sent again.
 * @param check set in tests: throws when an answer is not what the contract says, in whichever format it goes out
 */
export async function writeReply(
  request: Request,
  response: Response,
  reply: AnyReply,
  context: { contract: Contract; operation: ContractOperation; format: Format; check: boolean },
): Promise<void> {
  const { contract, operation, format } = context;
  const cacheable = operation.method === 'get' && (reply.status === 200 || reply.status === 304);
  if (cacheable) response.set('Cache-Control', 'no-cache').vary('Accept-Encoding');
  response.status(reply.status).set(reply.headers ?? {});
  if (reply.language !== undefined) response.set('Content-Language', reply.language).vary('Accept-Language');
  const json = reply.json ?? JSON.stringify(reply.data);
  const tag = cacheable ? entityTag(contract, format, reply.tag ?? json) : undefined;
  if (tag !== undefined && isNamedIn(request.get('if-none-match'), tag)) {
    response.status(304).set('ETag', `"${tag}"`).end();
    return;
  }
  if (reply.stream !== undefined) {
    if (tag !== undefined) response.set('ETag', `"${tag}"`);
    await pipeline(reply.stream, response).catch(onlyUnlessGone(response));
    return;
  }
  if (context.check) checkReply(contract, operation.operationId, reply.status, json);
  const text = render(contract, operation, format, json, reply.data);
  const body = await encoded(request, response, text);
  if (tag !== undefined) response.set('ETag', `"${tag}${typeof body === 'string' ? '' : COMPRESSED}"`);
  response.set('Content-Type', CONTENT_TYPE[format]).end(body);
}

function render(
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

async function encoded(request: Request, response: Response, text: string): Promise<string | Buffer> {
  if (text.length < LEAST_COMPRESSED || request.acceptsEncodings('gzip', 'identity') !== 'gzip') return text;
  response.set('Content-Encoding', 'gzip');
  return compress(text);
}

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
  response.status(error.status).set('Cache-Control', 'no-store').set(error.headers);
  if (format === 'problem') {
    response.set('Content-Type', 'application/problem+json; charset=utf-8');
    response.end(JSON.stringify(error.problem));
    return;
  }
  // A list of errors has no place: it is JSON also where features were asked for.
  response.set('Content-Type', CONTENT_TYPE[format === 'xml' ? 'xml' : 'json']);
  response.end(
    format === 'xml'
      ? renderXml(contract, { $ref: '#/components/schemas/ErrorList' }, error.list)
      : JSON.stringify(error.list),
  );
}

function checkReply(contract: Contract, operationId: string, status: number, json: string): void {
  const check = contract.replyCheck(operationId, status);
  if (check === undefined)
    throw new Error(`${operationId} answers ${status}, which the contract does not know`);
  if (check(JSON.parse(json)) !== true) {
    throw new Error(`${operationId} answers against the contract: ${JSON.stringify(check.errors)}`);
  }
}
