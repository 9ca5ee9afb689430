import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import type { Finding } from '../platform/errors.ts';
import type { Upload, UploadSpace } from '../platform/upload.ts';
import type { ContractOperation } from './contract.ts';
import type { Actor, Format } from './operation.ts';

/** What the middleware learns of a call on its way to the operation; nothing else is hung on Express's objects. */
export type CallState = {
  requestId: string;
  format: Format | 'problem';
  /** Asked with HEAD, which is answered like GET, but without a body. */
  head: boolean;
  operation: ContractOperation | undefined;
  pathJurisdiction: string | undefined;
  /** The call is to the sandbox of its city. */
  sandbox: boolean;
  queryJurisdiction: string | undefined;
  bodyJurisdiction: unknown;
  apiKey: string | undefined;
  /** The call needs a key; one on a call that needs none is not even looked at (standard, R22). */
  needsKey: boolean;
  /** Which key came, as soon as that is known, whether or not it may do this. */
  keyUsed: string | undefined;
  jurisdiction_id: string | undefined;
  actor: Actor;
  findings: Finding[];
  uploads: readonly Upload[];
  /** Where the uploads lie until the call is over. */
  uploadSpace: UploadSpace | undefined;
  /** One call too many: the log counts these together. */
  refused: boolean;
};

export function beginState(
  response: Response,
  begun: Pick<CallState, 'requestId' | 'format' | 'head'>,
): void {
  const state: CallState = {
    ...begun,
    operation: undefined,
    pathJurisdiction: undefined,
    sandbox: false,
    queryJurisdiction: undefined,
    bodyJurisdiction: undefined,
    apiKey: undefined,
    needsKey: false,
    keyUsed: undefined,
    jurisdiction_id: undefined,
    actor: { kind: 'public' },
    findings: [],
    uploads: [],
    uploadSpace: undefined,
    refused: false,
  };
  response.locals['state'] = state;
}

export const stateOf = (response: Response): CallState => response.locals['state'] as CallState;

const failures = new WeakMap<IncomingMessage, unknown>();

/** Leaves what went wrong with a call to Express, which has not seen it yet and tells all errors. */
export const handOver = (request: IncomingMessage, error: unknown) => failures.set(request, error);

/** What went wrong with a call before Express had it. */
export const earlierFailure = (request: IncomingMessage): unknown => failures.get(request);
