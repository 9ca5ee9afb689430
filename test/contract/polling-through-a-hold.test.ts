import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  changeStatus,
  hideRequest,
  listHeldComments,
  releaseRequest,
  restoreRequest,
  settleComment,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, listOf, PLACE, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { tellReportersApart } from '../support/reporters.ts';

/** Whoever asks again and again what has changed since misses nothing of a case that was hidden meanwhile. */

let app: TestApp;
/** Made before the first call, one for each test: what is new is known after a second. */
const cities: TestCity[] = [];
beforeAll(async () => {
  app = await startApp({ http: { trustProxy: 'loopback' } });
  await tellReportersApart(app.db);
  for (let one = 0; one < hidings.length; one += 1) cities.push(await createCity(app.db));
});
afterAll(() => app.stop());

const door = () => ({ db: app.db, clock: systemClock });
const turn = { notes: null, actor: 'test' };

/** One partner: asks from the last time that it was told on, as the standard says. */
function poller(city: TestCity) {
  const base = `/open311/${city.jurisdiction_id}/v2`;
  const known = { cases: new Map<string, string>(), updates: new Map<string, string>() };
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  let [changed, updated] = [yesterday, yesterday];
  const later = (time: string, items: { updated_datetime: string }[]) =>
    [time, ...items.map(({ updated_datetime }) => updated_datetime)].sort().at(-1) ?? time;
  return {
    known,
    async poll(): Promise<void> {
      const cases = listOf(
        await call(app, `${base}/requests.json?extensions=true&updated_after=${changed}`),
      ) as {
        service_request_id: string;
        status: string;
        updated_datetime: string;
        extended_attributes: { withdrawn?: boolean };
      }[];
      for (const one of cases)
        known.cases.set(
          one.service_request_id,
          one.extended_attributes.withdrawn === true ? 'gone' : one.status,
        );
      changed = later(changed, cases);
      const updates = listOf(await call(app, `${base}/servicerequestupdates.json?start_date=${updated}`)) as {
        update_id: string;
        service_request_id: string;
        description: string;
        updated_datetime: string;
      }[];
      for (const one of updates)
        known.updates.set(one.update_id, `${one.service_request_id} ${one.description}`);
      updated = later(updated, updates);
    },
    /** Polls until it is told what is waited for. */
    until(told: () => boolean): Promise<boolean> {
      return until(async () => {
        await this.poll();
        return told();
      });
    },
    has: (update: string) => [...known.updates.values()].includes(update),
  };
}

const hidings: [
  string,
  (city: TestCity, number: string) => Promise<unknown>,
  (city: TestCity, number: string) => Promise<unknown>,
][] = [
  [
    'held after reports and released',
    async ({ jurisdiction_id }, number) => {
      for (let reporter = 1; reporter <= 3; reporter += 1)
        await call(app, `/open311/${jurisdiction_id}/v2/requests/${number}/reports.json`, {
          method: 'POST',
          headers: { 'X-Forwarded-For': `198.51.100.${reporter}` },
          body: new URLSearchParams({ reason: 'spam' }),
        });
    },
    ({ jurisdiction_id }, number) => releaseRequest(door(), { jurisdiction_id, number }, 'test'),
  ],
  [
    'hidden and released',
    ({ jurisdiction_id }, number) =>
      hideRequest(door(), { jurisdiction_id, number }, { reason: 'Test.', actor: 'test' }),
    ({ jurisdiction_id }, number) => releaseRequest(door(), { jurisdiction_id, number }, 'test'),
  ],
  [
    'withdrawn and restored',
    ({ jurisdiction_id }, number) => withdrawRequest(door(), { jurisdiction_id, number }, turn),
    ({ jurisdiction_id }, number) => restoreRequest(door(), { jurisdiction_id, number }, turn),
  ],
];

describe('a case that was', () => {
  test.each(hidings)('%s', async (_how, hide, show) => {
    const city = cities.pop() as TestCity;
    const { jurisdiction_id } = city;
    const report = () => submitted(app, city, { service_code: 'LAMP', ...PLACE });
    const number = await report();
    const say = (notes: string) =>
      changeStatus(door(), { jurisdiction_id, number }, { status: 'in_progress', notes, actor: 'test' });
    const comment = await call(app, `/open311/${jurisdiction_id}/v2/servicerequestupdates.json`, {
      method: 'POST',
      body: new URLSearchParams({
        api_key: city.key,
        service_request_id: number,
        update_id: 'one',
        status: 'UNCHANGED',
        updated_datetime: '2026-03-01T10:00:00Z',
        description: 'I see it as well.',
      }),
    });
    expect(comment.status).toBe(200);
    const partner = poller(city);
    await partner.until(() => partner.has(`${number} The case is open.`));

    // Said to everybody, but the case is hidden before the partner asks again.
    await say('Before.');
    await hide(city, number);
    await say('Meanwhile.');
    const [held] = await listHeldComments(app.db, jurisdiction_id);
    await settleComment(door(), { jurisdiction_id, update_id: held?.update_id ?? '' }, true);
    // All of that was some time ago, and the partner has heard of another case since.
    for (const [table, column] of [
      ['request_timeline', 'published_at'],
      ['requests', 'updated_at'],
    ] as const)
      await app.db.raw(
        `update ${table} set ${column} = ${column} - interval '1 hour' where jurisdiction_id = ? and number = ? and ${column} is not null`,
        [jurisdiction_id, number],
      );
    const other = await report();
    await partner.until(() => partner.has(`${other} The case is open.`) && partner.known.cases.has(other));
    expect(partner.known.cases.get(number)).toBe('gone');
    for (const notes of ['Before.', 'Meanwhile.', 'I see it as well.'])
      expect([notes, partner.has(`${number} ${notes}`)]).toEqual([notes, false]);

    await show(city, number);
    await partner.until(() => partner.known.cases.get(number) === 'open');
    for (const notes of ['Before.', 'Meanwhile.', 'I see it as well.'])
      await partner.until(() => partner.has(`${number} ${notes}`));
    // Once each: an update keeps its id for ever.
    const of = [...partner.known.updates.values()].filter((one) => one.startsWith(number));
    expect(of.filter((one) => one.includes('I see it'))).toHaveLength(1);
  });
});
