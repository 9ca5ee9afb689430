import { gzipSync } from 'node:zlib';
import { inspect } from 'node:util';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { Webhook } from 'standardwebhooks';
import { sign, verify, WebhookVerificationError } from '../../sdk/src/webhooks.ts';
import type { WebhookHeaders, WebhookPayload, WebhookRefusal } from '../../sdk/src/webhooks.ts';
import { fc } from '../support/same-examples.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const ID = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W';
const NOW = new Date('2026-03-01T09:30:00Z');
const SECONDS = NOW.getTime() / 1000;
const BODY = '{"type":"request.closed","data":{"service_request_id":"10000004","note":"Ąć & <ż> 🚲"}}';
const BYTES = new TextEncoder().encode(BODY);
const SIGNED = await sign(BODY, { id: ID, timestamp: NOW, secret: SECRET });
const SIGNATURE = SIGNED['webhook-signature'];
const BASE64 = SIGNATURE.slice(3);

const at = (seconds: number) => ({
  id: ID,
  timestamp: new Date(NOW.getTime() + seconds * 1000),
  secret: SECRET,
});
const headers = (changed: WebhookHeaders): WebhookHeaders => ({ ...SIGNED, ...changed });

type Given = {
  payload?: WebhookPayload;
  headers?: WebhookHeaders;
  secrets?: string | readonly string[];
  toleranceSeconds?: number;
  now?: Date;
};

const check = ({ payload = BODY, headers: given = SIGNED, secrets = SECRET, now = NOW, ...options }: Given) =>
  verify(payload, given, secrets, { now, ...options });

const refusalOf = (given: Given) =>
  check(given).then(
    () => 'taken',
    (error: unknown) => (error instanceof WebhookVerificationError ? error : 'another error'),
  );

const withoutSignature = ({ 'webhook-signature': _gone, ...rest }: typeof SIGNED) => rest;
const flipped = (index: number) => BYTES.map((byte, place) => (place === index ? byte ^ 1 : byte));
const timestamp = (text: string) => headers({ 'webhook-timestamp': text });
const signature = (text: string) => headers({ 'webhook-signature': text });
const withBom = await sign(`\ufeff${BODY}`, at(0));
const notJson = await sign('{"type":', at(0));
const empty = await sign('', at(0));
const notUtf8 = Uint8Array.of(0x22, 0xff, 0x22);
const signedNotUtf8 = await sign(notUtf8, at(0));
const long = await sign(BODY, { ...at(0), id: `${ID}.${SECONDS}` });

