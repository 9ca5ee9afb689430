import type { Deviation } from './deviation.ts';
import type { components } from './generated/contract.d.ts';

/**
 * One entry of an error answer: `code`, `description` and, from Signpost, also `type` and `field`.
 *
 * @example
 * ```ts
 * import type { ErrorEntry } from '@signpost/sdk';
 *
 * const fieldsOf = (errors: readonly ErrorEntry[]) => errors.map(({ field }) => field ?? 'all of it');
 * console.log(fieldsOf([{ code: 400, description: 'lat is missing.', field: 'lat' }])); // [ 'lat' ]
 * ```
 */
export type ErrorEntry = components['schemas']['Error'];

/**
 * What is wrong, for a program: the contract's `type`. `unknown` where the answer has none; the status and the class tell more then.
 *
 * @example
 * ```ts
 * import { ApiError, Signpost } from '@signpost/sdk';
 * import type { ApiErrorCode } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const isMine = (code: ApiErrorCode) => code === 'invalid' || code === 'forbidden';
 * const city = new Signpost(createTestCity().connection);
 * const error = await city.requests.create({ service_code: 'POTHOLE' }).catch((reason: unknown) => reason);
 * console.log(error instanceof ApiError && isMine(error.code)); // true
 * ```
 */
export type ApiErrorCode = NonNullable<ErrorEntry['type']> | 'unknown';

/**
 * What became of the connection, for a program.
 *
 * @example
 * ```ts
 * import { ConnectionError } from '@signpost/sdk';
 * import type { ConnectionErrorCode } from '@signpost/sdk';
 *
 * const mayTryAgain = (code: ConnectionErrorCode) => code === 'timeout' || code === 'connection';
 * const error = new ConnectionError('No whole answer.', 'timeout');
 * console.log(mayTryAgain(error.code)); // true
 * ```
 */
export type ConnectionErrorCode = 'timeout' | 'connection' | 'redirect' | 'too_large';

/**
 * What an answer that is no success says.
 *
 * @example
 * ```ts
 * import { ApiError } from '@signpost/sdk';
 * import type { ApiErrorDetails } from '@signpost/sdk';
 *
 * const details: ApiErrorDetails = {
 *   status: 418,
 *   errors: [{ code: 418, description: 'This is a teapot.' }],
 *   deviations: [],
 * };
 * console.log(String(new ApiError(details))); // ApiError: This is a teapot.
 * ```
 */
export interface ApiErrorDetails {
  /** The HTTP status; of a city that tells a failure under a wrong one, the one that it should have had. */
  status: number;
  /** Everything the server found wrong; at least one entry. */
  errors: readonly ErrorEntry[];
  /** The `X-Request-Id` of the answer: quote it when you ask for help. */
  requestId?: string | undefined;
  /** Seconds to wait before trying again, where the server says so. */
  retryAfter?: number | undefined;
  /** What had to be mended before the error could be read. Signpost itself has nothing to mend. */
  deviations: readonly Deviation[];
}

/**
 * The base of every error of this SDK. Thrown as it is for what is wrong before anything is sent.
 *
 * @example
 * ```ts
 * import { Signpost, SignpostError } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const testCity = createTestCity();
 * testCity.failNext({ kind: 'broken-after', operation: 'requests.create' });
 * const city = new Signpost({ ...testCity.connection, retries: 0 });
 *
 * const lamp = { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 };
 * const error = await city.requests.create(lamp).catch((reason: unknown) => reason);
 * if (!(error instanceof SignpostError)) throw error;
 * // Nobody knows whether it has arrived. Sent again under the same key, it is one case.
 * await city.requests.create(lamp, { idempotencyKey: error.idempotencyKey });
 * console.log(error.attempts, testCity.requests.length); // 1 1
 * ```
 */
export class SignpostError extends Error {
  static {
    this.prototype.name = 'SignpostError';
  }

  /** How often the call was sent; 0 when it was not. */
  readonly attempts: number = 0;
  /** The key under which it was sent. Send the same call again with it, and it will count once. */
  readonly idempotencyKey: string | undefined;
}

