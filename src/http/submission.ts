import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Request, RequestHandler } from 'express';
import express from 'express';
import { forbidden, invalid, unsupportedMediaType } from '../platform/errors.ts';
import { UploadSpace } from '../platform/upload.ts';
import type { UploadLimits } from '../platform/upload.ts';
import { stateOf } from './call-state.ts';
import type { CallState } from './call-state.ts';
import type { Contract, ContractOperation, Schema } from './contract.ts';
import { readMultipart, requireFits } from './multipart.ts';
import { readNativeBody } from './native-body.ts';
import type { Pair } from './pairs.ts';
import { fieldsOfPairs, mediaTypeOf, readSubmissionBody } from './submission-body.ts';
import type { SubmittedFields } from './submission-body.ts';

/** The largest body that is collected: forms are text, and the longest text is 4,000 characters. */
const BODY_LIMIT = '1mb';

export type SubmissionOptions = {
  httpsOnly: boolean;
  uploads: UploadLimits;
  /** Asked when the first file begins; what it throws ends the reading. */
  refuseEarly(request: Request, state: CallState): Promise<void>;
};

/** Reads the body of a call, and lifts key, jurisdiction and files out of it. */
export function readSubmission(contract: Contract, options: SubmissionOptions): RequestHandler[] {
  const collect = express.raw({ type: () => true, limit: BODY_LIMIT }) as RequestHandler;

  const requireHttps: RequestHandler = (request, _response, next) => {
    if (options.httpsOnly && request.protocol !== 'https') {
      throw forbidden('Submissions are taken over https only. Send this one again to the https address.');
    }
    next();
  };

  const readWhole: RequestHandler = async (request, response, next) => {
    await new Promise<void>((resolve, reject) => {
      collect(request, response, (error?: unknown) => (error instanceof Error ? reject(error) : resolve()));
    });
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const state = stateOf(response);
    if (state.operation?.georeport === false) {
      request.body = readNativeBody(bytes, request.get('content-type'), knownFields(state));
      request.headers['content-type'] = 'application/json';
      next();
      return;
    }
    const type = bytes.length === 0 ? undefined : request.get('content-type');
    takeOver(request, state, readSubmissionBody(bytes, type, knownFields(state)));
    next();
  };

  const readAsItComes: RequestHandler = async (request, response, next) => {
    const state = stateOf(response);
    const { uploads: limits } = options;
    requireFits(Number(request.get('content-length') ?? 0), limits);
    const space = new UploadSpace(limits);
    state.uploadSpace = space;
    const { uploads, ...form } = await readMultipart(decoded(request), request.get('content-type') ?? '', {
      limits,
      space,
      beforeFirstFile: (soFar) => {
        noteCaller(state, (name) => onlyOf(soFar, name));
        return options.refuseEarly(request, state);
      },
    }).catch((error: unknown) => {
      // What a caller sees who is gone; it is no fault of ours.
      throw request.destroyed && !request.complete
        ? invalid([{ message: 'The body could not be read to its end.' }])
        : error;
    });
    const read = fieldsOfPairs(form, knownFields(state));
    takeOver(request, state, { ...read, uploads: [...uploads, ...read.uploads] });
    next();
  };

  const takeOver = (request: Request, state: CallState, read: SubmittedFields) => {
    const { fields, findings, uploads } = read;
    const { files } = options.uploads;
    if (uploads.length > files) {
      findings.push({
        field: 'media',
        message: `media comes too often. At most ${files} pictures are taken.`,
      });
    }
    state.findings.push(...findings);
    state.uploads = uploads.slice(0, files);
    noteCaller(state, (name) => fields[name]);
    delete fields['api_key'];
    request.body = fields;
    // Every dialect has become the same fields, so one schema checks them all.
    request.headers['content-type'] = 'application/json';
  };

  const knownFields = (state: CallState): Record<string, Schema> =>
    contract.resolve(state.operation?.body ?? {}).properties ?? {};

  const onlyIf =
    (holds: (operation: ContractOperation) => boolean, handler: RequestHandler): RequestHandler =>
    (request, response, next) => {
      const { operation } = stateOf(response);
      return operation !== undefined && holds(operation) ? handler(request, response, next) : next();
    };
  const read: RequestHandler = (request, response, next) =>
    stateOf(response).operation?.georeport === true &&
    mediaTypeOf(request.get('content-type')) === 'multipart/form-data'
      ? readAsItComes(request, response, next)
      : readWhole(request, response, next);
  const hasBody = ({ body }: ContractOperation) => body !== undefined;
  return [onlyIf((operation) => hasBody(operation) || operation.bearer, requireHttps), onlyIf(hasBody, read)];
}

/** Where the caller says who they are and which city is meant: the form comes before header and query (standard, R16). */
function noteCaller(state: CallState, field: (name: string) => unknown): void {
  state.bodyJurisdiction = field('jurisdiction_id');
  const key = field('api_key') ?? state.apiKey;
  state.apiKey = typeof key === 'string' ? key : undefined;
}

/** The value of a field, unless it comes with different ones. */
function onlyOf(pairs: readonly Pair[], wanted: string): string | undefined {
  const values = pairs.filter(({ name, value }) => name === wanted && value.trim() !== '');
  return new Set(values.map(({ value }) => value)).size === 1 ? values[0]?.value : undefined;
}

/** The body without its Content-Encoding (standard, R10). */
function decoded(request: Request): Readable {
  const encoding = request.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return request;
  const make = DECODERS.get(encoding);
  if (make === undefined) {
    throw unsupportedMediaType('The Content-Encoding is not known. Use gzip, deflate, br or none.');
  }
  const decoder = request.pipe(make());
  request.once('error', (error) => decoder.destroy(error)).once('aborted', () => decoder.destroy());
  return decoder;
}

const DECODERS = new Map<string, () => NodeJS.ReadWriteStream & Readable>([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);
