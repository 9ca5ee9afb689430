import { connectionOf } from './connection.ts';
import type { ClientOptions } from './connection.ts';
import { signpostDialect } from './dialect.ts';
import { SignpostError } from './errors.ts';
import type { Send } from './operation.ts';
import { createSend } from './send.ts';

/** What a client is made with. */
export interface SignpostOptions extends ClientOptions {
  /** Whether the sandbox of the city is meant, where nothing is real; it needs a key that begins with `sp_test_`. */
  sandbox?: boolean | undefined;
}

/**
 * Connects to a server, for programs that need few operations and import each of them by itself. Nothing is sent yet.
 *
 * @throws {@link SignpostError} when an option cannot be used.
 * @example
 * ```ts
 * import { connect, requestsGet } from '@signpost/sdk';
 *
 * const city = connect({ baseUrl: 'https://signpost.example', jurisdictionId: 'wroclaw.pl' });
 * const [found] = await requestsGet(city, { service_request_id: '10000004' });
 * ```
 */
export function connect({ sandbox = false, ...options }: SignpostOptions): Send {
  const connection = connectionOf(options);
  if (sandbox && connection.apiKey?.startsWith('sp_live_')) {
    throw new SignpostError(
      'apiKey is a live key. The sandbox needs a test key, which begins with sp_test_.',
    );
  }
  if (!sandbox && connection.apiKey?.startsWith('sp_test_')) {
    throw new SignpostError('apiKey is a test key, which works in the sandbox only: give sandbox: true.');
  }
  return createSend(connection, signpostDialect({ baseUrl: connection.baseUrl, sandbox }));
}
