import type { ServerResponse } from 'node:http';

/** Aborted when the caller has gone away. Made only for operations that ask: most are over before anybody could go. */
export function untilGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  response.on('close', () => gone.abort());
  return gone.signal;
}
