import { fillPath, linkedPage, queryOf } from './address.ts';
import { createBudget } from './budget.ts';
import { callOf } from './call.ts';
import type { CallResponse, Result } from './call.ts';
import { limitsOf } from './connection.ts';
import type { Connection } from './connection.ts';
import type { Dialect, Understood } from './dialect.ts';
import { errorOf } from './error-answer.ts';
import { ConnectionError, SignpostError } from './errors.ts';
import type { CallOrigin } from './errors.ts';
import { exchange, wholeBody } from './exchange.ts';
import { formOf } from './form.ts';
import type { FormValue } from './form.ts';
import { tell } from './hooks.ts';
import type { AnswerOf, CallOptions, IdempotentOptions, OperationId, Route, Send } from './operation.ts';
import { delayAfter, isPassing, pause } from './retry.ts';

type Options = CallOptions & IdempotentOptions;

/** What goes out in each attempt. */
interface Outgoing {
  url: string;
  init: RequestInit;
  idempotencyKey: string | undefined;
  /** Whether it may be sent again. */
  repeatable: () => boolean;
}

/** Makes the one function that all methods of a client send their calls with. */
export function createSend(connection: Connection, dialect: Dialect): Send {
  const budget = createBudget();

  async function run(
    route: Route<OperationId>,
    parameters: Readonly<Record<string, FormValue>>,
    options: Options,
    link: string | undefined,
  ): Promise<Result<unknown>> {
    const { signal } = options;
    signal?.throwIfAborted();
    const limits = limitsOf(options, connection);
    const end = Date.now() + limits.deadlineMs;
    const hide = hiderOf(connection, options);

    /**
     * Sends until an attempt succeeds or no further one makes sense.
     * @param read gets the body; what fails on the way is a failed connection
     * @param settle makes the result of it, or throws the error that it says
     */
    async function persist<Body, Content>(
      { url, init, idempotencyKey, repeatable }: Outgoing,
      read: (response: Response, keep: () => void) => Promise<Body>,
      settle: (body: Body, response: Response, origin: CallOrigin) => Content,
    ): Promise<Content> {
      for (let attempt = 1; ; attempt += 1) {
        const origin = { attempts: attempt, idempotencyKey };
        const method = init.method ?? 'GET';
        const told = { operationId: route.operationId, method, url: hide(url), attempt, idempotencyKey };
        const began = Date.now();
        const timeoutMs = Math.min(limits.timeoutMs, Math.max(1, end - began));
        tell(connection.hooks.onRequest, told);
        try {
          // Looked up now, not when the client was made, so that a fetch that was put in place later is used.
          const fetch = connection.fetch ?? globalThis.fetch;
          const { response, body } = await exchange(
            fetch,
            url,
            init,
            { signal, hide, origin, timeoutMs },
            read,
          );
          const { status } = response;
          const durationMs = Date.now() - began;
          tell(connection.hooks.onResponse, {
            ...told,
            status,
            requestId: requestIdOf(response),
            durationMs,
          });
          const content = settle(body, response, origin);
          budget.refund();
          return content;
        } catch (error) {
          if (!isPassing(error) || attempt > limits.retries || !repeatable()) throw error;
          const delayMs = delayAfter(error, attempt);
          if (delayMs === undefined || Date.now() + delayMs >= end || !budget.take(attempt)) throw error;
          tell(connection.hooks.onRetry, { ...told, error, delayMs });
          await pause(delayMs, signal);
        }
      }
    }

    const readWhole = (response: Response): Promise<Uint8Array> => wholeBody(response, connection.maxBytes);
    const place = await dialect.address(
      route,
      (url, accept) =>
        persist(
          {
            url,
            init: { headers: headersOf(route, { accept }, connection, options) },
            idempotencyKey: undefined,
            repeatable: () => true,
          },
          readWhole,
          (bytes, response) => ({ bytes, response }),
        ),
      signal,
    );
    const fields: Record<string, FormValue> = { ...parameters };
    if (route.jurisdiction) fields['jurisdiction_id'] ??= connection.jurisdictionId;
    const path = fillPath(place.url, route.operationId, fields);
    const key = place.keyIn && connection.apiKey;
    if (place.keyIn === 'fields') fields['api_key'] = key;
    const url = link !== undefined ? linkedPage(link, path) : route.form ? path : path + queryOf(fields);
    const idempotencyKey = route.idempotent ? (options.idempotencyKey ?? newKey()) : undefined;
    const own = {
      accept: place.accept,
      ...(place.keyIn === 'header' && key !== undefined && { 'x-api-key': key }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    };
    const init: RequestInit = {
      method: route.method,
      headers: headersOf(route, own, connection, options),
      // A redirect would carry the key to wherever it points, and turn a submission into a reading call.
      redirect: key !== undefined || route.form ? 'manual' : 'follow',
      ...(route.form && { body: formOf(fields) }),
    };
    const repeatable = (): boolean => route.method === 'GET' || (route.idempotent && dialect.idempotency);
    return persist(
      { url, init, idempotencyKey, repeatable },
      async (response, keep): Promise<Uint8Array | Blob | ReadableStream<Uint8Array> | null> => {
        if (!response.ok || route.answer === 'json') return readWhole(response);
        if (route.answer === 'file') return response.blob();
        keep();
        return response.body;
      },
      (body, response, origin) => {
        if (isRedirect(response)) {
          const message = `${new URL(url).origin} redirects, and what is submitted is not sent elsewhere. Give the address that answers.`;
          throw new ConnectionError(message, { code: 'redirect', ...origin });
        }
        const understood: Understood =
          body instanceof Uint8Array
            ? dialect.understand(route, { response, bytes: body })
            : { answer: body, deviations: [] };
        const { answer, status = response.status, deviations } = understood;
        if (status < 200 || status > 299 || answer === undefined || answer === null)
          throw errorOf(response, understood, hide, origin);
        return { data: answer, response: { ...responseOf(response, origin), deviations } };
      },
    );
  }

  const send = <Id extends OperationId>(
    route: Route<Id>,
    parameters: object,
    options: object,
    link?: string,
  ) =>
    callOf(
      run(route, parameters as Readonly<Record<string, FormValue>>, options, link) as Promise<
        Result<AnswerOf<Id>>
      >,
    );
  return Object.assign(send, { dialect });
}

/** Browsers do not tell the status of a redirect that is not followed. */
function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status);
}

