import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { brokenCalls } from './broken-call.ts';

/** What a connection may take of the server: slow headers, slow bodies, idle keep-alive, size of headers. */
export const BOUNDS = {
  headersTimeout: 10_000,
  /** A few pictures over a slow mobile line take minutes. */
  requestTimeout: 300_000,
  /** So often Node looks whether one of the two is over. */
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000,
  /** Room for a list of a thousand case numbers in the address. */
  maxHeaderSize: 32 * 1024,
};

/** Node's own server around the API: whatever does not get as far as the API is answered here. */
export function createApiServer(
  api: RequestListener,
  publicUrl: string | undefined,
  bounds: typeof BOUNDS = BOUNDS,
): Server {
  const broken = brokenCalls(publicUrl);
  const server = createServer(bounds, (request, response) => {
    if (!broken.isOverloaded(request, response)) api(request, response);
  });
  // None is left out, so that all are counted.
  server.maxHeadersCount = 0;
  return server
    .on('clientError', (error: Error, socket) => broken.unreadable(error, socket))
    .on('checkExpectation', (request, response) => broken.unmet(request, response));
}
