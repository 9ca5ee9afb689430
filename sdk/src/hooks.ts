/** One attempt at a call. It holds no header and no field, and thus no key and nobody's data. */
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
