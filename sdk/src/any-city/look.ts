import type { Connection } from '../connection.ts';
import type { Reply } from '../dialect.ts';
import type { OperationId, Route } from '../operation.ts';
import { isPassing } from '../retry.ts';
import { createSend } from '../send.ts';

/** The media types that are asked for, by the ending of an address. */
export const MEDIA_TYPES = { json: 'application/json', xml: 'text/xml' } as const;

/** Fetches what is at an address; fails with an `ApiError` where that is no success. */
export type Look = (operationId: OperationId, address: string, signal: AbortSignal) => Promise<Reply>;

/**
 * Looks on behalf of the client and not of one of its calls: with the time of the client, and without the headers of a call, which
 * may be secret. What fails in passing is tried once more only, since some cities answer 500 to all that they do not know.
 */
export function createLook(connection: Connection): Look {
  const send = createSend(
    { ...connection, retries: Math.min(1, connection.retries) },
    {
      address: ({ path }) => ({
        url: path,
        accept: MEDIA_TYPES[path.endsWith('.xml') ? 'xml' : 'json'],
        keyIn: undefined,
      }),
      understand: (_, reply) =>
        reply.response.ok ? { answer: reply } : { answer: undefined, problem: 'no discovery document.' },
    },
  );
  return (operationId, path, signal) => {
    const route = { operationId, method: 'GET', path, jurisdiction: true, again: isPassing } as const;
    // What is understood here is the reply itself.
    return send(route as Route<'discovery.get'>, {}, { signal }) as Promise<unknown> as Promise<Reply>;
  };
}
