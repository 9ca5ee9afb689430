import type { Deviation } from './dialect.ts';
import type { components } from './generated/contract.d.ts';

/** One entry of an error answer: `code`, `description` and, from Signpost, also `type` and `field`. */
export type ErrorEntry = components['schemas']['Error'];

/** What is wrong, for a program: the contract's `type`, or what the status says of a server that has none. */
export type ApiErrorCode = NonNullable<ErrorEntry['type']> | 'unexpected';

/** What became of the connection, for a program. */
export type ConnectionErrorCode = 'timeout' | 'connection' | 'redirect' | 'too_large';

/** Which call an error belongs to. */
export interface CallOrigin {
  /** How often the call was sent. */
  attempts: number;
  /** The key under which it was sent. Send the same call again with it, and it will count once. */
  idempotencyKey: string | undefined;
}

/** What an answer that is no success says. */
export interface ApiErrorDetails extends CallOrigin {
  /** The HTTP status; of a city that tells a failure under a wrong one, the one that it should have had. */
  status: number;
  /** Everything the server found wrong; at least one entry. */
  errors: readonly ErrorEntry[];
  /** The `X-Request-Id` of the answer: quote it when you ask for help. */
  requestId?: string | undefined;
  /** Seconds to wait before trying again, where the server says so. */
  retryAfter?: number | undefined;
  /** What had to be mended before the error could be read. */
  deviations?: readonly Deviation[] | undefined;
}

/** The base of every error of this SDK. Thrown as it is for what is wrong before anything is sent. */
export class SignpostError extends Error {
  static {
    this.prototype.name = 'SignpostError';
  }
}

/** There was no whole answer: refused, cut or timed out. Whether a submission has arrived is then not known. */
export class ConnectionError extends SignpostError implements CallOrigin {
  static {
    this.prototype.name = 'ConnectionError';
  }

  /**
   * `timeout` when the time was up, `redirect` when the server wanted a submission sent elsewhere, `too_large` when the answer was
   * larger than `maxBytes`.
   */
  readonly code: ConnectionErrorCode;
  /** Whether the time was up, and not the connection broken. */
  readonly timedOut: boolean;
  readonly attempts: number;
  readonly idempotencyKey: string | undefined;

  constructor(
    message: string,
    { code, attempts, idempotencyKey }: CallOrigin & { code: ConnectionErrorCode },
  ) {
    super(message);
    this.code = code;
    this.timedOut = code === 'timeout';
    this.attempts = attempts;
    this.idempotencyKey = idempotencyKey;
  }
}

/** The server answered, but not with success. Its message is made of the descriptions of all entries. */
export class ApiError extends SignpostError implements ApiErrorDetails {
  static {
    this.prototype.name = 'ApiError';
  }

  readonly status: number;
  /** What is wrong, to branch on; of the first entry where there are several. */
  readonly code: ApiErrorCode;
  readonly errors: readonly ErrorEntry[];
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly deviations: readonly Deviation[];
  readonly attempts: number;
  readonly idempotencyKey: string | undefined;

  constructor({
    status,
    errors,
    requestId,
    retryAfter,
    deviations = [],
    attempts,
    idempotencyKey,
  }: ApiErrorDetails) {
    super(errors.map((entry) => entry.description).join(' '));
    this.status = status;
    this.code = errors[0]?.type ?? codeOf(status);
    this.errors = errors;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
    this.deviations = deviations;
    this.attempts = attempts;
    this.idempotencyKey = idempotencyKey;
  }
}

// Each class declares its name as a literal: without a difference in their types, `instanceof` for one of them would
// make the compiler rule out all the others.

/** 400: something is missing or wrong; each entry of `errors` names its `field`. */
export class BadRequestError extends ApiError {
  declare name: 'BadRequestError';
  static {
    this.prototype.name = 'BadRequestError';
  }
}

/** 403: the API key is missing, unknown, expired or revoked, or may not do this. */
export class ForbiddenError extends ApiError {
  declare name: 'ForbiddenError';
  static {
    this.prototype.name = 'ForbiddenError';
  }
}

/** 404: there is no such jurisdiction, service, case or token. */
export class NotFoundError extends ApiError {
  declare name: 'NotFoundError';
  static {
    this.prototype.name = 'NotFoundError';
  }
}

/** 409: a submission with this idempotency key is being worked on. Send it again after `retryAfter` seconds. */
export class ConflictError extends ApiError {
  declare name: 'ConflictError';
  static {
    this.prototype.name = 'ConflictError';
  }
}

/** 413: the submission is larger than the server takes. */
export class PayloadTooLargeError extends ApiError {
  declare name: 'PayloadTooLargeError';
  static {
    this.prototype.name = 'PayloadTooLargeError';
  }
}

/** 422: this idempotency key was used for a submission with other fields. */
export class UnprocessableError extends ApiError {
  declare name: 'UnprocessableError';
  static {
    this.prototype.name = 'UnprocessableError';
  }
}

/** 429: too many submissions. Try again after `retryAfter` seconds. */
export class RateLimitError extends ApiError {
  declare name: 'RateLimitError';
  static {
    this.prototype.name = 'RateLimitError';
  }
}

/** 500 and above: the server failed or is out of reach for a moment. */
export class ServerError extends ApiError {
  declare name: 'ServerError';
  static {
    this.prototype.name = 'ServerError';
  }
}

/** The error whose class belongs to the status; `ApiError` itself where there is none of its own. */
export function apiError(details: ApiErrorDetails): ApiError {
  switch (details.status) {
    case 400:
      return new BadRequestError(details);
    // Some cities answer a missing or wrong key so.
    case 401:
    case 403:
      return new ForbiddenError(details);
    case 404:
      return new NotFoundError(details);
    case 409:
      return new ConflictError(details);
    case 413:
      return new PayloadTooLargeError(details);
    case 422:
      return new UnprocessableError(details);
    case 429:
      return new RateLimitError(details);
    default:
      return details.status >= 500 ? new ServerError(details) : new ApiError(details);
  }
}

function codeOf(status: number): ApiErrorCode {
  const codes: Record<number, ApiErrorCode> = {
    400: 'invalid',
    401: 'forbidden',
    403: 'forbidden',
    404: 'not_found',
    405: 'method_not_allowed',
    406: 'not_acceptable',
    409: 'conflict',
    413: 'too_large',
    415: 'unsupported_media_type',
    422: 'other_payload',
    429: 'too_many',
    500: 'internal',
    503: 'unavailable',
  };
  return codes[status] ?? 'unexpected';
}
