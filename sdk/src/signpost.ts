import { connect } from './client.ts';
import type { SignpostOptions } from './client.ts';
import { Resources } from './generated/resources.ts';

/**
 * A client for one server, with all operations.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * // Of a server: new Signpost({ baseUrl: 'https://signpost.example', jurisdictionId: 'wroclaw.pl', apiKey })
 * const city = new Signpost(createTestCity().connection);
 * const [submitted] = await city.requests.create({ service_code: 'STREET-LIGHT', lat: 51.1079, long: 17.0385 });
 * console.log(submitted?.service_request_id); // 10000004
 * ```
 */
export class Signpost extends Resources {
  /** @throws {@link SignpostError} when an option cannot be used. */
  constructor(options: SignpostOptions) {
    super(connect(options));
  }
}
