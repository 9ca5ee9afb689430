import { connectionOf } from './connection.ts';
import type { ClientOptions } from './connection.ts';
import { signpostDialect } from './dialect.ts';
import { SignpostError } from './errors.ts';
import { createSend } from './send.ts';
import type { Send } from './sender.ts';
import type { ServiceChecks } from './submission.ts';

/**
 * What a client is made with.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { SignpostOptions } from '@signpost/sdk';
 *
 * const options: SignpostOptions = {
 *   baseUrl: 'https://signpost.example',
 *   jurisdictionId: 'wroclaw.pl',
 *   apiKey: 'sp_test_of_my_own',
 *   sandbox: true,
 * };
 * const city = new Signpost(options);
 * console.log(typeof city.requests.create); // function
 * ```
 */
export interface SignpostOptions<Services extends object = object> extends ClientOptions {
  /** Whether the sandbox of the city is meant, where nothing is real; it needs a key that begins with `sp_test_`. */
  sandbox?: boolean | undefined;
  /** `services` of the file that `signpost typegen` writes: checks submissions before they are sent, in the words of the server. */
  services?: ServiceChecks<Services> | undefined;
}

/**
 * Connects to a server, for programs that need few operations and import each of them by itself. Nothing is sent yet.
 *
 * @throws {@link SignpostError} when an option cannot be used.
 *
 * @example
 * ```ts
 * import { connect, servicesList } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * // Of a server: connect({ baseUrl: 'https://signpost.example', jurisdictionId: 'wroclaw.pl' })
 * const city = connect(createTestCity().connection);
 * const services = await servicesList(city);
 * console.log(services.length); // 4
 * ```
 */
export function connect<Services extends object = object>(options: SignpostOptions<Services>): Send;
// Programs without types may leave it out, and are told what is missing.
export function connect<Services extends object = object>(
  { sandbox, services, ...options }: SignpostOptions<Services> = {} as SignpostOptions<Services>,
): Send {
  const connection = connectionOf(options);
  // What an endpoint names besides, a city or the sandbox, is not to be overlooked.
  if (/open311.*\/v2$/.test(connection.baseUrl))
    throw new SignpostError('baseUrl has to end before /open311.');
  if (connection.apiKey?.startsWith(sandbox ? 'sp_live_' : 'sp_test_'))
    throw new SignpostError('apiKey has to go with sandbox.');
  const send = createSend(connection, signpostDialect({ baseUrl: connection.baseUrl, sandbox }));
  return services ? services.guard(send) : send;
}
