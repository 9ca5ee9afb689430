import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decideKeyRequest, releaseMailbox } from '../../src/features/accounts/index.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { startMailServer, tokenIn } from '../support/mail-server.ts';
import type { MailServer } from '../support/mail-server.ts';
import { PLACE } from '../support/submit.ts';

/**
 * A developer proves an address and gets keys, over a real conversation with a mail server. The hard rule: nobody can make this
 * server write to somebody twice.
 */
const DAY_MS = 24 * 3_600_000;
let server: MailServer;
let app: TestApp;
let city: TestCity;
let now = new Date('2026-06-01T10:00:00Z');
const clock = { now: () => now };

beforeAll(async () => {
  server = await startMailServer();
  app = await startApp({
    clock,
    env: {
      SIGNPOST_SMTP_URL: server.url,
      SIGNPOST_MAIL_FROM: 'City <portal@city.example>',
      SIGNPOST_PUBLIC_URL: 'https://api.city.example',
    },
    http: { trustProxy: 'loopback' },
  });
  city = await createCity(app.db);
  app.work();
});
afterAll(async () => {
  await app.stop();
  await server.stop();
});
beforeEach(() => {
  server.plan.length = 0;
});

let addresses = 0;
/** An address nobody has used, and where a caller comes from who has not asked before. */
const fresh = (name = 'dev') => `${name}${(addresses += 1)}@example.org`;
const elsewhere = () => ({ 'X-Forwarded-For': `198.51.${(addresses += 1) >> 8}.${addresses & 255}` });

type Told = { status: number; headers: Headers; body: Record<string, unknown> };

