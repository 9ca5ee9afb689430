import { Signpost } from '@signpost/sdk';
import { start } from './page-start.ts';

/** The reader may have chosen another language than the browser's own. */
export const inLanguage =
  (send: typeof fetch): typeof fetch =>
  (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('Accept-Language', start.locale);
    return send(input, { ...init, headers });
  };

/** The browser's own, looked up at every call and called on nothing. */
export const send: typeof fetch = (input, init) => fetch(input, init);

/**
 * A client of the public API, as every app of a resident has one.
 * @param sender what calls are sent with
 * @param apiKey the key of these pages, or an earlier one of theirs
 */
export const connect = (sender: typeof fetch, apiKey: string | null = start.api_key): Signpost =>
  new Signpost({
    baseUrl: location.origin,
    fetch: inLanguage(sender),
    jurisdictionId: start.city?.jurisdiction_id,
    apiKey: apiKey ?? undefined,
    // Whoever waits in front of a page is soon told why, and finds a button.
    retries: 1,
  });

export const api = connect(send);
