import type { Understood } from './dialect.ts';
import { apiError } from './errors.ts';
import type { ApiError, CallOrigin, ErrorEntry } from './errors.ts';

/**
 * Makes the error of an answer that cannot be given as a result: no success, or not JSON.
 * `hide` takes the API key out of every text, since a server or a proxy may repeat what it was sent.
 */
export function errorOf(
  response: Response,
  { answer, problem, status = response.status, deviations }: Understood,
  hide: (text: string) => string,
  origin: CallOrigin,
): ApiError {
  const entries = entriesOf(answer, status);
  const errors =
    entries.length > 0 ? entries : [{ code: status, description: outline(response, answer, problem) }];
  const requestId = response.headers.get('x-request-id');
  return apiError({
    ...origin,
    status,
    deviations: deviations.map((one) => ({ ...one, found: hide(one.found) })),
    errors: errors.map((entry) => hidden(entry, hide)),
    requestId: requestId === null ? undefined : hide(requestId),
    retryAfter: secondsOf(response.headers.get('retry-after')),
  });
}

/** GeoReport's list of errors, or the problem document (RFC 9457) that the other paths answer with. */
function entriesOf(body: unknown, status: number): ErrorEntry[] {
  if (Array.isArray(body))
    return body.filter(isEntry).map((entry) => ({ ...entry, code: Number(entry.code) || status }));
  return isObject(body) && typeof body.detail === 'string'
    ? [{ code: status, description: body.detail }]
    : [];
}

function hidden(entry: ErrorEntry, hide: (text: string) => string): ErrorEntry {
  return {
    code: entry.code,
    description: hide(entry.description),
    ...(typeof entry.type === 'string' && { type: hide(entry.type) as NonNullable<ErrorEntry['type']> }),
    ...(typeof entry.field === 'string' && { field: hide(entry.field) }),
  };
}

/** For answers that describe no error: pages of a proxy, or the checks of `health.ready`. */
function outline(response: Response, body: unknown, problem: string | undefined): string {
  const status = `The server answered ${response.status} ${response.statusText}`.trim();
  if (problem !== undefined) return `${status} with ${problem}${/[.?]$/.test(problem) ? '' : '.'}`;
  if (body !== undefined) return `${status} with ${JSON.stringify(body).slice(0, 200)}.`;
  const mediaType = response.headers.get('content-type')?.split(';')[0];
  return `${status} with ${mediaType ? `${mediaType} and not with JSON` : 'no JSON'}. Is the base URL that of an Open311 server?`;
}

/** `Retry-After` is a number of seconds or a date. */
function secondsOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined;
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}

function isEntry(entry: unknown): entry is ErrorEntry {
  return isObject(entry) && typeof entry.description === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
