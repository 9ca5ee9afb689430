import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decideKeyRequest, releaseMailbox } from '../../src/features/accounts/index.ts';
import { addJob } from '../../src/platform/jobs.ts';
import { bearer, DAY_MS, elsewhere, fresh, startDevelopers } from '../support/developers.ts';
import type { Developers } from '../support/developers.ts';
import { until } from '../support/embedded-postgres.ts';
import { tokenIn } from '../support/mail-server.ts';

/** The hard rule, over a real conversation with a mail server: nobody can make this server write to somebody twice. */
let on: Developers;

beforeAll(async () => {
  on = await startDevelopers();
});
afterAll(() => on.stop());
beforeEach(() => {
  on.server.plan.length = 0;
});

const released = () => ({ db: on.app.db, clock: on.clock });

describe('nobody is written to twice', () => {
  const once = async (work: (email: string) => Promise<unknown>, email = fresh('Victim')) => {
    await work(email);
    await on.settled();
    expect(on.mailsTo(email)).toHaveLength(1);
    return email;
  };

  test('by a hundred who ask at one moment', async () => {
    await once(async (email) => {
      const told = await Promise.all(Array.from({ length: 100 }, () => on.create(email)));
      expect(new Set(told.map(({ status, body }) => `${status} ${JSON.stringify(body)}`))).toEqual(
        new Set(['202 {"status":"taken"}']),
      );
    });
  }, 60_000);

  const reached = (pattern: RegExp) => on.server.mails.filter(({ to }) => pattern.test(to[0] ?? ''));

  test('by other spellings of the same', async () => {
    const [name = '', host = ''] = fresh('spelling').split('@');
    for (const one of [
      `${name}@${host}`,
      `${name.toUpperCase()}@${host}`,
      `${name}@${host.toUpperCase()}`,
      `${name}+tag@${host}`,
      `${name}+another+one@${host}`,
      `${name}=tag@${host}`,
      `${name}#tag@${host}`,
      ` ${name}@${host} `,
      `${name}@${host.replace('d', '\uff44').replace('x', '\uff38')}`,
    ])
      expect([one, (await on.create(one)).status]).toEqual([one, 202]);
    await on.settled();
    expect(reached(/^spelling/i)).toHaveLength(1);
  });

  test('by a domain in letters for people, and for machines', async () => {
    for (const one of ['dev@BÜCHER.example', 'dev@xn--bcher-kva.example', 'DEV@Bu\u0308cher.EXAMPLE'])
      expect([one, (await on.create(one)).status]).toEqual([one, 202]);
    await on.settled();
    // The test's mail server tells domains in letters for people.
    expect(reached(/@bücher\.example$/i)).toHaveLength(1);
    expect(
      (await on.app.db('account_mails').whereLike('email', '%cher%.example')).map(
        (row: { email: string }) => row.email,
      ),
    ).toEqual(['dev@xn--bcher-kva.example']);
  });

  test.each([
    [['g.mail.one@gmail.com', 'gmailone@gmail.com', 'gm.ailone+x@googlemail.com'], /g(oogle)?mail\.com$/],
    [['john.doe@proton.me', 'john_doe@pm.me'], /\bpm\.me|proton\.me$/],
    [['any@jane.fastmail.com', 'jane@fastmail.com', 'other@jane.fastmail.com'], /fastmail\.com$/],
  ])('by what a large service takes for the same: %j', async (spellings, service) => {
    for (const one of spellings) expect((await on.create(one)).status).toBe(202);
    await on.settled();
    expect(reached(service)).toHaveLength(1);
  });

  test('by another address of this server, a city or its sandbox', async () => {
    await once(async (email) => {
      await on.create(email);
      const { jurisdiction_id } = on.city;
      for (const path of ['/ACCOUNTS', '/accounts/', `/accounts?jurisdiction_id=${jurisdiction_id}`])
        expect((await on.ask('POST', path, { email })).status).toBeLessThan(500);
      for (const path of [
        `/open311/${jurisdiction_id}/accounts`,
        `/open311/${jurisdiction_id}/test/v2/accounts`,
      ])
        expect([path, (await on.ask('POST', path, { email })).status]).toEqual([path, 404]);
      const headers = { ...elsewhere(), 'X-Forwarded-Host': 'other.example', 'X-Forwarded-Proto': 'https' };
      expect((await on.create(email, {}, headers)).status).toBe(202);
    });
  });

  test('when their account is deleted, before or after they have answered', async () => {
    const email = fresh();
    const mine = bearer(await on.signedIn(email));
    await on.create(email);
    await until(() => Promise.resolve(on.mailsTo(email).length === 2));
    expect((await on.ask('DELETE', '/account', undefined, mine)).status).toBe(200);
    for (const _ of [1, 2, 3]) await on.create(email);
    await on.settled();
    expect(on.mailsTo(email)).toHaveLength(2);
  });

  test('about a decision, and not at all when their account is gone by then', async () => {
    const wish = { kind: 'live', jurisdiction_id: on.city.jurisdiction_id, label: 'App', purpose: 'x' };
    const decided = async (between: (mine: Record<string, string>) => Promise<unknown>) => {
      const email = fresh();
      const mine = bearer(await on.signedIn(email));
      const id = String((await on.ask('POST', '/keys', wish, mine)).body['request_id']);
      on.server.plan.push('defer');
      await decideKeyRequest({ db: on.app.db, clock: on.clock }, id, { per_minute: null });
      await on.settled();
      await between(mine);
      await on.hurry();
      await addJob(on.app.db, 'accounts.tell', { request_id: id }, `again ${id}`);
      await on.hurry();
      return on.mailsTo(email).length - 1;
    };
    expect(await decided(() => Promise.resolve())).toBe(1);
    expect(await decided((mine) => on.ask('DELETE', '/account', undefined, mine))).toBe(0);
  });

  test('in another language, and when the link has expired', async () => {
    const email = await once(async (one) => {
      await on.create(one, { locale: 'en' });
      await on.create(one, { locale: 'uk' });
    });
    await on.later(400 * DAY_MS, async () => {
      await on.create(email, { locale: 'pl' });
      await on.settled();
    });
    expect(on.mailsTo(email)).toHaveLength(1);
  });

  test('when the connection breaks after the text is under way', async () => {
    await once(async (email) => {
      on.server.plan.push('cut-taken');
      await on.create(email);
      await on.server.mailTo(email);
      await on.settled();
      await on.create(email);
      await on.hurry();
    });
  });

  test('when a mail that has surely not gone out is tried again', async () => {
    await once(async (email) => {
      on.server.plan.push('defer', 'cut-before-text');
      await on.create(email);
      await on.settled();
      expect(on.mailsTo(email)).toEqual([]);
      await on.hurry();
      expect(on.mailsTo(email)).toEqual([]);
      await on.hurry();
      await on.create(email);
      await on.hurry();
    });
  });

  test('when a process dies in the middle: the mark is there, and nothing is sent', async () => {
    const email = fresh();
    on.server.plan.push('defer');
    await on.create(email);
    await on.settled();
    await on.app.db.raw(`update account_mails set sending_at = now() where email = ?`, [email]);
    await on.hurry();
    await on.create(email);
    await on.hurry();
    expect(on.mailsTo(email)).toEqual([]);
  });

  test('when they want no mail ever again, until an operator is told otherwise', async () => {
    const email = await once((one) => on.create(one));
    const token = tokenIn(await on.server.mailTo(email), 'refuse');
    expect(await on.refuse(token)).toMatchObject({ status: 200, body: { status: 'refused' } });
    expect((await on.refuse(token)).status).toBe(200);
    expect((await on.confirm(token)).status).toBe(409);
    await on.create(email);
    await on.settled();
    expect(on.mailsTo(email)).toHaveLength(1);
    expect(await on.app.db('account_mails').where({ email })).toEqual([]);
    expect(await releaseMailbox(released(), email.toUpperCase())).toBe(true);
    expect(await releaseMailbox(released(), email)).toBe(false);
    await on.create(email);
    await on.settled();
    expect(on.mailsTo(email)).toHaveLength(2);
  });

  test('but somebody whom the mail server refused can try again', async () => {
    const email = fresh();
    on.server.plan.push('refuse');
    await on.create(email);
    await until(async () => (await on.app.db('account_mails').where({ state: 'undeliverable' })).length > 0);
    await on.settled();
    expect(on.mailsTo(email)).toEqual([]);
    await on.create(email);
    await on.server.mailTo(email);
    const { rows } = await on.app.db.raw<{ rows: { payload: string }[] }>(
      `select payload::text || coalesce(last_error, '') as payload from graphile_worker._private_jobs`,
    );
    expect(rows.map(({ payload }) => payload).join()).not.toContain('example.org');
  });

  test('who has answered may come back, one mail at a time', async () => {
    const email = fresh();
    await on.signedIn(email);
    await on.create(email);
    await on.create(email);
    await on.settled();
    expect(on.mailsTo(email)).toHaveLength(2);
  });
});

