import type { Deviation } from './deviation.ts';

/**
 * What is known of an answer besides its data.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { CallResponse } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const line = ({ status, requestId, attempts }: CallResponse) => `${status} ${requestId}, ${attempts} attempts`;
 * const city = new Signpost(createTestCity().connection);
 * const { response } = await city.services.list().withResponse();
 * console.log(line(response)); // 200 test-1, 1 attempts
 * ```
 */
export interface CallResponse {
  /** The HTTP status. */
  status: number;
  /** The headers of the answer. */
  headers: Headers;
  /** The `X-Request-Id` of the answer: quote it when you ask for help. */
  requestId: string | undefined;
  /** How often the call was sent until this answer came. */
  attempts: number;
  /** The key under which the call was sent, over all attempts; calls that create nothing have none. */
  idempotencyKey: string | undefined;
  /** Whether it is the answer to an earlier call with the same key. */
  replayed: boolean;
  /** What had to be mended before the answer could be read as the contract has it. Signpost itself has nothing to mend. */
  deviations: readonly Deviation[];
}

/**
 * The data of an answer together with what else is known of it.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { Result, Service } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost(createTestCity().connection);
 * const result: Result<Service[]> = await city.services.list().withResponse();
 * console.log(result.data.length, result.response.status); // 4 200
 * ```
 */
export interface Result<Data> {
  data: Data;
  response: CallResponse;
}

/**
 * A call on its way: a promise of the data.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { Call, Service } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost(createTestCity().connection);
 * const call: Call<Service[]> = city.services.list();
 * const services = await call;
 * const { response } = await call.withResponse(); // the same answer; nothing is sent again
 * console.log(services.length, response.requestId); // 4 test-1
 * ```
 */
export interface Call<Data> extends Promise<Data> {
  /** The same answer, with status, headers and request id. Nothing is sent again. */
  withResponse(): Promise<Result<Data>>;
}

/** Makes a call of the promise of its result. */
export function callOf<Data>(result: Promise<Result<Data>>): Call<Data> {
  const data = result.then((settled) => settled.data);
  return Object.assign(data, {
    withResponse: () => {
      // Whoever asks for the whole result hears of its failure there, and need not await the data as well.
      data.catch(() => undefined);
      return result;
    },
  });
}
