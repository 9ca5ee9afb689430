import type { components } from './generated/contract.d.ts';

/**
 * What is left of a case that is no longer public: its number, and when it was withdrawn. Lists tell of them with `extensions`.
 *
 * @example
 * ```ts
 * import type { WithdrawnRequest } from '@signpost/sdk';
 *
 * const line = ({ service_request_id, updated_datetime }: WithdrawnRequest) => `${service_request_id} until ${updated_datetime}`;
 * ```
 */
export type WithdrawnRequest = components['schemas']['WithdrawnRequest'];

/**
 * Whether an item of a list is all that is left of a case that is no longer public. To the compiler, what is not withdrawn is a
 * whole case.
 *
 * @example
 * ```ts
 * import { isWithdrawn, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost(createTestCity().connection);
 * await city.requests.create({ service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * for await (const request of city.requests.list({ extensions: 'true' })) {
 *   if (isWithdrawn(request)) continue;
 *   console.log(request.service_name.length > 0, request.requested_datetime.length); // true 20
 * }
 * ```
 */
export function isWithdrawn(
  request: components['schemas']['Request'] | WithdrawnRequest,
): request is WithdrawnRequest {
  return request.extended_attributes?.withdrawn === true;
}
