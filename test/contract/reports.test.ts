import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { updateModeration } from '../../src/features/jurisdictions/index.ts';
import {
  erasePersonalData,
  hideRequest,
  keepRequest,
  listWaiting,
  releaseRequest,
  requestJobs,
  restoreRequest,
  showCase,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { call, errorsOf, fieldsOf, listOf, PLACE, submitted } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { tellReportersApart } from '../support/reporters.ts';
import { readXml } from '../support/xml.ts';

/** Anybody may say that a case should not be public; staff decide. */
let app: TestApp;
let city: TestCity;
let never: TestCity;
let hasty: TestCity;
beforeAll(async () => {
  app = await startApp({ http: { trustProxy: 'loopback' } });
  await tellReportersApart(app.db);
  city = await createCity(app.db);
  never = await createCity(app.db);
  hasty = await createCity(app.db);
  await updateModeration(app.db, never.jurisdiction_id, { reports_to_hold: 0 });
  await updateModeration(app.db, hasty.jurisdiction_id, { reports_to_hold: 1 });
});
afterAll(() => app.stop());

const door = () => ({ db: app.db, clock: systemClock });
const base = (of: TestCity) => `/open311/${of.jurisdiction_id}/v2`;
let texts = 0;
const caseIn = (of: TestCity, more: Record<string, string> = {}) =>
  submitted(app, of, { service_code: 'LAMP', ...PLACE, description: `case ${(texts += 1)}`, ...more });
let addresses = 0;
/** Never the same one twice. */
const anotherAddress = () => `198.51.${Math.floor((addresses += 1) / 250)}.${addresses % 250}`;

function report(
  of: TestCity,
  number: string,
  fields: Record<string, string> = { reason: 'spam' },
  given: { address?: string; format?: string } = {},
): Promise<Answer> {
  return call(app, `${base(of)}/requests/${number}/reports.${given.format ?? 'json'}`, {
    method: 'POST',
    headers: { 'X-Forwarded-For': given.address ?? anotherAddress() },
    body: new URLSearchParams(fields),
  });
}
const statusOf = async (of: TestCity, number: string) =>
  (await call(app, `${base(of)}/requests/${number}.json`)).status;
const waitingOf = async (of: TestCity, number: string) =>
  (await listWaiting(app.db, of.jurisdiction_id)).find((one) => one.service_request_id === number);
const announced = async (of: TestCity, number: string) =>
  (
    await app
      .db('announcements')
      .where({ jurisdiction_id: of.jurisdiction_id, subject: number })
      .orderBy('announcement_id')
  ).map(({ type, content }: { type: string; content: unknown }): [string, unknown] => [type, content]);
const keyOf = (of: TestCity, number: string) => ({ jurisdiction_id: of.jurisdiction_id, number });

describe('a report', () => {
  test('is taken without a key, in both formats and every dialect, and the answer says nothing else', async () => {
    const number = await caseIn(city);
    const json = await report(city, number);
    expect([json.status, json.json]).toEqual([200, [{ service_request_id: number, report: 'taken' }]]);
    const xml = await report(city, number, { reason: 'other', api_key: 'no key at all' }, { format: 'xml' });
    expect([xml.status, xml.text]).toEqual([
      200,
      expect.stringContaining(
        `<reports><report><service_request_id>${number}</service_request_id><report>taken</report></report></reports>`,
      ),
    ]);
    readXml(xml.text);
    const path = `/open311/v2/request/${number}/reports.json`;
    const form = new FormData();
    form.append('jurisdiction_id', city.jurisdiction_id);
    form.append('api_key', 'none');
    form.append('reason', 'spam');
    form.append('media', new Blob(['no picture']), 'a.jpg');
    const other = await caseIn(city);
    const ways: RequestInit[] = [
      { body: form },
      {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jurisdiction_id: city.jurisdiction_id, reason: 'abusive', comment: 'Look.' }),
      },
    ];
    for (const way of ways)
      expect((await call(app, path.replace(number, other), { method: 'POST', ...way })).status).toBe(200);
  });

  test('goes before staff, with its comment masked, and is announced; the case stays', async () => {
    const number = await caseIn(city);
    await report(city, number, {
      reason: 'personal_data',
      comment: 'Mój numer 601 234 567, jan@firma.example.pl',
    });
    expect(await statusOf(city, number)).toBe(200);
    expect(await waitingOf(city, number)).toMatchObject({
      visibility: 'public',
      reasons: ['reported'],
      reports: [{ reason: 'personal_data', comment: 'Mój numer [phone], [e-mail]' }],
    });
    expect((await announced(city, number)).at(-1)).toEqual([
      'request.reported',
      { reason: 'personal_data', reports: 1 },
    ]);
    const all = await call(app, `${base(city)}/requests/${number}.json?extensions=true`);
    expect(all.text).not.toMatch(/report|personal_data/);
  });

  test('what is wrong with it is told, field by field', async () => {
    const number = await caseIn(city);
    for (const [fields, wrong, text] of [
      [{}, ['reason'], 'reason is missing. Send abusive, personal_data, spam, wrong_place or other.'],
      [
        { reason: 'boring' },
        ['reason'],
        'reason must be abusive, personal_data, spam, wrong_place or other.',
      ],
      [{ reason: 'spam', comment: 'x'.repeat(501) }, ['comment'], 'comment is longer than 500 characters.'],
      [{ reason: 'x', comment: 'x'.repeat(501) }, ['reason', 'comment'], undefined],
    ] as [Record<string, string>, string[], string | undefined][]) {
      const answer = await report(city, number, fields);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, wrong]);
      if (text !== undefined) expect(errorsOf(answer)[0]?.description).toBe(text);
    }
    expect((await report(city, number, { reason: 'spam', comment: 'ż'.repeat(500) })).status).toBe(200);
    expect((await call(app, `${base(city)}/requests/${number}/reports.json`)).status).toBe(405);
    expect((await call(app, `${base(city)}/requests/${number}/nothing.json`)).status).toBe(404);
    expect((await call(app, `${base(city)}/services/LAMP/reports.json`, { method: 'POST' })).status).toBe(
      404,
    );
  });

  test('a case that is not public is 404 like one that does not exist', async () => {
    const number = await caseIn(city);
    const unknown = await report(city, '10000000000');
    expect(await statusOf(city, number)).toBe(200);
    await withdrawRequest(door(), keyOf(city, number), { notes: null, actor: 'cli' });
    for (const given of [number, '12345678', 'x%20y', '10000000000']) {
      const answer = await report(city, given);
      expect([given, answer.status, fieldsOf(answer)]).toEqual([given, 404, ['service_request_id']]);
    }
    expect((await report(city, number)).text.replaceAll(number, 'N')).toBe(
      unknown.text.replaceAll('10000000000', 'N'),
    );
    expect((await report(never, await caseIn(city))).status).toBe(404);
  });

  test('an address may report twenty times an hour', async () => {
    const given = { address: '203.0.113.77' };
    const numbers = [];
    for (let turn = 0; turn < 21; turn += 1) numbers.push(await caseIn(never));
    const statuses = [];
    for (const number of numbers)
      statuses.push((await report(never, number, { reason: 'spam' }, given)).status);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
    const refused = await report(never, numbers[0] ?? '', { reason: 'spam' }, given);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    expect(refused.text).toContain('Too many reports from this address. Try again in ');
  });
});

