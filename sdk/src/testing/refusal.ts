import type { ErrorEntry } from '../errors.ts';

/** What is wrong with a call, and with which of its fields. */
export type Finding = { field?: string; message: string };

type ErrorType = NonNullable<ErrorEntry['type']>;

const STATUS = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  conflict: 409,
  in_progress: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  other_payload: 422,
  too_many: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<ErrorType, number>;

/** Of something that the test city does not play. No server answers so, and no client tries it again. */
const NOT_PLAYED = 501;

/** An answer that is no success, in the words of a server. */
export class Refusal extends Error {
  readonly status: number;

  constructor(
    readonly type: ErrorType | undefined,
    readonly findings: readonly Finding[],
    readonly retryAfter?: number,
  ) {
    super(findings.map(({ message }) => message).join(' '));
    this.status = type === undefined ? NOT_PLAYED : STATUS[type];
  }
}

const one = (type: ErrorType, message: string, field?: string, retryAfter?: number) =>
  new Refusal(type, [field === undefined ? { message } : { message, field }], retryAfter);

export const invalid = (findings: readonly Finding[]) => new Refusal('invalid', findings);
export const forbidden = (message: string) => one('forbidden', message, 'api_key');
export const notFound = (message: string, field?: string) => one('not_found', message, field);
export const conflict = (message: string) => one('conflict', message);
export const otherPayload = () =>
  one(
    'other_payload',
    'This Idempotency-Key was used for a submission with other fields. Use a new key for a new submission.',
  );

/** For what a server does and the test city does not. */
export const notPlayed = (what: string) =>
  new Refusal(undefined, [{ message: `The test city does not play this: ${what}` }]);

/** What a server says when it answers with a status that has nothing to do with the call. */
export function trouble(
  status: number,
  requestId: string,
  retryAfter: number | undefined,
): Refusal | undefined {
  const wait = `Try again in ${retryAfter ?? 2} seconds.`;
  switch (status) {
    case 409:
      return one(
        'in_progress',
        'A submission with this Idempotency-Key is in progress. Send it again in a second.',
        undefined,
        retryAfter ?? 1,
      );
    case 429:
      return one('too_many', `Too many submissions with this key. ${wait}`, undefined, retryAfter ?? 2);
    case 500:
      return one('internal', `Something went wrong on our side. Quote the request id ${requestId}.`);
    case 503:
      return one(
        'unavailable',
        `The service is out of reach for a moment. ${wait}`,
        undefined,
        retryAfter ?? 2,
      );
    default:
      return undefined;
  }
}