function responseOf(response: Response, origin: CallOrigin): Omit<CallResponse, 'deviations'> {
  return {
    ...origin,
    status: response.status,
    headers: response.headers,
    requestId: requestIdOf(response),
    replayed: response.headers.get('idempotent-replayed') === 'true',
  };
}

const requestIdOf = (response: Response): string | undefined =>
  response.headers.get('x-request-id') ?? undefined;

/** Browsers have `randomUUID` on secure pages only. */
function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function headersOf(
  route: Route<OperationId>,
  own: Record<string, string>,
  { userAgent }: Connection,
  { headers }: CallOptions,
): Headers {
  try {
    return new Headers({ ...(userAgent !== undefined && { 'user-agent': userAgent }), ...own, ...headers });
  } catch {
    // The error of Headers quotes the value, which may be secret.
    throw new SignpostError(
      `${route.operationId} was given a header with characters that no header can carry.`,
    );
  }
}

/** Takes the API key, and what the caller's own headers hold of the kind, out of every text: servers may repeat it. */
function hiderOf({ apiKey }: Connection, { headers = {} }: CallOptions): (text: string) => string {
  const secrets = Object.entries(headers)
    .filter(([name]) => /^(x-api-key|(proxy-)?authorization|cookie)$/i.test(name))
    .map(([, value]) => value);
  if (apiKey !== undefined) secrets.push(apiKey, encodeURIComponent(apiKey));
  return (text) =>
    [...new Set(secrets)].reduce(
      (hidden, secret) => (secret ? hidden.replaceAll(secret, '[API key]') : hidden),
      text,
    );
}