const BAD: [name: string, code: WebhookRefusal, given: Given][] = [
  ['the secret of another endpoint', 'wrong_signature', { secrets: OTHER }],
  [
    'several secrets, none of them right',
    'wrong_signature',
    { secrets: [OTHER, 'whsec_AAAA', 'whsec_/+Aa'] },
  ],
  [
    'the secret with other letters',
    'wrong_signature',
    { secrets: SECRET.toLowerCase().replace('whsec_', '') },
  ],
  ['the secret with a byte more', 'wrong_signature', { secrets: `${SECRET}BBBB` }],
  ['an empty secret', 'invalid_secret', { secrets: '' }],
  ['a prefix and no secret', 'invalid_secret', { secrets: 'whsec_' }],
  ['no secret', 'invalid_secret', { secrets: [] }],
  ['a good and an empty secret', 'invalid_secret', { secrets: [SECRET, ''] }],
  ['a secret that is no base64', 'invalid_secret', { secrets: 'whsec_not base64!' }],
  ['a secret in the base64 of addresses', 'invalid_secret', { secrets: 'whsec_ab-_' }],
  ['a secret of one letter', 'invalid_secret', { secrets: 'whsec_A' }],
  ['a secret with a new line', 'invalid_secret', { secrets: `${SECRET}\n` }],
  ['a secret with padding in the middle', 'invalid_secret', { secrets: 'whsec_AA==AAAA' }],
  [
    'a secret with the prefix of a public key',
    'invalid_secret',
    { secrets: 'whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw!' },
  ],
  ['a secret that is undefined', 'invalid_secret', { secrets: [undefined as unknown as string, ' '] }],
  // Written as texts, all of them would be good base64.
  ...[null, undefined, true, 1234, { toString: () => SECRET }, [SECRET]].map(
    (secret): [string, WebhookRefusal, Given] => [
      `a secret that is no text but ${inspect(secret)}`,
      'invalid_secret',
      { secrets: [secret as unknown as string, SECRET] },
    ],
  ),
  ['a body with one other letter', 'wrong_signature', { payload: BODY.replace('closed', 'opened') }],
  ['bytes with one other bit at the beginning', 'wrong_signature', { payload: flipped(0) }],
  ['bytes with one other bit at the end', 'wrong_signature', { payload: flipped(BYTES.length - 1) }],
  ['a body with a space behind it', 'wrong_signature', { payload: `${BODY} ` }],
  ['a body with a new line behind it', 'wrong_signature', { payload: `${BODY}\n` }],
  ['a body with a byte less', 'wrong_signature', { payload: BYTES.subarray(0, -1) }],
  ['an empty body', 'wrong_signature', { payload: '' }],
  ['a body with a BOM', 'wrong_signature', { payload: `\ufeff${BODY}` }],
  [
    'JSON written anew with blanks',
    'wrong_signature',
    { payload: JSON.stringify(JSON.parse(BODY), null, 2) },
  ],
  ['JSON written anew with escapes', 'wrong_signature', { payload: BODY.replace('ż', '\\u017c') }],
  [
    'JSON written anew in another order',
    'wrong_signature',
    { payload: JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(BODY) as object).reverse())) },
  ],
  ['letters decomposed', 'wrong_signature', { payload: BODY.normalize('NFD') }],
  ['JSON that was parsed', 'invalid_payload', { payload: JSON.parse(BODY) as string }],
  ['a body that is missing', 'invalid_payload', { payload: null as unknown as string }],
  ['a signed body with a BOM', 'invalid_payload', { payload: `\ufeff${BODY}`, headers: withBom }],
  ['a signed body that is no JSON', 'invalid_payload', { payload: '{"type":', headers: notJson }],
  ['a signed body that is empty', 'invalid_payload', { payload: '', headers: empty }],
  ['a signed body that is no UTF-8', 'invalid_payload', { payload: notUtf8, headers: signedNotUtf8 }],
  ['301 seconds ago', 'too_old', { headers: await sign(BODY, at(-301)) }],
  ['a year ago', 'too_old', { headers: await sign(BODY, at(-31_536_000)) }],
  ['1970', 'too_old', { headers: timestamp('0') }],
  ['301 seconds ahead', 'too_new', { headers: await sign(BODY, at(301)) }],
  ['milliseconds instead of seconds', 'too_new', { headers: timestamp(`${NOW.getTime()}`) }],
  ['2 seconds ago where 1 is allowed', 'too_old', { headers: await sign(BODY, at(-2)), toleranceSeconds: 1 }],
  ['a tolerance that is no number', 'too_old', { toleranceSeconds: NaN }],
  ['a tolerance below 0', 'too_old', { toleranceSeconds: -1 }],
  ['a clock that shows no time', 'too_old', { now: new Date(NaN) }],
  ['another time', 'wrong_signature', { headers: timestamp(`${SECONDS + 1}`) }],
  ['a time with a fraction', 'invalid_timestamp', { headers: timestamp(`${SECONDS}.5`) }],
  ['a time with .0', 'invalid_timestamp', { headers: timestamp(`${SECONDS}.0`) }],
  ['a time below 0', 'invalid_timestamp', { headers: timestamp(`-${SECONDS}`) }],
  ['a time with a plus', 'invalid_timestamp', { headers: timestamp(`+${SECONDS}`) }],
  ['a time with a zero before it', 'invalid_timestamp', { headers: timestamp(`0${SECONDS}`) }],
  ['a time with blanks', 'invalid_timestamp', { headers: timestamp(` ${SECONDS}`) }],
  ['a time and more', 'invalid_timestamp', { headers: timestamp(`${SECONDS}abc`) }],
  ['a time that no clock shows', 'invalid_timestamp', { headers: timestamp('9'.repeat(40)) }],
  ['a time with an exponent', 'invalid_timestamp', { headers: timestamp('1e9') }],
  ['a time in hexadecimal', 'invalid_timestamp', { headers: timestamp(`0x${SECONDS.toString(16)}`) }],
  ['NaN', 'invalid_timestamp', { headers: timestamp('NaN') }],
  ['Infinity', 'invalid_timestamp', { headers: timestamp('Infinity') }],
  ['a time in words', 'invalid_timestamp', { headers: timestamp(NOW.toISOString()) }],
  ['a time in digits of another script', 'invalid_timestamp', { headers: timestamp('١٧٧٢٣٥٧٤٠٠') }],
  ['no headers', 'missing_header', { headers: {} }],
  ['headers of an empty Headers', 'missing_header', { headers: new Headers() }],
  ['no id', 'missing_header', { headers: headers({ 'webhook-id': undefined }) }],
  ['an empty id', 'missing_header', { headers: headers({ 'webhook-id': '' }) }],
  ['no time', 'missing_header', { headers: headers({ 'webhook-timestamp': undefined }) }],
  ['no signature', 'missing_header', { headers: withoutSignature(SIGNED) }],
  ['an empty signature', 'missing_header', { headers: signature('') }],
  ['an empty list of signatures', 'missing_header', { headers: headers({ 'webhook-signature': [] }) }],
  [
    'headers by another prefix',
    'missing_header',
    { headers: { 'svix-id': ID, 'svix-timestamp': `${SECONDS}`, 'svix-signature': SIGNATURE } },
  ],
  ['a list of two ids', 'invalid_header', { headers: headers({ 'webhook-id': [ID, 'msg_other'] }) }],
  [
    'a list of two equal signatures',
    'invalid_header',
    { headers: headers({ 'webhook-signature': [SIGNATURE, SIGNATURE] }) },
  ],
  ['one header in two spellings', 'invalid_header', { headers: headers({ 'Webhook-Id': 'msg_other' }) }],
  [
    'a time that is a number',
    'invalid_header',
    { headers: headers({ 'webhook-timestamp': SECONDS as unknown as string }) },
  ],
  ['another id', 'wrong_signature', { headers: headers({ 'webhook-id': 'msg_other' }) }],
  ['the id in other letters', 'wrong_signature', { headers: headers({ 'webhook-id': ID.toUpperCase() }) }],
  ['an id that swallowed the time', 'wrong_signature', { headers: { ...long, 'webhook-id': ID } }],
  ['a signature without version', 'no_v1_signature', { headers: signature(BASE64) }],
  ['the version v0', 'no_v1_signature', { headers: signature(`v0,${BASE64}`) }],
  ['the version v1a', 'no_v1_signature', { headers: signature(`v1a,${BASE64}`) }],
  ['the version v2', 'no_v1_signature', { headers: signature(`v2,${BASE64}`) }],
  ['the version V1', 'no_v1_signature', { headers: signature(`V1,${BASE64}`) }],
  ['the version v1 behind an equals sign', 'no_v1_signature', { headers: signature(`v1=${BASE64}`) }],
  ['a version alone', 'wrong_signature', { headers: signature('v1,') }],
  ['a signature cut off', 'wrong_signature', { headers: signature(SIGNATURE.slice(0, -5)) }],
  [
    'a signature without its padding',
    'wrong_signature',
    { headers: signature(SIGNATURE.replace(/=+$/, '')) },
  ],
  ['a signature with a byte more', 'wrong_signature', { headers: signature(`${SIGNATURE}A`) }],
  ['a signature twice in one', 'wrong_signature', { headers: signature(`${SIGNATURE}${BASE64}`) }],
  ['a signature with a comma behind it', 'wrong_signature', { headers: signature(`${SIGNATURE},`) }],
  [
    'a signature in hexadecimal',
    'wrong_signature',
    { headers: signature(`v1,${Buffer.from(BASE64, 'base64').toString('hex')}`) },
  ],
  ['a signature that is no base64', 'wrong_signature', { headers: signature('v1,not*base64') }],
  ['a signature in other letters', 'wrong_signature', { headers: signature(`v1,${BASE64.toLowerCase()}`) }],
  ['two signatures behind a comma', 'wrong_signature', { headers: signature(`v1,AAAA,${SIGNATURE}`) }],
  ['many wrong signatures', 'wrong_signature', { headers: signature('v1,AAAA '.repeat(200)) }],
  ['more signatures than anybody sends', 'invalid_header', { headers: signature('v1, '.repeat(2_500_000)) }],
  [
    'the right signature behind too many',
    'invalid_header',
    { headers: signature(`${'v1,AAAA '.repeat(600)}${SIGNATURE}`) },
  ],
  ['an id without end', 'invalid_header', { headers: headers({ 'webhook-id': 'm'.repeat(10_000_000) }) }],
  ['headers that are missing', 'missing_header', { headers: null as unknown as WebhookHeaders }],
  ['headers that are a text', 'missing_header', { headers: 'webhook-id' as unknown as WebhookHeaders }],
  [
    'signatures that Headers has joined',
    'wrong_signature',
    { headers: new Headers([...Object.entries(SIGNED), ['webhook-signature', 'v1,AAAA']]) },
  ],
];

