import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { createHttpApp } from './app.ts';
import type { HttpOptions } from './app.ts';
import { AnswerTexts } from './answer-texts.ts';
import { logCall } from './call-log.ts';
import { handOver } from './call-state.ts';
import type { Contract, ContractOperation } from './contract.ts';
import { entityTag, isNamedIn } from './entity-tag.ts';
import { operationFinder, readQuery } from './georeport.ts';
import { isGeoReportPath, readGeoReportPath } from './georeport-path.ts';
import { Load } from './load.ts';
import type { Call, Format, OperationId } from './operation.ts';
import { answerOf } from './reply.ts';
import type { AnyReply } from './reply.ts';
import { createRefusal } from './refuse-call.ts';
import { standingHeadersOfGet } from './standing-headers.ts';
import { untilGone } from './until-gone.ts';
import { wantedLanguages } from './wanted-languages.ts';

/**
 * The whole API as Node's own server calls it. Operations that the contract marks with `x-hot` are answered here, with as
 * little as the contract allows between socket and operation; all else, and whatever is not plainly right, goes on to
 * Express unchanged, so that there is one origin of errors. What both have in common they take from the same functions.
 */
export function createHttp(options: HttpOptions): RequestListener {
  const texts = new AnswerTexts();
  const load = new Load(options.mostInHand, options.log);
  const refusal = createRefusal(options, load);
  const express = createHttpApp(options, texts, load);
  const understand = readerOfAddresses(options.contract);
  const standing = Object.entries(standingHeadersOfGet(options.publicUrl)).flat();

  const answer = async (request: IncomingMessage, response: ServerResponse, asked: Asked) => {
    const { contract, doors, operations } = options;
    const { operation, format } = asked;
    const started = performance.now();
    let answered;
    try {
      load.begin(response, operation);
      const run = operations[operation.operationId as OperationId] as (call: unknown) => Promise<AnyReply>;
      const jurisdiction_id = await doors.resolveJurisdiction({
        inPath: asked.inPath,
        named: asked.named,
        optional: false,
        sandbox: asked.sandbox,
      });
      const reply = await run(callOf(request, response, asked, jurisdiction_id, { ...options, texts }));
      answered = await answerOf(request, reply, {
        contract,
        operation,
        format,
        check: options.checkReplies,
        texts,
      });
      load.end(response);
    } catch (error) {
      handOver(request, error);
      express(request, response);
      return;
    }
    const requestId = randomUUID();
    const hadLeft = response.destroyed;
    const tell = () =>
      logCall(options.log, response, { requestId, operation, method: 'GET', started, hadLeft });
    if (hadLeft) {
      tell();
      return;
    }
    response.on('close', tell);
    const { body } = answered;
    const headers = [...standing, 'X-Request-Id', requestId];
    for (const [name, value] of Object.entries(answered.headers)) headers.push(name, value);
    headers.push('Vary', answered.vary.join(', '));
    if (typeof body === 'string' || Buffer.isBuffer(body))
      headers.push('Content-Length', String(Buffer.byteLength(body)));
    response.writeHead(answered.status, headers).end(body);
  };

  return (request, response) => {
    const asked = isPlainGet(request, options) ? understand(request.url ?? '') : undefined;
    const refused = load.isFull() ? refusal.formatOf(request, asked) : undefined;
    if (refused !== undefined) refusal.answer(request, response, refused);
    else if (asked === undefined) express(request, response);
    else void answer(request, response, asked);
  };
}

/** A GET without a body, whose own address is known without asking a proxy's headers. */
function isPlainGet(request: IncomingMessage, { publicUrl, trustProxy }: HttpOptions): boolean {
  const { headers } = request;
  return (
    request.method === 'GET' &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    headers.expect === undefined &&
    (publicUrl !== undefined || (trustProxy === false && headers.host !== undefined))
  );
}

/** What an address asks for. */
type Asked = {
  operation: ContractOperation;
  format: Format;
  parameters: Record<string, unknown>;
  inPath: string | undefined;
  named: string | undefined;
  sandbox: boolean;
};

/** Many clients ask for the same address again and again; so many of them are understood once. */
const MOST_ADDRESSES = 2_000;
const LONGEST_ADDRESS = 500;

