import type { Call } from './call.ts';
import type { Dialect } from './dialect.ts';
import type { AnswerOf, OperationId, OptionsOf, ParametersOf, Route } from './operation.ts';

/** A server that calls can be sent to; `connect` makes one. */
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
