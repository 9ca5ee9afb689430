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
beforeEach(async () => {
  // What the test before has left to be sent would take what is planned here.
  await on.settled();
  on.server.plan.length = 0;
});

const released = () => ({ db: on.app.db });

describe('nobody is written to twice', () => {
  const once = async (work: (email: string) => Promise<unknown>, email = fresh('Victim')) => {
    await work(email);
    await on.settled();
    expect(on.mailsTo(email)).toHaveLength(1);
    return email;
  };

  test('by a hundred who ask at one moment', async () => {
    const hundred = async (email: string) => {
      const told = await Promise.all(Array.from({ length: 100 }, () => on.create(email)));
      return told.map(({ status, body }) => [status, body['status']].join(' '));
    };
    await once(async (email) => {
      const told = await hundred(email);
      expect(told.filter((one) => one === '202 taken')).toHaveLength(1);
      expect(told.filter((one) => one === '409 409')).toHaveLength(99);
    });
    await once(async (email) => {
      expect(new Set(await hundred(email))).toEqual(new Set(['202 taken']));
    }, 'a.hundred@outlook.com');
  }, 60_000);

  const reached = (pattern: RegExp) => on.server.mails.filter(({ to }) => pattern.test(to[0] ?? ''));

  test('by other spellings of the same', async () => {
    const [name = '', host = ''] = fresh('spelling').split('@');
    expect((await on.create(`${name}@${host}`)).status).toBe(202);
    for (const one of [
      `${name.toUpperCase()}@${host}`,
      `${name}@${host.toUpperCase()}`,
      `${name}+tag@${host}`,
      `${name}+another+one@${host}`,
      `${name}=tag@${host}`,
      `${name}#tag@${host}`,
      ` ${name}@${host} `,
      `${name}@${host.replace('d', '\uff44').replace('x', '\uff38')}`,
    ])
      expect([one, (await on.create(one)).status]).toEqual([one, 409]);
    await on.settled();
    expect(reached(/^spelling/i)).toHaveLength(1);
  });

  test('by a domain in letters for people, and for machines', async () => {
    expect((await on.create('dev@BÜCHER.example')).status).toBe(202);
    for (const one of ['dev@xn--bcher-kva.example', 'DEV@Bu\u0308cher.EXAMPLE', 'x@BÜCHER.example'])
      expect([one, (await on.create(one)).status]).toEqual([one, 409]);
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
      expect((await on.create(email, {}, headers)).status).toBe(409);
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
  const WAITS =
    'No mail can go to DOMAIN now: one that was sent there has no answer yet, or the answer that no more are wanted, and all addresses there may reach one person. Follow the link in that mail. If it is lost or went to a mistyped address, ask the city to release the domain: The contact centre of ';
  const domain = () => fresh().split('@')[1] ?? '';
  const names = (host: string, count: number) =>
    Array.from({ length: count }, (_, index) => `name${index + 1}@${host}`);
  const ask = (all: string[]) => Promise.all(all.map((email) => on.create(email)));
  const statuses = async (all: string[]) => (await ask(all)).map(({ status }) => status);
  const mailsAt = (host: string) => on.server.mails.filter(({ to }) => to[0]?.endsWith(host));
  const written = async (email: string) => {
    expect((await on.create(email)).status).toBe(202);
    return tokenIn(await on.server.mailTo(email), 'confirm');
  };
  const severalPeople = async (host: string) => {
    for (const name of ['one', 'two']) await on.signedIn(`${name}@${host}`);
  };

  test('one mail waits for an answer, whoever asks at one moment, and below it as well', async () => {
    const host = domain();
    const all = [...names(host, 10), ...names(`lab.${host}`, 5), ...names(`a.b.${host}`, 5)];
    expect((await statuses(all)).filter((status) => status === 202)).toHaveLength(1);
    await on.settled();
    expect(mailsAt(host)).toHaveLength(1);
  });

  test('and for ever, also where nobody is left who is known', async () => {
    const host = domain();
    await written(`typo@${host}`);
    for (const days of [1, 40, 4_000])
      await on.later(days * DAY_MS, async () => {
        await addJob(on.app.db, 'accounts.sweep', {}, `sweep ${days}`);
        await on.settled();
        expect(await statuses([`typo@${host}`, `right@${host}`, `right@lab.${host}`])).toEqual([
          409, 409, 409,
        ]);
      });
    await on.settled();
    expect(mailsAt(host)).toHaveLength(1);
  });

  test('who has mistyped asks for its release, and nobody is written to twice by that', async () => {
    const host = domain();
    await written(`typo@${host}`);
    const refused = await on.create(`right@${host}`);
    expect([refused.status, refused.body['detail']]).toEqual([
      409,
      expect.stringContaining(WAITS.replace('DOMAIN', host)),
    ]);
    expect(await releaseMailbox(released(), `right@${host}`)).toBe(true);
    expect(await releaseMailbox(released(), `right@${host}`)).toBe(false);
    // The mailbox that was written to is held as before.
    expect((await on.create(`typo@${host}`)).status).toBe(202);
    await on.settled();
    expect(mailsAt(host)).toHaveLength(1);
    expect((await on.confirm(await written(`right@${host}`))).status).toBe(200);
  });

  test('the refusal is the same for an address that was written to, has an account, or is new', async () => {
    const host = domain();
    await on.signedIn(`known@${host}`);
    await written(`name@${host}`);
    const told = await ask([`name@${host}`, `known@${host}`, `new@${host}`]);
    expect(new Set(told.map(({ status, body }) => `${status} ${String(body['detail'])}`)).size).toBe(1);
    expect(told[0]?.status).toBe(409);
    const polish = { ...elsewhere(), 'Accept-Language': 'pl' };
    expect((await on.create(`new@${host}`, {}, polish)).body['detail']).toMatch(
      `Do domeny ${host} nie można teraz wysłać wiadomości`,
    );
  });

  test('a mail that could not be handed over yet is tried again by whoever is refused', async () => {
    const host = domain();
    on.server.plan.push('defer');
    expect((await on.create(`name@${host}`)).status).toBe(202);
    await on.settled();
    await on.app.db.raw(
      `update graphile_worker._private_jobs set run_at = now() + interval '1 hour' where attempts < max_attempts`,
    );
    expect(await statuses([`other@${host}`])).toEqual([409]);
    await on.settled();
    expect(mailsAt(host)).toEqual([]);
    expect(await statuses([`name@${host}`])).toEqual([409]);
    await on.server.mailTo(`name@${host}`);
  });

  test('an answer makes room for the next, one at a time', async () => {
    const host = domain();
    expect((await on.confirm(await written(`one@${host}`))).status).toBe(200);
    await written(`next@${host}`);
    expect(await statuses([`one@${host}`, `other@${host}`])).toEqual([409, 409]);
  });

  test('with two mailboxes that have answered each counts for itself, as long as they have accounts', async () => {
    const host = domain();
    await on.signedIn(`one@${host}`);
    const mine = bearer(await on.signedIn(`two@lab.${host}`));
    const many = [...names(host, 10), ...names(`lab.${host}`, 5)];
    expect(new Set(await statuses([...many, ...many]))).toEqual(new Set([202]));
    await on.settled();
    expect(mailsAt(host)).toHaveLength(2 + many.length);
    await on.ask('DELETE', '/account', undefined, mine);
    expect(await statuses([`new@${host}`])).toEqual([409]);
  });

  test('two spellings of one mailbox are not two', async () => {
    const host = domain();
    for (const name of ['one', 'one+tag', 'ONE']) await on.signedIn(`${name}@${host}`);
    await written(`typo@${host}`);
    expect(await statuses([`new@${host}`])).toEqual([409]);
  });

  test('never again is no answer, and is for good', async () => {
    const host = domain();
    await on.signedIn(`one@${host}`);
    await on.create(`two@${host}`);
    const token = tokenIn(await on.server.mailTo(`two@${host}`), 'refuse');
    expect((await on.refuse(token)).status).toBe(200);
    await on.later(4_000 * DAY_MS, async () => {
      expect(await statuses([`one@${host}`, `two@${host}`, `new@${host}`])).toEqual([409, 409, 409]);
    });
    expect(await releaseMailbox(released(), `one@${host}`)).toBe(true);
    // The one who has said so is held as before.
    expect(await statuses([`two@${host}`])).toEqual([202]);
    await on.settled();
    expect(on.mailsTo(`two@${host}`)).toHaveLength(1);
  });

  test('among several people, never again is for the one who says so', async () => {
    const host = domain();
    await severalPeople(host);
    await on.create(`three@${host}`);
    await on.refuse(tokenIn(await on.server.mailTo(`three@${host}`), 'refuse'));
    expect(await statuses([`three@${host}`, `four@${host}`])).toEqual([202, 202]);
    await on.settled();
    expect(on.mailsTo(`three@${host}`, `four@${host}`)).toHaveLength(2);
  });

  test('a mail server that knows no such address makes room at once', async () => {
    const host = domain();
    on.server.plan.push('refuse');
    expect(await statuses([`typo@${host}`])).toEqual([202]);
    await on.settled();
    expect(mailsAt(host)).toEqual([]);
    await written(`right@${host}`);
  });

  test('neighbours under a suffix of many, and people at a large mail service, do not keep each other away', async () => {
    expect((await on.create('dev@one.wroclaw.pl')).status).toBe(202);
    expect(await statuses([...names('wp.pl', 3), ...names('gmail.com', 3), 'dev@two.wroclaw.pl'])).toEqual(
      Array.from({ length: 7 }, () => 202),
    );
    expect(await statuses(['other@one.wroclaw.pl'])).toEqual([409]);
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
