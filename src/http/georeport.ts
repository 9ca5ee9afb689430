import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { readDecimal } from '../platform/decimal.ts';
import type { Finding } from '../platform/errors.ts';
import type { Contract, ContractOperation } from './contract.ts';
import type { CallState } from './call-state.ts';
import { stateOf } from './call-state.ts';
import { mustBe } from './findings.ts';
import { allowedMethods, isGeoReportPath, readGeoReportPath } from './georeport-path.ts';
import { readPairs, singleValues } from './pairs.ts';

/**
 * What GeoReport v2 needs before the contract can check a call: the path and its format, the query, and the key and the
 * jurisdiction wherever a client has put them. `submission.ts` reads the body.
 */

/** Answers OPTIONS (standard, R5). The headers for browsers are set before, on every answer. */
export function answerOptions(request: Request, response: Response, next: NextFunction): void {
  const methods =
    request.method === 'OPTIONS' && isGeoReportPath(request.path) ? allowedMethods(request.path) : undefined;
  if (methods === undefined) {
    next();
    return;
  }
  response.set('Allow', [...methods, 'HEAD', 'OPTIONS'].join(', '));
  response.status(204).end();
}

/** Reads path and query and turns the address into the one of the contract. */
export function readAddress(contract: Contract): RequestHandler {
  const find = operationFinder(contract);
  return (request, response, next) => {
    if (!isGeoReportPath(request.path)) {
      next();
      return;
    }
    const state = stateOf(response);
    const read = readGeoReportPath(request.path, request.method, (types) => request.accepts(types));
    state.format = read.format;
    if (read.negotiated) response.vary('Accept');
    const operation = find(request.method, read.canonicalPath);
    state.operation = operation;
    state.pathJurisdiction = read.jurisdiction_id;
    state.sandbox = read.sandbox;
    const { query, findings, needsKey } = readQuery(request.url, operation);
    state.findings.push(...findings);
    state.needsKey = needsKey;
    state.queryJurisdiction = query.get('jurisdiction_id');
    // Where there is a form, it comes before both (submission.ts).
    state.apiKey = request.get('x-api-key') ?? query.get('api_key');
    query.delete('api_key');
    request.url = `${read.canonicalPath}?${writeQuery(query)}`;
    // Express routes by the one, the validator by the other.
    request.originalUrl = request.url;
    next();
  };
}

/** Finds the operation that answers a method on a path as the contract has it. */
export function operationFinder(contract: Contract): (method: string, path: string) => ContractOperation {
  const byRoute = new Map(
    contract.operations.map((operation) => [`${operation.method} ${operation.path}`, operation]),
  );
  return (method, path) => {
    const template = templateOf(path);
    const operation = byRoute.get(`${method.toLowerCase()} ${template}`);
    if (operation === undefined) throw new Error(`no operation for ${template}`);
    return operation;
  };
}

/** `/open311/v2/requests/17.json` → `/open311/v2/requests/{service_request_id}.{format}`, as the contract names it. */
function templateOf(path: string): string {
  return path
    .replace(/\.(json|xml|geojson|csv|ndjson)$/, '.{format}')
    .replace(/^(\/open311\/v2\/services)\/.+(?=\.\{format\}$)/, '$1/{service_code}')
    .replace(
      /^(\/open311\/v2\/requests)\/[^/]+(\/\w+)?(?=\.\{format\}$)/,
      (_, requests: string, below = '') => `${requests}/{service_request_id}${below}`,
    )
    .replace(/^(\/open311\/v2\/tokens)\/.+(?=\.\{format\}$)/, '$1/{token}');
}

/** With every reserved character encoded, and a space as `%20`: the validator refuses those that it sees. */
function writeQuery(query: ReadonlyMap<string, string>): string {
  return [...query].map(([name, value]) => `${name}=${encode(value)}`).join('&');
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * The parameters that an operation knows, as far as they can be read; the others are told with what else is wrong. And whether
 * the call needs a key.
 * @throws AppError invalid when there are more parameters than any call needs
 */
export function readQuery(
  url: string,
  operation: ContractOperation,
): { query: Map<string, string>; findings: Finding[]; needsKey: boolean } {
  const start = url.indexOf('?');
  const { pairs, findings } = readPairs(start < 0 ? '' : url.slice(start + 1));
  const schemas = new Map(
    operation.parameters
      .filter(({ in: where }) => where === 'query')
      .map(({ name, schema }) => [name, schema]),
  );
  // Lists are also written `name[]=a`; passed over, they would ask for everything.
  const plain = pairs.map((pair) => ({ ...pair, name: pair.name.replace(/\[\d*\]$/, '') }));
  const needsKey =
    operation.scopes.length > 0 ||
    plain.some(({ name, value }) => name === operation.keyParameter && value === 'true');
  // A key on a call that needs none is not even looked at (standard, R22).
  const known = plain.filter(({ name }) => schemas.has(name) || (name === 'api_key' && needsKey));
  const { values, findings: doubled } = singleValues(known, (name) => schemas.get(name)?.type === 'array');
  findings.push(...doubled);
  for (const { field = '' } of findings) values.delete(field);
  for (const [name, value] of values) {
    const type = schemas.get(name)?.type;
    if (type === 'number' || type === 'integer') {
      // The contract's check would also take `0x33` or `Infinity`.
      if (Number.isNaN(readDecimal(value))) {
        findings.push({ field: name, message: mustBe(name) });
        values.delete(name);
      } else values.set(name, value.trim());
    }
    if (type !== 'array') continue;
    const items = [
      ...new Set(
        value
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      ),
    ];
    if (items.length > 0) values.set(name, items.join(','));
    else values.delete(name);
  }
  return { query: values, findings, needsKey };
}

/** The jurisdiction that a call names; the path and the body come before the query (standard, R16 and R17). */
export function namedJurisdiction(state: CallState): {
  named: string | undefined;
  finding: Finding | undefined;
} {
  const { bodyJurisdiction, queryJurisdiction } = state;
  // A list or an object is refused with the other fields, by the contract.
  const inBody = ['string', 'number', 'boolean'].includes(typeof bodyJurisdiction)
    ? String(bodyJurisdiction)
    : undefined;
  if (
    inBody !== undefined &&
    queryJurisdiction !== undefined &&
    inBody.toLowerCase() !== queryJurisdiction.toLowerCase()
  ) {
    return {
      named: inBody,
      finding: {
        field: 'jurisdiction_id',
        message:
          'jurisdiction_id is given twice with different values, in the query and in the body. Send it once.',
      },
    };
  }
  return { named: inBody ?? queryJurisdiction, finding: undefined };
}
