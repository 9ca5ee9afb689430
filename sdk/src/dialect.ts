import type { Deviation } from './deviation.ts';
import type { OperationId, Route } from './operation.ts';

/** Where an operation is, and how one speaks there. */
export interface Address {
  /** The whole address, with `{name}` where a parameter of the path belongs. */
  url: string;
  /** The media types that are asked for. */
  accept: string;
  /** Where the API key goes. */
  keyIn: 'header' | 'form';
}

/** An answer as it came, read to its end. */
export interface Reply {
  response: Response;
  bytes: Uint8Array;
}

/** What an answer says: its data, or the error list or problem document that it holds. */
export interface Understood {
  /** `undefined` when nothing can be made of it. */
  answer: unknown;
  deviations: readonly Deviation[];
}

/** Fetches an address besides the call, by the same client, with its time and retries. For discovery. */
export type Look = (url: string, accept: string) => Promise<Reply>;

/**
 * How the servers of one kind are spoken to. How a call travels (retries, deadlines, hooks) is the same for all of them.
 */
export interface Dialect {
  /** Whether lists that come without a `Link` header may have further pages, found by `page`. */
  numberedPages: boolean;
  /** Whether `Idempotency-Key` is heeded, so that a submission may be sent again. */
  idempotency: boolean;
  address(route: Route<OperationId>, look: Look): Address | Promise<Address>;
  /** Understands an answer, a good one or an error. Never throws. */
  understand(route: Route<OperationId>, reply: Reply): Understood;
}

/** How Signpost is spoken to: as the contract says, with nothing to mend. */
export function signpostDialect({ baseUrl, sandbox }: { baseUrl: string; sandbox: boolean }): Dialect {
  return {
    numberedPages: false,
    idempotency: true,
    address: ({ path }) => ({
      url: baseUrl + (sandbox ? path.replace(/^\/open311\/v2\//, '/open311/test/v2/') : path),
      accept: 'application/json',
      keyIn: 'header',
    }),
    understand: (_, { bytes }) => ({ answer: parse(new TextDecoder().decode(bytes)), deviations: [] }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