describe('A webhook that must not be trusted', () => {
  test.each(BAD)('is refused: %s', async (_, code, given) => {
    const error = await refusalOf(given);
    expect(error).toMatchObject({ code });
    for (const secret of [given.secrets ?? SECRET]
      .flat()
      .filter((one) => typeof one === 'string' && one.trim().length > 8)) {
      expect(inspect(error, { depth: 9 })).not.toContain(secret.replace('whsec_', ''));
    }
  });

  test('is told in as many ways as there are codes', () => {
    expect(BAD.length).toBeGreaterThanOrEqual(50);
    expect(new Set(BAD.map(([, code]) => code)).size).toBe(9);
  });
});

describe('What is no text', () => {
  const forged: unknown[] = ['null', 'true', '1234'].map((word) => `whsec_${word}`);
  test.each([null, true, 1234].map((secret, index) => [secret, forged[index] as string] as const))(
    'is no secret, also where the sender signs with its name: %s',
    async (secret, name) => {
      const signed = await sign(BODY, { ...at(0), secret: name });
      for (const secrets of [secret, [secret], [secret, SECRET]] as unknown as string[])
        expect(await refusalOf({ headers: signed, secrets })).toMatchObject({ code: 'invalid_secret' });
      await expect(sign(BODY, { ...at(0), secret: secret as unknown as string })).rejects.toMatchObject({
        code: 'invalid_secret',
      });
    },
  );

  test('is no list of headers', async () => {
    const call = verify(BODY, undefined as unknown as WebhookHeaders, SECRET, { now: NOW });
    await expect(call).rejects.toMatchObject({ code: 'missing_header' });
  });

  test.each([SECONDS, NOW.getTime(), NOW.toISOString(), null, undefined])(
    'is no time to sign for: %s',
    async (timestamp) => {
      const call = sign(BODY, { ...at(0), timestamp: timestamp as unknown as Date });
      await expect(call).rejects.toMatchObject({ code: 'invalid_timestamp' });
    },
  );

  test('is no id to sign for', async () => {
    const signWith = (id: unknown) => sign(BODY, { ...at(0), id: id as string });
    await expect(signWith(undefined)).rejects.toMatchObject({ code: 'missing_header' });
    await expect(signWith('')).rejects.toMatchObject({ code: 'missing_header' });
    await expect(signWith(7)).rejects.toMatchObject({ code: 'invalid_header' });
  });
});