describe('enough reports', () => {
  const enough = async (of: TestCity, number: string, count = 3) => {
    for (let turn = 0; turn < count; turn += 1)
      expect((await report(of, number, { reason: 'abusive' })).status).toBe(200);
  };

  test('of different addresses hold a case until staff decide; the same address counts once', async () => {
    const number = await caseIn(city);
    for (let turn = 0; turn < 4; turn += 1)
      await report(city, number, { reason: 'spam' }, { address: '192.0.2.9' });
    expect(await statusOf(city, number)).toBe(200);
    await enough(city, number, 2);
    expect(await statusOf(city, number)).toBe(404);
    expect((await report(city, number)).status).toBe(404);
    expect((await announced(city, number)).slice(-2)).toEqual([
      ['request.reported', { reason: 'abusive', reports: 3 }],
      ['request.held', { status: 'open', reasons: ['reported'] }],
    ]);
    const changes = await call(
      app,
      `${base(city)}/requests.json?updated_after=2026-01-01T00:00:00Z&extensions=true&sort=-updated_datetime`,
    );
    expect(changes.status).toBe(200);
    expect(await app.db('request_tombstones').where({ number })).toHaveLength(1);
    expect(await waitingOf(city, number)).toMatchObject({ visibility: 'held', reasons: ['reported'] });

    await releaseRequest(door(), keyOf(city, number), 'cli');
    expect(await statusOf(city, number)).toBe(200);
    expect(await app.db('request_tombstones').where({ number })).toEqual([]);
    // Staff may be wrong: as many others again hold it again.
    await enough(city, number, 2);
    expect(await statusOf(city, number)).toBe(200);
    await enough(city, number, 1);
    expect(await statusOf(city, number)).toBe(404);
    // Sent again and again, it is still no update of the case.
    await releaseRequest(door(), keyOf(city, number), 'cli');
    const updates = async () =>
      listOf(await call(app, `${base(city)}/servicerequestupdates.json?service_request_id=${number}`));
    // What is written is told when its second is over.
    await until(async () => (await updates()).length > 0);
    expect((await updates()).map(({ status }) => status)).toEqual(['open']);
  });

  test('kept, a case is not held by further reports, but staff learn of them', async () => {
    const [held, open] = [await caseIn(city), await caseIn(city)];
    await enough(city, held);
    await enough(city, open, 1);
    for (const number of [held, open]) {
      await keepRequest(door(), keyOf(city, number), 'cli');
      expect(await waitingOf(city, number)).toBeUndefined();
      await enough(city, number, 5);
      expect(await statusOf(city, number)).toBe(200);
      const waiting = await waitingOf(city, number);
      expect(waiting).toMatchObject({ visibility: 'public', reasons: ['reported'] });
      // Those that staff have answered are not shown again.
      expect(waiting?.reports).toHaveLength(5);
    }
    expect((await announced(city, open)).map(([type]) => type)).toContain('request.kept');
    expect((await announced(city, held)).map(([type]) => type)).toContain('request.released');
  });

  test('hidden and restored, it needs as many again', async () => {
    const number = await caseIn(city);
    await enough(city, number);
    await hideRequest(door(), keyOf(city, number), { reason: 'An insult.', actor: 'cli' });
    expect(await statusOf(city, number)).toBe(404);
    await restoreRequest(door(), keyOf(city, number), { notes: null, actor: 'cli' });
    await enough(city, number, 2);
    expect(await statusOf(city, number)).toBe(200);
    await enough(city, number, 1);
    expect(await statusOf(city, number)).toBe(404);
  });

  test('how many are enough is for the city to say, and it may say never', async () => {
    const [first, second] = [await caseIn(hasty), await caseIn(never)];
    await enough(hasty, first, 1);
    expect(await statusOf(hasty, first)).toBe(404);
    await enough(never, second, 9);
    expect(await statusOf(never, second)).toBe(200);
    expect((await waitingOf(never, second))?.reports).toHaveLength(9);
  });

  test('at the same moment they hold a case once, and are all counted', async () => {
    const number = await caseIn(city);
    const answers = await Promise.all(Array.from({ length: 8 }, () => report(city, number)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 404, 404, 404, 404, 404]);
    const told = (await announced(city, number)).map(([type]) => type);
    expect(told.filter((type) => type === 'request.held')).toHaveLength(1);
  });

  test('more than a hundred of one case are taken, and not kept', async () => {
    const number = await caseIn(never);
    for (let turn = 0; turn < 104; turn += 1) expect((await report(never, number)).status).toBe(200);
    expect((await app.db('request_reports').where({ number })).length).toBeLessThanOrEqual(100);
    expect((await waitingOf(never, number))?.reports).toHaveLength(20);
    // What staff have answered does not stand in the way of what comes then.
    const kept = () => app.db('request_reports').where({ number });
    await keepRequest(door(), keyOf(never, number), 'cli');
    const before = (await kept()).length;
    await enough(never, number, 3);
    expect((await kept()).length).toBe(before + 3);
  });
});

