import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bearer, DAY_MS, elsewhere, fresh, startDevelopers } from '../support/developers.ts';
import type { Developers } from '../support/developers.ts';
import { until } from '../support/embedded-postgres.ts';
import { tokenIn } from '../support/mail-server.ts';
import { PLACE } from '../support/submit.ts';

/** A developer proves an address and gets keys, over a real conversation with a mail server. */
let on: Developers;

beforeAll(async () => {
  on = await startDevelopers();
});
afterAll(() => on.stop());

test('the whole way: an address, a link, a test key, a case in the sandbox', async () => {
  const email = fresh();
  const asked = await on.create(email, { locale: 'pl' });
  expect([asked.status, asked.body]).toEqual([202, { status: 'taken' }]);
  const mail = await on.server.mailTo(email);
  expect(mail.to).toEqual([email]);
  expect(mail.text).toContain('w ciągu 24 godzin');
  expect(mail.text).toContain('https://api.city.example/developers/keys#confirm=sp_mail_');

  const confirmed = await on.confirm(tokenIn(mail));
  expect(confirmed).toMatchObject({
    status: 200,
    body: {
      email,
      expires_datetime: '2026-07-01T10:00:00Z',
      account_token: expect.stringMatching(/^sp_account_/),
    },
  });
  expect(confirmed.headers.get('cache-control')).toBe('no-store');
  const mine = bearer(confirmed.body['account_token'] as string);
  expect((await on.ask('GET', '/account', undefined, mine)).body).toEqual({
    email,
    created_datetime: '2026-06-01T10:00:00Z',
  });

  const made = await on.ask(
    'POST',
    '/keys',
    { kind: 'test', jurisdiction_id: on.city.jurisdiction_id, label: 'App' },
    mine,
  );
  expect(made).toMatchObject({
    status: 201,
    body: { kind: 'test', label: 'App', scopes: ['submit'], key: expect.stringMatching(/^sp_test_/) },
  });
  const key = made.body['key'] as string;
  const submitted = await fetch(`${on.app.url}/open311/${on.city.jurisdiction_id}/test/v2/requests.json`, {
    method: 'POST',
    body: new URLSearchParams({ ...PLACE, api_key: key, service_code: 'LAMP' }),
  });
  expect(submitted.status).toBe(200);

  const list = await on.ask('GET', '/keys', undefined, mine);
  expect(list.body['keys']).toMatchObject([{ key_id: made.body['key_id'], label: 'App' }]);
  expect(JSON.stringify(list.body)).not.toContain(key);
  const usage = await on.ask('GET', `/keys/${String(made.body['key_id'])}/usage`, undefined, mine);
  expect([usage.status, usage.body['by']]).toEqual([200, 'hour']);
});

describe('a link', () => {
  test('works once', async () => {
    const email = fresh();
    await on.create(email);
    const token = tokenIn(await on.server.mailTo(email));
    const told = await Promise.all([1, 2, 3, 4].map(() => on.confirm(token)));
    expect(told.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await on.renew(token)).status).toBe(409);
    expect((await on.refuse(token)).status).toBe(409);
  });

  test('that has expired is made anew, once, and proves the mailbox', async () => {
    const email = fresh();
    await on.create(email);
    const token = tokenIn(await on.server.mailTo(email));
    expect(await on.renew(token)).toMatchObject({ status: 409 });
    await on.later(DAY_MS, async () => {
      for (const _ of [1, 2])
        expect(await on.confirm(token)).toMatchObject({
          status: 410,
          body: {
            type: expect.stringMatching(/\/developers\/errors\/gone$/),
            detail: 'This link has expired. Have it made anew.',
          },
        });
      const renewed = await Promise.all([on.renew(token), on.renew(token), on.renew(token)]);
      expect(renewed.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
      await until(() => Promise.resolve(on.mailsTo(email).length === 2));
      const second = on.mailsTo(email)[1];
      expect(second === undefined ? 0 : (await on.confirm(tokenIn(second))).status).toBe(200);
    });
    await on.settled();
    expect(on.mailsTo(email)).toHaveLength(2);
  });

  test.each([
    'x',
    'sp_mail_',
    `sp_mail_${'A'.repeat(43)}`,
    `sp_account_${'A'.repeat(43)}`,
    `sp_mail_${'A'.repeat(42)}\u00e9`,
    `${'a'.repeat(200)}`,
  ])('that is none of ours is not known: %s', async (token) => {
    for (const follow of ['confirm', 'renew', 'refuse'] as const)
      expect(await on[follow](token)).toMatchObject({
        status: 404,
        body: { errors: [{ pointer: '#/token' }] },
      });
  });

  test('of an account is none of a mail, and the other way round', async () => {
    const account = await on.signedIn();
    expect((await on.confirm(account)).status).toBe(404);
    const email = fresh();
    await on.create(email);
    const token = tokenIn(await on.server.mailTo(email));
    expect((await on.ask('GET', '/account', undefined, bearer(token))).status).toBe(401);
    expect((await on.ask('GET', '/account', undefined, bearer(on.city.key))).status).toBe(401);
  });
});

