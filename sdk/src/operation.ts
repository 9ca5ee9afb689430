import type { ApiError } from './errors.ts';
import type { Form, FormValue } from './form.ts';
import type { operations } from './generated/contract.d.ts';
import type { Upload } from './upload.ts';

/**
 * The name of an operation in the contract, such as `requests.create`.
 *
 * @example
 * ```ts
 * import type { OperationId } from '@signpost/sdk';
 *
 * const reading: OperationId[] = ['services.list', 'requests.list', 'requests.get'];
 * console.log(reading.length); // 3
 * ```
 */
export type OperationId = keyof operations;

/**
 * What every method takes as its second argument.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { CallOptions } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost(createTestCity().connection);
 * const options: CallOptions = { signal: AbortSignal.timeout(5_000), headers: { 'Accept-Language': 'pl' }, retries: 1 };
 * const services = await city.services.list({}, options);
 * console.log(services.length); // 4
 * ```
 */
export interface CallOptions {
  /** Ends the call when it aborts. The promise is then rejected with the reason of the signal, as `fetch` does it. */
  signal?: AbortSignal | undefined;
  /** Further headers for this one call. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds for each attempt of this call, its answer included. */
  timeoutMs?: number | undefined;
  /** Milliseconds for this call as a whole, with all its attempts and the time between them. */
  deadlineMs?: number | undefined;
  /** How many attempts may follow the first one. */
  retries?: number | undefined;
  /** The size of the largest answer to this call that is read, in bytes. */
  maxBytes?: number | undefined;
}

/**
 * What creating methods take besides.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { IdempotentOptions } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const testCity = createTestCity();
 * const city = new Signpost(testCity.connection);
 * const mine: IdempotentOptions = { idempotencyKey: 'my-case-4711' };
 * const lamp = { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 };
 * await city.requests.create(lamp, mine);
 * const { response } = await city.requests.create(lamp, mine).withResponse();
 * console.log(response.replayed, testCity.requests.length); // true 1
 * ```
 */
export interface IdempotentOptions {
  /**
   * Names this submission. Sent again with the same key, fields and files, it gives the first answer again, so that
   * there is one case however often it is sent. A new one is made where none is given; it stands in the response and on
   * every error.
   */
  idempotencyKey?: string | undefined;
}

/**
 * The second argument of the method of an operation.
 *
 * @example
 * ```ts
 * import type { OptionsOf } from '@signpost/sdk';
 *
 * const options: OptionsOf<'requests.create'> = { idempotencyKey: 'my-case-4711', timeoutMs: 60_000 };
 * console.log(options.idempotencyKey); // my-case-4711
 * ```
 */
export type OptionsOf<Id extends OperationId> = CallOptions &
  (Known<operations[Id]['parameters']['header']> extends { 'Idempotency-Key'?: string }
    ? IdempotentOptions
    : unknown);

/**
 * The first argument of the method of an operation: path, query and form fields together, under their wire names.
 *
 * @example
 * ```ts
 * import type { ParametersOf } from '@signpost/sdk';
 *
 * const open: ParametersOf<'requests.list'> = { status: ['open'], bbox: '16.9,51.0,17.1,51.2' };
 * console.log(open.bbox); // 16.9,51.0,17.1,51.2
 * ```
 */
export type ParametersOf<Id extends OperationId> = Fields<
  Known<operations[Id]['parameters']['path']> &
    Known<operations[Id]['parameters']['query']> &
    FormOf<operations[Id]>
>;

/**
 * What the promise of the method of an operation resolves to.
 *
 * @example
 * ```ts
 * import type { AnswerOf } from '@signpost/sdk';
 *
 * const countOf = (cases: AnswerOf<'requests.list'>) => cases.length;
 * console.log(countOf([])); // 0
 * ```
 */
export type AnswerOf<Id extends OperationId> =
  Good<operations[Id]['responses']> extends {
    content: { 'application/json': infer Answer };
  }
    ? Answer
    : operations[Id]['responses'] extends { 200: { content: { 'image/jpeg': unknown } } }
      ? Blob
      : operations[Id]['responses'] extends { 200: { content: { 'application/x-ndjson': unknown } } }
        ? ReadableStream<Uint8Array>
        : never;

/** Every answer that is a success. */
type Good<Responses> = Responses[keyof Responses & (200 | 201 | 202)];