/** Reads addresses; undefined: Express is to look at it. What an address says depends on nothing else. */
function readerOfAddresses(contract: Contract): (url: string) => Asked | undefined {
  const find = operationFinder(contract);
  // One for all: each would compile the schema of schemas anew, at every start.
  const ajv = new Ajv2020({ strict: false, coerceTypes: true });
  // A CommonJS module: its function is the default of the default.
  (addFormatsModule as unknown as (target: Ajv2020) => void)(ajv);
  const checks = new Map(
    contract.operations
      .filter(({ hot }) => hot)
      .map((operation) => [operation, parameterCheck(ajv, contract, operation)]),
  );
  const understood = new Map<string, Asked | undefined>();
  const read = (url: string): Asked | undefined => {
    const [path = ''] = url.split('?', 1);
    if (!isGeoReportPath(path)) return undefined;
    const { canonicalPath, format, negotiated, jurisdiction_id, sandbox } = readGeoReportPath(
      path,
      'GET',
      () => 'application/json',
    );
    const operation = find('GET', canonicalPath);
    const check = checks.get(operation);
    if (negotiated || check === undefined) return undefined;
    const { query, findings, needsKey } = readQuery(url, operation);
    // Whose key it is, is found out on the long way.
    if (needsKey) return undefined;
    const parameters = { ...inPath(operation, canonicalPath), ...valuesOf(operation, query) };
    if (findings.length > 0 || !check(parameters)) return undefined;
    const named = query.get('jurisdiction_id');
    return { operation, format, parameters, inPath: jurisdiction_id, named, sandbox };
  };
  return (url) => {
    if (understood.has(url)) return understood.get(url);
    let asked: Asked | undefined;
    try {
      asked = read(url);
    } catch {
      // Express comes to the same end, and tells it.
    }
    if (url.length <= LONGEST_ADDRESS) {
      if (understood.size >= MOST_ADDRESSES) understood.delete(understood.keys().next().value ?? '');
      understood.set(url, asked);
    }
    return asked;
  };
}

/** The contract's check of an operation's parameters, which also turns texts into numbers. */
function parameterCheck(ajv: Ajv2020, contract: Contract, operation: ContractOperation): ValidateFunction {
  if (operation.method !== 'get' || operation.scopes.length > 0 || !operation.georeport)
    throw new Error(`${operation.operationId} cannot be x-hot: only what anybody may read`);
  const parameters = operation.parameters.filter(
    ({ name, in: where }) => where !== 'header' && name !== 'format',
  );
  return ajv.compile({
    components: contract.document.components,
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
  });
}

/** `{service_request_id}` and its like, which stand in the last segment. */
function inPath(operation: ContractOperation, path: string): Record<string, string> {
  const name = /\{(?!format)(\w+)\}/.exec(operation.path)?.[1];
  const value = /\/([^/]*)\.\w+$/.exec(path)?.[1];
  return name === undefined || value === undefined ? {} : { [name]: decodeURIComponent(value) };
}

/** A list is written with commas. */
function valuesOf(operation: ContractOperation, query: ReadonlyMap<string, string>): Record<string, unknown> {
  const lists = new Set(
    operation.parameters.filter(({ schema }) => schema.type === 'array').map(({ name }) => name),
  );
  return Object.fromEntries(
    [...query].map(([name, value]) => [name, lists.has(name) ? value.split(',') : value]),
  );
}

function callOf(
  request: IncomingMessage,
  response: ServerResponse,
  { operation, format, parameters }: Asked,
  jurisdiction_id: string | undefined,
  { contract, publicUrl, texts }: HttpOptions & { texts: AnswerTexts },
): Call<OperationId> {
  const ifNoneMatch = request.headers['if-none-match'];
  return {
    operationId: operation.operationId as OperationId,
    jurisdiction_id,
    actor: { kind: 'public' },
    // Only asked for on the long way: nothing that is read often depends on it.
    address: '',
    parameters,
    body: undefined,
    findings: [],
    uploads: [],
    format,
    languages: wantedLanguages(request, parameters['locale']),
    hasCopy:
      ifNoneMatch === undefined
        ? undefined
        : (tag) => isNamedIn(ifNoneMatch, entityTag(contract, format, tag)),
    toldBefore: (of) => texts.find(operation.operationId, format, of),
    baseUrl: publicUrl ?? `http://${request.headers.host}`,
    get signal() {
      return untilGone(response);
    },
  };
}
