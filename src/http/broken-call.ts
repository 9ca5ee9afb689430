import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorFormat } from './georeport-path.ts';
import { standingHeadersOfGet } from './standing-headers.ts';

/** Status, reason, and words for the caller. */
type Refusal = readonly [status: number, reason: string, description: string];

/** More headers than any client sends. Node would leave out those beyond its own bound without a word. */
const MOST_HEADERS = 200;

const TOO_LONG = 'Request Header Fields Too Large';

/** What Node's parser could not read, by the code of its error. */
const UNREADABLE: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: [
    431,
    TOO_LONG,
    'The address and the headers together are longer than 32 kB. Send less.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The call did not arrive in time. Send it again.'],
};
const NOT_ENCODED: Refusal = [
  400,
  'Bad Request',
  'The address has a blank or a letter in it that must be percent-encoded, as in requests.json?q=%C5%9Bwiat%C5%82o for światło.',
];
const OTHER: Refusal = [
  400,
  'Bad Request',
  'This is not a valid HTTP call: its first line or one of its headers cannot be read.',
];
const MANY_HEADERS: Refusal = [431, TOO_LONG, `There are more than ${MOST_HEADERS} headers. Send fewer.`];
const EXPECTATION: Refusal = [
  417,
  'Expectation Failed',
  'Of Expect only 100-continue is known here. Send that, or leave the header out.',
];

/** Answers to calls that never reach Express, in the standard's shape (R31, R36). */
export type BrokenCalls = {
  /** A call that is no HTTP. @param error as the server's `clientError` gives it, with the first bytes of the call */
  unreadable(error: Error & { code?: string; rawPacket?: Buffer }, socket: Duplex): void;
  /** A call that wants of the server what it does not know. */
  unmet(request: IncomingMessage, response: ServerResponse): void;
  /** Whether a call has too many headers, which is then answered. */
  isOverloaded(request: IncomingMessage, response: ServerResponse): boolean;
};

export function brokenCalls(publicUrl: string | undefined): BrokenCalls {
  const standing = standingHeadersOfGet(publicUrl);
  const answerOf = ([status, , description]: Refusal, isXml: boolean) => {
    const body = isXml
      ? `<?xml version="1.0" encoding="utf-8"?>\n<errors><error><code>${status}</code><description>${description}</description></error></errors>`
      : JSON.stringify([{ code: status, description, type: 'invalid' }]);
    const headers = {
      ...standing,
      'X-Request-Id': randomUUID(),
      'Content-Type': `${isXml ? 'text/xml' : 'application/json'}; charset=utf-8`,
      'Content-Length': String(Buffer.byteLength(body)),
      'Cache-Control': 'no-store',
      Connection: 'close',
    };
    return { headers, body };
  };
  const refuse = (refusal: Refusal, request: IncomingMessage, response: ServerResponse) => {
    const { headers, body } = answerOf(
      refusal,
      errorFormat((request.url ?? '').split('?', 1)[0] ?? '') === 'xml',
    );
    response.writeHead(refusal[0], headers).end(body);
    request.resume();
  };
  return {
    unreadable(error, socket) {
      if (!socket.writable || error.code === 'ECONNRESET') {
        socket.destroy();
        return;
      }
      const firstLine = error.rawPacket?.subarray(0, 2_000).toString('latin1').split('\r\n')[0] ?? '';
      const refusal = UNREADABLE[error.code ?? ''] ?? (hasBareAddress(firstLine) ? NOT_ENCODED : OTHER);
      const { headers, body } = answerOf(refusal, /\.xml([?\s]|$)/.test(firstLine));
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      socket.end([`HTTP/1.1 ${refusal[0]} ${refusal[1]}`, ...lines, '', body].join('\r\n'));
    },
    unmet: (request, response) => refuse(EXPECTATION, request, response),
    isOverloaded(request, response) {
      const isOver = request.rawHeaders.length > 2 * MOST_HEADERS;
      if (isOver) refuse(MANY_HEADERS, request, response);
      return isOver;
    },
  };
}

/** Whether all is right with the first line but that its address is written as people read it. */
const hasBareAddress = (firstLine: string) =>
  /^[A-Z]+ (\/.*) HTTP\/1\.[01]$/.exec(firstLine)?.[1]?.match(/[^\x21-\x7e]/) != null;
