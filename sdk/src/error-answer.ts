import type { Understood } from './dialect.ts';
import { apiError } from './errors.ts';
import type { ApiError, ErrorEntry } from './errors.ts';

/**
 * Makes the error of an answer that cannot be given as a result: no success, or not JSON. The body is GeoReport's list of errors,
 * the problem document (RFC 9457) that the other paths answer with, or anything else.
 * @param hide takes secrets out of a text, since a server or a proxy may repeat what it was sent
 */
export function errorOf(
  response: Response,
  { answer, problem, status = response.status, deviations = [] }: Understood,
  hide: (text: string) => string,
): ApiError {
  const { headers } = response;
  const found = hidden(answer, hide) as Partial<ErrorEntry>[] | { detail?: string } | null | undefined;
  const errors = (Array.isArray(found) ? found : [{ description: found?.detail }])
    .filter((entry): entry is ErrorEntry => typeof entry?.description === 'string')
    .map((entry) => ({ ...entry, code: Number(entry.code) || status }));
  return apiError({
    status,
    errors:
      errors.length > 0 ? errors : [{ code: status, description: hide(outline(response, found, problem)) }],
    requestId: hide(headers.get('x-request-id') ?? '') || undefined,
    retryAfter: secondsOf(headers.get('retry-after') ?? ''),
    deviations: hidden(deviations, hide) as typeof deviations,
  });
}

/** A copy whose texts hold no secret. */
function hidden(body: unknown, hide: (text: string) => string): unknown {
  return body === undefined
    ? body
    : JSON.parse(JSON.stringify(body), (_, value: unknown) =>
        typeof value === 'string' ? hide(value) : value,
      );
}

/** For answers that describe no error: pages of a proxy, or the checks of `health.ready`. */
function outline(
  { status, statusText, headers }: Response,
  body: unknown,
  problem: string | undefined,
): string {
  const said = `The server answered ${`${status} ${statusText}`.trim()} with`;
  if (problem !== undefined) return `${said} ${problem}`;
  if (body !== undefined) return `${said} ${JSON.stringify(body).slice(0, 200)}.`;
  const mediaType = headers.get('content-type')?.split(';')[0];
  return `${said} ${mediaType ? `${mediaType} and not with` : 'no'} JSON. Is baseUrl right?`;
}

/** `Retry-After` is a number of seconds or a date. */
function secondsOf(retryAfter: string): number | undefined {
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}