describe('what is kept of reporters', () => {
  test('is no address: two bytes that tens of thousands share, forgotten after thirty days', async () => {
    const number = await caseIn(never);
    const address = '203.0.113.200';
    await report(never, number, { reason: 'spam' }, { address });
    const [row] = await app.db('request_reports').where({ number }).select<{ reporter: number }[]>();
    expect(row).toMatchObject({ reporter: expect.any(Number), comment: null });
    expect(JSON.stringify(row)).not.toContain('203.0.113');
    await app
      .db('request_reports')
      .where({ number })
      .update({ reported_at: new Date(Date.now() - 31 * 86_400_000) });
    await requestJobs({ ...door(), files: openFiles(app.folder) })['requests.sweep']?.({});
    expect(await app.db('request_reports').where({ number })).toMatchObject([{ reporter: null }]);
  });

  test('an erased case keeps that it was reported, and no word of it', async () => {
    const number = await caseIn(never, { email: 'reporter@example.org' });
    await report(never, number, { reason: 'other', comment: 'Jan Kowalski mieszka tu' });
    await erasePersonalData(
      { ...door(), files: openFiles(app.folder) },
      never.jurisdiction_id,
      { email: 'reporter@example.org' },
      'test',
    );
    expect(await app.db('request_reports').where({ number })).toMatchObject([
      { reason: 'other', comment: null, reporter: null },
    ]);
    expect(await showCase(app.db, number)).toMatchObject({ description: null });
  });
});
