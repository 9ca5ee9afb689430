import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { Answer } from './answer.ts';

/** What one examination may take of time, memory and the patience of the server. */
export type Limits = {
  /** For one call with all its redirects. */
  callMs: number;
  runMs: number;
  /** Of one body, unpacked. */
  bytes: number;
  /** Of all bodies together, which are kept until the end. */
  allBytes: number;
  redirects: number;
  calls: number;
  /** Of one call that the server puts off with 429. */
  tries: number;
  /** Calls in a row that are not answered in time, after which nobody waits any longer. */
  silent: number;
};

export const LIMITS: Limits = {
  callMs: 10_000,
  runMs: 300_000,
  // A full list of 1,000 cases with long texts has about 3 MB.
  bytes: 8 * 1024 * 1024,
  allBytes: 80 * 1024 * 1024,
  redirects: 5,
  // An examination with everything in it has about 110.
  calls: 200,
  tries: 3,
  silent: 3,
};

/** The examination cannot go on: what is left stays untested, for this reason. */
export class GivenUp extends Error {}

type Sent = { headers?: Record<string, string>; body?: Buffer | string };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Sends calls, one at a time and each on a connection of its own, within bounds that hold whatever the other side does. */
export class Fetcher {
  readonly #limits: Limits;
  readonly #hide: (text: string) => string;
  readonly #end: number;
  #calls = 0;
  #silent = 0;
  #bytes = 0;

  /** @param hide takes secrets out of what is kept */
  constructor(limits: Limits, hide: (text: string) => string) {
    this.#limits = limits;
    this.#hide = hide;
    this.#end = Date.now() + limits.runMs;
  }

  get calls(): number {
    return this.#calls;
  }

  /**
   * An address that cannot be reached is an answer too, with its problem.
   * @throws GivenUp when a bound of the whole examination is reached
   */
  async send(method: string, url: URL, sent: Sent = {}): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#sendWithin(method, url, sent);
      if (answer.status !== 429) return answer;
      const wait = /^\d{1,3}$/.test(answer.headers['retry-after'] ?? '')
        ? Number(answer.headers['retry-after'])
        : 1;
      if (tries === this.#limits.tries || Date.now() + wait * 1000 > this.#end)
        throw new GivenUp('the server wants fewer calls than an examination needs (429)');
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    }
  }

  /** One call, if the bounds of the whole examination allow it. */
  async #sendWithin(method: string, url: URL, sent: Sent): Promise<Answer> {
    const { calls, runMs, silent, callMs, allBytes } = this.#limits;
    const left = this.#end - Date.now();
    if (left <= 0) throw new GivenUp(`the examination has taken ${seconds(runMs)}`);
    if (this.#calls >= calls) throw new GivenUp(`the examination has made ${calls} calls`);
    if (this.#silent >= silent) throw new GivenUp(`${silent} calls in a row were not answered in time`);
    if (this.#bytes > allBytes) throw new GivenUp(`the server has sent more than ${megabytes(allBytes)}`);
    this.#calls += 1;
    const answer = await this.#follow(method, url, sent, Date.now() + Math.min(callMs, left));
    this.#bytes += answer.bytes.length;
    this.#silent = answer.problem?.startsWith(SILENCE) ? this.#silent + 1 : 0;
    return answer;
  }

  /** Only GET and HEAD are sent on, and only within the host: nothing that was entrusted to one host goes to another. */
  async #follow(method: string, url: URL, sent: Sent, deadline: number): Promise<Answer> {
    const redirects: string[] = [];
    for (let here = url; ;) {
      const got = await this.#once(method, here, sent, deadline);
      const answer: Answer = {
        method,
        address: this.#hide(url.pathname + url.search),
        redirects,
        ...got,
      };
      const location = got.headers['location'];
      if (!REDIRECTS.has(got.status) || location === undefined || got.problem !== undefined) return answer;
      const next = URL.canParse(location, here.href) ? new URL(location, here) : undefined;
      redirects.push(this.#hide(location.slice(0, 500)));
      if (method !== 'GET' && method !== 'HEAD') return answer;
      if (next === undefined || !/^https?:$/.test(next.protocol) || next.hostname !== url.hostname)
        return { ...answer, problem: `is sent on to ${redirects.at(-1)}, which is not followed` };
      if (redirects.length > this.#limits.redirects)
        return { ...answer, problem: `is sent on more than ${this.#limits.redirects} times` };
      here = next;
    }
  }

  #once(
    method: string,
    url: URL,
    { headers, body }: Sent,
    deadline: number,
  ): Promise<Pick<Answer, 'status' | 'headers' | 'bytes' | 'problem'>> {
    return new Promise((resolve) => {
      const none = { status: 0, headers: {}, bytes: Buffer.alloc(0) };
      const call = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
        method,
        agent: false,
        headers: {
          'user-agent': 'signpost-doctor',
          accept: '*/*',
          'accept-encoding': 'identity',
          ...headers,
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
      });
      const timer = setTimeout(
        () => call.destroy(new Error(`${SILENCE} within ${seconds(this.#limits.callMs)}`)),
        Math.max(deadline - Date.now(), 0),
      );
      const settle = (got: Pick<Answer, 'status' | 'headers' | 'bytes' | 'problem'>) => {
        clearTimeout(timer);
        call.destroy();
        resolve(got);
      };
      let answered = false;
      call.once('response', (response) => {
        answered = true;
        const head = { status: response.statusCode ?? 0, headers: headersOf(response) };
        this.#read(response).then(
          (bytes) => settle({ ...head, bytes }),
          (error: unknown) => settle({ ...head, bytes: none.bytes, problem: problemOf(error) }),
        );
        // Whoever ends the call by time or by a fault ends the reading with the same words.
        call.once('error', (error) => response.destroy(error));
      });
      call.on('error', (error) => {
        if (!answered) settle({ ...none, problem: problemOf(error) });
      });
      // Who changes to another protocol is cut off by Node without an error.
      call.once('close', () => {
        if (!answered) settle({ ...none, problem: CUT });
      });
      call.end(body);
    });
  }

  async #read(response: IncomingMessage): Promise<Buffer> {
    const stream = unpacked(response);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > this.#limits.bytes) {
        stream.destroy();
        throw new Error(`sends more than ${megabytes(this.#limits.bytes)}`);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}

const SILENCE = 'was not answered';
const CUT = 'the connection was cut';

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
const seconds = (ms: number) => `${ms / 1000} s`;

/** Unpacked piece by piece, so that a small body that unpacks to a large one is noticed on the way. */
function unpacked(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return response;
  if (encoding !== 'gzip' && encoding !== 'x-gzip' && encoding !== 'deflate')
    throw new Error(`is packed as ${encoding.slice(0, 20)}, which nobody has asked for`);
  const unpacker = encoding === 'deflate' ? createInflate() : createGunzip();
  response.once('error', (error) => unpacker.destroy(error));
  return response.pipe(unpacker);
}

function headersOf(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

const PROBLEMS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  ECONNRESET: CUT,
  EPIPE: CUT,
  HPE_HEADER_OVERFLOW: 'sends more headers than anybody reads',
  Z_DATA_ERROR: 'is packed in a way that cannot be unpacked',
  Z_BUF_ERROR: 'is packed and breaks off',
};

function problemOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return message === 'aborted' ? CUT : message;
  if (code.startsWith('HPE_')) return PROBLEMS[code] ?? 'does not speak HTTP';
  return PROBLEMS[code] ?? `${code}: ${message}`;
}
