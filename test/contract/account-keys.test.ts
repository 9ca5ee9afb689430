import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decideKeyRequest } from '../../src/features/accounts/index.ts';
import { createCity } from '../support/city.ts';
import { bearer, fresh, startDevelopers } from '../support/developers.ts';
import type { Developers } from '../support/developers.ts';
import { until } from '../support/embedded-postgres.ts';

/** What a developer who has proved an address does with keys. */
let on: Developers;

beforeAll(async () => {
  on = await startDevelopers();
});
afterAll(() => on.stop());

describe('keys', () => {
  const wish = (more: object = {}) => ({
    kind: 'test',
    jurisdiction_id: on.city.jurisdiction_id,
    label: 'App',
    ...more,
  });

  test('of somebody else do not exist', async () => {
    const [mine, yours] = [bearer(await on.signedIn()), bearer(await on.signedIn())];
    const { body } = await on.ask('POST', '/keys', wish(), yours);
    const request = await on.ask('POST', '/keys', wish({ kind: 'live', purpose: 'x' }), yours);
    for (const id of [String(body['key_id']), '999999', 'x', '0', '99999999999999999999']) {
      const told = await Promise.all([
        on.ask('DELETE', `/keys/${id}`, undefined, mine),
        on.ask('POST', `/keys/${id}/rotations`, { overlap_hours: 1 }, mine),
        on.ask('GET', `/keys/${id}/usage`, undefined, mine),
      ]);
      expect(told.map(({ status, body: { detail } }) => [status, detail])).toEqual(
        Array.from({ length: 3 }, () => [404, `There is no key ${id} here.`]),
      );
    }
    for (const id of [String(request.body['request_id']), '999999', 'x'])
      expect(await on.ask('POST', `/keys/requests/${id}/collection`, undefined, mine)).toMatchObject({
        status: 404,
        body: { detail: `There is no request ${id} here.` },
      });
    expect((await on.ask('GET', '/keys', undefined, mine)).body).toEqual({ keys: [], requests: [] });
  });

  test('for trying out are ten, whoever asks at one moment; a revoked one makes room', async () => {
    const mine = bearer(await on.signedIn());
    const told = await Promise.all(Array.from({ length: 14 }, () => on.ask('POST', '/keys', wish(), mine)));
    expect(told.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = told.find(({ status }) => status !== 201);
    expect([refused?.status, refused?.body['detail']]).toEqual([
      409,
      'You have 10 test keys. Revoke one that you no longer need.',
    ]);
    const made = told.find(({ status }) => status === 201);
    const id = String(made?.body['key_id']);
    for (const _ of [1, 2])
      expect(await on.ask('DELETE', `/keys/${id}`, undefined, mine)).toMatchObject({
        status: 200,
        body: { key_id: id, revoked_datetime: expect.any(String) },
      });
    expect((await on.ask('POST', '/keys', wish(), mine)).status).toBe(201);
  });

  test('are replaced, and stay those of their account', async () => {
    const mine = bearer(await on.signedIn());
    const { body } = await on.ask('POST', '/keys', wish(), mine);
    const id = String(body['key_id']);
    const rotated = await on.ask('POST', `/keys/${id}/rotations`, { overlap_hours: 24 }, mine);
    expect(rotated).toMatchObject({
      status: 201,
      body: { label: 'App', key: expect.stringMatching(/^sp_test_/) },
    });
    expect(await on.ask('POST', `/keys/${id}/rotations`, { overlap_hours: 24 }, mine)).toMatchObject({
      status: 409,
    });
    for (const overlap_hours of [-1, 721, 1.5, 'x'])
      expect((await on.ask('POST', `/keys/${id}/rotations`, { overlap_hours }, mine)).status).toBe(400);
    const { body: list } = await on.ask('GET', '/keys', undefined, mine);
    expect(list['keys']).toMatchObject([
      { key_id: rotated.body['key_id'], replaced_by: null, expires_datetime: null },
      { key_id: id, replaced_by: rotated.body['key_id'], expires_datetime: '2026-06-02T10:00:00Z' },
    ]);
  });

  test('are not multiplied by replacing them: one beside each goes on working', async () => {
    const mine = bearer(await on.signedIn());
    const rotate = (id: unknown, overlap_hours: number) =>
      on.ask('POST', `/keys/${String(id)}/rotations`, { overlap_hours }, mine);
    const { body: first } = await on.ask('POST', '/keys', wish(), mine);
    const { body: second } = await rotate(first['key_id'], 720);
    expect(await rotate(second['key_id'], 720)).toMatchObject({
      status: 409,
      body: {
        detail: `Key ${String(second['key_id'])} has replaced key ${String(first['key_id'])}, which still works. Revoke that one first, or let this one end at once.`,
      },
    });
    // Somebody may have read the new one, while the old one is still being replaced everywhere.
    const { body: third } = await rotate(second['key_id'], 0);
    expect((await rotate(third['key_id'], 1)).status).toBe(409);
    await on.ask('DELETE', `/keys/${String(first['key_id'])}`, undefined, mine);
    expect((await rotate(third['key_id'], 1)).status).toBe(201);
    const { body } = await on.ask('GET', '/keys', undefined, mine);
    const working = (body['keys'] as { revoked_datetime: string | null; expires_datetime: string | null }[])
      .filter(({ revoked_datetime }) => revoked_datetime === null)
      .filter(
        ({ expires_datetime }) => expires_datetime === null || expires_datetime > '2026-06-01T10:00:00Z',
      );
    expect(working).toHaveLength(2);
  });

  test('that work are all listed, however many there were', async () => {
    const mine = bearer(await on.signedIn());
    const { body: kept } = await on.ask('POST', '/keys', wish({ label: 'Kept' }), mine);
    const [{ account_id } = { account_id: '' }] = await on.app
      .db<{ account_id: string; key_id: string }>('api_keys')
      .where({ key_id: String(kept['key_id']) });
    await on.app.db.raw(
      `insert into api_keys (key_hash, prefix, label, jurisdiction_id, scopes, kind, account_id, revoked_at)
       select sha256(n::text::bytea), 'sp_test_0', 'Old', ?, '{submit}', 'test', ?, now() from generate_series(1, 120) as n`,
      [on.city.jurisdiction_id, account_id],
    );
    const { body } = await on.ask('GET', '/keys', undefined, mine);
    const keys = body['keys'] as { label: string }[];
    expect([keys.length, keys[0]?.label, keys[1]?.label]).toEqual([100, 'Kept', 'Old']);
  });

  test('for what is real are forty, then one has to go before another is taken', async () => {
    const mine = bearer(await on.signedIn());
    const asked = await on.ask('POST', '/keys', wish({ kind: 'live', purpose: 'x' }), mine);
    const id = String(asked.body['request_id']);
    const [{ account_id } = { account_id: '' }] = await on.app
      .db<{ account_id: string; request_id: string }>('key_requests')
      .where({ request_id: id });
    await on.app.db.raw(
      `insert into api_keys (key_hash, prefix, jurisdiction_id, scopes, kind, account_id)
       select sha256(('live' || n)::bytea), 'sp_live_0', ?, '{submit}', 'live', ? from generate_series(1, 40) as n`,
      [on.city.jurisdiction_id, account_id],
    );
    await decideKeyRequest({ db: on.app.db, clock: on.clock }, id, { per_minute: null });
    const collect = () => on.ask('POST', `/keys/requests/${id}/collection`, undefined, mine);
    expect(await collect()).toMatchObject({
      status: 409,
      body: { detail: 'You have 40 live keys. Revoke one that you no longer need.' },
    });
    const { body } = await on.ask('GET', '/keys', undefined, mine);
    const [one] = body['keys'] as { key_id: string }[];
    await on.ask('DELETE', `/keys/${one?.key_id}`, undefined, mine);
    expect((await collect()).status).toBe(201);
  });

  test('for what is real are asked for, approved, told of and taken once', async () => {
    const email = fresh();
    const mine = bearer(await on.signedIn(email));
    const asked = await on.ask(
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
    const collect = () => on.ask('POST', `/keys/requests/${id}/collection`, undefined, mine);
    expect(await collect()).toMatchObject({
      status: 409,
      body: { detail: 'Nobody has decided about this request yet.' },
    });
    await decideKeyRequest({ db: on.app.db, clock: on.clock }, id, { per_minute: 30 });
    await expect(
      decideKeyRequest({ db: on.app.db, clock: on.clock }, id, { per_minute: 30 }),
    ).rejects.toThrow('waits for a decision');
    await until(() => Promise.resolve(on.mailsTo(email).length === 2));
    expect(on.mailsTo(email)[1]?.text).toContain('It was approved.');
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
    const polish = await createCity(on.app.db, { locale: 'pl' });
    const email = fresh();
    const mine = bearer(await on.signedIn(email));
    const live = { kind: 'live', jurisdiction_id: polish.jurisdiction_id, label: 'App', purpose: 'x' };
    let asked = await on.ask('POST', '/keys', live, mine);
    // A city is known half a second later where others were asked for before.
    await until(async () => {
      if (asked.status === 404) asked = await on.ask('POST', '/keys', live, mine);
      return asked.status === 202;
    });
    const id = String(asked.body['request_id']);
    await expect(decideKeyRequest({ db: on.app.db, clock: on.clock }, id, { reason: ' ' })).rejects.toThrow(
      '--reason',
    );
    await decideKeyRequest({ db: on.app.db, clock: on.clock }, id, { reason: 'Za mało szczegółów.' });
    await until(() => Promise.resolve(on.mailsTo(email).length === 2));
    expect(on.mailsTo(email)[1]?.text).toContain('Za mało szczegółów.');
    const told = await on.ask('POST', `/keys/requests/${id}/collection`, undefined, mine);
    expect([told.status, told.body['detail']]).toEqual([
      409,
      'This request was refused. keys.list tells why.',
    ]);
    expect((await on.ask('GET', '/keys', undefined, mine)).body['requests']).toMatchObject([
      { state: 'refused', reason: 'Za mało szczegółów.' },
    ]);
  });

  test('that are asked for wait five at a time', async () => {
    const mine = bearer(await on.signedIn());
    const live = wish({ kind: 'live', purpose: 'x' });
    const told = await Promise.all(Array.from({ length: 8 }, () => on.ask('POST', '/keys', live, mine)));
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
    const mine = bearer(await on.signedIn());
    const told = await on.ask('POST', '/keys', wish(more), mine);
    expect([400, 404]).toContain(told.status);
    expect(told.body['errors']).toMatchObject([{ pointer }]);
  });
});
