import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  changeStatus,
  locateCase,
  mergeRequests,
  showCase,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, listOf, PLACE, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

/** Two cases that tell of the same become one, and two again when that was wrong. */

let app: TestApp;
let city: TestCity;
let neighbour: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  neighbour = await createCity(app.db);
});
afterAll(() => app.stop());

const door = () => ({ db: app.db, clock: systemClock });
const report = (of = city) => submitted(app, of, { service_code: 'LAMP', ...PLACE });
const merge = (number: string, into: string, locale = 'en') =>
  mergeRequests(door(), { jurisdiction_id: city.jurisdiction_id, locale }, { number, into, actor: 'test' });
const reopen = async (number: string) =>
  changeStatus(door(), await locateCase(app.db, number), { status: 'open', notes: null, actor: 'test' });
async function get(number: string): Promise<Record<string, unknown> & { tag: string | null }> {
  const answer = await call(
    app,
    `/open311/${city.jurisdiction_id}/v2/requests/${number}.json?extensions=true`,
  );
  expect(answer.status).toBe(200);
  const { extended_attributes, ...item } = listOf(answer)[0] ?? {};
  return { ...item, ...(extended_attributes as object), tag: answer.headers.get('etag') };
}
async function support(number: string, account_id: string): Promise<void> {
  const answer = await call(app, `/open311/${city.jurisdiction_id}/v2/requests/${number}/supporters.json`, {
    method: 'POST',
    body: new URLSearchParams({ api_key: city.key, account_id }),
  });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
}
const announced = (number: string) =>
  app.db('announcements').select('type', 'content').where({ subject: number }).orderBy('announcement_id');

describe('merging', () => {
  test('closes the second with a notice that names the first, and both keep their numbers', async () => {
    const [first, second] = [await report(), await report()];
    const before = await get(first);
    expect(await merge(second, first)).toEqual({ duplicate_of: first });
    expect(await get(second)).toMatchObject({
      service_request_id: second,
      status: 'closed',
      detailed_status: 'duplicate',
      status_notes: `It had been reported before, as ${first}.`,
      duplicate_of: first,
    });
    expect(await get(first)).toEqual(before);
    expect((await showCase(app.db, second)).timeline).toMatchObject([
      { kind: 'submitted' },
      { kind: 'status', status: 'closed', notes: `It had been reported before, as ${first}.`, actor: 'test' },
    ]);
    expect(await announced(second)).toMatchObject([
      { type: 'request.submitted' },
      { type: 'request.status_changed', content: { status: 'closed', detailed_status: 'duplicate' } },
      { type: 'request.merged', content: { duplicate_of: first } },
    ]);
    expect(await announced(first)).toHaveLength(1);
  });

  test.each([
    ['pl', 'Zgłoszono to już wcześniej, pod numerem'],
    ['uk', 'Про це вже повідомляли, номер звернення'],
    ['de', 'It had been reported before, as'],
  ])('the notice is in the language of the city: %s', async (locale, words) => {
    const [first, second] = [await report(), await report()];
    await merge(second, first, locale);
    expect((await get(second))['status_notes']).toBe(`${words} ${first}.`);
  });

  test('again, it is the same answer and nothing more is written', async () => {
    const [first, second] = [await report(), await report()];
    await merge(second, first);
    const before = await get(second);
    expect(await merge(second, first)).toEqual({ duplicate_of: first });
    expect(await get(second)).toEqual(before);
    expect(await announced(second)).toHaveLength(3);
  });

  test('into a duplicate leads to the case that it is a duplicate of', async () => {
    const [first, second, third] = [await report(), await report(), await report()];
    await merge(second, first);
    expect(await merge(third, second)).toEqual({ duplicate_of: first });
    expect(await get(third)).toMatchObject({
      duplicate_of: first,
      status_notes: expect.stringContaining(first) as unknown,
    });
  });

  test('of a case that has duplicates takes them along', async () => {
    const [first, second, third] = [await report(), await report(), await report()];
    await merge(third, second);
    await merge(second, first);
    for (const number of [second, third])
      expect(await get(number)).toMatchObject({
        duplicate_of: first,
        status_notes: `It had been reported before, as ${first}.`,
      });
  });

  test('is refused with itself, in a circle, and when the case is a duplicate of another', async () => {
    const [first, second, third] = [await report(), await report(), await report()];
    await expect(merge(first, first)).rejects.toThrow('cannot be merged into itself');
    await merge(second, first);
    await expect(merge(first, second)).rejects.toThrow(`${second} is a duplicate of ${first}. Open it again`);
    await expect(merge(second, third)).rejects.toThrow(`${second} is a duplicate of ${first}. Open it again`);
    expect(await get(first)).toMatchObject({ status: 'open', duplicate_of: null });
  });

  test('two at one moment, each into the other, leave one open', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await report(), await report()];
      const outcomes = await Promise.allSettled([merge(one, other), merge(other, one)]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const states = [await get(one), await get(other)].map(({ status }) => status);
      expect(states.sort()).toEqual(['closed', 'open']);
    }
  });

  test('names no case that is not public, none of another city, and none that is not there', async () => {
    const [first, second] = [await report(), await report()];
    await withdrawRequest(door(), await locateCase(app.db, first), { notes: null, actor: 'test' });
    await expect(merge(second, first)).rejects.toThrow('is not public');
    // The other way round nobody learns of it.
    expect(await merge(first, second)).toEqual({ duplicate_of: second });
    const foreign = await report(neighbour);
    await expect(merge(second, foreign)).rejects.toThrow(`There is no case ${foreign} here`);
    await expect(merge(foreign, second)).rejects.toThrow(`There is no case ${foreign} here`);
    expect(await get(second)).toMatchObject({ status: 'open' });
  });
});

