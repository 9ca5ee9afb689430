import { errorOf } from './error-answer.ts';
import { ConnectionError, SignpostError } from './errors.ts';
import { formOf, isList, textOf } from './form.ts';
import type { FormValue } from './form.ts';
import type { AnswerOf, CallOptions, IdempotentOptions, OperationId, Route, Send } from './operation.ts';

/** How a client speaks to its server; everything is checked and complete. */
export interface Connection {
  /** Without a slash at its end. */
  baseUrl: string;
  jurisdictionId: string | undefined;
  apiKey: string | undefined;
  sandbox: boolean;
  fetch: typeof globalThis.fetch | undefined;
  userAgent: string | undefined;
  timeoutMs: number;
}

/** What the parameters of all operations come down to. */
type Fields = Readonly<Record<string, FormValue>>;

// The longest time that a timer of JavaScript can wait, about 24 days.
const longestTimer = 2_147_483_647;

type Content = string | Blob | ReadableStream<Uint8Array>;

/** Makes the one function that all methods of a client send their calls with. */
export function createSend(connection: Connection): Send {
  return async (route, parameters, options) => {
    const { url, body } = addressOf(connection, route, parameters as Fields);
    const headers = headersOf(connection, route, options);
    const key = headers.get('x-api-key');
    const hide = (text: string): string => (key ? text.replaceAll(key, '[API key]') : text);
    const init: RequestInit = {
      method: route.method,
      headers,
      // A redirect would carry the key to wherever it points, and turn a submission into a reading call.
      redirect: route.key || route.form ? 'error' : 'follow',
      ...(body && { body }),
    };
    const streamed = (response: Response) => route.answer === 'stream' && response.ok;
    const read = async (response: Response) => {
      if (streamed(response)) return response.body ?? undefined;
      return route.answer === 'file' && response.ok ? response.blob() : response.text();
    };
    const { response, content } = await exchange(connection, url, init, options.signal, hide, read, streamed);
    const answer = typeof content === 'string' ? parse(content) : content;
    if (!response.ok || answer === undefined) throw errorOf(response, answer, hide);
    return answer as AnswerOf<typeof route.operationId>;
  };
}

/**
 * Fetches and reads the whole body, within the time that the connection allows; of what is streamed, only the beginning. The
 * rest takes as long as its reader does, and ends with the caller's signal.
 */
async function exchange(
  connection: Connection,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
  hide: (text: string) => string,
  read: (response: Response) => Promise<Content | undefined>,
  streamed: (response: Response) => boolean,
): Promise<{ response: Response; content: Content | undefined }> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  let timedOut = false;
  let goesOn = false;
  const timer = setTimeout(
    () => {
      timedOut = true;
      abort();
    },
    Math.min(connection.timeoutMs, longestTimer),
  );
  signal?.addEventListener('abort', abort);
  try {
    // Looked up now, not when the client was made, so that a fetch that was put in place later is used.
    const fetch = connection.fetch ?? globalThis.fetch;
    const response = await fetch(url, { ...init, signal: controller.signal });
    goesOn = streamed(response);
    return { response, content: await read(response) };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = timedOut ? `the time of ${connection.timeoutMs} ms was up` : hide(reasonOf(error));
    // The error of fetch is not passed on as the cause: some implementations keep the headers, and thus the key, in it.
    throw new ConnectionError(`No whole answer from ${connection.baseUrl}: ${reason}.`, { timedOut });
  } finally {
    clearTimeout(timer);
    if (!goesOn) signal?.removeEventListener('abort', abort);
  }
}

function addressOf(
  { baseUrl, jurisdictionId, sandbox }: Connection,
  route: Route<OperationId>,
  parameters: Fields,
): { url: string; body: URLSearchParams | FormData | undefined } {
  const fields = { ...parameters };
  if (route.jurisdiction) fields.jurisdiction_id ??= jurisdictionId;
  const base = sandbox ? route.path.replace(/^\/open311\/v2\//, '/open311/test/v2/') : route.path;
  const path = base.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields[name];
    if (value === undefined || value === null || value === '') {
      throw new SignpostError(`${route.operationId} needs ${name}.`);
    }
    delete fields[name];
    return encode(value);
  });
  if (route.form) return { url: baseUrl + path, body: formOf(fields) };
  const query = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [`${encode(name)}=${encode(value)}`],
  );
  return { url: baseUrl + path + (query.length > 0 ? `?${query.join('&')}` : ''), body: undefined };
}

/** Percent-encodes all that RFC 3986 reserves, and lists value by value with plain commas between them. */
function encode(value: NonNullable<FormValue>): string {
  if (isList(value)) return value.map(encode).join(',');
  if (typeof value === 'object') throw new SignpostError('Only a form can hold an object or a file.');
  const text = textOf(value);
  // Half of a surrogate pair cannot be encoded and would throw.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function headersOf(
  { apiKey, userAgent }: Connection,
  route: Route<OperationId>,
  { idempotencyKey, headers }: CallOptions & IdempotentOptions,
): Headers {
  try {
    return new Headers({
      accept: 'application/json',
      ...(userAgent !== undefined && { 'user-agent': userAgent }),
      ...(route.key && apiKey !== undefined && { 'x-api-key': apiKey }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...headers,
    });
  } catch {
    // The error of Headers quotes the value, which may be secret.
    throw new SignpostError(
      `${route.operationId} was given a header with characters that no header can carry.`,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Node says "fetch failed" and keeps the reason in `cause`; for several addresses that cause has only a code. */
function reasonOf(error: unknown): string {
  const { message, cause } = (error ?? {}) as {
    message?: unknown;
    cause?: { message?: unknown; code?: unknown };
  };
  const texts = [cause?.message, cause?.code, message];
  return (
    texts.find((text): text is string => typeof text === 'string' && text !== '') ?? 'the connection broke'
  );
}