/**
 * There was no whole answer: refused, cut or timed out. Whether a submission has arrived is then not known.
 *
 * @example
 * ```ts
 * import { ConnectionError, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const testCity = createTestCity();
 * testCity.failNext({ kind: 'silent' });
 * const city = new Signpost({ ...testCity.connection, timeoutMs: 50, retries: 0 });
 *
 * const error = await city.services.list().catch((reason: unknown) => reason);
 * console.log(error instanceof ConnectionError && error.timedOut); // true
 * ```
 */
export class ConnectionError extends SignpostError {
  static {
    this.prototype.name = 'ConnectionError';
  }

  /**
   * `timeout` when the time was up, `redirect` when the server wanted a submission sent elsewhere, `too_large` when the answer was
   * larger than may be read.
   */
  declare readonly code: ConnectionErrorCode;
  /** Whether the time was up, and not the connection broken. */
  declare readonly timedOut: boolean;
  /** What the system calls it, such as `ECONNREFUSED`, where that is known; browsers do not tell. */
  declare readonly systemCode: string | undefined;

  constructor(message: string, code: ConnectionErrorCode, systemCode?: string) {
    super(message);
    Object.assign(this, { code, timedOut: code === 'timeout', systemCode });
  }
}

/** What a server says, so that a terminal or a log can show it: without what moves or turns text, and no longer than a page. */
const inOneLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Bidi_C}]+/gu, ' ').replace(/(.{1999})..+/s, '$1…');

/**
 * The server answered, but not with success. Its message is made of the descriptions of all entries.
 *
 * @example
 * ```ts
 * import { ApiError, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost(createTestCity().connection);
 * const error = await city.requests.get({ service_request_id: '99999999' }).catch((reason: unknown) => reason);
 * if (error instanceof ApiError) console.log(error.status, error.code, error.requestId); // 404 not_found test-1
 * ```
 */
export class ApiError extends SignpostError implements ApiErrorDetails {
  static {
    this.prototype.name = 'ApiError';
  }

  declare readonly status: number;
  declare readonly errors: readonly ErrorEntry[];
  declare readonly requestId: string | undefined;
  declare readonly retryAfter: number | undefined;
  declare readonly deviations: readonly Deviation[];
  /** What is wrong, to branch on; of the first entry where there are several. */
  declare readonly code: ApiErrorCode;

  constructor(details: ApiErrorDetails) {
    super(inOneLine(details.errors.map((entry) => entry.description).join(' ')));
    Object.assign(this, details, { code: details.errors[0]?.type ?? 'unknown' });
  }
}

// Each class declares its name as a literal: without a difference in their types, `instanceof` for one of them would
// make the compiler rule out all the others.

/**
 * 400: something is missing or wrong; each entry of `errors` names its `field`.
 *
 * @example
 * ```ts
 * import { BadRequestError, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost(createTestCity().connection);
 * const error = await city.requests.create({ service_code: 'POTHOLE' }).catch((reason: unknown) => reason);
 * if (!(error instanceof BadRequestError)) throw error;
 * console.log(error.errors.map(({ field }) => field).join()); // lat,attribute[SIZE]
 * ```
 */
export class BadRequestError extends ApiError {
  declare name: 'BadRequestError';
  static {
    this.prototype.name = 'BadRequestError';
  }
}

/**
 * 403: the API key is missing, unknown, expired or revoked, or may not do this.
 *
 * @example
 * ```ts
 * import { ForbiddenError, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost({ ...createTestCity().connection, apiKey: 'sp_live_of_somebody' });
 * const lamp = { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 };
 * const error = await city.requests.create(lamp).catch((reason: unknown) => reason);
 * console.log(error instanceof ForbiddenError); // true
 * ```
 */
export class ForbiddenError extends ApiError {
  declare name: 'ForbiddenError';
  static {
    this.prototype.name = 'ForbiddenError';
  }
}

/**
 * 404: there is no such jurisdiction, service, case or token.
 *
 * @example
 * ```ts
 * import { NotFoundError, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost(createTestCity().connection);
 * const error = await city.services.get({ service_code: 'UNICORN' }).catch((reason: unknown) => reason);
 * console.log(error instanceof NotFoundError); // true
 * ```
 */
