import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Contract, ContractOperation } from './contract.ts';
import type { Format } from './operation.ts';
import type { ErrorReply } from './error-reply.ts';
import { renderXml } from './xml.ts';

const CONTENT_TYPE: Record<Format, string> = {
  json: 'application/json; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
};

/** An operation's answer, whichever operation it is. */
export type AnyReply = { status: number; headers?: Record<string, string> } & (
  { data?: unknown } | { json: string } | { stream: Readable }
);

/**
 * Writes an answer in the asked format. JSON text that PostgreSQL has built is passed on as it is; XML is rendered from
 * its one parse, never from anything else, so that both formats carry the same values.
 * @param check set in tests: throws when an answer is not what the contract says, in whichever format it goes out
 */
export async function writeReply(
  response: Response,
  reply: AnyReply,
  context: { contract: Contract; operation: ContractOperation; format: Format; check: boolean },
): Promise<void> {
  const { contract, operation, format } = context;
  if ('stream' in reply) {
    response.status(reply.status).set(reply.headers ?? {});
    await pipeline(reply.stream, response).catch(onlyUnlessGone(response));
    return;
  }
  if (!('json' in reply) && reply.data === undefined) {
    response
      .status(reply.status)
      .set(reply.headers ?? {})
      .end();
    return;
  }
  const json = 'json' in reply ? reply.json : JSON.stringify(reply.data);
  if (context.check) checkReply(contract, operation.operationId, reply.status, json);
  response.status(reply.status).set(reply.headers ?? {});
  response.set('Content-Type', CONTENT_TYPE[format]);
  response.end(
    format === 'xml'
      ? renderXml(contract, operation.reply, 'data' in reply ? reply.data : JSON.parse(json))
      : json,
  );
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
  response.set('Content-Type', CONTENT_TYPE[format]);
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
