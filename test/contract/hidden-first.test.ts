import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { publishService } from '../../src/features/catalogue/index.ts';
import {
  changeStatus,
  hideRequest,
  locateCase,
  mergeRequests,
  releaseRequest,
  republishRequests,
  restoreRequest,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, errorsOf, listOf, PLACE, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { letChangesPass } from '../support/past.ts';
import { tellReportersApart } from '../support/reporters.ts';

/** Of a case that a public list would not show, no public answer tells the number, also where another case names it. */

let app: TestApp;
let city: TestCity;
let first: string;
let duplicate: string;
beforeAll(async () => {
  app = await startApp({ http: { trustProxy: 'loopback' } });
  await tellReportersApart(app.db);
  city = await createCity(app.db);
});
afterAll(() => app.stop());
beforeEach(async () => {
  [first, duplicate] = [await report('LAMP'), await report('HOLE')];
  await merge(duplicate, first);
});

const door = () => ({ db: app.db, clock: systemClock });
const base = () => `/open311/${city.jurisdiction_id}/v2`;
const report = (service_code: string) =>
  submitted(app, city, { service_code, 'attribute[SIZE]': 'small', ...PLACE });
const keyOf = (number: string) => ({ jurisdiction_id: city.jurisdiction_id, number });
const merge = (number: string, into: string) =>
  mergeRequests(
    door(),
    { jurisdiction_id: city.jurisdiction_id, locale: 'en' },
    { number, into, actor: 'test' },
  );
const turn = { notes: null, actor: 'test' };

async function told(number: string) {
  const answer = await call(app, `${base()}/requests/${number}.json?extensions=true`);
  const item = listOf(answer)[0] as {
    status_notes: string | null;
    updated_datetime: string;
    extended_attributes: { duplicate_of: string | null };
    notes: { description: string | null }[];
  };
  return { ...item, tag: answer.headers.get('etag') };
}

/** Every public answer that names a case. */
async function answersThatName(number: string): Promise<string[]> {
  const paths = [
    ...['json', 'xml'].map((format) => `requests/${duplicate}.${format}?extensions=true`),
    ...['json', 'xml', 'geojson'].map((format) => `requests.${format}?extensions=true`),
    ...['json', 'xml'].map((format) => `servicerequestupdates.${format}?service_request_id=${duplicate}`),
    ...['csv', 'ndjson', 'geojson'].map((format) => `exports/requests.${format}`),
    'exports/requests.ndjson?extensions=true',
  ];
  const naming: string[] = [];
  for (const path of paths) {
    const answer = await call(app, `${base()}/${path}`);
    expect([path, answer.status]).toEqual([path, 200]);
    if (answer.text.includes(number)) naming.push(path);
  }
  return naming;
}

const hidings: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
  [
    'withdrawn',
    () => withdrawRequest(door(), keyOf(first), turn),
    () => restoreRequest(door(), keyOf(first), turn),
  ],
  [
    'hidden by staff',
    () => hideRequest(door(), keyOf(first), { reason: 'Test.', actor: 'test' }),
    () => releaseRequest(door(), keyOf(first), 'test'),
  ],
  [
    'held after reports',
    async () => {
      for (let reporter = 1; reporter <= 3; reporter += 1)
        await call(app, `${base()}/requests/${first}/reports.json`, {
          method: 'POST',
          headers: { 'X-Forwarded-For': `198.51.100.${reporter}` },
          body: new URLSearchParams({ reason: 'spam' }),
        });
    },
    () => releaseRequest(door(), keyOf(first), 'test'),
  ],
];

