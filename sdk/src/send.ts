import { fillPath, queryOf } from './address.ts';
import { createBudget } from './budget.ts';
import { callOf } from './call.ts';
import type { Result } from './call.ts';
import { limitsOf } from './connection.ts';
import type { Connection } from './connection.ts';
import type { Dialect, Reply, Understood } from './dialect.ts';
import { errorOf } from './error-answer.ts';
import { ConnectionError, SignpostError, tellOrigin } from './errors.ts';
import { exchange } from './exchange.ts';
import type { Exchanged } from './exchange.ts';
import type { Form, FormValue } from './form.ts';
import { tell } from './hooks.ts';
import type { AnswerOf, CallOptions, FileKind, IdempotentOptions, OperationId, Route } from './operation.ts';
import type { Send } from './sender.ts';
import { delayAfter, isPassing, pause } from './retry.ts';

type Options = CallOptions & IdempotentOptions;

/** Makes the one function that all methods of a client send their calls with. */
export function createSend(connection: Connection, dialect: Dialect): Send {
  const budget = createBudget();
  const { onRequest, onResponse, onRetry } = connection;

  async function run(
    route: Route<OperationId>,
    parameters: Readonly<Record<string, FormValue>>,
    options: Options,
    locate = (url: string) => url,
  ): Promise<Result<unknown>> {
    const { operationId, method } = route;
    const { signal } = options;
    signal?.throwIfAborted();
    const { timeoutMs, deadlineMs, retries } = limitsOf(options, connection);
    const end = Date.now() + deadlineMs;
    const hide = hiderOf(connection, options);

    /**
     * Sends until an attempt succeeds or no further one makes sense.
     * @param settle makes the result of the body, or throws the error that it says
     */
    async function persist<Settled>(
      url: string,
      init: RequestInit,
      isRepeatable: boolean,
      settle: (exchanged: Exchanged, attempts: number) => Settled,
      idempotencyKey?: string,
      form?: Form,
      kind?: FileKind,
    ): Promise<Settled> {
      for (let attempt = 1; ; attempt += 1) {
        // A key among the parameters is nothing for a log.
        const told = { operationId, method, url: hide(url), attempt, idempotencyKey };
        const began = Date.now();
        tell(onRequest, told);
        try {
          const exchanged = await exchange(
            // Looked up now, not when the client was made, so that a fetch that was put in place later is used.
            connection.fetch ?? globalThis.fetch,
            url,
            init,
            form,
            signal,
            Math.max(1, Math.min(timeoutMs, end - began)),
            hide,
            (answer) => {
              if (!kind || !answer.ok) return dialect.read(answer);
              return kind === 'file' ? answer.blob() : answer.body;
            },
          );
          const { response } = exchanged;
          form?.sent?.();
          tell(onResponse, {
            ...told,
            status: response.status,
            requestId: requestIdOf(response),
            durationMs: Date.now() - began,
          });
          const settled = settle(exchanged, attempt);
          budget.refund();
          return settled;
        } catch (error) {
          tellOrigin(error, attempt, idempotencyKey);
          if (!isPassing(error) || attempt > retries || !isRepeatable || form?.isSpent?.()) throw error;
          const delayMs = delayAfter(error, attempt);
          if (delayMs === undefined || Date.now() + delayMs >= end || !budget.take(attempt)) throw error;
          tell(onRetry, { ...told, error, delayMs });
          await pause(delayMs, signal);
        }
      }
    }

    const headersOf = (own: Record<string, string | undefined>): Headers => {
      try {
        const headers = new Headers();
        // One after the other, since what a call gives itself may be written in other letters.
        for (const [name, value] of Object.entries({
          'user-agent': connection.userAgent,
          'accept-language': connection.locale,
          ...own,
          ...options.headers,
        }))
          if (value) headers.set(name, value);
        return headers;
      } catch {
        // The error of Headers quotes the value, which may be secret.
        throw new SignpostError('A header holds wrong characters.');
      }
    };

    const place = await dialect.address(
      route,
      (url, accept) =>
        persist(url, { headers: headersOf({ accept }) }, true, (exchanged) => exchanged as Reply),
      signal,
    );
    const fields: Record<string, FormValue> = { ...parameters };
    if (route.jurisdiction) fields['jurisdiction_id'] ??= connection.jurisdictionId;
    const path = fillPath(place.url, operationId, fields);
    const idempotencyKey = route.idempotent === 'by key' ? (options.idempotencyKey ?? newKey()) : undefined;
    const key = place.keyIn && connection.apiKey;
    if (place.keyIn === 'fields') fields['api_key'] = key;
    const form = route.form?.(fields);
    const url = locate(form ? path : path + queryOf(fields));
    const init: RequestInit = {
      method,
      headers: headersOf({
        accept: place.accept,
        'x-api-key': place.keyIn === 'header' ? key : undefined,
        'idempotency-key': idempotencyKey,
        'content-type': form?.type,
      }),
      // A redirect would carry the key to wherever it points, and turn a submission into a reading call.
      redirect: form || key ? 'manual' : 'follow',
    };
    return persist(
      url,
      init,
      !form || (!!route.idempotent && !dialect.submitsOnce),
      (exchanged, attempts) => {
        const { response } = exchanged;
        const { ok, status, headers } = response;
        // Browsers do not tell the status of a redirect that is not followed: it is 0.
        if (!ok && status < 400) {
          throw new ConnectionError(
            `${new URL(url).origin} redirects. Submissions and keys do not follow.`,
            'redirect',
          );
        }
        const understood: Understood =
          ok && route.answer ? { answer: exchanged.body } : dialect.understand(route, exchanged as Reply);
        const { answer, deviations = [], status: meant = status } = understood;
        if (meant > 299 || answer === undefined || answer === null) throw errorOf(response, understood, hide);
        return {
          data: answer,
          response: {
            status,
            headers,
            requestId: requestIdOf(response),
            attempts,
            idempotencyKey,
            replayed: headers.get('idempotent-replayed') === 'true',
            deviations,
          },
        };
      },
      idempotencyKey,
      form,
      route.answer,
    );
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

const requestIdOf = (response: Response): string | undefined =>
  response.headers.get('x-request-id') ?? undefined;

/** 128 bits by chance. Not `randomUUID`, which browsers have on secure pages only. */
const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

/** Takes the API key, and what the caller's own headers hold, out of every text: servers may repeat what they were sent. */
function hiderOf({ apiKey }: Connection, { headers = {} }: CallOptions): (text: string) => string {
  const words = Object.values(headers).flatMap((value) => value.split(' ').filter((word) => word.length > 7));
  if (apiKey) words.push(apiKey, encodeURIComponent(apiKey));
  return (text) => words.reduce((hidden, word) => hidden.replaceAll(word, '[API key]'), text);
}
