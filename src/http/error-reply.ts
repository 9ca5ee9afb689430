import {
  AppError,
  invalid,
  methodNotAllowed,
  notFound,
  tooLarge,
  unavailable,
  unsupportedMediaType,
} from '../platform/errors.ts';
import type { ErrorCode, Finding } from '../platform/errors.ts';
import { translate } from './messages/translate.ts';
import { isDatabaseUnavailable } from '../platform/database.ts';

/** The only place that knows HTTP statuses of errors (standard, R31 to R35). */
const STATUS: Record<ErrorCode, number> = {
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
};

const TITLES: Record<ErrorCode, string> = {
  invalid: 'The call is wrong',
  unauthorized: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  not_acceptable: 'Not acceptable',
  conflict: 'Conflict',
  in_progress: 'In progress',
  gone: 'Gone',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  other_payload: 'Other payload',
  too_many: 'Too many calls',
  internal: 'Internal error',
  unavailable: 'Unavailable',
};

type GeoReportError = { code: number; description: string; type: ErrorCode; field?: string };

export type ErrorReply = {
  status: number;
  headers: Record<string, string>;
  /** GeoReport's own list. */
  list: GeoReportError[];
  /** The same as RFC 9457, for paths outside of GeoReport. */
  problem: {
    type: string;
    title: string;
    status: number;
    detail: string;
    errors?: { pointer: string; detail: string }[];
  };
};

/**
 * Turns anything that was thrown into an answer without internals.
 * @param language of the messages (standard, R33)
 * @param baseUrl where the pages about errors are, which problems are named after; without it they are named by their paths
 */
export function errorReply(error: unknown, requestId: string, language = 'en', baseUrl = ''): ErrorReply {
  const known = toAppError(error);
  const code: ErrorCode = known?.code ?? 'internal';
  const findings = (
    known?.findings ?? [{ message: `Something went wrong on our side. Quote the request id ${requestId}.` }]
  ).map((finding: Finding): Finding => ({ ...finding, message: translate(finding.message, language) }));
  const status = STATUS[code];
  const headers: Record<string, string> = {};
  if (known?.hints.retryAfter !== undefined) headers['Retry-After'] = String(known.hints.retryAfter);
  if (code === 'unauthorized') headers['WWW-Authenticate'] = 'Bearer';
  if (known?.hints.allow !== undefined) headers['Allow'] = known.hints.allow;
  return {
    status,
    headers,
    list: findings.map(({ field, message }) => ({
      code: status,
      description: message,
      type: code,
      ...(field === undefined ? {} : { field }),
    })),
    problem: {
      type: `${baseUrl}/developers/errors/${code.replaceAll('_', '-')}`,
      title: TITLES[code],
      status,
      detail: findings.map((finding) => finding.message).join(' '),
      ...pointing(findings),
    },
  };
}

/** Which fields a problem is about, where it is about any. */
function pointing(findings: readonly Finding[]): Pick<ErrorReply['problem'], 'errors'> {
  const errors = findings.flatMap(({ field, message }) =>
    field === undefined
      ? []
      : [{ pointer: `#/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`, detail: message }],
  );
  return errors.length === 0 ? {} : { errors };
}

/** The error as one of ours; undefined for what is our own fault. */
function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isDatabaseUnavailable(error)) return unavailable();
  const { status, type, code } = (error ?? {}) as { status?: unknown; type?: unknown; code?: unknown };
  const unreadableBody = () => invalid([{ message: 'The body could not be read to its end.' }]);
  // What zlib says of a body that is not what its Content-Encoding says.
  if (typeof code === 'string' && /^(Z_|ERR__ERROR)/.test(code)) return unreadableBody();
  if (typeof type === 'string') {
    // Errors of the body parser name themselves by `type`.
    if (type === 'entity.too.large') return tooLarge('The body is larger than 1 MB.');
    if (type === 'encoding.unsupported')
      return unsupportedMediaType('The Content-Encoding is not known. Use gzip, deflate, br or none.');
    if (status === 400) return unreadableBody();
  }
  if (status === 405) return methodNotAllowed('GET, HEAD');
  if (status === 404) return notFound('There is no such path here.');
  return undefined;
}
