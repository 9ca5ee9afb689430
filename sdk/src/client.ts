import { SignpostError } from './errors.ts';
import { Resources } from './generated/resources.ts';
import { createSend } from './send.ts';
import type { Connection } from './send.ts';

/** What a client is made with. */
export interface SignpostOptions {
  /** The root of the server, such as `https://signpost.example`; http or https. */
  baseUrl: string;
  /** Which city is meant, in every call that does not name another. Needed where a server has several. */
  jurisdictionId?: string | undefined;
  /** The API key. Sent only where the contract asks for one, which is when a case is submitted. */
  apiKey?: string | undefined;
  /** Whether the sandbox of the city is meant, where nothing is real; it needs a key that begins with `sp_test_`. */
  sandbox?: boolean | undefined;
  /** Used instead of the global `fetch`. It has to heed `signal`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** The `User-Agent` of all calls. Most browsers send their own instead. */
  userAgent?: string | undefined;
  /** Milliseconds for one call, its answer included; 30,000 unless given. */
  timeoutMs?: number | undefined;
}

/**
 * A client for one server.
 *
 * @example
 * ```ts
 * const city = new Signpost({ baseUrl: 'https://signpost.example', jurisdictionId: 'wroclaw.pl', apiKey });
 * const [submitted] = await city.requests.create({ service_code: 'STREET-LIGHT', lat: 51.1079, long: 17.0385 });
 * ```
 */
export class Signpost extends Resources {
  /** @throws {@link SignpostError} when an option cannot be used. */
  constructor(options: SignpostOptions) {
    super(createSend(connectionOf(options)));
  }
}

function connectionOf({
  baseUrl,
  apiKey,
  sandbox = false,
  timeoutMs = 30_000,
  ...rest
}: SignpostOptions): Connection {
  const key = apiKey?.trim();
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    throw new SignpostError('apiKey has to be made of visible ASCII characters.');
  }
  if (sandbox && key?.startsWith('sp_live_')) {
    throw new SignpostError(
      'apiKey is a live key. The sandbox needs a test key, which begins with sp_test_.',
    );
  }
  if (!sandbox && key?.startsWith('sp_test_')) {
    throw new SignpostError('apiKey is a test key, which works in the sandbox only: give sandbox: true.');
  }
  if (!(timeoutMs > 0)) throw new SignpostError('timeoutMs has to be more than 0.');
  return {
    baseUrl: rootOf(baseUrl),
    jurisdictionId: rest.jurisdictionId,
    apiKey: key,
    sandbox,
    fetch: rest.fetch,
    userAgent: rest.userAgent,
    timeoutMs,
  };
}

function rootOf(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  // fetch refuses addresses with a password, and quotes the password when it does.
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new SignpostError('baseUrl has to be the root of a server, such as https://signpost.example.');
  }
  return url.href.replace(/\/+$/, '');
}
