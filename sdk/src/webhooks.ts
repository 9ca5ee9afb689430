/**
 * Why a webhook was refused.
 *
 * @example
 * ```ts
 * import type { WebhookRefusal } from '@signpost/sdk/webhooks';
 *
 * const isOurFault = (code: WebhookRefusal) => code === 'invalid_secret';
 * console.log(isOurFault('too_old')); // false
 * ```
 */
export type WebhookRefusal =
  | 'missing_header'
  | 'invalid_header'
  | 'invalid_timestamp'
  | 'too_old'
  | 'too_new'
  | 'no_v1_signature'
  | 'wrong_signature'
  | 'invalid_payload'
  | 'invalid_secret';

/**
 * A webhook that must not be trusted, or a secret that cannot be used. Neither holds the secret or what was sent.
 *
 * @example
 * ```ts
 * import { verify, WebhookVerificationError } from '@signpost/sdk/webhooks';
 *
 * const reason = await verify('{}', {}, 'whsec_c2lnbnBvc3Qtc2lnbnBvc3Qtc2ln').catch((error: unknown) =>
 *   error instanceof WebhookVerificationError ? error.code : 'something else',
 * );
 * console.log(reason); // missing_header
 * ```
 */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';

  constructor(
    /** What a program branches on. */
    readonly code: WebhookRefusal,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The body as it came, byte for byte: a body that was parsed and written anew is another one.
 *
 * @example
 * ```ts
 * import type { WebhookPayload } from '@signpost/sdk/webhooks';
 *
 * const payload: WebhookPayload = await new Request('https://a.example', { method: 'POST', body: '{}' }).text();
 * console.log(payload); // {}
 * ```
 */
export type WebhookPayload = string | Uint8Array | ArrayBuffer;

/**
 * `Headers`, or a plain object such as that of Node, whose names may be in any case.
 *
 * @example
 * ```ts
 * import type { WebhookHeaders } from '@signpost/sdk/webhooks';
 *
 * const both: WebhookHeaders[] = [new Headers({ 'webhook-id': 'msg_1' }), { 'Webhook-Id': 'msg_1' }];
 * console.log(both.length); // 2
 * ```
 */
export type WebhookHeaders =
  { get(name: string): string | null } | { readonly [name: string]: string | readonly string[] | undefined };

/**
 * What `verify` can be told besides.
 *
 * @example
 * ```ts
 * import type { VerifyOptions } from '@signpost/sdk/webhooks';
 *
 * const strict: VerifyOptions = { toleranceSeconds: 60, now: new Date('2026-03-01T09:30:00Z') };
 * console.log(strict.toleranceSeconds); // 60
 * ```
 */
export interface VerifyOptions {
  /** How far the time of the webhook may lie from now, in seconds; 300 unless given. */
  toleranceSeconds?: number | undefined;
  /** What time it is, for tests. */
  now?: Date | undefined;
}

/**
 * What `sign` signs with.
 *
 * @example
 * ```ts
 * import type { SignOptions } from '@signpost/sdk/webhooks';
 *
 * const options: SignOptions = { id: 'msg_1', timestamp: new Date(), secret: 'whsec_c2lnbnBvc3Qtc2lnbnBvc3Qtc2ln' };
 * console.log(options.id); // msg_1
 * ```
 */
export interface SignOptions {
  /** Names the message. Whoever receives it twice knows it by its id. */
  id: string;
  /** When it is sent. */
  timestamp: Date;
  /** `whsec_` and base64. */
  secret: string;
}

/**
 * The headers of a webhook.
 *
 * @example
 * ```ts
 * import type { SignedHeaders } from '@signpost/sdk/webhooks';
 *
 * const idOf = (headers: SignedHeaders) => headers['webhook-id'];
 * console.log(idOf({ 'webhook-id': 'msg_1', 'webhook-timestamp': '0', 'webhook-signature': 'v1,' })); // msg_1
 * ```
 */
export type SignedHeaders = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;

/**
 * Checks a webhook by Standard Webhooks and gives what it says. It is good when one of its `v1` signatures was made with
 * one of the secrets: give the old and the new one while a secret is changed.
 *
 * A webhook may come twice, and within the tolerance somebody may send it again: remember `webhook-id` if that matters.
 *
 * @throws {@link WebhookVerificationError} when it cannot be trusted.
 *
 * @example
 * ```ts
 * import { sign, verify } from '@signpost/sdk/webhooks';
 *
 * const secret = 'whsec_c2lnbnBvc3Qtc2lnbnBvc3Qtc2ln';
 * const body = '{"type":"request.closed"}';
 * const headers = await sign(body, { id: 'msg_1', timestamp: new Date(), secret });
 *
 * const event = await verify<{ type: string }>(body, headers, [secret]);
 * console.log(event.type); // request.closed
 * ```
 */
export async function verify<Payload = unknown>(
  payload: WebhookPayload,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  { toleranceSeconds = 300, now = new Date() }: VerifyOptions = {},
): Promise<Payload> {
  const list = [secrets].flat();
  // None is as wrong as an empty one.
  const keys = (list.length > 0 ? list : ['']).map(keyOf);
  const bytes = bytesOf(payload);
  const id = headerOf(headers, 'id');
  const timestamp = headerOf(headers, 'timestamp');
  const signatures = headerOf(headers, 'signature').split(' ');
  if (!/^(0|[1-9]\d{0,14})$/.test(timestamp))
    throw refusal('invalid_timestamp', 'webhook-timestamp has to be whole seconds since 1970.');
  const age = Math.floor(now.getTime() / 1000) - Number(timestamp);
  // Written so that what is no number refuses.
  if (!(age <= toleranceSeconds)) throw refusal('too_old', late('old'));
  if (!(-age <= toleranceSeconds)) throw refusal('too_new', late('new'));

  const given = signatures.filter((one) => one.startsWith('v1,'));
  if (given.length === 0)
    throw refusal('no_v1_signature', 'webhook-signature has no signature that begins with v1 and a comma.');
  let matches = false;
  // All are compared, so that the time tells nothing.
  for (const key of keys) {
    const right = await signatureOf(await key, id, timestamp, bytes);
    for (const one of given) if (isSame(one, right)) matches = true;
  }
  if (!matches)
    throw refusal(
      'wrong_signature',
      'No signature fits. Is it the secret of this endpoint, and is the payload the body as it came, byte for byte?',
    );
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as Payload;
  } catch {
    throw refusal('invalid_payload', 'The signature is right, but the payload is not JSON.');
  }
}

