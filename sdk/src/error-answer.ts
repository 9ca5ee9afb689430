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
  requestId: string | undefined,
  hide: (text: string) => string,
): ApiError {
  const found = answer as Partial<ErrorEntry>[] | { detail?: string } | null | undefined;
  const errors = (Array.isArray(found) ? found : [{ description: found?.detail }])
    .filter((entry): entry is ErrorEntry => typeof entry?.description === 'string')
    .map((entry) => ({ ...entry, code: Number(entry.code) || status }));
  return apiError({
    status,
    errors: errors[0]
      ? errors
      : [
          {
            code: status,
            description: hide(
              `The server answered ${response.status} with ${problem ?? `${JSON.stringify(found)}.`}`,
            ),
          },
        ],
    requestId,
    retryAfter: secondsOf(response.headers.get('retry-after') ?? ''),
    deviations,
  });
}

/** `Retry-After` is a number of seconds or a date. */
function secondsOf(retryAfter: string): number | undefined {
  const seconds = Math.ceil(Number(retryAfter) || (Date.parse(retryAfter) - Date.now()) / 1000);
  return seconds > -Infinity ? Math.max(0, seconds) : undefined;
}
