import type { Duplex } from 'node:stream';

/** What Node's parser could not read never reaches Express. Its errors by code: status, and words for the caller. */
const KNOWN: Record<string, [number, string, string]> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    'The address and the headers together are longer than 32 kB. Send less.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The call did not arrive in time. Send it again.'],
};
const OTHER: [number, string, string] = [
  400,
  'Bad Request',
  'This is not a valid HTTP call: its first line or one of its headers cannot be read.',
];

/**
 * Answers a call that is no HTTP in the standard's shape (standard, R31 and R36) and closes the connection.
 * @param error as the server's `clientError` gives it, with the first bytes of the call
 */
export function answerBrokenCall(error: Error & { code?: string; rawPacket?: Buffer }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, reason, description] = KNOWN[error.code ?? ''] ?? OTHER;
  const firstLine = error.rawPacket?.subarray(0, 2_000).toString('latin1').split('\r\n')[0] ?? '';
  const isXml = /\.xml([?\s]|$)/.test(firstLine);
  const body = isXml
    ? `<?xml version="1.0" encoding="utf-8"?>\n<errors><error><code>${status}</code><description>${description}</description></error></errors>`
    : JSON.stringify([{ code: status, description, type: 'invalid' }]);
  socket.end(
    [
      `HTTP/1.1 ${status} ${reason}`,
      `Content-Type: ${isXml ? 'text/xml' : 'application/json'}; charset=utf-8`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