describe('opening it again', () => {
  test.each(['open', 'in_progress'] as const)('as %s, it is no duplicate any more', async (status) => {
    const [first, second] = [await report(), await report()];
    await merge(second, first);
    await changeStatus(door(), await locateCase(app.db, second), { status, notes: null, actor: 'test' });
    expect(await get(second)).toMatchObject({ status: 'open', duplicate_of: null, status_notes: null });
    await merge(first, second);
    expect(await get(first)).toMatchObject({ duplicate_of: second });
  });

  test('another reason to be closed leaves it a duplicate', async () => {
    const [first, second] = [await report(), await report()];
    await merge(second, first);
    await changeStatus(door(), await locateCase(app.db, second), {
      status: 'fixed',
      notes: null,
      actor: 'test',
    });
    expect(await get(second)).toMatchObject({ detailed_status: 'fixed', duplicate_of: first });
  });
});

describe('supporters', () => {
  test('of a duplicate count for the case that goes on, each account once, and go back with it', async () => {
    const [first, second, third] = [await report(), await report(), await report()];
    for (const account of ['a', 'b']) await support(first, account);
    for (const account of ['b', 'c']) await support(second, account);
    for (const account of ['c', 'd']) await support(third, account);
    await merge(third, second);
    expect(await get(second)).toMatchObject({ supporters: 3 });
    const before = await get(first);
    await merge(second, first);
    const after = await get(first);
    expect(after).toMatchObject({ supporters: 4, updated_datetime: before['updated_datetime'] });
    expect(after.tag).not.toBe(before.tag);
    expect(await get(second)).toMatchObject({ supporters: 2 });
    // It supports the case already, by its duplicate.
    await support(first, 'd');
    await support(first, 'e');
    expect(await get(first)).toMatchObject({ supporters: 5 });
    await reopen(second);
    expect(await get(first)).toMatchObject({ supporters: 5 });
    expect(await get(second)).toMatchObject({ supporters: 2 });
    await reopen(third);
    expect(await get(first)).toMatchObject({ supporters: 4 });
    expect(await get(third)).toMatchObject({ supporters: 2 });
  });
});
