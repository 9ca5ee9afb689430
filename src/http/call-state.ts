import type { Response } from 'express';
import type { Finding } from '../platform/errors.ts';
import type { ContractOperation } from './contract.ts';
import type { Actor, Format } from './operation.ts';

/** What the middleware learns of a call on its way to the operation; nothing else is hung on Express's objects. */
export type CallState = {
  requestId: string;
  format: Format | 'problem';
  operation: ContractOperation | undefined;
  pathJurisdiction: string | undefined;
  queryJurisdiction: string | undefined;
  bodyJurisdiction: unknown;
  apiKey: string | undefined;
  jurisdiction_id: string | undefined;
  actor: Actor;
  findings: Finding[];
};

export function beginState(response: Response, requestId: string, format: Format | 'problem'): void {
  const state: CallState = {
    requestId,
    format,
    operation: undefined,
    pathJurisdiction: undefined,
    queryJurisdiction: undefined,
    bodyJurisdiction: undefined,
    apiKey: undefined,
    jurisdiction_id: undefined,
    actor: { kind: 'public' },
    findings: [],
  };
  response.locals['state'] = state;
}

export const stateOf = (response: Response): CallState => response.locals['state'] as CallState;
