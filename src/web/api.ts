import { Signpost } from '@signpost/sdk';
import { start } from './page-start.ts';

/**
 * A client of the public API, as every app of a resident has one.
 * @param send what calls are sent with
 * @param apiKey the key of these pages, or an earlier one of theirs
 */
export const connect = (send: typeof fetch, apiKey: string | null = start.api_key): Signpost =>
  new Signpost({
    baseUrl: location.origin,
    // The reader may have chosen another language than the browser's own.
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('Accept-Language', start.locale);
      return send(input, { ...init, headers });
    },
    jurisdictionId: start.city?.jurisdiction_id,
    apiKey: apiKey ?? undefined,
  });

export const api = connect((input, init) => fetch(input, init));
