/**
 * The one error type of the program and the functions that make it. A code is what a program branches on; its HTTP
 * status is known to `http/error-reply.ts` alone. The codes are the `type` values of the contract's `Error` schema.
 */
export type ErrorCode =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'not_acceptable'
  | 'conflict'
  | 'in_progress'
  | 'gone'
  | 'too_large'
  | 'unsupported_media_type'
  | 'other_payload'
  | 'too_many'
  | 'internal'
  | 'unavailable';

/** One mistake: what is wrong and how to mend it, and the field it is about when there is one. */
export type Finding = { field?: string; message: string };

/** Headers that belong to an error: seconds to wait, or the methods a path knows. */
export type ErrorHints = { retryAfter?: number; allow?: string };

export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    /** Never empty. Every finding is written for the end user's eyes. */
    readonly findings: readonly Finding[],
    readonly hints: ErrorHints = {},
  ) {
    super(findings.map((finding) => finding.message).join(' '));
    this.name = 'AppError';
  }
}

function one(code: ErrorCode, message: string, field?: string, hints?: ErrorHints): AppError {
  return new AppError(code, [field === undefined ? { message } : { message, field }], hints);
}

export const invalid = (findings: readonly Finding[]) => new AppError('invalid', findings);
export const invalidField = (field: string, message: string) => one('invalid', message, field);
export const unauthorized = (message: string) => one('unauthorized', message);
export const forbidden = (message: string, field?: string) => one('forbidden', message, field);
export const notFound = (message: string, field?: string) => one('not_found', message, field);
export const methodNotAllowed = (allow: string) =>
  one('method_not_allowed', `This path knows ${allow}.`, undefined, { allow });
export const notAcceptable = () =>
  one(
    'not_acceptable',
    'This server speaks application/json and text/xml. Accept one of them, or end the path in .json or .xml.',
  );
export const conflict = (message: string) => one('conflict', message);
export const gone = (message: string) => one('gone', message);
export const inProgress = () =>
  one(
    'in_progress',
    'A submission with this Idempotency-Key is in progress. Send it again in a second.',
    undefined,
    { retryAfter: 1 },
  );
export const otherPayload = () =>
  one(
    'other_payload',
    'This Idempotency-Key was used for a submission with other fields. Use a new key for a new submission.',
  );
export const tooLarge = (message: string, field?: string) => one('too_large', message, field);
export const unsupportedMediaType = (message: string) => one('unsupported_media_type', message);
export const tooMany = (message: string, retryAfter: number) =>
  one('too_many', message, undefined, { retryAfter });

/** Seconds a client should wait when the database is out of reach: long enough for a restart, short enough to notice. */
const UNAVAILABLE_RETRY_SECONDS = 2;
export const unavailable = (
  message = `The service is out of reach for a moment. Try again in ${UNAVAILABLE_RETRY_SECONDS} seconds.`,
  retryAfter = UNAVAILABLE_RETRY_SECONDS,
) => one('unavailable', message, undefined, { retryAfter });

/** The call is not begun, since too many others are in hand (standard, R35). Those who wait a second find room. */
export class Overloaded extends AppError {
  constructor() {
    super(
      'unavailable',
      [{ message: 'There are more calls than can be answered now. Try again in a second.' }],
      {
        retryAfter: 1,
      },
    );
    this.name = 'Overloaded';
  }
}

/** An error that a caller has asked for in a sandbox, to see how it looks: nothing is wrong, and nobody has to look into it. */
export class RehearsedError extends AppError {
  constructor(code: ErrorCode, finding: Finding, hints: ErrorHints = {}) {
    super(code, [finding], hints);
    this.name = 'RehearsedError';
  }
}

/** A mistake of the operator, told on the terminal in one readable line; the program ends with exit code 2. */
export class OperatorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OperatorError';
  }
}
