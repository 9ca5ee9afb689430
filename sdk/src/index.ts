import type { components } from './generated/contract.d.ts';
import type { ParametersOf } from './operation.ts';

export type { Call, CallResponse, Result } from './call.ts';
export { connect } from './client.ts';
export type { SignpostOptions } from './client.ts';
export type { ClientOptions, Limits } from './connection.ts';
export type { Deviation } from './deviation.ts';
export type { Address, Dialect, Reply, Understood } from './dialect.ts';
export {
  ApiError,
  BadRequestError,
  ConflictError,
  ConnectionError,
  ForbiddenError,
  NotFoundError,
  PayloadTooLargeError,
  RateLimitError,
  ServerError,
  SignpostError,
  UnprocessableError,
} from './errors.ts';
export type { ApiErrorCode, ApiErrorDetails, ConnectionErrorCode, ErrorEntry } from './errors.ts';
export {
  accountsConfirm,
  accountsCreate,
  accountsDelete,
  accountsGet,
  accountsLeave,
  accountsRefuse,
  accountsRenew,
  areasList,
  clustersList,
  discoveryGet,
  duplicatesList,
  healthLive,
  healthReady,
  jurisdictionsGet,
  jurisdictionsList,
  keysCollect,
  keysCreate,
  keysList,
  keysRevoke,
  keysRotate,
  keysUsage,
  locationsList,
  mediaGet,
  placesList,
  reportsCreate,
  requestsCreate,
  requestsExport,
  requestsGet,
  requestsList,
  servicesGet,
  servicesList,
  supportersCreate,
  tokensGet,
  updatesCreate,
  updatesList,
} from './generated/operations.ts';
export type { Attempt, Hooks } from './hooks.ts';
export { ListCall, listOf } from './list.ts';
export type {
  AnswerOf,
  AttributeAnswer,
  CallOptions,
  IdempotentOptions,
  ItemOf,
  OperationId,
  OptionsOf,
  ParametersOf,
  Route,
} from './operation.ts';
export type { Send } from './sender.ts';
export { Signpost } from './signpost.ts';
export type { ServiceChecks, SubmissionTo } from './submission.ts';
export { uploadOf } from './upload.ts';
export { isWithdrawn } from './withdrawn.ts';
export type { WithdrawnRequest } from './withdrawn.ts';
export type { Upload, UploadContent, UploadOptions, UploadProgress } from './upload.ts';

/**
 * Something the city can be told about.
 *
 * @example
 * ```ts
 * import type { Service } from '@signpost/sdk';
 *
 * const isAsking = ({ metadata }: Pick<Service, 'metadata'>) => metadata;
 * console.log(isAsking({ metadata: true })); // true
 * ```
 */
export type Service = components['schemas']['Service'];
/**
 * The questions a service asks.
 *
 * @example
 * ```ts
 * import type { ServiceDefinition } from '@signpost/sdk';
 *
 * const requiredOf = ({ attributes }: ServiceDefinition) => attributes.filter(({ required }) => required);
 * console.log(requiredOf({ service_code: 'LAMP', attributes: [] }).length); // 0
 * ```
 */
export type ServiceDefinition = components['schemas']['ServiceDefinition'];
/**
 * One question of a service.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { ServiceAttribute } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const label = ({ description, required }: ServiceAttribute) => `${description}${required ? ' *' : ''}`;
 * const city = new Signpost(createTestCity().connection);
 * const { attributes } = await city.services.get({ service_code: 'POTHOLE' });
 * console.log(attributes.map(label).join()); // How large is it? *
 * ```
 */
export type ServiceAttribute = components['schemas']['ServiceAttribute'];
/**
 * One answer to choose from.
 *
 * @example
 * ```ts
 * import type { AttributeValue } from '@signpost/sdk';
 *
 * const optionsOf = (values: readonly AttributeValue[]) => values.map(({ key, name }) => `${key}: ${name}`);
 * console.log(optionsOf([{ key: 'small', name: 'Smaller than a hand' }])); // [ 'small: Smaller than a hand' ]
 * ```
 */
export type AttributeValue = components['schemas']['AttributeValue'];
/**
 * A case, as everybody may see it. Not called Request, which is a name of the web platform.
 *
 * @example
 * ```ts
 * import type { ServiceRequest } from '@signpost/sdk';
 *
 * const isLate = ({ status, expected_datetime: due }: Pick<ServiceRequest, 'status' | 'expected_datetime'>) =>
 *   status === 'open' && due !== null && Date.parse(due) < Date.now();
 * console.log(isLate({ status: 'open', expected_datetime: '2020-01-01T00:00:00Z' })); // true
 * ```
 */
export type ServiceRequest = components['schemas']['Request'];
/**
 * What is handed in with `requests.create`.
 *
 * @example
 * ```ts
 * import type { Submission } from '@signpost/sdk';
 *
 * const lamp: Submission = { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03, description: 'It is dark.' };
 * console.log(lamp.service_code); // STREET-LIGHT
 * ```
 */
export type Submission = ParametersOf<'requests.create'>;
/**
 * What is answered to a submission: a number, a token or only a notice.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { Submitted } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const reference = ({ service_request_id, token }: Submitted) => service_request_id ?? token ?? 'none';
 * const city = new Signpost(createTestCity().connection);
 * const submitted = await city.requests.create({ service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * console.log(submitted.map(reference).join()); // 10000004
 * ```
 */
export type Submitted = components['schemas']['Submitted'];
/**
 * A token and, once there is one, its number.
 *
 * @example
 * ```ts
 * import type { Token } from '@signpost/sdk';
 *
 * const isThere = ({ service_request_id }: Token) => service_request_id !== null;
 * console.log(isThere({ token: 'abc', service_request_id: null })); // false
 * ```
 */
export type Token = components['schemas']['Token'];
/**
 * Where the endpoints are, and what they speak.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { Discovery } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const sandboxOf = ({ endpoints }: Discovery) => endpoints.find(({ type }) => type === 'test')?.url;
 * const city = new Signpost(createTestCity().connection);
 * console.log(sandboxOf(await city.discovery.get())); // https://city.example/open311/test/v2
 * ```
 */
export type Discovery = components['schemas']['Discovery'];
/**
 * One endpoint of the discovery document.
 *
 * @example
 * ```ts
 * import type { Endpoint } from '@signpost/sdk';
 *
 * const speaksJson = ({ formats }: Pick<Endpoint, 'formats'>) => formats.includes('application/json');
 * console.log(speaksJson({ formats: ['text/xml'] })); // false
 * ```
 */
export type Endpoint = components['schemas']['Endpoint'];
/**
 * The answer of `health.live`.
 *
 * @example
 * ```ts
 * import type { Liveness } from '@signpost/sdk';
 *
 * const isAlive = ({ status }: Liveness) => status === 'ok';
 * console.log(isAlive({ status: 'ok' })); // true
 * ```
 */
export type Liveness = components['schemas']['Liveness'];
/**
 * The answer of `health.ready`.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { Readiness } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const failing = ({ checks }: Readiness) => Object.entries(checks).filter(([, state]) => state !== 'ok');
 * const city = new Signpost(createTestCity().connection);
 * console.log(failing(await city.health.ready())); // []
 * ```
 */
export type Readiness = components['schemas']['Readiness'];
