import type { Readable } from 'node:stream';
import type { operations } from '../../sdk/src/generated/contract.d.ts';
import type { AnswerText } from '../platform/answer-text.ts';
import type { Finding } from '../platform/errors.ts';
import type { Upload } from '../platform/upload.ts';

/**
 * The one door for contract types. An operation is a function from a plain Call to a plain Reply; neither knows Express,
 * so that other adapters than Express can feed them.
 */
export type OperationId = keyof operations;

export type Format = 'json' | 'xml' | FileFormat;

/** Formats of whole collections, written as they are read. */
export type FileFormat = 'csv' | 'ndjson' | 'geojson';

/** Who calls: nobody in particular, the holder of an API key, or a developer who has proved an address. */
export type Actor = { kind: 'public' } | KeyHolder | AccountActor;

export type KeyHolder = {
  kind: 'key';
  /** The same for all keys that have replaced each other: whoever changes their key stays who they are. */
  key_id: string;
  scopes: readonly string[];
  /** Submissions a minute; null: as many as the installation says. */
  per_minute: number | null;
  /** It stands in pages, so that many people have it. */
  publishable: boolean;
};

/** A developer, and by which of their account tokens. */
export type AccountActor = { kind: 'account'; account_id: string; token: string };

type JsonBody<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;

/** A place in which an operation has no parameters is `never` there, which would swallow the others. */
type Present<T> = [NonNullable<T>] extends [never] ? unknown : NonNullable<T>;

type Parameters<Id extends OperationId> = Present<operations[Id]['parameters']['query']> &
  Omit<Present<operations[Id]['parameters']['path']>, 'format'> &
  Present<operations[Id]['parameters']['header']>;

type Body<Id extends OperationId> = operations[Id] extends { requestBody: infer Content }
  ? JsonBody<Content>
  : undefined;

export type Call<Id extends OperationId> = {
  operationId: Id;
  /** The canonical id of the jurisdiction the call is about; undefined where the call is about the whole server. */
  jurisdiction_id: string | undefined;
  actor: Actor;
  /** Where the call comes from, to count by and never to keep: an address, of IPv6 the network of a household. */
  address: string;
  /** Path, query and header parameters in one, checked and coerced. What `findings` names is absent, whatever its type says. */
  parameters: Parameters<Id>;
  /** Checked and coerced, without what `findings` names as well. */
  body: Body<Id>;
  /**
   * What the contract's checks found wrong, where a GeoReport operation has a body or the contract marks it with `x-adds-findings`:
   * it adds its own and throws all in one. Empty for all others.
   */
  findings: readonly Finding[];
  /** The files that came with the body, of any field. They can be read until the operation has answered. */
  uploads: readonly Upload[];
  format: Format;
  /** Language tags in the order in which the caller wants them, from `locale` and `Accept-Language`; may be empty. */
  languages: readonly string[];
  /**
   * Whether the caller has the answer that is made of this already (see `tag` of a reply): then 304 will do. Undefined when
   * it says nothing of a copy.
   */
  hasCopy: ((tag: string) => boolean) | undefined;
  /** The text that was told of this last (see `of` of a reply), as long as it is kept; the operation knows whether it still holds. */
  toldBefore: (of: string) => AnswerText | undefined;
  /** The address of this server as the caller sees it, without a slash at its end. */
  baseUrl: string;
  /** Aborted when the caller has gone away. */
  signal: AbortSignal;
};

type Responses<Id extends OperationId> = operations[Id]['responses'];

/**
 * The body of an answer: an object of the contract, the JSON text of one that PostgreSQL has already built, or how to make
 * the object where many answers are made of the same `tag`, and few tags are in use at one time; the text that was told before
 * and still holds; or how to begin to read items without end, each as JSON text on a line; or a picture.
 */
type Content<T> = T extends { content: { 'application/json': infer Body } }
  ? | { data: Body }
    | { json: string }
    | { tag: string; make: () => Body | Promise<Body> }
    | { tag: string; told: AnswerText }
  : T extends { content: { 'application/x-ndjson': unknown } }
    ? { items: () => Promise<Readable> }
    : { stream: Readable };

/** What an operation answers. */
type Reply<Id extends OperationId> =
  | {
      [Status in keyof Responses<Id> & number]: ReplyHead & { status: Status } & Content<
          Responses<Id>[Status]
        >;
    }[keyof Responses<Id> & (200 | 201 | 202 | 503)]
  | NotModified;

type ReplyHead = {
  headers?: Record<string, string>;
  /** The language of its texts, where there is a choice. */
  language?: string;
  /**
   * What the answer is made of: the same text for the same answer, in every process. Without it, the answer itself. The
   * format need not be in it.
   */
  tag?: string;
  /** What the text answers, where it is worth keeping: the same for the same question, whatever the answer to it is. */
  of?: string;
  /** The answer goes out so many milliseconds later: a sandbox was asked to be slow. */
  heldBackMs?: number;
};

/** The caller has the answer that is made of `tag`. */
type NotModified = ReplyHead & { status: 304; tag: string };

export type Operation<Id extends OperationId> = (call: Call<Id>) => Promise<Reply<Id>>;

/** All operations of the contract: a missing, extra or wrongly shaped one does not compile. */
export type Operations = { [Id in OperationId]: Operation<Id> };
