import { Signpost } from '@signpost/sdk';
import { start } from './page-start.ts';

/** The reader may have chosen another language than the browser's own. */
export const inLanguage: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('Accept-Language', start.locale);
  return fetch(input, { ...init, headers });
};

/** The public API, as every app of a resident uses it. */
export const api = new Signpost({
  baseUrl: location.origin,
  fetch: inLanguage,
  jurisdictionId: start.city?.jurisdiction_id,
  apiKey: start.api_key ?? undefined,
});