/**
 * Signs a payload as a sender of webhooks does, for the tests of those who receive them.
 *
 * @returns the headers to send with it
 * @throws {@link WebhookVerificationError} when the secret, the id or the time cannot be used.
 *
 * @example
 * ```ts
 * import { sign } from '@signpost/sdk/webhooks';
 *
 * const headers = await sign('{"type":"request.closed"}', {
 *   id: 'msg_1',
 *   timestamp: new Date('2026-03-01T09:30:00Z'),
 *   secret: 'whsec_c2lnbnBvc3Qtc2lnbnBvc3Qtc2ln',
 * });
 * console.log(headers['webhook-timestamp']); // 1772357400
 * ```
 */
export async function sign(
  payload: WebhookPayload,
  { id, timestamp, secret }: SignOptions,
): Promise<SignedHeaders> {
  // No number, which may be seconds as well as milliseconds.
  const seconds = Math.floor(((timestamp as Partial<Date> | undefined)?.getTime?.() as number) / 1000);
  if (!(seconds >= 0)) throw refusal('invalid_timestamp', 'timestamp has to be a date since 1970.');
  const right = await signatureOf(
    await keyOf(secret),
    headerOf({ 'webhook-id': id }, 'id'),
    `${seconds}`,
    bytesOf(payload),
  );
  return { 'webhook-id': id, 'webhook-timestamp': `${seconds}`, 'webhook-signature': right };
}

const refusal = (code: WebhookRefusal, message: string) => new WebhookVerificationError(code, message);

/** The most characters of a header: dozens of signatures, and few enough to look at each. */
const longestHeader = 4096;

const late = (what: string) =>
  `The webhook is too ${what}. Is it sent again by somebody else, or is the clock of this machine wrong?`;

function headerOf(headers: WebhookHeaders | undefined, short: string): string {
  const name = `webhook-${short}`;
  const values =
    typeof headers?.get === 'function'
      ? [(headers as Headers).get(name)]
      : Object.entries((headers ?? {}) as Readonly<Record<string, unknown>>).flatMap(([key, value]) =>
          key.toLowerCase() === name ? value : [],
        );
  const [text, another] = values.filter((value) => value != null && value !== '');
  if (text === undefined) throw refusal('missing_header', `The header ${name} is missing.`);
  if (another !== undefined || typeof text !== 'string' || text.length > longestHeader)
    throw refusal(
      'invalid_header',
      `The header ${name} has to be there once, as text of up to ${longestHeader} characters.`,
    );
  return text;
}

function bytesOf(payload: WebhookPayload): Uint8Array<ArrayBuffer> {
  if (typeof payload === 'string') return new TextEncoder().encode(payload);
  // A copy, which nobody changes while it is looked at.
  if (ArrayBuffer.isView(payload))
    return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength).slice();
  // Of whatever realm, so not by instanceof.
  if (Object.prototype.toString.call(payload) === '[object ArrayBuffer]')
    return new Uint8Array(payload).slice();
  throw refusal(
    'invalid_payload',
    'Give the body as it came, as text or bytes, and not what was parsed of it.',
  );
}

function keyOf(secret: unknown) {
  // A secret that is missing is none: `null`, written as a text, would be good base64 that everybody knows.
  const base64 = typeof secret === 'string' ? secret.replace(/^whsec_/, '') : '';
  let bytes = '';
  // atob would pass over blanks.
  if (/^[\w+/]+=*$/.test(base64)) {
    try {
      bytes = atob(base64);
    } catch {
      // As wrong as an empty one.
    }
  }
  if (bytes === '') throw refusal('invalid_secret', 'A secret has to be whsec_ and base64.');
  return crypto.subtle.importKey(
    'raw',
    Uint8Array.from(bytes, (one) => one.charCodeAt(0)),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
}

async function signatureOf(
  key: Awaited<ReturnType<typeof keyOf>>,
  id: string,
  timestamp: string,
  payload: Uint8Array,
): Promise<string> {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + payload.length);
  signed.set(head);
  signed.set(payload, head.length);
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, signed))))}`;
}

/** In constant time: what is wrong with a guess cannot be measured. */
function isSame(given: string, right: string): boolean {
  let difference = given.length ^ right.length;
  for (let at = 0; at < right.length; at += 1) difference |= given.charCodeAt(at) ^ right.charCodeAt(at);
  return difference === 0;
}
