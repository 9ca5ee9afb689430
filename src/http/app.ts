import { randomUUID } from 'node:crypto';
import express, { Router } from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import { invalid, notFound, Overloaded, RehearsedError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { UploadLimits } from '../platform/upload.ts';
import type { AnswerTexts } from './answer-texts.ts';
import { identify, isCallerUnclear, ownAddress, refuseEarly } from './authenticate.ts';
import type { Doors } from './authenticate.ts';
import { logCall } from './call-log.ts';
import { beginState, earlierFailure, stateOf } from './call-state.ts';
import type { Contract, ContractOperation } from './contract.ts';
import { serveDeveloperPages } from './developer-pages.ts';
import { serveDocs } from './docs.ts';
import { endReading } from './end-reading.ts';
import { entityTag, isNamedIn } from './entity-tag.ts';
import { errorLanguage } from './error-language.ts';
import { errorReply } from './error-reply.ts';
import { inFormOrder } from './findings.ts';
import { answerOptions, readAddress } from './georeport.ts';
import { errorFormat, isGeoReportPath } from './georeport-path.ts';
import { createLimits, LIMIT_FIELDS, networkOf } from './limits.ts';
import type { Load } from './load.ts';
import { servePages } from './pages.ts';
import type { FindPage } from './pages.ts';
import { isTranslated } from './messages/translate.ts';
import { readNativePath } from './native-path.ts';
import type { Call, OperationId, Operations } from './operation.ts';
import { answerOf, holdBack, writeAnswer, writeError } from './reply.ts';
import type { AnyReply } from './reply.ts';
import { standingHeaders } from './standing-headers.ts';
import { readSubmission } from './submission.ts';
import { untilGone } from './until-gone.ts';
import type { Validator } from './validator.ts';
import { wantedLanguages } from './wanted-languages.ts';

export type HttpOptions = {
  contract: Contract;
  validator: Validator;
  operations: Operations;
  doors: Doors;
  /** The pages for people: where they were built, and what is at which address. */
  pages: { folder: URL; find: FindPage };
  log: Log;
  publicUrl: string | undefined;
  trustProxy: string | false;
  /** Submissions a minute. */
  limits: { address: number; key: number };
  /** What one call may bring. */
  uploads: UploadLimits;
  /** Calls that are worked on at one moment (see load.ts). */
  mostInHand: number;
  /** Holds every answer against the contract before it goes out, and asks for translations of every error; on in tests. */
  checkReplies: boolean;
};

/** All middleware in the order in which a call meets it. */
export function createHttpApp(options: HttpOptions, texts: AnswerTexts, load: Load): Express {
  const { contract, log } = options;
  const limits = createLimits(options.limits);
  const app = express();
  app
    .disable('x-powered-by')
    .disable('etag')
    .set('trust proxy', options.trustProxy)
    .set('query parser', 'simple');

  app.use(begin(log, options.doors));
  app.use(...standingHeaders(options.publicUrl));
  app.use(answerOptions);
  app.use(aside(pagesOf(options)));
  app.use(readAddress(contract));
  app.use(readNativePath(contract));
  app.use((request, _response, next) => next(earlierFailure(request)));
  app.use(async (request, response, next) => {
    if (stateOf(response).operation?.body !== undefined)
      await limits.countAddress(response, request.ip ?? 'unknown');
    next();
  });
  app.use(
    readSubmission(contract, {
      httpsOnly: options.publicUrl?.startsWith('https:') ?? false,
      uploads: options.uploads,
      refuseEarly: (request, state) => refuseEarly(options.doors, request, state, options.publicUrl),
    }),
  );
  // Now that the body is there, whoever sent it and however long that took.
  app.use((_request, response, next) => {
    load.begin(response, stateOf(response).operation);
    next();
  });
  app.use(identify(options.doors, limits, options.publicUrl));
  app.use(...options.validator((operation) => runOperation(operation, options, texts, load)));
  app.use(() => {
    throw notFound('There is no such path here.');
  });
  app.use(answerError(options, load));
  return app;
}

/** What is not of the standard's API; in the order in which an address is looked up. */
const pagesOf = ({ contract, pages, ...options }: HttpOptions): Router =>
  Router()
    .use(serveDeveloperPages(options, pages.folder))
    .use(serveDocs(contract))
    .use(servePages(options, pages.folder, pages.find));

/** A router of Express gives back what is not its own at the next turn of the event loop: calls of the API do not wait for that. */
const aside =
  (router: Router): RequestHandler =>
  (request, response, next) =>
    isGeoReportPath(request.path) ? next() : router(request, response, next);

/** The request id, and when the call is over a line in the log and one more call of its key. */
function begin(log: Log, doors: Doors): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    const started = performance.now();
    const { method } = request;
    beginState(response, {
      requestId,
      format: isGeoReportPath(request.path) ? errorFormat(request.path) : 'problem',
      head: method === 'HEAD',
    });
    response.set('X-Request-Id', requestId);
    // Node knows by itself that an answer to HEAD has no body.
    if (method === 'HEAD') request.method = 'GET';
    // The caller of what the short way has failed with may have left already.
    const hadLeft = response.destroyed;
    const tell = () => {
      const { operation, refused, keyUsed } = stateOf(response);
      if (keyUsed !== undefined) doors.countUse(keyUsed, response.statusCode);
      if (!refused) logCall(log, response, { requestId, operation, method, started, hadLeft });
    };
    if (hadLeft) setImmediate(tell);
    else response.on('close', tell);
    next();
  };
}