/**
 * The items of the answer of a list operation.
 *
 * @example
 * ```ts
 * import type { ItemOf } from '@signpost/sdk';
 *
 * const titleOf = ({ service_name }: Pick<ItemOf<'services.list'>, 'service_name'>) => service_name;
 * console.log(titleOf({ service_name: 'Pothole' })); // Pothole
 * ```
 */
export type ItemOf<Id extends OperationId> = AnswerOf<Id> extends readonly (infer Item)[] ? Item : never;

/**
 * How an operation goes over the wire.
 *
 * @example
 * ```ts
 * import type { Route } from '@signpost/sdk';
 *
 * const route: Route<'health.live'> = {
 *   operationId: 'health.live',
 *   method: 'GET',
 *   path: '/livez',
 *   answer: 'object',
 * };
 * console.log(route.path); // /livez
 * ```
 */
export interface Route<Id extends OperationId> {
  operationId: Id;
  method: string;
  /** The path below the base URL, with `{name}` where a parameter belongs. */
  path: string;
  /** Puts those parameters into the address that belong into its path, and takes them out of the others. */
  fill?: (url: string, operationId: string, fields: Record<string, FormValue>) => string;
  /** Writes the parameters into the address. */
  query?: ((fields: Readonly<Record<string, FormValue>>) => string) | undefined;
  /** Writes the parameters as a form, or as JSON. */
  form?: ((fields: Readonly<Record<string, FormValue>>) => Form) | undefined;
  /** Makes an `Idempotency-Key` for a call that is given none, so that it counts once however often it is sent. */
  newKey?: (() => string | undefined) | undefined;
  /** Whether it may be sent again after an error; without it, it is sent once. */
  again?: (error: Partial<ApiError>) => boolean;
  /** Whether the API key is sent. */
  key?: boolean | undefined;
  /** Whether the account token is sent. */
  account?: true;
  /** Whether `jurisdiction_id` is a parameter. */
  jurisdiction?: true;
  /** What a good answer in JSON is, unless it is a list. */
  answer?: 'object';
  /** Reads a good answer that is not JSON; `undefined` where it is none. */
  read?: (
    response: Response,
    maxBytes: number,
    signal: AbortSignal | undefined,
    /** Waits for more of it, as long as an attempt may take. */
    within: <Answer>(work: (end: AbortSignal) => Promise<Answer>) => Promise<Answer>,
  ) => Promise<Blob> | ReadableStream<Uint8Array> | undefined;
}

/** A group of parameters that the contract may leave out; one that it does not have comes as `undefined`. */
type Known<Group> = [NonNullable<Group>] extends [never] ? unknown : NonNullable<Group>;

/** The key is an option of the client and therefore no field of a call. */
type FormOf<Operation> = Operation extends {
  requestBody: { content: { 'application/x-www-form-urlencoded': infer Fields } };
}
  ? Files<Omit<Fields, 'api_key' | 'attribute'>> & AnswersOf<Fields>
  : Operation extends { requestBody: { content: { 'application/json': infer Fields } } }
    ? Fields
    : unknown;

/**
 * An answer to a question of a service: a text or a key, a number, a time, or several keys. `undefined` and `null` leave it out.
 *
 * @example
 * ```ts
 * import type { AttributeAnswer } from '@signpost/sdk';
 *
 * const answers: Record<string, AttributeAnswer> = { SIZE: 'large', LANE: ['left', 'right'], DEPTH_CM: 12, SEEN: new Date() };
 * ```
 */
export type AttributeAnswer = string | number | Date | readonly string[] | null | undefined;

type AttributeAnswers = Readonly<Record<string, AttributeAnswer>>;

/** `attribute`, as the wire has it, may be called `attributes`, and holds numbers and times as they are. */
type AnswersOf<Group> = 'attribute' extends keyof Group
  ? { attribute?: AttributeAnswers; attributes?: AttributeAnswers }
  : unknown;

/** Wherever a file is taken, one of those that `uploadOf` makes is, too. */
type Files<Group> = {
  [Name in keyof Group]: Extract<Group[Name], Blob> extends never
    ? Group[Name]
    : Group[Name] | Upload | (Blob | Upload | string)[];
};

/** One flat object. Whatever may be left out may also be given as `undefined`, which means the same. */
type Fields<Group> = [keyof Group] extends [never]
  ? Record<string, never>
  : {
      [Name in keyof Group]: object extends Pick<Group, Name> ? Group[Name] | undefined : Group[Name];
    };
