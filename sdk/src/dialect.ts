import type { Deviation } from './deviation.ts';
import type { CallOptions, OperationId, Route } from './operation.ts';

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

/** What is given with a call, and how long it may take. */
export interface CallLimits extends CallOptions {
  deadlineMs: number;
}

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
 * console.log(dialect.numberedPages ?? false); // false
 * ```
 */
export interface Dialect {
  /** Whether lists that come without a `Link` header may have further pages, found by `page`. */
  numberedPages?: true;
  address(route: Route<OperationId>, call: CallLimits): Address | Promise<Address>;
  /**
   * Understands an answer, a good one or an error. Never throws.
   * @param hide takes secrets out of a text; it can find them only before the text is shortened
   */
  understand(route: Route<OperationId>, reply: Reply, hide: (text: string) => string): Understood;
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
      url: baseUrl + (sandbox ? path.replace('/v2/', '/test/v2/') : path),
      accept: 'application/json',
      keyIn: key ? 'header' : undefined,
    }),
    understand({ operationId, answer: kind, form, read }, { response: { ok, headers }, body }, hide) {
      let answer: unknown;
      try {
        answer = JSON.parse(
          new TextDecoder(undefined, { fatal: true }).decode(body),
          ok ? undefined : (_, value: unknown) => (typeof value === 'string' ? hide(value) : value),
        );
      } catch {
        // It is not JSON, not in UTF-8, or nested too deeply.
      }
      // No more than what every program relies on; what takes something says of it.
      const isFit =
        !read &&
        Object(answer) === answer &&
        Array.isArray(answer) === !kind &&
        !(form && (answer as unknown[]).length === 0);
      if (ok ? isFit : answer !== undefined) return { answer };
      return {
        answer: undefined,
        problem: `${headers.get('content-type') ?? 'something'} that is no answer to ${operationId} of Signpost. Is baseUrl right?`,
      };
    },
  };
}
