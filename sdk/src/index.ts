import type { components } from './generated/contract.d.ts';
import type { ParametersOf } from './operation.ts';

export type { Call, CallResponse, Result } from './call.ts';
export { connect } from './client.ts';
export type { SignpostOptions } from './client.ts';
export type { ClientOptions, Limits } from './connection.ts';
export type { Deviation } from './deviation.ts';
export type { Address, Dialect, Look, Reply, Understood } from './dialect.ts';
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
  areasList,
  discoveryGet,
  duplicatesList,
  healthLive,
  healthReady,
  locationsList,
  mediaGet,
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
export { uploadOf } from './upload.ts';
export type { Upload, UploadContent, UploadOptions, UploadProgress } from './upload.ts';

/** Something the city can be told about. */
export type Service = components['schemas']['Service'];
/** The questions a service asks. */
export type ServiceDefinition = components['schemas']['ServiceDefinition'];
/** One question of a service. */
export type ServiceAttribute = components['schemas']['ServiceAttribute'];
/** One answer to choose from. */
export type AttributeValue = components['schemas']['AttributeValue'];
/** A case, as everybody may see it. Not called Request, which is a name of the web platform. */
export type ServiceRequest = components['schemas']['Request'];
/** What is handed in with `requests.create`. */
export type Submission = ParametersOf<'requests.create'>;
/** What is answered to a submission: a number, a token or only a notice. */
export type Submitted = components['schemas']['Submitted'];
/** A token and, once there is one, its number. */
export type Token = components['schemas']['Token'];
/** Where the endpoints are, and what they speak. */
export type Discovery = components['schemas']['Discovery'];
/** One endpoint of the discovery document. */
export type Endpoint = components['schemas']['Endpoint'];
/** The answer of `health.live`. */
export type Liveness = components['schemas']['Liveness'];
/** The answer of `health.ready`. */
export type Readiness = components['schemas']['Readiness'];
