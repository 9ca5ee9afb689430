import type { components } from '../generated/contract.d.ts';

type Schemas = components['schemas'];

/** A shape of the contract in which some cities leave fields empty that the standard asks for. */
type Told<Shape, Untold extends keyof Shape> = Omit<Shape, Untold> & {
  [Name in Untold]: Shape[Name] | null;
};

/**
 * A service of any city. `null` is what the city does not tell.
 *
 * @example
 * ```ts
 * import type { CityService } from '@signpost/sdk/open311';
 *
 * const title = ({ service_name, service_code }: CityService) => service_name ?? service_code;
 * ```
 */
export type CityService = Told<Schemas['Service'], 'service_name' | 'metadata' | 'type'>;

/**
 * A case of any city. Times of a city without zones have one only if the client was given a `timeZone`.
 *
 * @example
 * ```ts
 * import type { CityRequest } from '@signpost/sdk/open311';
 *
 * const isOnMap = ({ lat, long }: CityRequest) => lat !== null && long !== null;
 * ```
 */
export type CityRequest = Omit<
  Told<
    Schemas['Request'],
    'status' | 'service_name' | 'service_code' | 'requested_datetime' | 'updated_datetime'
  >,
  'extended_attributes' | 'notes' | 'attributes'
> & {
  /** What the city adds, as it comes; each has its own. */
  extended_attributes?: unknown;
  notes?: unknown;
  attributes?: unknown;
};

/**
 * What any city answers to a submission: a number, a token or neither.
 *
 * @example
 * ```ts
 * import type { CitySubmitted } from '@signpost/sdk/open311';
 *
 * const reference = (submitted: CitySubmitted) => submitted.service_request_id ?? submitted.token ?? 'none';
 * ```
 */
export type CitySubmitted = Omit<Schemas['Submitted'], 'account_id'> & { account_id: string | null };

/**
 * An update of any city. Its status is in lower case with underscores, but may be one that no other city has.
 *
 * @example
 * ```ts
 * import type { CityUpdate } from '@signpost/sdk/open311';
 *
 * const isOver = ({ status }: CityUpdate) => status === 'closed' || status === 'fixed';
 * ```
 */
export type CityUpdate = Omit<
  Told<Schemas['Update'], 'service_request_id' | 'updated_datetime' | 'description'>,
  'status'
> & { status: string | null };

/**
 * What any city answers to an update: the number that it gives it or, while it has none, a token.
 *
 * @example
 * ```ts
 * import type { CitySubmittedUpdate } from '@signpost/sdk/open311';
 *
 * const reference = ({ update_id, token }: CitySubmittedUpdate) => update_id ?? token ?? 'none';
 * ```
 */
export type CitySubmittedUpdate = Told<Schemas['SubmittedUpdate'], 'update_id'> & { token?: string };

/**
 * What any city says of where it can be spoken to.
 *
 * @example
 * ```ts
 * import type { CityDiscovery } from '@signpost/sdk/open311';
 *
 * const isForTrying = ({ endpoints }: CityDiscovery) => endpoints.some(({ type }) => type === 'test');
 * ```
 */
export type CityDiscovery = Omit<
  Told<Schemas['Discovery'], 'changeset' | 'contact' | 'key_service'>,
  'endpoints'
> & {
  endpoints: Told<Schemas['Endpoint'], 'specification' | 'changeset' | 'type'>[];
};
