import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { methodNotAllowed } from '../platform/errors.ts';
import { stateOf } from './call-state.ts';
import type { Contract, ContractOperation } from './contract.ts';

/**
 * Finds the operation of a path outside of GeoReport that has a body or wants to know whose account it is about. All others are
 * found by the validator alone.
 * @throws AppError method_not_allowed
 */
export function readNativePath(contract: Contract): RequestHandler {
  const routes = routesOf(contract);
  return (request: Request, response: Response, next: NextFunction) => {
    const route = routes.find(({ pattern }) => pattern.test(request.path));
    if (route === undefined) {
      next();
      return;
    }
    const operation = route.operations.get(request.method.toLowerCase());
    if (operation === undefined) {
      const methods = [...route.operations.keys()].map((method) => method.toUpperCase());
      const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
      if (request.method !== 'OPTIONS') throw methodNotAllowed(allow);
      response.set('Allow', allow).status(204).end();
      return;
    }
    stateOf(response).operation = operation;
    next();
  };
}

type Route = { pattern: RegExp; operations: Map<string, ContractOperation> };

function routesOf(contract: Contract): Route[] {
  const byPath = new Map<string, Map<string, ContractOperation>>();
  for (const operation of contract.operations) {
    if (operation.georeport || (operation.body === undefined && !operation.bearer)) continue;
    const { path, method } = operation;
    byPath.set(path, (byPath.get(path) ?? new Map<string, ContractOperation>()).set(method, operation));
  }
  return [...byPath].map(([path, operations]) => ({
    // As Express compares paths: in any case, and with a slash at the end or without.
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
    operations,
  }));
}