describe('A webhook that is right', () => {
  const told = JSON.parse(BODY) as unknown;
  const shouted = Object.fromEntries(
    Object.entries(SIGNED).map(([name, value]) => [name.toUpperCase(), value]),
  );
  const older = 'v1,AAAA';
  const both = signature(`v1a,AAAA ${older} ${SIGNATURE} v2,BBBB`);

  test.each<[string, Given]>([
    ['text', {}],
    ['bytes', { payload: BYTES }],
    ['a Buffer within another', { payload: Buffer.from(`xx${BODY}`).subarray(2) }],
    ['an ArrayBuffer', { payload: BYTES.slice().buffer }],
    ['Headers', { headers: new Headers(SIGNED) }],
    ['names in upper case', { headers: shouted }],
    ['lists of one', { headers: headers({ 'webhook-signature': [SIGNATURE] }) }],
    ['several signatures, unknown versions among them', { headers: both }],
    ['the new secret first', { secrets: [OTHER, SECRET] }],
    ['the old secret first', { secrets: [SECRET, OTHER] }],
    ['a secret without its prefix', { secrets: SECRET.slice(6) }],
    ['300 seconds ago', { now: new Date(NOW.getTime() + 300_999) }],
    ['300 seconds ahead', { now: new Date(NOW.getTime() - 300_000) }],
    ['long ago, where that is allowed', { now: new Date(NOW.getTime() + 1e9), toleranceSeconds: Infinity }],
  ])('is taken: %s', async (_, given) => {
    expect(await check(given)).toEqual(told);
  });

  test('is checked against the clock when nothing else is said', async () => {
    const fresh = await sign(BODY, { id: ID, timestamp: new Date(), secret: SECRET });
    expect(await verify(BODY, fresh, SECRET)).toEqual(told);
  });

  test('is not signed for a time that is none', async () => {
    for (const timestamp of [new Date(NaN), new Date(-1)])
      await expect(sign(BODY, { ...at(0), timestamp })).rejects.toMatchObject({ code: 'invalid_timestamp' });
  });
});