describe('a case that others are duplicates of', () => {
  test.each(hidings)(
    '%s: it is named nowhere, until everybody can see it again',
    async (_how, hide, show) => {
      const before = await told(duplicate);
      expect(before).toMatchObject({
        status_notes: `It had been reported before, as ${first}.`,
        extended_attributes: { duplicate_of: first },
      });
      expect((await answersThatName(first)).length).toBeGreaterThan(8);
      await hide();
      const hidden = await told(duplicate);
      expect(hidden).toMatchObject({
        status: 'closed',
        status_notes: 'It had been reported before, as ….',
        extended_attributes: { duplicate_of: null, detailed_status: 'duplicate' },
      });
      expect(hidden.notes.at(-1)?.description).toBe('It had been reported before, as ….');
      expect(await answersThatName(first)).toEqual([]);
      await show();
      expect(await told(duplicate)).toMatchObject({
        status_notes: before.status_notes,
        extended_attributes: { duplicate_of: first },
      });
    },
  );

  test.each(hidings)('%s: who has a copy of the duplicate learns of it', async (_how, hide, show) => {
    const old = '2026-01-01T00:00:00Z';
    await app.db('requests').where(keyOf(duplicate)).update({ updated_at: old });
    const before = await told(duplicate);
    const changed = `${base()}/requests.json?extensions=true&updated_after=2026-01-02T00:00:00Z`;
    const isTold = async () =>
      listOf(await call(app, changed)).some((one) => one['service_request_id'] === duplicate);
    expect(await isTold()).toBe(false);
    await hide();
    await until(isTold);
    const hidden = await told(duplicate);
    expect(hidden.tag).not.toBe(before.tag);
    await app.db('requests').where(keyOf(duplicate)).update({ updated_at: old });
    await show();
    await until(isTold);
    expect((await told(duplicate)).tag).not.toBe(hidden.tag);
  });

  test('of a service that publishes nothing any more: it is named nowhere', async () => {
    await publishService(app.db, city.jurisdiction_id, 'LAMP', 'nothing');
    await letChangesPass(app.db);
    await republishRequests(door(), city.jurisdiction_id, { patient: true });
    expect(await answersThatName(first)).toEqual([]);
    expect((await told(duplicate)).extended_attributes.duplicate_of).toBeNull();
    await publishService(app.db, city.jurisdiction_id, 'LAMP', 'everything');
    await letChangesPass(app.db);
    await republishRequests(door(), city.jurisdiction_id, { patient: true });
    await until(
      async () => (await call(app, `${base()}/requests/${await report('LAMP')}.json`)).status === 200,
    );
  }, 30_000);

  test('is not named by the history of one that was opened again either', async () => {
    const open = { status: 'open', notes: null, actor: 'test' } as const;
    await changeStatus(door(), await locateCase(app.db, duplicate), open);
    const before = await told(duplicate);
    expect(before.notes.map(({ description }) => description)).toContain(
      `It had been reported before, as ${first}.`,
    );
    await withdrawRequest(door(), keyOf(first), turn);
    expect(await answersThatName(first)).toEqual([]);
    expect((await told(duplicate)).tag).not.toBe(before.tag);
  });

  test('is not named by a notice that the release before has written', async () => {
    const open = { status: 'open', notes: null, actor: 'test' } as const;
    await changeStatus(door(), keyOf(duplicate), open);
    await app.db('request_timeline').insert({
      ...keyOf(duplicate),
      happened_at: '2026-05-01T00:00:00Z',
      published_at: '2026-05-01T00:00:00Z',
      kind: 'status',
      status: 'closed',
      detailed_status: 'duplicate',
      notes: `Zgłoszono to już wcześniej, pod numerem ${first}.`,
      actor: 'test',
    });
    await withdrawRequest(door(), keyOf(first), turn);
    expect(await answersThatName(first)).toEqual([]);
  });

  test('is not named by a notice from before notices said which case they name', async () => {
    await changeStatus(door(), keyOf(duplicate), { status: 'open', notes: null, actor: 'test' });
    await app.db('request_timeline').where(keyOf(duplicate)).update({ names_case: null });
    await withdrawRequest(door(), keyOf(first), turn);
    expect(await answersThatName(first)).not.toEqual([]);
    const migration = new URL('../../migrations/0036_cases_that_notices_named.sql', import.meta.url);
    await app.db.raw(readFileSync(migration, 'utf8'));
    expect(await answersThatName(first)).toEqual([]);
  });

  test('who has a copy of a duplicate learns of it, whatever its notice says', async () => {
    await app.db('request_timeline').where(keyOf(duplicate)).update({ notes: null, names_case: null });
    const before = await told(duplicate);
    await withdrawRequest(door(), keyOf(first), turn);
    expect((await told(duplicate)).tag).not.toBe(before.tag);
  });

  test('is not named to who wants to support its duplicate', async () => {
    const support = async () => {
      const body = new URLSearchParams({ api_key: city.key, account_id: 'one' });
      const answer = await call(app, `${base()}/requests/${duplicate}/supporters.json`, {
        method: 'POST',
        body,
      });
      expect(answer.status).toBe(409);
      return errorsOf(answer)[0]?.description;
    };
    expect(await support()).toContain(first);
    await withdrawRequest(door(), keyOf(first), turn);
    expect(await support()).toBe(
      `The case ${duplicate} is closed and takes no supporters. If it is there again, submit a new one.`,
    );
  });

  test('that was held when they became one is not named before both are public', async () => {
    const [hiddenFirst, hiddenDuplicate] = [await report('LAMP'), await report('LAMP')];
    for (const number of [hiddenFirst, hiddenDuplicate])
      await hideRequest(door(), keyOf(number), { reason: 'Test.', actor: 'test' });
    await merge(hiddenDuplicate, hiddenFirst);
    await releaseRequest(door(), keyOf(hiddenDuplicate), 'test');
    expect((await told(hiddenDuplicate)).extended_attributes.duplicate_of).toBeNull();
    expect(await answersThatName(hiddenFirst)).toEqual([]);
    await releaseRequest(door(), keyOf(hiddenFirst), 'test');
    expect((await told(hiddenDuplicate)).extended_attributes.duplicate_of).toBe(hiddenFirst);
  });
});