describe('at a domain where every name may lead to one person', () => {
  const FULL =
    '3 mails to addresses of DOMAIN have no answer yet, and all of them may reach one person. Follow the link in one of them, or ask whoever runs this server.';
  const domain = () => fresh().split('@')[1] ?? '';
  const names = (host: string, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `name${from + index}@${host}`);
  const ask = (all: string[]) => Promise.all(all.map((email) => on.create(email)));
  const mailsAt = (host: string) => on.server.mails.filter(({ to }) => to[0]?.endsWith(host));
  const filled = async (host: string) => {
    for (const email of names(host, 1, 3)) expect((await on.create(email)).status).toBe(202);
    await on.settled();
    expect(on.mailsTo(...names(host, 1, 3))).toHaveLength(3);
  };

  test('three mails wait for an answer, whoever asks at one moment, and below it as well', async () => {
    const host = domain();
    const told = await ask([
      ...names(host, 1, 10),
      ...names(`lab.${host}`, 1, 5),
      ...names(`a.b.${host}`, 1, 5),
    ]);
    await on.settled();
    expect(told.filter(({ status }) => status === 202)).toHaveLength(3);
    expect(mailsAt(host)).toHaveLength(3);
    const refused = told.find(({ status }) => status !== 202);
    expect([refused?.status, refused?.body['detail']]).toEqual([409, FULL.replace('DOMAIN', host)]);
  });

  test('the refusal is the same for an address that was written to, has an account, or is new', async () => {
    const host = domain();
    await on.signedIn(`known@${host}`);
    await filled(host);
    const told = await ask([`name1@${host}`, `known@${host}`, `new@${host}`]);
    expect(new Set(told.map(({ status, body }) => `${status} ${String(body['detail'])}`))).toEqual(
      new Set([`409 ${FULL.replace('DOMAIN', host)}`]),
    );
    const polish = { ...elsewhere(), 'Accept-Language': 'pl' };
    expect((await on.create(`new@${host}`, {}, polish)).body['detail']).toMatch(
      `3 wiadomości na adresy w domenie ${host} nie mają jeszcze odpowiedzi`,
    );
  });

  test('an answer makes room for a colleague', async () => {
    const host = domain();
    await filled(host);
    expect((await on.create(`new@${host}`)).status).toBe(409);
    const [mail] = on.mailsTo(`name2@${host}`);
    expect((await on.confirm(mail === undefined ? '' : tokenIn(mail))).status).toBe(200);
    expect((await on.create(`new@${host}`)).status).toBe(202);
    expect((await on.create(`next@${host}`)).status).toBe(409);
  });

  test('a month does so too, but never again is for good', async () => {
    const host = domain();
    await filled(host);
    for (const name of ['name1', 'name2']) {
      const [mail] = on.mailsTo(`${name}@${host}`);
      expect((await on.refuse(mail === undefined ? '' : tokenIn(mail, 'refuse'))).status).toBe(200);
    }
    expect((await on.create(`new@${host}`)).status).toBe(409);
    await on.later(30 * DAY_MS, async () => {
      expect((await on.create(`new@${host}`)).status).toBe(202);
      expect((await on.create(`next@${host}`)).status).toBe(409);
    });
  });

  test('an operator does so, and nobody is written to twice by that', async () => {
    const host = domain();
    await filled(host);
    expect((await on.create(`new@${host}`)).status).toBe(409);
    expect(await releaseMailbox(released(), `new@${host}`)).toBe(true);
    expect(await releaseMailbox(released(), `new@${host}`)).toBe(false);
    expect((await ask([`new@${host}`, `name1@${host}`])).map(({ status }) => status)).toEqual([202, 202]);
    await on.settled();
    expect(on.mailsTo(`name1@${host}`)).toHaveLength(1);
    expect(on.mailsTo(`new@${host}`)).toHaveLength(1);
  });

  test('neighbours under a suffix of many, and people at a large mail service, do not keep each other away', async () => {
    for (const host of ['one.wroclaw.pl', 'wp.pl', 'gmail.com']) {
      for (const email of names(host, 1, 3)) expect((await on.create(email)).status).toBe(202);
    }
    for (const email of ['dev@two.wroclaw.pl', 'name4@wp.pl', 'name4@gmail.com'])
      expect([email, (await on.create(email)).status]).toEqual([email, 202]);
    expect((await on.create('dev@one.wroclaw.pl')).status).toBe(409);
  });
});

describe('what is no address', () => {
  test.each([
    '"a b"@example.org',
    '"a"@example.org',
    'a b@example.org',
    'a@b@example.org',
    'a%b.org@example.org',
    'b.org!a@example.org',
    'a@example\u3002org',
    'a\uff20example.org',
    'a@exam\u00adple.org',
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
    const told = await on.create(email);
    expect([told.status, told.body['errors']]).toEqual([
      400,
      [{ pointer: '#/email', detail: 'email must be an e-mail address such as name@example.org.' }],
    ]);
    expect(told.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  test('may be too long, of another type or not there', async () => {
    const long = await on.create(`a@${'b.'.repeat(150)}org`);
    expect([long.status, long.body['detail']]).toEqual([400, 'email is longer than 254 characters.']);
    for (const body of [
      {},
      { email: null },
      { email: '  ' },
      { email: 5 },
      { email: ['a@b.org'] },
      { email: {} },
    ])
      expect((await on.ask('POST', '/accounts', body)).status).toBe(400);
  });
});
