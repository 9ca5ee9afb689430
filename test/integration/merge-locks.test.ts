import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { createKey } from '../../src/features/access/index.ts';
import {
  changeStatus,
  hideRequest,
  mergeRequests,
  releaseRequest,
  restampRequests,
  restoreRequest,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { AppError } from '../../src/platform/errors.ts';
import { call, PLACE, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { untilWaiting } from '../support/lock-waits.ts';
import { randomFrom } from '../support/submit.ts';

/** Who changes several cases that belong together never waits for somebody who waits for the same in another order. */

let app: TestApp;
let city: TestCity;
let crew: string;
beforeAll(async () => {
  app = await startApp({ poolSize: 20 });
  city = await createCity(app.db);
  crew = (await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['update'] })).key;
});
afterAll(() => app.stop());

const door = () => ({ db: app.db, clock: systemClock });
const report = () => submitted(app, city, { service_code: 'LAMP', ...PLACE });
const keyOf = (number: string) => ({ jurisdiction_id: city.jurisdiction_id, number });
const merge = (number: string, into: string) =>
  mergeRequests(
    door(),
    { jurisdiction_id: city.jurisdiction_id, locale: 'en' },
    { number, into, actor: 'test' },
  );
const open = (number: string) =>
  changeStatus(door(), keyOf(number), { status: 'open', notes: null, actor: 'test' });
let sent = 0;
async function openAsPartner(number: string): Promise<void> {
  const { status, text } = await call(app, `/open311/${city.jurisdiction_id}/v2/servicerequestupdates.json`, {
    method: 'POST',
    body: new URLSearchParams({
      api_key: crew,
      service_request_id: number,
      update_id: `crew-${(sent += 1)}`,
      status: 'IN_PROGRESS',
      updated_datetime: '2026-03-01T10:00:00Z',
      description: 'It is another one.',
    }),
  });
  expect([status, text]).toEqual([200, expect.any(String)]);
}
const hide = (number: string) => hideRequest(door(), keyOf(number), { reason: 'Test.', actor: 'test' });

test.each([
  ['opened again', open],
  ['opened again by a partner', openAsPartner],
])('a duplicate is %s while its first is merged: both are done', async (_what, reopen) => {
  const [first, duplicate, third] = [await report(), await report(), await report()];
  await merge(duplicate, first);
  // Whoever wants the first case stands in a queue: the one who merges, and then the other.
  const gate: Knex.Transaction = await app.db.transaction();
  await gate('requests').where(keyOf(first)).forUpdate().select('number');
  const merging = merge(first, third);
  await untilWaiting(app.db, 1);
  const opening = reopen(duplicate);
  await untilWaiting(app.db, 2);
  await gate.commit();
  const outcomes = await Promise.allSettled([merging, opening]);
  expect(outcomes.map((one) => (one.status === 'rejected' ? String(one.reason) : one.status))).toEqual([
    'fulfilled',
    'fulfilled',
  ]);
  const { rows } = await app.db.raw<{ rows: object[] }>(
    'select number, status, duplicate_of from requests where number in (?, ?, ?) order by number',
    [first, duplicate, third],
  );
  expect(rows).toEqual([
    { number: first, status: 'closed', duplicate_of: third },
    { number: duplicate, status: 'open', duplicate_of: null },
    { number: third, status: 'open', duplicate_of: null },
  ]);
});

test('a duplicate is opened again while its first is hidden: both are done', async () => {
  const [duplicate, first] = [await report(), await report()];
  await merge(duplicate, first);
  const gate: Knex.Transaction = await app.db.transaction();
  await gate('requests').where(keyOf(first)).forUpdate().select('number');
  const hiding = hide(first);
  await untilWaiting(app.db, 1);
  const opening = open(duplicate);
  await untilWaiting(app.db, 2);
  await gate.commit();
  const outcomes = await Promise.allSettled([hiding, opening]);
  expect(outcomes.map((one) => (one.status === 'rejected' ? String(one.reason) : one.status))).toEqual([
    'fulfilled',
    'fulfilled',
  ]);
});

test('cases are given their districts anew while the first of them is hidden: both are done', async () => {
  const [duplicate, first] = [await report(), await report()];
  await merge(duplicate, first);
  // The one with the higher number is the first to be stamped, however they are looked up.
  await app.db('requests').where(keyOf(first)).update({ areas_version: -2 });
  await app.db('requests').where(keyOf(duplicate)).update({ areas_version: -1 });
  const gate: Knex.Transaction = await app.db.transaction();
  await gate('requests').where(keyOf(duplicate)).forUpdate().select('number');
  const hiding = hide(first);
  await untilWaiting(app.db, 1);
  const stamping = restampRequests(app.db, city.jurisdiction_id);
  await untilWaiting(app.db, 2);
  await gate.commit();
  const outcomes = await Promise.allSettled([hiding, stamping]);
  expect(outcomes.map((one) => (one.status === 'rejected' ? String(one.reason) : one.status))).toEqual([
    'fulfilled',
    'fulfilled',
  ]);
});

test('all that can be done to four cases at one moment ends, and nothing of it in a deadlock', async () => {
  const random = randomFrom(7);
  const cases = [await report(), await report(), await report(), await report()];
  const one = () => cases[Math.floor(random() * cases.length)] ?? '';
  const turn = { notes: null, actor: 'test' };
  const works: (() => Promise<unknown>)[] = [
    () => merge(one(), one()),
    () => open(one()),
    () => hide(one()),
    () => releaseRequest(door(), keyOf(one()), 'test'),
    () => withdrawRequest(door(), keyOf(one()), turn),
    () => restoreRequest(door(), keyOf(one()), turn),
  ];
  const failures: unknown[] = [];
  for (let round = 0; round < 20; round += 1) {
    const begun = Array.from({ length: 12 }, async () => works[Math.floor(random() * works.length)]?.());
    for (const outcome of await Promise.allSettled(begun))
      if (outcome.status === 'rejected' && !(outcome.reason instanceof AppError))
        failures.push(outcome.reason);
  }
  expect(failures).toEqual([]);
});