export class NotFoundError extends ApiError {
  declare name: 'NotFoundError';
  static {
    this.prototype.name = 'NotFoundError';
  }
}

/**
 * 409: a submission with this idempotency key is being worked on. Send it again after `retryAfter` seconds.
 *
 * @example
 * ```ts
 * import { ConflictError, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const testCity = createTestCity();
 * testCity.failNext({ status: 409, retryAfter: 1 });
 * const city = new Signpost({ ...testCity.connection, retries: 0 });
 * const lamp = { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 };
 * const error = await city.requests.create(lamp).catch((reason: unknown) => reason);
 * console.log(error instanceof ConflictError && error.retryAfter); // 1
 * ```
 */
export class ConflictError extends ApiError {
  declare name: 'ConflictError';
  static {
    this.prototype.name = 'ConflictError';
  }
}

/**
 * 413: the submission is larger than the server takes.
 *
 * @example
 * ```ts
 * import { PayloadTooLargeError, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const testCity = createTestCity();
 * testCity.failNext({ status: 413 });
 * const city = new Signpost({ ...testCity.connection, retries: 0 });
 * const lamp = { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 };
 * const error = await city.requests.create(lamp).catch((reason: unknown) => reason);
 * console.log(error instanceof PayloadTooLargeError); // true
 * ```
 */
export class PayloadTooLargeError extends ApiError {
  declare name: 'PayloadTooLargeError';
  static {
    this.prototype.name = 'PayloadTooLargeError';
  }
}

/**
 * 422: this idempotency key was used for a submission with other fields.
 *
 * @example
 * ```ts
 * import { Signpost, UnprocessableError } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost(createTestCity().connection);
 * const lamp = { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 };
 * const mine = { idempotencyKey: 'my-case-4711' };
 * await city.requests.create(lamp, mine);
 * const other = city.requests.create({ ...lamp, description: 'Another one.' }, mine);
 * console.log((await other.catch((reason: unknown) => reason)) instanceof UnprocessableError); // true
 * ```
 */
export class UnprocessableError extends ApiError {
  declare name: 'UnprocessableError';
  static {
    this.prototype.name = 'UnprocessableError';
  }
}

/**
 * 429: too many submissions. Try again after `retryAfter` seconds.
 *
 * @example
 * ```ts
 * import { RateLimitError, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const testCity = createTestCity();
 * testCity.failNext({ status: 429, retryAfter: 30 });
 * const city = new Signpost({ ...testCity.connection, retries: 0 });
 * const lamp = { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 };
 * const error = await city.requests.create(lamp).catch((reason: unknown) => reason);
 * console.log(error instanceof RateLimitError && error.retryAfter); // 30
 * ```
 */
export class RateLimitError extends ApiError {
  declare name: 'RateLimitError';
  static {
    this.prototype.name = 'RateLimitError';
  }
}

/**
 * 500 and above: the server failed or is out of reach for a moment.
 *
 * @example
 * ```ts
 * import { ServerError, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const testCity = createTestCity();
 * testCity.failNext({ status: 503, retryAfter: 5 });
 * const city = new Signpost({ ...testCity.connection, retries: 0 });
 * const lamp = { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 };
 * const error = await city.requests.create(lamp).catch((reason: unknown) => reason);
 * console.log(error instanceof ServerError && error.retryAfter); // 5
 * ```
 */
export class ServerError extends ApiError {
  declare name: 'ServerError';
  static {
    this.prototype.name = 'ServerError';
  }
}

const classes: Readonly<Record<number, new (details: ApiErrorDetails) => ApiError>> = {
  400: BadRequestError,
  // Some cities answer a missing or wrong key so.
  401: ForbiddenError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  413: PayloadTooLargeError,
  422: UnprocessableError,
  429: RateLimitError,
};

/** The error whose class belongs to the status; `ApiError` itself where there is none of its own. */
export function apiError(details: ApiErrorDetails): ApiError {
  const { status } = details;
  return new (classes[status] ?? (status < 500 ? ApiError : ServerError))(details);
}
