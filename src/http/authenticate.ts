import type { Request, RequestHandler } from 'express';
import { AppError } from '../platform/errors.ts';
import { stateOf } from './call-state.ts';
import type { CallState } from './call-state.ts';
import type { ContractOperation } from './contract.ts';
import { namedJurisdiction } from './georeport.ts';
import type { Limits } from './limits.ts';
import type { AccountActor, KeyHolder } from './operation.ts';

/** What the machine asks of the city; `compose.ts` gives the answers. */
export type Doors = {
  /**
   * The canonical id of the jurisdiction that a call is about.
   * @param asked what the path names, what query or body name, whether the operation can do without, and whether the path
   *   is one of a sandbox
   * @throws AppError invalid when it is needed and missing, not_found when it is unknown or contradicts the path
   */
  resolveJurisdiction(asked: {
    inPath: string | undefined;
    named: string | undefined;
    optional: boolean;
    sandbox: boolean;
  }): Promise<string | undefined>;
  /**
   * The own language of the city that a call is about, as its path, query or body name it.
   * @throws AppError as above
   */
  languageOf(asked: { inPath: string | undefined; named: string | undefined }): Promise<string>;
  /**
   * Who holds a key.
   * @param asked the key needs one of the scopes, if there are any; the page that the call comes from, as its browser says,
   *   and the server's own origin; `identified` is told which key it is, also of one that may not do this
   * @throws AppError forbidden
   */
  authenticate(asked: {
    apiKey: string | undefined;
    jurisdiction_id: string;
    scopes: readonly string[];
    page: { origin: string | undefined; own: string };
    identified: (keyId: string) => void;
  }): Promise<KeyHolder>;
  /** Notes that a call with a key is over. Nobody waits for it. */
  countUse(keyId: string, status: number): void;
  /**
   * Whose account token this is.
   * @throws AppError unauthorized
   */
  authenticateAccount(token: string | undefined): Promise<AccountActor>;
};

/** Operations that can speak of the whole server. */
const WITHOUT_JURISDICTION = ['discovery.get', 'locations.list'];

const isUnclear = ({ findings }: CallState, ...names: string[]) =>
  findings.some(({ field }) => names.includes(field ?? ''));

/** Whether a call says in two ways, or in none that can be read, which city it is about or whose key it bears. */
export const isCallerUnclear = (state: CallState) => isUnclear(state, 'jurisdiction_id', 'api_key');

/** Jurisdiction, then key, in the order in which the errors are to be told; outside of GeoReport, whose account it is about. */
export function identify(doors: Doors, limits: Limits, publicUrl: string | undefined): RequestHandler {
  return async (request, response, next) => {
    const state = stateOf(response);
    const { operation } = state;
    if (operation === undefined) {
      next();
      return;
    }
    if (!operation.georeport) {
      if (operation.bearer)
        state.actor = await doors.authenticateAccount(bearerToken(request.get('authorization')));
      next();
      return;
    }
    const { named, finding } = namedJurisdiction(state);
    if (finding !== undefined) state.findings.push(finding);
    if (isUnclear(state, 'jurisdiction_id')) {
      next();
      return;
    }
    state.jurisdiction_id = await doors.resolveJurisdiction({
      inPath: state.pathJurisdiction,
      named,
      optional: WITHOUT_JURISDICTION.includes(operation.operationId),
      sandbox: state.sandbox,
    });
    if (state.needsKey && state.jurisdiction_id !== undefined && !isUnclear(state, 'api_key')) {
      const holder = await doors.authenticate({
        apiKey: state.apiKey,
        jurisdiction_id: state.jurisdiction_id,
        ...askedOfKey(request, state, operation, publicUrl),
      });
      state.actor = holder;
      // Reading is not limited.
      if (operation.body !== undefined) await limits.countKey(response, holder, request.ip ?? 'unknown');
    }
    next();
  };
}

const bearerToken = (header: string | undefined) => /^Bearer +([\x21-\x7e]+) *$/i.exec(header ?? '')?.[1];

/**
 * Looks at the key while the body is still coming, as soon as key and jurisdiction are known: a call that may not be made
 * need not be read to its end. `identify` looks again when everything has come.
 * @throws AppError not_found, forbidden
 */
export async function refuseEarly(
  doors: Doors,
  request: Request,
  state: CallState,
  publicUrl: string | undefined,
): Promise<void> {
  const { apiKey, operation } = state;
  const { named, finding } = namedJurisdiction(state);
  if (apiKey === undefined || operation === undefined || finding !== undefined) return;
  if (!state.needsKey) return;
  const asked = { inPath: state.pathJurisdiction, named, optional: false, sandbox: state.sandbox };
  const jurisdiction_id = await doors.resolveJurisdiction(asked).catch((error: unknown) => {
    // It is missing, and may still come.
    if (error instanceof AppError && error.code === 'invalid') return undefined;
    throw error;
  });
  if (jurisdiction_id === undefined) return;
  const about = askedOfKey(request, state, operation, publicUrl);
  await doors.authenticate({ apiKey, jurisdiction_id, ...about });
}

/** What a key is held against, besides the city. */
function askedOfKey(
  request: Request,
  state: CallState,
  { scopes }: ContractOperation,
  publicUrl: string | undefined,
) {
  const address = ownAddress(request, publicUrl);
  const own = URL.canParse(address) ? new URL(address).origin : address;
  // Browsers say nothing else of a page of this server that only reads; no page can set this header itself.
  const fromHere = request.get('sec-fetch-site') === 'same-origin' ? own : undefined;
  return {
    scopes,
    page: { origin: request.get('origin') ?? fromHere, own },
    identified: (keyId: string) => {
      state.keyUsed = keyId;
    },
  };
}

/** The address of this server as the caller sees it, without a slash at its end. */
export const ownAddress = (request: Request, publicUrl: string | undefined): string =>
  publicUrl ?? `${request.protocol}://${request.host}`;
