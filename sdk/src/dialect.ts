import type { Deviation } from './deviation.ts';
import type { OperationId, Route } from './operation.ts';

/**
 * Where an operation is, and how one speaks there.
 *
 * @example
 * ```ts
 * import type { Address } from '@signpost/sdk';
 *
 * const services: Address = {
 *   url: 'https://city.example/open311/v2/services.json',
 *   accept: 'application/json',
 *   keyIn: undefined,
 * };
 * console.log(new URL(services.url).pathname); // /open311/v2/services.json
 * ```
 */
export interface Address {
  /** The whole address, with `{name}` where a parameter of the path belongs. */
  url: string;
  /** The media types that are asked for. */
  accept: string;
  /** Where the API key goes: into the header, or among the other parameters as `api_key`. Without it, none is sent. */
  keyIn: 'header' | 'fields' | undefined;
}

/**
 * An answer as it came, read to its end.
 *
 * @example
 * ```ts
 * import type { Reply } from '@signpost/sdk';
 *
 * const textOf = ({ body }: Reply) => new TextDecoder().decode(body);
 * console.log(textOf({ response: new Response(), body: new TextEncoder().encode('[]') })); // []
 * ```
 */
export interface Reply {
  response: Response;
  body: Uint8Array;
}

/**
 * What an answer says: its data, or the error list or problem document that it holds.
 *
 * @example
 * ```ts
 * import type { Understood } from '@signpost/sdk';
 *
 * const isWhole = ({ answer, problem }: Understood) => answer !== undefined && problem === undefined;
 * console.log(isWhole({ answer: [], deviations: [] })); // true
 * ```
 */
export interface Understood {
  /** `undefined` when nothing can be made of it. */
  answer: unknown;
  /** What was answered instead of something that can be read, for people. */
  problem?: string;
  /** The status that the answer should have had, where it had another one. */
  status?: number;
  deviations?: readonly Deviation[];
}

/**
 * Fetches an address besides the call, by the same client, with its time and retries. For discovery.
 *
 * @example
 * ```ts
 * import type { Look } from '@signpost/sdk';
 *
 * const exists = (look: Look, url: string) => look(url, 'application/json').then(({ response }) => response.ok);
 * const look: Look = async () => ({ response: new Response('[]'), body: new Uint8Array() });
 * console.log(await exists(look, 'https://city.example/discovery.json')); // true
 * ```
 */
export type Look = (url: string, accept: string) => Promise<Reply>;

/**
 * How the servers of one kind are spoken to. How a call travels (retries, deadlines, hooks) is the same for all of them.
 *
 * @example
 * ```ts
 * import { connect } from '@signpost/sdk';
 * import type { Dialect } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const dialect: Dialect = connect(createTestCity().connection).dialect;
 * console.log(dialect.submitsOnce ?? false); // false
 * ```
 */
export interface Dialect {
  /** Whether lists that come without a `Link` header may have further pages, found by `page`. */
  numberedPages?: true;
  /** Whether a submission may not be sent again, since the server heeds nothing that makes it count once. */
  submitsOnce?: true;
  address(route: Route<OperationId>, look: Look, signal: AbortSignal | undefined): Address | Promise<Address>;
  /** Reads the body of an answer to its end. What fails is a failed connection. */
  read(response: Response): Promise<Uint8Array>;
  /** Understands an answer, a good one or an error. Never throws. */
  understand(route: Route<OperationId>, reply: Reply): Understood;
}

/** How Signpost is spoken to: as the contract says, with nothing to mend. */
export function signpostDialect({
  baseUrl,
  sandbox,
}: {
  baseUrl: string;
  sandbox: boolean | undefined;
}): Dialect {
  return {
    address: ({ path, key }) => ({
      url: baseUrl + path.replace('/v2/', sandbox ? '/test/v2/' : '/v2/'),
      accept: 'application/json',
      keyIn: key ? 'header' : undefined,
    }),
    read: async (response) => new Uint8Array(await response.arrayBuffer()),
    understand: (_, { body }) => {
      try {
        return { answer: JSON.parse(new TextDecoder().decode(body)) as unknown };
      } catch {
        return { answer: undefined };
      }
    },
  };
}