async function ask(
  method: string,
  path: string,
  body?: object | string,
  headers: Record<string, string> = elsewhere(),
): Promise<Told> {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

const create = (email: string, more: object = {}, headers?: Record<string, string>) =>
  ask('POST', '/accounts', { email, ...more }, headers);
const confirm = (token: string) => ask('POST', '/accounts/confirmations', { token });
const renew = (token: string) => ask('POST', '/accounts/renewals', { token });
const refuse = (token: string) => ask('POST', '/accounts/refusals', { token });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** Until the queue has nothing left that could send a mail now. */
const settled = () =>
  until(async () => {
    const { rows } = await app.db.raw<{ rows: { count: string }[] }>(
      `select count(*) from graphile_worker._private_jobs
        where (locked_at is not null or run_at <= now()) and attempts < max_attempts`,
    );
    return rows[0]?.count === '0';
  });

const mailsTo = (...all: string[]) =>
  server.mails.filter(({ to }) =>
    to.some((one) => all.some((address) => address.toLowerCase() === one.toLowerCase())),
  );

/** Runs what is waiting for its next try at once. */
const hurry = async () => {
  await app.db.raw(
    `update graphile_worker._private_jobs set run_at = now() where locked_at is null and attempts < max_attempts`,
  );
  await settled();
};

async function signedIn(email = fresh()): Promise<string> {
  await create(email);
  const { body } = await confirm(tokenIn(await server.mailTo(email)));
  return body['account_token'] as string;
}

test('the whole way: an address, a link, a test key, a case in the sandbox', async () => {
  const email = fresh();
  const asked = await create(email, { locale: 'pl' });
  expect([asked.status, asked.body]).toEqual([202, { status: 'taken' }]);
  const mail = await server.mailTo(email);
  expect(mail.to).toEqual([email]);
  expect(mail.text).toContain('w ciągu 24 godzin');
  expect(mail.text).toContain('https://api.city.example/developers/keys#confirm=sp_mail_');

  const confirmed = await confirm(tokenIn(mail));
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
  expect((await ask('GET', '/account', undefined, mine)).body).toEqual({
    email,
    created_datetime: '2026-06-01T10:00:00Z',
  });

  const made = await ask(
    'POST',
    '/keys',
    { kind: 'test', jurisdiction_id: city.jurisdiction_id, label: 'App' },
    mine,
  );
  expect(made).toMatchObject({
    status: 201,
    body: { kind: 'test', label: 'App', scopes: ['submit'], key: expect.stringMatching(/^sp_test_/) },
  });
  const key = made.body['key'] as string;
  const submitted = await fetch(`${app.url}/open311/${city.jurisdiction_id}/test/v2/requests.json`, {
    method: 'POST',
    body: new URLSearchParams({ ...PLACE, api_key: key, service_code: 'LAMP' }),
  });
  expect(submitted.status).toBe(200);

  const list = await ask('GET', '/keys', undefined, mine);
  expect(list.body['keys']).toMatchObject([{ key_id: made.body['key_id'], label: 'App' }]);
  expect(JSON.stringify(list.body)).not.toContain(key);
  const usage = await ask('GET', `/keys/${String(made.body['key_id'])}/usage`, undefined, mine);
  expect([usage.status, usage.body['by']]).toEqual([200, 'hour']);
});

describe('nobody is written to twice', () => {
  const once = async (work: (email: string) => Promise<unknown>, email = fresh('Victim')) => {
    await work(email);
    await settled();
    expect(mailsTo(email)).toHaveLength(1);
    return email;
  };

  test('by a hundred who ask at one moment', async () => {
    await once(async (email) => {
      const told = await Promise.all(Array.from({ length: 100 }, () => create(email)));
      expect(new Set(told.map(({ status, body }) => `${status} ${JSON.stringify(body)}`))).toEqual(
        new Set(['202 {"status":"taken"}']),
      );
    });
  }, 60_000);

  test('by other spellings of the same', async () => {
    const [name = '', host = ''] = fresh('spelling').split('@');
    const spellings = [
      `${name}@${host}`,
      `${name.toUpperCase()}@${host}`,
      `${name}@${host.toUpperCase()}`,
      `${name}+tag@${host}`,
      `${name}+another@${host}`,
      ` ${name}@${host} `,
      `${name}@ｅxample.org`,
    ];
    for (const one of spellings) expect((await create(one)).status).toBe(202);
    await settled();
    expect(server.mails.filter(({ to }) => to[0]?.toLowerCase().startsWith(name))).toHaveLength(1);

    for (const one of ['g.mail.one@gmail.com', 'gmailone@gmail.com', 'gm.ailone+x@googlemail.com'])
      await create(one);
    await settled();
    expect(server.mails.filter(({ to }) => /g(oogle)?mail\.com$/.test(to[0] ?? ''))).toHaveLength(1);

    for (const one of ['john.doe@proton.me', 'john_doe@pm.me', 'any@jane.fastmail.com', 'jane@fastmail.com'])
      await create(one);
    await settled();
    expect(server.mails.filter(({ to }) => /\bpm\.me|proton\.me$/.test(to[0] ?? ''))).toHaveLength(1);
    expect(server.mails.filter(({ to }) => /fastmail\.com$/.test(to[0] ?? ''))).toHaveLength(1);
  });

  test('in another language, and when the link has expired', async () => {
    const email = await once(async (one) => {
      await create(one, { locale: 'en' });
      await create(one, { locale: 'uk' });
    });
    const before = now;
    now = new Date(before.getTime() + 400 * DAY_MS);
    await create(email, { locale: 'pl' });
    await settled();
    now = before;
    expect(mailsTo(email)).toHaveLength(1);
  });

  test('when the connection breaks after the text is under way', async () => {
    await once(async (email) => {
      server.plan.push('cut-taken');
      await create(email);
      await server.mailTo(email);
      await settled();
      await create(email);
      await hurry();
    });
  });

  test('when a mail that has surely not gone out is tried again', async () => {
    await once(async (email) => {
      server.plan.push('defer', 'cut-before-text');
      await create(email);
      await settled();
      expect(mailsTo(email)).toEqual([]);
      await hurry();
      expect(mailsTo(email)).toEqual([]);
      await hurry();
      await create(email);
      await hurry();
    });
  });

  test('when a process dies in the middle: the mark is there, and nothing is sent', async () => {
    const email = fresh();
    server.plan.push('defer');
    await create(email);
    await settled();
    await app.db.raw(`update account_mails set sending_at = now() where email = ?`, [email]);
    await hurry();
    await create(email);
    await hurry();
    expect(mailsTo(email)).toEqual([]);
  });

  test('when they want no mail ever again, until an operator is told otherwise', async () => {
    const email = await once((one) => create(one));
    const token = tokenIn(await server.mailTo(email), 'refuse');
    expect(await refuse(token)).toMatchObject({ status: 200, body: { status: 'refused' } });
    expect((await refuse(token)).status).toBe(200);
    expect((await confirm(token)).status).toBe(410);
    await create(email);
    await settled();
    expect(mailsTo(email)).toHaveLength(1);
    expect(await app.db('account_mails').where({ email })).toEqual([]);
    expect(await releaseMailbox(app.db, email.toUpperCase())).toBe(true);
    expect(await releaseMailbox(app.db, email)).toBe(false);
    await create(email);
    await settled();
    expect(mailsTo(email)).toHaveLength(2);
  });

  test('but somebody whom the mail server refused can try again', async () => {
    const email = fresh();
    server.plan.push('refuse');
    await create(email);
    await until(async () => (await app.db('account_mails').where({ state: 'undeliverable' })).length > 0);
    await settled();
    expect(mailsTo(email)).toEqual([]);
    await create(email);
    await server.mailTo(email);
    const { rows } = await app.db.raw<{ rows: { payload: string }[] }>(
      `select payload::text || coalesce(last_error, '') as payload from graphile_worker._private_jobs`,
    );
    expect(rows.map(({ payload }) => payload).join()).not.toContain('example.org');
  });

  test('who has answered may come back, one mail at a time', async () => {
    const email = fresh();
    await signedIn(email);
    await create(email);
    await create(email);
    await settled();
    expect(mailsTo(email)).toHaveLength(2);
  });
});

describe('a link', () => {
  test('works once', async () => {
    const email = fresh();
    await create(email);
    const token = tokenIn(await server.mailTo(email));
    const told = await Promise.all([1, 2, 3, 4].map(() => confirm(token)));
    expect(told.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410]);
    expect((await renew(token)).status).toBe(410);
    expect((await refuse(token)).status).toBe(410);
  });

  test('that has expired is made anew, once, and proves the mailbox', async () => {
    const email = fresh();
    await create(email);
    const token = tokenIn(await server.mailTo(email));
    expect(await renew(token)).toMatchObject({ status: 409 });
    const before = now;
    now = new Date(before.getTime() + DAY_MS);
    for (const _ of [1, 2])
      expect(await confirm(token)).toMatchObject({
        status: 410,
        body: {
          type: expect.stringMatching(/\/developers\/errors\/gone$/),
          detail: 'This link has expired. Have it made anew.',
        },
      });
    const renewed = await Promise.all([renew(token), renew(token), renew(token)]);
    expect(renewed.map(({ status }) => status).sort()).toEqual([202, 410, 410]);
    await until(() => Promise.resolve(mailsTo(email).length === 2));
    const second = mailsTo(email)[1];
    expect(second === undefined ? 0 : (await confirm(tokenIn(second))).status).toBe(200);
    now = before;
    await settled();
    expect(mailsTo(email)).toHaveLength(2);
  });

  test.each([
    'x',
    'sp_mail_',
    `sp_mail_${'A'.repeat(43)}`,
    `sp_account_${'A'.repeat(43)}`,
    `sp_mail_${'A'.repeat(42)}\u00e9`,
    `${'a'.repeat(200)}`,
  ])('that is none of ours is not known: %s', async (token) => {
    for (const follow of [confirm, renew, refuse])
      expect(await follow(token)).toMatchObject({ status: 404, body: { errors: [{ pointer: '#/token' }] } });
  });

  test('of an account is none of a mail, and the other way round', async () => {
    const account = await signedIn();
    expect((await confirm(account)).status).toBe(404);
    const email = fresh();
    await create(email);
    const token = tokenIn(await server.mailTo(email));
    expect((await ask('GET', '/account', undefined, bearer(token))).status).toBe(401);
    expect((await ask('GET', '/account', undefined, bearer(city.key))).status).toBe(401);
  });
});