describe('an account', () => {
  test('is nobody without its token', async () => {
    for (const [method, path, body] of [
      ['GET', '/account'],
      ['DELETE', '/account'],
      ['DELETE', '/account/session'],
      ['GET', '/keys'],
      ['POST', '/keys', { kind: 'test', jurisdiction_id: on.city.jurisdiction_id, label: 'x' }],
      ['POST', '/keys/requests/1/collection'],
      ['DELETE', '/keys/1'],
      ['POST', '/keys/1/rotations', { overlap_hours: 1 }],
      ['GET', '/keys/1/usage'],
      ['GET', '/KEYS/'],
    ] as const)
      for (const headers of [{}, { Authorization: 'Bearer x' }, { Authorization: 'Basic eDp4' }])
        expect(await on.ask(method, path, body, headers)).toMatchObject({
          status: 401,
          body: { title: 'Not signed in', type: `${on.app.url}/developers/errors/unauthorized` },
        });
    const told = await on.ask('GET', '/keys', undefined, {});
    expect(told.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('is left, for the one token', async () => {
    const email = fresh();
    const one = await on.signedIn(email);
    await on.create(email);
    await until(() => Promise.resolve(on.mailsTo(email).length === 2));
    const second = on.mailsTo(email)[1];
    const other = second === undefined ? '' : (await on.confirm(tokenIn(second))).body['account_token'];
    expect((await on.ask('DELETE', '/account/session', undefined, bearer(one))).body).toEqual({
      status: 'ended',
    });
    expect((await on.ask('GET', '/account', undefined, bearer(one))).status).toBe(401);
    expect((await on.ask('GET', '/account', undefined, bearer(String(other)))).status).toBe(200);
  });

  test('ends after thirty days', async () => {
    const token = await on.signedIn();
    await on.later(30 * DAY_MS, async () => {
      expect((await on.ask('GET', '/account', undefined, bearer(token))).status).toBe(401);
    });
    expect((await on.ask('GET', '/account', undefined, bearer(token))).status).toBe(200);
  });

  test('is deleted with its address, and its keys work no longer', async () => {
    const email = fresh();
    const token = await on.signedIn(email);
    const wish = { kind: 'test', jurisdiction_id: on.city.jurisdiction_id, label: 'secret label' };
    const { body } = await on.ask('POST', '/keys', wish, bearer(token));
    await on.ask('POST', '/keys', { ...wish, kind: 'live', purpose: 'x' }, bearer(token));
    expect((await on.ask('DELETE', '/account', undefined, bearer(token))).body).toEqual({
      status: 'deleted',
    });
    expect((await on.ask('GET', '/account', undefined, bearer(token))).status).toBe(401);
    expect(await on.app.db('api_keys').where({ key_id: body['key_id'] })).toMatchObject([
      { account_id: null, label: null, revoked_at: expect.any(Date) },
    ]);
    for (const table of ['accounts', 'account_mails'])
      expect(await on.app.db(table).where({ email })).toEqual([]);
  });

  test('ten mails an hour are taken from one address', async () => {
    const from = { 'X-Forwarded-For': '203.0.113.7' };
    for (let count = 0; count < 10; count += 1) expect((await on.create(fresh(), {}, from)).status).toBe(202);
    const told = await on.create(fresh(), {}, from);
    expect([told.status, told.body['title']]).toEqual([429, 'Too many calls']);
    expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(3_000);
    const renewed = await on.ask('POST', '/accounts/renewals', { token: 'x' }, from);
    expect(renewed.status).toBe(429);
  });
});

describe('bodies and methods', () => {
  test.each([
    ['a form', 'email=a%40b.org', 'application/x-www-form-urlencoded', 415],
    ['no type', 'x', '', 415],
    ['text', '{}', 'text/plain', 415],
    ['half of JSON', '{"email":', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['bytes', '\u0000', 'application/json', 400],
    ['too much', JSON.stringify({ email: 'x'.repeat(1_100_000) }), 'application/json', 413],
  ])('%s', async (_, body, type, status) => {
    const told = await on.ask('POST', '/accounts', body, { ...elsewhere(), 'Content-Type': type });
    expect([told.status, typeof told.body['detail']]).toEqual([status, 'string']);
  });

  test('other methods are named', async () => {
    const told = await on.ask('GET', '/accounts');
    expect([told.status, told.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    const put = await on.ask('PUT', '/keys');
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD, OPTIONS']);
    const options = await on.ask('OPTIONS', '/keys/1');
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'DELETE, OPTIONS']);
    expect(options.headers.get('access-control-allow-methods')).toContain('DELETE');
  });

  test('errors are told in the language that is asked for', async () => {
    const told = await on.create('x', {}, { ...elsewhere(), 'Accept-Language': 'pl' });
    expect(told.body['detail']).toBe('email musi być adresem e-mail, takim jak name@example.org.');
  });
});