function runOperation(
  operation: ContractOperation,
  options: HttpOptions,
  texts: AnswerTexts,
  load: Load,
): RequestHandler {
  const run = options.operations[operation.operationId as OperationId] as (
    call: unknown,
  ) => Promise<AnyReply>;
  return async (request, response) => {
    const state = stateOf(response);
    state.operation ??= operation;
    const { findings } = state;
    // A call whose operation adds what it finds itself goes on with its mistakes, if it is clear who calls whom.
    if (findings.length > 0 && (!operation.addsFindings || isCallerUnclear(state))) throw invalid(findings);
    const format = state.format === 'problem' ? 'json' : state.format;
    const reply = await run(callOf(request, response, operation, { ...options, texts }));
    await state.uploadSpace?.end();
    const answer = await answerOf(request, reply, {
      contract: options.contract,
      operation,
      format,
      check: options.checkReplies,
      texts,
    });
    load.end(response);
    if (reply.heldBackMs !== undefined) await holdBack(response, reply.heldBackMs);
    await writeAnswer(response, answer);
  };
}

function callOf(
  request: Request,
  response: Response,
  operation: ContractOperation,
  { contract, publicUrl, texts }: HttpOptions & { texts: AnswerTexts },
): Call<OperationId> {
  const state = stateOf(response);
  const format = state.format === 'problem' ? 'json' : state.format;
  const { format: _format, ...parametersInPath } = request.params;
  const ifNoneMatch = request.get('if-none-match');
  const headers = operation.parameters
    .filter((parameter) => parameter.in === 'header')
    .map(({ name }) => [name, request.get(name)] as const)
    .filter(([, value]) => value !== undefined);
  return {
    operationId: operation.operationId as OperationId,
    jurisdiction_id: state.jurisdiction_id,
    actor: state.actor,
    address: networkOf(request.ip ?? 'unknown'),
    parameters: withoutRefused(
      { ...request.query, ...parametersInPath, ...Object.fromEntries(headers) },
      state.findings,
    ) as never,
    body: withoutRefused(request.body, state.findings) as never,
    findings: state.findings,
    uploads: state.uploads,
    format,
    languages: wantedLanguages(request, request.query['locale']),
    hasCopy:
      ifNoneMatch === undefined
        ? undefined
        : (tag) => isNamedIn(ifNoneMatch, entityTag(contract, format, tag)),
    toldBefore: (of) => texts.find(operation.operationId, format, of),
    baseUrl: ownAddress(request, publicUrl),
    get signal() {
      return untilGone(response);
    },
  };
}

/** A field that was refused is not handed on: nobody can then trust its type by mistake. */
function withoutRefused(body: unknown, findings: readonly { field?: string }[]): unknown {
  if (typeof body !== 'object' || body === null) return undefined;
  const refused = new Set(findings.map((finding) => finding.field));
  return Object.fromEntries(Object.entries(body).filter(([name]) => !refused.has(name)));
}

/** In tests: every message that a caller can meet is translated. */
function requireTranslations(error: unknown): void {
  const missing = errorReply(error, 'x').list.filter(({ description }) => !isTranslated(description));
  if (missing.length > 0)
    throw new Error(`not translated: ${missing.map(({ description }) => description).join(' | ')}`);
}

function answerError(options: HttpOptions, load: Load): ErrorRequestHandler {
  // Express knows a handler of errors by its four parameters.
  return async (error, request, response, _next) => {
    const state = stateOf(response);
    load.end(response);
    await state.uploadSpace?.end();
    const language = await errorLanguage(request, request.query['locale'], state, options.doors);
    const reply = errorReply(error, state.requestId, language, ownAddress(request, options.publicUrl));
    if (error instanceof Overloaded) {
      state.refused = true;
      // Nothing is said of limits here, as on the short way, where such a call is not counted (refuse-call.ts).
      for (const field of LIMIT_FIELDS) response.removeHeader(field);
      await load.refuse();
    } else if (reply.status >= 500 && !(error instanceof RehearsedError)) {
      options.log.error(
        { err: error as unknown, request_id: state.requestId, operation: state.operation?.operationId },
        'call failed',
      );
    }
    if (response.headersSent) {
      // What has begun is cut off, so that nobody takes it for whole.
      response.destroy();
      return;
    }
    if (state.operation !== undefined)
      reply.list = inFormOrder(options.contract, state.operation, reply.list);
    if (options.checkReplies) requireTranslations(error);
    response.set('Content-Language', language).vary('Accept-Language');
    writeError(response, reply, options.contract, state.format);
    if (!request.complete) endReading(request);
  };
}