describe('The package standardwebhooks', () => {
  const secret = fc
    .uint8Array({ minLength: 1, maxLength: 64 })
    .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);
  const id = fc.stringMatching(/^[!-~]{1,40}$/);
  const body = fc.json();

  test('takes what we sign', async () => {
    await fc.assert(
      fc.asyncProperty(secret, id, body, async (secret, id, body) => {
        const signed = await sign(body, { id, timestamp: new Date(), secret });
        expect(new Webhook(secret).verify(body, signed)).toEqual(JSON.parse(body));
      }),
    );
  });

  test('signs what we take', async () => {
    await fc.assert(
      fc.asyncProperty(secret, id, body, async (secret, id, body) => {
        const timestamp = new Date();
        const signed = {
          'webhook-id': id,
          'webhook-timestamp': `${Math.floor(timestamp.getTime() / 1000)}`,
          'webhook-signature': new Webhook(secret).sign(id, timestamp, body),
        };
        expect(await verify(body, signed, [OTHER, secret])).toEqual(JSON.parse(body));
      }),
    );
  });

  test('refuses, as we do, what was signed with another secret', async () => {
    const now = await sign(BODY, { id: ID, timestamp: new Date(), secret: OTHER });
    expect(() => new Webhook(SECRET).verify(BODY, now)).toThrow();
    await expect(verify(BODY, now, SECRET)).rejects.toThrow(WebhookVerificationError);
  });
});

test('Both together weigh at most 1.5 kB', async () => {
  const entry = fileURLToPath(new URL('../../sdk/src/webhooks.ts', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  expect(gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length).toBeLessThanOrEqual(1_500);
});
