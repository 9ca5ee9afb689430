import { createBudget } from './budget.ts';
import { callOf } from './call.ts';
import type { Result } from './call.ts';
import { hasSecrets, limitsOf } from './connection.ts';
import type { Connection } from './connection.ts';
import type { Dialect, Understood } from './dialect.ts';
import { errorOf } from './error-answer.ts';
import { ConnectionError, SignpostError } from './errors.ts';
import { exchange } from './exchange.ts';
import type { FormValue } from './form.ts';
import { tell } from './hooks.ts';
import type { AnswerOf, CallOptions, IdempotentOptions, OperationId, Route } from './operation.ts';
import { readBytes } from './read-bytes.ts';
import type { Send } from './sender.ts';
import { delayAfter, pause } from './retry.ts';

// The longest time that is waited, 23 days: timers of JavaScript can wait for one day more.
const longestTimer = 2_000_000_000;

type Options = CallOptions & IdempotentOptions;

/** Makes the one function that all methods of a client send their calls with. */
export function createSend(connection: Connection, dialect: Dialect): Send {
  const budget = createBudget();

  /** Sends until an attempt succeeds or no further one makes sense. */
  async function run(
    route: Route<OperationId>,
    parameters: Readonly<Record<string, FormValue>>,
    options: Options,
    locate = (url: string) => url,
  ): Promise<Result<unknown>> {
    const { operationId, method } = route;
    const { signal } = options;
    const limits = limitsOf(options, connection);
    const until = Date.now() + limits.deadlineMs;
    const place = await dialect.address(route, { ...options, ...limits });
    const fields: Record<string, FormValue> = { ...parameters };
    if (route.jurisdiction) fields['jurisdiction_id'] ??= connection.jurisdictionId;
    const path = route.fill?.(place.url, operationId, fields) ?? place.url;
    const idempotencyKey = route.newKey && (options.idempotencyKey ?? route.newKey());
    const key = place.keyIn && connection.apiKey;
    if (place.keyIn === 'fields') fields['api_key'] = key;
    const token = route.account && connection.accountToken;
    const form = route.form?.(fields);
    const url = locate(path + (route.query?.(fields) ?? ''));
    const init: RequestInit = {
      method,
      headers: headersOf({
        'user-agent': connection.userAgent,
        'accept-language': connection.locale,
        accept: place.accept,
        'x-api-key': place.keyIn === 'header' && key,
        authorization: token && `Bearer ${token}`,
        'idempotency-key': idempotencyKey,
        'content-type': form?.type,
        ...options.headers,
      }),
      // A redirect would carry what is secret to wherever it points, and turn a submission into a reading call.
      redirect: form || key || token || hasSecrets(options.headers) ? 'manual' : 'follow',
    };
    const hide = hiderOf(connection, options);
    const within = <Answer>(rest: number, work: (end: AbortSignal) => Promise<Answer>) =>
      exchange(
        work,
        url,
        signal,
        Math.min(limits.timeoutMs, rest, longestTimer),
        rest < limits.timeoutMs ? 'deadlineMs' : 'timeoutMs',
        hide,
      );

    for (let attempt = 1; ; attempt += 1) {
      // It may have ended while the address was looked for or between two attempts, and tells that only once.
      signal?.throwIfAborted();
      const began = Date.now();
      // A key among the parameters is nothing for a log.
      const told = { operationId, method, url: hide(url), attempt, idempotencyKey };
      tell(connection.onRequest, told);
      try {
        const { response, body } = await within(until - began, async (end) => {
          const content = await form?.open(end);
          // Looked up now, not when the client was made, so that a fetch that was put in place later is used.
          const answer = await (connection.fetch ?? fetch)(url, {
            ...init,
            ...content,
            signal: end,
          });
          const file =
            answer.ok && route.read?.(answer, limits.maxBytes, signal, (more) => within(longestTimer, more));
          // Of what is streamed only the beginning is read here: the rest takes as long as its reader does.
          return { response: answer, body: await (file || readBytes(answer, limits.maxBytes)) };
        });
        const { ok, status, headers } = response;
        const requestId = hide(headers.get('x-request-id') ?? '') || undefined;
        form?.sent?.();
        tell(connection.onResponse, { ...told, status, requestId, durationMs: Date.now() - began });
        // Browsers do not tell the status of a redirect that is not followed: it is 0.
        if (!ok && status < 400) {
          throw new ConnectionError(`${new URL(url).origin} redirects, and is not followed.`, 'redirect');
        }
        const understood: Understood =
          body instanceof Uint8Array ? dialect.understand(route, { response, body }, hide) : { answer: body };
        const { answer: data, deviations = [], status: meant = status } = understood;
        if (meant > 299 || data === undefined || data === null)
          throw errorOf(response, understood, requestId, hide);
        budget.refund();
        return {
          data,
          response: {
            status,
            headers,
            requestId,
            attempts: attempt,
            idempotencyKey,
            replayed: headers.get('idempotent-replayed') === 'true',
            deviations,
          },
        };
      } catch (error) {
        // What is none of ours is the reason of the signal.
        if (!(error instanceof SignpostError)) throw error;
        Object.assign(error, { attempts: attempt, idempotencyKey });
        if (!route.again?.(error) || attempt > limits.retries || form?.isSpent?.()) throw error;
        const delayMs = delayAfter(error, attempt);
        if (Date.now() + delayMs >= until || !budget.take(attempt)) throw error;
        tell(connection.onRetry, { ...told, error, delayMs });
        await pause(delayMs, signal);
      }
    }
  }

  const send = <Id extends OperationId>(
    route: Route<Id>,
    parameters: object,
    options: object,
    locate?: (url: string) => string,
  ) =>
    callOf(
      run(route, parameters as Readonly<Record<string, FormValue>>, options, locate) as Promise<
        Result<AnswerOf<Id>>
      >,
    );
  return Object.assign(send, { dialect });
}

function headersOf(given: Record<string, string | false | undefined>): Headers {
  try {
    const headers = new Headers();
    // One after the other, since what a call gives itself may be written in other letters.
    for (const [name, value] of Object.entries(given)) if (value) headers.set(name, value);
    return headers;
  } catch {
    // The error of Headers quotes the value, which may be secret.
    throw new SignpostError('headers has to be visible ASCII.');
  }
}

/**
 * Takes the keys of the client, and what is secret of the caller's own headers, out of every text: servers may repeat what they were
 * sent, as it is or as it stands in an address, a form, a text of JSON, a page.
 */
function hiderOf(
  { apiKey, accountToken }: Connection,
  { headers = {} }: CallOptions,
): (text: string) => string {
  const inAnyForm = (character: string): string => {
    const code = character.charCodeAt(0).toString(16);
    return `\\\\?(\\x${code}|%${code}|&\\w+;)`;
  };
  const patterns = Object.entries({ apiKey, accountToken, ...headers }).flatMap(([name, value = '']) =>
    // Of a header that is none of a secret, only what looks like one: the rest may be words that every answer has.
    (
      value.match(/key|token|secret|auth|cookie|pass/i.test(name) ? /\S{8,}|^\S+$/g : /[\w+=]{24,}/g) ?? []
    ).map((word) => word.replace(/./g, inAnyForm)),
  );
  const secrets = new RegExp(patterns.join('|') || '(?!)', 'gi');
  return (text) => text.replace(secrets, '[API key]');
}
