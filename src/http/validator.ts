import type { RequestHandler } from 'express';
import { middleware as openApiValidator } from 'express-openapi-validator';
import { stateOf } from './call-state.ts';
import type { Contract, ContractOperation } from './contract.ts';
import { findingsOf } from './findings.ts';
import type { Complaint } from './findings.ts';

/** Middleware that holds a call against the contract and then runs its operation. For one app. */
export type Validator = (run: (operation: ContractOperation) => RequestHandler) => RequestHandler[];

/**
 * Begins to compile the contract. It needs no database: a start does it while PostgreSQL is starting.
 * @throws Error at the first call, when the contract is no valid OpenAPI
 */
export function prepareValidator(contract: Contract): Validator {
  const byRoute = new Map(
    contract.operations.map((operation) => [`${operation.method} ${operation.path}`, operation]),
  );
  let run: Parameters<Validator>[0];
  const handlers = openApiValidator({
    apiSpec: contract.document as never,
    validateRequests: { allErrors: true, allowUnknownQueryParameters: true, coerceTypes: true },
    validateResponses: false,
    // Keys are checked before, in the order that the standard's errors ask for.
    validateSecurity: false,
    fileUploader: false,
    operationHandlers: {
      basePath: '',
      resolver: (_basePath, route) => {
        const operation = byRoute.get(`${route.method.toLowerCase()} ${route.openApiRoute}`);
        if (operation === undefined)
          throw new Error(`${route.method} ${route.openApiRoute} is not in the contract`);
        return run(operation);
      },
    },
  }) as RequestHandler[];
  return (given) => {
    run = given;
    return handlers.map((handler) => carryFindings(handler));
  };
}

type ValidatorError = { status?: number; errors?: Complaint[] };

/** Findings do not end the call here: they go on to where all mistakes are told in one answer. */
function carryFindings(handler: RequestHandler): RequestHandler {
  return (request, response, next) =>
    handler(request, response, (error?: unknown) => {
      const { status, errors } = (error ?? {}) as ValidatorError;
      if (error !== undefined && (status !== 400 || errors === undefined)) {
        next(error);
        return;
      }
      stateOf(response).findings.push(...findingsOf(errors ?? []));
      next();
    });
}
