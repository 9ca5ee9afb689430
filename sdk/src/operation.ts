import type { Form, FormValue } from './form.ts';
import type { operations } from './generated/contract.d.ts';
import type { Upload } from './upload.ts';

/** The name of an operation in the contract, such as `requests.create`. */
export type OperationId = keyof operations;

/** What every method takes as its second argument. */
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
}

/** What creating methods take besides. */
export interface IdempotentOptions {
  /**
   * Names this submission. Sent again with the same key, fields and files, it gives the first answer again, so that
   * there is one case however often it is sent. A new one is made where none is given; it stands in the response and on
   * every error.
   */
  idempotencyKey?: string | undefined;
}

/** The second argument of the method of an operation. */
export type OptionsOf<Id extends OperationId> = CallOptions &
  (Known<operations[Id]['parameters']['header']> extends { 'Idempotency-Key'?: string }
    ? IdempotentOptions
    : unknown);

/** The first argument of the method of an operation: path, query and form fields together, under their wire names. */
export type ParametersOf<Id extends OperationId> = Fields<
  Known<operations[Id]['parameters']['path']> &
    Known<operations[Id]['parameters']['query']> &
    FormOf<operations[Id]>
>;

/** What the promise of the method of an operation resolves to. */
export type AnswerOf<Id extends OperationId> = operations[Id]['responses'] extends {
  200: { content: { 'application/json': infer Answer } };
}
  ? Answer
  : operations[Id]['responses'] extends { 200: { content: { 'image/jpeg': unknown } } }
    ? Blob
    : operations[Id]['responses'] extends { 200: { content: { 'application/x-ndjson': unknown } } }
      ? ReadableStream<Uint8Array>
      : never;

/** The items of the answer of a list operation. */
export type ItemOf<Id extends OperationId> = AnswerOf<Id> extends readonly (infer Item)[] ? Item : never;

/** How an operation goes over the wire. */
export interface Route<Id extends OperationId> {
  operationId: Id;
  method: string;
  /** The path below the base URL, with `{name}` where a parameter belongs. */
  path: string;
  /** Writes the parameters as a form; without it they are sent in the query. */
  form?: ((fields: Readonly<Record<string, FormValue>>) => Form) | undefined;
  /** Why a form that is sent again counts once: it has the same `Idempotency-Key`, or its fields name it. */
  idempotent?: 'by key' | 'by fields';
  /** Whether the API key is sent. */
  key?: true;
  /** Whether `jurisdiction_id` is a parameter. */
  jurisdiction?: true;
  /** What a good answer is, unless it is JSON. */
  answer?: FileKind;
}

/** A file that is given whole, or one that is given while it comes. */
export type FileKind = 'file' | 'stream';

/** A group of parameters that the contract may leave out; one that it does not have comes as `undefined`. */
type Known<Group> = [NonNullable<Group>] extends [never] ? unknown : NonNullable<Group>;

/** The key is an option of the client and therefore no field of a call. */
type FormOf<Operation> = Operation extends {
  requestBody: { content: { 'application/x-www-form-urlencoded': infer Fields } };
}
  ? Files<Omit<Fields, 'api_key'>>
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
