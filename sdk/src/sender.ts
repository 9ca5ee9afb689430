import type { Call } from './call.ts';
import type { Dialect } from './dialect.ts';
import type { AnswerOf, OperationId, OptionsOf, ParametersOf, Route } from './operation.ts';

/**
 * A server that calls can be sent to; `connect` makes one.
 *
 * @example
 * ```ts
 * import { connect, healthLive } from '@signpost/sdk';
 * import type { Send } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const isUp = (city: Send) => healthLive(city).then(({ status }) => status === 'ok');
 * console.log(await isUp(connect(createTestCity().connection))); // true
 * ```
 */
export interface Send {
  /**
   * Sends one call.
   * @param locate changes the address that the parameters lead to
   */
  <Id extends OperationId>(
    route: Route<Id>,
    parameters: ParametersOf<Id>,
    options: OptionsOf<Id>,
    locate?: (url: string) => string,
  ): Call<AnswerOf<Id>>;
  /** How this server is spoken to. */
  readonly dialect: Dialect;
}