describe('what is no address', () => {
  test.each([
    '"a b"@example.org',
    '"a"@example.org',
    'a b@example.org',
    'a@b@example.org',
    'a@example.org,b@example.org',
    'a@example.org, b@example.org',
    'a@example.org;b@example.org',
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org\nb@example.org',
    '<a@example.org>',
    'Anna <a@example.org>',
    'a@localhost',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@example.org.',
    'a@-example.org',
    'a@ex%61mple.org',
    'a@example.org:25',
    '.a@example.org',
    'a..b@example.org',
    'a.@example.org',
    '@example.org',
    'a@',
    'żółw@example.org',
    'a(comment)@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(64)}.org`,
  ])('is refused: %j', async (email) => {
    const told = await create(email);
    expect([told.status, told.body['errors']]).toEqual([
      400,
      [{ pointer: '#/email', detail: 'email must be an e-mail address such as name@example.org.' }],
    ]);
    expect(told.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  test('may be too long, of another type or not there', async () => {
    const long = await create(`a@${'b.'.repeat(150)}org`);
    expect([long.status, long.body['detail']]).toEqual([400, 'email is longer than 254 characters.']);
    for (const body of [
      {},
      { email: null },
      { email: '  ' },
      { email: 5 },
      { email: ['a@b.org'] },
      { email: {} },
    ])
      expect((await ask('POST', '/accounts', body)).status).toBe(400);
  });

  test('a domain in another script is sent to in its own letters for machines', async () => {
    expect((await create('dev@BÜCHER.example')).status).toBe(202);
    // The test's mail server tells domains in letters for people.
    await server.mailTo('dev@bücher.example');
    expect(
      (await app.db('account_mails').whereLike('email', 'dev@%.example')).map(
        (row: { email: string }) => row.email,
      ),
    ).toEqual(['dev@xn--bcher-kva.example']);
  });
});

describe('an account', () => {
  test('is nobody without its token', async () => {
    for (const [method, path, body] of [
      ['GET', '/account'],
      ['DELETE', '/account'],
      ['DELETE', '/account/session'],
      ['GET', '/keys'],
      ['POST', '/keys', { kind: 'test', jurisdiction_id: city.jurisdiction_id, label: 'x' }],
      ['POST', '/keys/requests/1/collection'],
      ['DELETE', '/keys/1'],
      ['POST', '/keys/1/rotations', { overlap_hours: 1 }],
      ['GET', '/keys/1/usage'],
      ['GET', '/KEYS/'],
    ] as const)
      for (const headers of [{}, { Authorization: 'Bearer x' }, { Authorization: 'Basic eDp4' }])
        expect(await ask(method, path, body, headers)).toMatchObject({
          status: 401,
          body: { title: 'Not signed in', type: `${app.url}/developers/errors/unauthorized` },
        });
    const told = await ask('GET', '/keys', undefined, {});
    expect(told.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('is left, for the one token', async () => {
    const email = fresh();
    const one = await signedIn(email);
    await create(email);
    await until(() => Promise.resolve(mailsTo(email).length === 2));
    const second = mailsTo(email)[1];
    const other = second === undefined ? '' : (await confirm(tokenIn(second))).body['account_token'];
    expect((await ask('DELETE', '/account/session', undefined, bearer(one))).body).toEqual({
      status: 'ended',
    });
    expect((await ask('GET', '/account', undefined, bearer(one))).status).toBe(401);
    expect((await ask('GET', '/account', undefined, bearer(String(other)))).status).toBe(200);
  });

  test('ends after thirty days', async () => {
    const token = await signedIn();
    const before = now;
    now = new Date(before.getTime() + 30 * DAY_MS);
    expect((await ask('GET', '/account', undefined, bearer(token))).status).toBe(401);
    now = before;
    expect((await ask('GET', '/account', undefined, bearer(token))).status).toBe(200);
  });

  test('is deleted with its address, and its keys work no longer', async () => {
    const email = fresh();
    const token = await signedIn(email);
    const wish = { kind: 'test', jurisdiction_id: city.jurisdiction_id, label: 'secret label' };
    const { body } = await ask('POST', '/keys', wish, bearer(token));
    await ask('POST', '/keys', { ...wish, kind: 'live', purpose: 'x' }, bearer(token));
    expect((await ask('DELETE', '/account', undefined, bearer(token))).body).toEqual({ status: 'deleted' });
    expect((await ask('GET', '/account', undefined, bearer(token))).status).toBe(401);
    expect(await app.db('api_keys').where({ key_id: body['key_id'] })).toMatchObject([
      { account_id: null, label: null, revoked_at: expect.any(Date) },
    ]);
    for (const table of ['accounts', 'account_mails'])
      expect(await app.db(table).where({ email })).toEqual([]);
  });

  test('ten mails an hour are taken from one address', async () => {
    const from = { 'X-Forwarded-For': '203.0.113.7' };
    for (let count = 0; count < 10; count += 1) expect((await create(fresh(), {}, from)).status).toBe(202);
    const told = await create(fresh(), {}, from);
    expect([told.status, told.body['title']]).toEqual([429, 'Too many calls']);
    expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(3_000);
    const renewed = await ask('POST', '/accounts/renewals', { token: 'x' }, from);
    expect(renewed.status).toBe(429);
  });
});

describe('keys', () => {
  const wish = (more: object = {}) => ({
    kind: 'test',
    jurisdiction_id: city.jurisdiction_id,
    label: 'App',
    ...more,
  });

  test('of somebody else do not exist', async () => {
    const [mine, yours] = [bearer(await signedIn()), bearer(await signedIn())];
    const { body } = await ask('POST', '/keys', wish(), yours);
    const request = await ask('POST', '/keys', wish({ kind: 'live', purpose: 'x' }), yours);
    for (const id of [String(body['key_id']), '999999', 'x', '0', '99999999999999999999']) {
      const told = await Promise.all([
        ask('DELETE', `/keys/${id}`, undefined, mine),
        ask('POST', `/keys/${id}/rotations`, { overlap_hours: 1 }, mine),
        ask('GET', `/keys/${id}/usage`, undefined, mine),
      ]);
      expect(told.map(({ status, body: { detail } }) => [status, detail])).toEqual(
        Array.from({ length: 3 }, () => [404, `There is no key ${id} here.`]),
      );
    }
    for (const id of [String(request.body['request_id']), '999999', 'x'])
      expect(await ask('POST', `/keys/requests/${id}/collection`, undefined, mine)).toMatchObject({
        status: 404,
        body: { detail: `There is no request ${id} here.` },
      });
    expect((await ask('GET', '/keys', undefined, mine)).body).toEqual({ keys: [], requests: [] });
  });

  test('for trying out are ten, whoever asks at one moment; a revoked one makes room', async () => {
    const mine = bearer(await signedIn());
    const told = await Promise.all(Array.from({ length: 14 }, () => ask('POST', '/keys', wish(), mine)));
    expect(told.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = told.find(({ status }) => status !== 201);
    expect([refused?.status, refused?.body['detail']]).toEqual([
      409,
      'You have 10 test keys. Revoke one that you no longer need.',
    ]);
    const made = told.find(({ status }) => status === 201);
    const id = String(made?.body['key_id']);
    for (const _ of [1, 2])
      expect(await ask('DELETE', `/keys/${id}`, undefined, mine)).toMatchObject({
        status: 200,
        body: { key_id: id, revoked_datetime: expect.any(String) },
      });
    expect((await ask('POST', '/keys', wish(), mine)).status).toBe(201);
  });

  test('are replaced, and stay those of their account', async () => {
    const mine = bearer(await signedIn());
    const { body } = await ask('POST', '/keys', wish(), mine);
    const id = String(body['key_id']);
    const rotated = await ask('POST', `/keys/${id}/rotations`, { overlap_hours: 24 }, mine);
    expect(rotated).toMatchObject({
      status: 201,
      body: { label: 'App', key: expect.stringMatching(/^sp_test_/) },
    });
    expect(await ask('POST', `/keys/${id}/rotations`, { overlap_hours: 24 }, mine)).toMatchObject({
      status: 409,
    });
    for (const overlap_hours of [-1, 721, 1.5, 'x'])
      expect((await ask('POST', `/keys/${id}/rotations`, { overlap_hours }, mine)).status).toBe(400);
    const { body: list } = await ask('GET', '/keys', undefined, mine);
    expect((list['keys'] as { key_id: string }[]).map(({ key_id }) => key_id)).toEqual([
      rotated.body['key_id'],
      id,
    ]);
  });

  test('for what is real are asked for, approved, told of and taken once', async () => {
    const email = fresh();
    const mine = bearer(await signedIn(email));
    const asked = await ask(
      'POST',
      '/keys',
      wish({ kind: 'publishable', origins: ['https://app.example.org'], purpose: 'A map\r\nBcc: x@y.org' }),
      mine,
    );
    expect(asked).toMatchObject({
      status: 202,
      body: { state: 'requested', origins: ['https://app.example.org'] },
    });
    const id = String(asked.body['request_id']);
    const collect = () => ask('POST', `/keys/requests/${id}/collection`, undefined, mine);
    expect(await collect()).toMatchObject({
      status: 409,
      body: { detail: 'Nobody has decided about this request yet.' },
    });
    await decideKeyRequest({ db: app.db, clock }, id, { per_minute: 30 });
    await expect(decideKeyRequest({ db: app.db, clock }, id, { per_minute: 30 })).rejects.toThrow(
      'waits for a decision',
    );
    await until(() => Promise.resolve(mailsTo(email).length === 2));
    expect(mailsTo(email)[1]?.text).toContain('It was approved.');
    const taken = await Promise.all([collect(), collect(), collect()]);
    expect(taken.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(taken.find(({ status }) => status === 201)?.body).toMatchObject({
      kind: 'publishable',
      origins: ['https://app.example.org'],
      per_minute: 30,
      key: expect.stringMatching(/^sp_pub_/),
    });
  });

  test('that are refused say why, in the language of the city', async () => {
    const polish = await createCity(app.db, { locale: 'pl' });
    const email = fresh();
    const mine = bearer(await signedIn(email));
    const live = { kind: 'live', jurisdiction_id: polish.jurisdiction_id, label: 'App', purpose: 'x' };
    let asked = await ask('POST', '/keys', live, mine);
    // A city is known half a second later where others were asked for before.
    await until(async () => {
      if (asked.status === 404) asked = await ask('POST', '/keys', live, mine);
      return asked.status === 202;
    });
    const id = String(asked.body['request_id']);
    await expect(decideKeyRequest({ db: app.db, clock }, id, { reason: ' ' })).rejects.toThrow('--reason');
    await decideKeyRequest({ db: app.db, clock }, id, { reason: 'Za mało szczegółów.' });
    await until(() => Promise.resolve(mailsTo(email).length === 2));
    expect(mailsTo(email)[1]?.text).toContain('Za mało szczegółów.');
    const told = await ask('POST', `/keys/requests/${id}/collection`, undefined, mine);
    expect([told.status, told.body['detail']]).toEqual([
      409,
      'This request was refused. keys.list tells why.',
    ]);
    expect((await ask('GET', '/keys', undefined, mine)).body['requests']).toMatchObject([
      { state: 'refused', reason: 'Za mało szczegółów.' },
    ]);
  });

  test('that are asked for wait five at a time', async () => {
    const mine = bearer(await signedIn());
    const live = wish({ kind: 'live', purpose: 'x' });
    const told = await Promise.all(Array.from({ length: 8 }, () => ask('POST', '/keys', live, mine)));
    expect(told.map(({ status }) => status).sort()).toEqual([202, 202, 202, 202, 202, 409, 409, 409]);
  });

  test.each([
    [{ kind: 'root' }, '#/kind'],
    [{ label: '' }, '#/label'],
    [{ label: 'x'.repeat(201) }, '#/label'],
    [{ label: 'a\u0000b' }, '#/label'],
    [{ jurisdiction_id: 'nowhere.example' }, '#/jurisdiction_id'],
    [{ kind: 'live' }, '#/purpose'],
    [{ kind: 'publishable', purpose: 'x' }, '#/origins'],
    [{ kind: 'publishable', purpose: 'x', origins: ['https://app.example.org/page'] }, '#/origins'],
    [{ kind: 'publishable', purpose: 'x', origins: ['self'] }, '#/origins'],
    [{ kind: 'publishable', purpose: 'x', origins: ['null'] }, '#/origins'],
    [{ kind: 'publishable', purpose: 'x', origins: 'https://app.example.org' }, '#/origins'],
    [
      {
        kind: 'publishable',
        purpose: 'x',
        origins: Array.from({ length: 11 }, (_, n) => `https://a${n}.org`),
      },
      '#/origins',
    ],
  ])('are not given for %j', async (more, pointer) => {
    const mine = bearer(await signedIn());
    const told = await ask('POST', '/keys', wish(more), mine);
    expect([400, 404]).toContain(told.status);
    expect(told.body['errors']).toMatchObject([{ pointer }]);
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
    const told = await ask('POST', '/accounts', body, { ...elsewhere(), 'Content-Type': type });
    expect([told.status, typeof told.body['detail']]).toEqual([status, 'string']);
  });

  test('other methods are named', async () => {
    const told = await ask('GET', '/accounts');
    expect([told.status, told.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    const put = await ask('PUT', '/keys');
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD, OPTIONS']);
    const options = await ask('OPTIONS', '/keys/1');
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'DELETE, OPTIONS']);
    expect(options.headers.get('access-control-allow-methods')).toContain('DELETE');
  });

  test('errors are told in the language that is asked for', async () => {
    const told = await create('x', {}, { ...elsewhere(), 'Accept-Language': 'pl' });
    expect(told.body['detail']).toBe('email musi być adresem e-mail, takim jak name@example.org.');
  });
});
