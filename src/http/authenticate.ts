import type { RequestHandler } from 'express';
import { invalid } from '../platform/errors.ts';
import { stateOf } from './call-state.ts';
import { namedJurisdiction } from './georeport.ts';
import type { Limits } from './limits.ts';
import type { Actor } from './operation.ts';

/** What the machine asks of the city; `compose.ts` gives the answers. */
export type Doors = {
  /**
   * The canonical id of the jurisdiction that a call is about.
   * @param asked what the path names, what query or body name, and whether the operation can do without
   * @throws AppError invalid when it is needed and missing, not_found when it is unknown or contradicts the path
   */
  resolveJurisdiction(asked: {
    inPath: string | undefined;
    named: string | undefined;
    optional: boolean;
  }): Promise<string | undefined>;
  /** @throws AppError forbidden */
  authenticate(asked: {
    apiKey: string | undefined;
    jurisdiction_id: string;
    scopes: readonly string[];
  }): Promise<Actor>;
};

/** The one operation that can speak of the whole server. */
const WITHOUT_JURISDICTION = 'discovery.get';

/** Jurisdiction, then key, in the order in which the errors are to be told. */
export function identify(doors: Doors, limits: Limits): RequestHandler {
  return async (_request, response, next) => {
    const state = stateOf(response);
    const { operation } = state;
    if (operation === undefined) {
      next();
      return;
    }
    const { named, finding } = namedJurisdiction(state);
    if (finding !== undefined) throw invalid([finding]);
    state.jurisdiction_id = await doors.resolveJurisdiction({
      inPath: state.pathJurisdiction,
      named,
      optional: operation.operationId === WITHOUT_JURISDICTION,
    });
    // A key on a call that needs none is not even looked at (standard, R22).
    if (operation.scopes.length > 0 && state.jurisdiction_id !== undefined) {
      state.actor = await doors.authenticate({
        apiKey: state.apiKey,
        jurisdiction_id: state.jurisdiction_id,
        scopes: operation.scopes,
      });
      if (state.actor.kind === 'key') await limits.countKey(state.actor.key_id);
    }
    next();
  };
}
