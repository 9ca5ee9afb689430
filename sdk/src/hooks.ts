/**
 * One attempt at a call. It holds no header, nothing of a form and no key. The address has what a list was asked for.
 *
 * @example
 * ```ts
 * import type { Attempt } from '@signpost/sdk';
 *
 * const line = ({ operationId, attempt }: Attempt) => `${operationId}, attempt ${attempt}`;
 * const url = 'https://city.example/open311/v2/services.json';
 * const first: Attempt = { operationId: 'services.list', method: 'GET', url, attempt: 1, idempotencyKey: undefined };
 * console.log(line(first)); // services.list, attempt 1
 * ```
 */
export interface Attempt {
  /** The operation, such as `requests.create`. */
  operationId: string;
  method: string;
  url: string;
  /** Which attempt it is, from 1. */
  attempt: number;
  /** The key under which it is sent; undefined for calls that create nothing. */
  idempotencyKey: string | undefined;
}

/**
 * Functions that are told what a client does, for logs and metrics. They change nothing: what they return is not looked at,
 * and an error in one of them ends no call but comes up as an unhandled rejection.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { Hooks } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const lines: string[] = [];
 * const hooks: Hooks = {
 *   onResponse: ({ operationId, status }) => lines.push(`${operationId} ${status}`),
 *   onRetry: ({ operationId, error }) => lines.push(`${operationId} again after ${error.name}`),
 * };
 * const testCity = createTestCity();
 * testCity.failNext({ status: 503 });
 * await new Signpost({ ...testCity.connection, ...hooks }).services.list();
 * console.log(lines.join(', ')); // services.list 503, services.list again after ServerError, services.list 200
 * ```
 */
export interface Hooks {
  /** Before an attempt is sent. */
  onRequest?: ((attempt: Attempt) => void) | undefined;
  /** When an answer has come, whatever it says. */
  onResponse?:
    | ((attempt: Attempt & { status: number; requestId: string | undefined; durationMs: number }) => void)
    | undefined;
  /** When an attempt has failed and will be followed by another one after `delayMs`. */
  onRetry?: ((attempt: Attempt & { error: Error; delayMs: number }) => void) | undefined;
}

/** Tells a hook without letting it disturb the call. */
export function tell<Event>(hook: ((event: Event) => void) | undefined, event: Event): void {
  if (hook) void Promise.resolve(event).then(hook);
}
