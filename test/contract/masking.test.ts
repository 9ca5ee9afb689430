import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { updateMasking } from '../../src/features/jurisdictions/index.ts';
import {
  readImportMapping,
  republishRequests,
  settleComment,
  showCase,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, listOf, PLACE, submit, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { importInto } from '../support/import-city.ts';
import { letChangesPass } from '../support/past.ts';

/** What residents type is masked in every public answer, and kept for staff. */
let app: TestApp;
let city: TestCity;
/** Made before the first call: a city that is new is known after a second. */
let others: TestCity[];
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  others = [];
  for (let more = 0; more < 4; more += 1) others.push(await createCity(app.db));
});
function anotherCity(): TestCity {
  const one = others.pop();
  if (one === undefined) throw new Error('no city is left');
  return one;
}
afterAll(() => app.stop());

const EMAIL = 'jan.kowalski@firma.example.pl';
const PHONE = '601 234 567';
const TYPED = `Wielka dziura, proszę pisać na ${EMAIL} lub dzwonić: ${PHONE}.`;
const MASKED = 'Wielka dziura, proszę pisać na [e-mail] lub dzwonić: [phone].';

const base = (of: TestCity) => `/open311/${of.jurisdiction_id}/v2`;
/** One after the other: there are few exports at a time. */
async function texts(of: TestCity, ...paths: string[]): Promise<string> {
  let all = '';
  for (const path of paths) {
    const { status, text } = await call(app, base(of) + path);
    expect([path, status]).toEqual([path, 200]);
    all += text;
  }
  return all;
}
const publicAnswers = (of: TestCity, number: string) =>
  texts(
    of,
    ...['json', 'xml'].flatMap((format) => [
      `/requests/${number}.${format}`,
      `/requests/${number}.${format}?extensions=true`,
      `/requests.${format}?extensions=true`,
      `/requests.${format}?service_request_id=${number}`,
      `/servicerequestupdates.${format}`,
    ]),
    '/requests.geojson',
    ...['csv', 'ndjson', 'geojson'].map((format) => `/exports/requests.${format}`),
  );
const found = async (of: TestCity, q: string) =>
  listOf(await call(app, `${base(of)}/requests.json?q=${encodeURIComponent(q)}`)).map(
    (one) => one['service_request_id'],
  );
const expectHidden = (text: string) => {
  expect(text).not.toContain(EMAIL);
  expect(text).not.toContain(PHONE);
};

describe('a submission', () => {
  let number: string;
  beforeAll(async () => {
    number = await submitted(app, city, {
      ...PLACE,
      service_code: 'HOLE',
      'attribute[SIZE]': 'small',
      'attribute[DEPTH]': '601234567',
      description: TYPED,
      address_string: `Kwiatowa 12/14, tel. ${PHONE}`,
      media_url: `https://example.org/a.jpg?from=${EMAIL}`,
    });
  });

  test('is masked in all formats, lists, exports and the answers to questions', async () => {
    const all = await publicAnswers(city, number);
    expectHidden(all);
    expect(all).not.toContain('601234567');
    expect(all).toContain(MASKED);
    expect(all).toContain('Kwiatowa 12/14, tel. [phone]');
    expect(all).toContain('small');
  });

  test('is found by its words, and not by what is masked', async () => {
    expect(await found(city, 'wielka dziura')).toEqual([number]);
    for (const q of [EMAIL, 'kowalski', PHONE, '601', '601234567']) expect(await found(city, q)).toEqual([]);
  });

  test('is kept for staff as it came', async () => {
    expect(await showCase(app.db, number)).toMatchObject({
      description: TYPED,
      address: `Kwiatowa 12/14, tel. ${PHONE}`,
      media_urls: [`https://example.org/a.jpg?from=${EMAIL}`],
    });
  });
});

test('a text without anything personal is stored once', async () => {
  const number = await submitted(app, city, {
    ...PLACE,
    service_code: 'LAMP',
    description: 'Nie świeci, lampa 123456789.',
  });
  expect((await showCase(app.db, number)).description).toBe('Nie świeci, lampa 123456789.');
  expect((await app.db('request_originals').where({ number })).length).toBe(0);
});

describe('updates of others', () => {
  const update = (of: TestCity, key: string, fields: Record<string, string>) =>
    submit(
      app,
      { ...of, key },
      { updated_datetime: '2026-05-01T10:00:00Z', ...fields },
      {
        path: '/open311/v2/servicerequestupdates.json',
      },
    );

  test('are masked, also as the reason of a status and when they are released', async () => {
    const partner = await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['update'] });
    const number = await submitted(app, city, { ...PLACE, service_code: 'LAMP' });
    await update(city, partner.key, {
      service_request_id: number,
      update_id: '1',
      status: 'fixed',
      description: TYPED,
    });
    const held = await update(city, city.key, {
      service_request_id: number,
      update_id: '2',
      status: 'unchanged',
      description: `Nadal ciemno, ${PHONE}`,
    });
    const { jurisdiction_id } = city;
    await settleComment(
      { db: app.db, clock: systemClock },
      { jurisdiction_id, update_id: String(listOf(held)[0]?.['update_id']) },
      true,
    );
    const all = await publicAnswers(city, number);
    expectHidden(all);
    expect(listOf(await call(app, `${base(city)}/requests/${number}.json`))[0]).toMatchObject({
      status_notes: MASKED,
    });
    expect(all).toContain('Nadal ciemno, [phone]');
    const { timeline } = await showCase(app.db, number);
    expect(timeline.map(({ notes }) => notes)).toEqual([null, TYPED, `Nadal ciemno, ${PHONE}`]);
  });
});

test('imported cases are masked; what the other city wrote as its reason stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-masking-'));
  const path = join(folder, 'cases.csv');
  writeFileSync(
    path,
    `id,what,when,state,text,where,why\n1,Lamp,2024-05-01,Closed,"${TYPED}","Kwiatowa 3, ${EMAIL}",Call 617-635-7275\n2,Lamp,2024-05-01,Closed,Dark,Kwiatowa 4,\n`,
  );
  const here = anotherCity();
  const mapping = readImportMapping(
    JSON.stringify({
      source: 'old',
      time_format: 'iso',
      columns: {
        source_reference: 'id',
        service: 'what',
        requested: 'when',
        status: 'state',
        description: 'text',
        address: 'where',
        status_notes: 'why',
      },
      statuses: { Closed: 'closed' },
    }),
  );
  expect(await importInto(app.db, here.jurisdiction_id, { path, mapping })).toMatchObject({ imported: 2 });
  rmSync(folder, { recursive: true });
  const all = await texts(here, '/exports/requests.ndjson');
  expectHidden(all);
  expect(all).toContain(MASKED);
  expect(all).toContain('Call 617-635-7275');
  const [first] = (await app
    .db('requests')
    .where({ jurisdiction_id: here.jurisdiction_id, source_reference: '1' })) as { number: string }[];
  expect(await showCase(app.db, first?.number ?? '')).toMatchObject({
    description: TYPED,
    address: `Kwiatowa 3, ${EMAIL}`,
  });
});

describe('the setting of the city', () => {
  test('makes cases anew that are there, in both directions, and tells those who follow changes', async () => {
    const here = anotherCity();
    const { jurisdiction_id } = here;
    const doors = { db: app.db, clock: systemClock };
    const number = await submitted(app, here, {
      ...PLACE,
      service_code: 'HOLE',
      'attribute[SIZE]': 'small',
      'attribute[DEPTH]': '601234567',
      description: TYPED,
    });
    const plain = await submitted(app, here, { ...PLACE, service_code: 'LAMP', description: 'Ciemno' });
    const partner = await createKey(app.db, { jurisdiction_id, scopes: ['update'] });
    await submit(
      app,
      { ...here, key: partner.key },
      {
        service_request_id: number,
        update_id: '1',
        status: 'fixed',
        description: TYPED,
        updated_datetime: '2026-05-01',
      },
      { path: '/open311/v2/servicerequestupdates.json' },
    );
    const versions = async () =>
      Object.fromEntries(
        (await app.db('requests').select('number', 'version').where({ jurisdiction_id })).map(
          (row: { number: string; version: number }) => [row.number, row.version],
        ),
      ) as Record<string, number>;
    const before = await versions();
    expectHidden(await publicAnswers(here, number));

    await updateMasking(app.db, jurisdiction_id, false);
    await letChangesPass(app.db);
    expect(await republishRequests(doors, jurisdiction_id, { patient: true })).toBe(2);
    const open = await texts(
      here,
      '/exports/requests.ndjson',
      `/requests/${number}.json?extensions=true`,
      '/servicerequestupdates.json',
    );
    expect(open.split(TYPED).length).toBeGreaterThanOrEqual(5);
    expect(open).toContain('601234567');
    expect(await found(here, 'kowalski')).toEqual([number]);
    expect(await app.db('request_originals').where({ jurisdiction_id })).toEqual([]);
    expect(await app.db('timeline_originals').where({ jurisdiction_id })).toEqual([]);

    await updateMasking(app.db, jurisdiction_id, true);
    await letChangesPass(app.db);
    await republishRequests(doors, jurisdiction_id, { patient: true });
    const all = await publicAnswers(here, number);
    expectHidden(all);
    expect(all).not.toContain('601234567');
    expect(listOf(await call(app, `${base(here)}/requests/${number}.json`))[0]).toMatchObject({
      description: MASKED,
      status_notes: MASKED,
    });
    expect(await found(here, 'kowalski')).toEqual([]);
    expect(await showCase(app.db, number)).toMatchObject({ description: TYPED });
    const after = await versions();
    expect(after[number]).toBeGreaterThan(before[number] ?? Infinity);
    expect(after[plain]).toBe(before[plain]);
  });

  test('is looked at when a case is written: one that was made by the old one is not taken', async () => {
    const here = anotherCity();
    await submitted(app, here, { ...PLACE, service_code: 'LAMP' });
    // Straight in the database, so that the process goes on with what it knows.
    await app
      .db('jurisdictions')
      .where({ jurisdiction_id: here.jurisdiction_id })
      .update({ masks_personal: false });
    const answer = await submit(app, here, { ...PLACE, service_code: 'LAMP', description: TYPED });
    expect(answer.status).toBe(503);
    expect(await app.db('requests').where({ jurisdiction_id: here.jurisdiction_id })).toHaveLength(1);
  });

  test('changes nothing when it is carried out twice', async () => {
    const here = anotherCity();
    const { jurisdiction_id } = here;
    const number = await submitted(app, here, { ...PLACE, service_code: 'LAMP', description: TYPED });
    await updateMasking(app.db, jurisdiction_id, true);
    await letChangesPass(app.db);
    await republishRequests({ db: app.db, clock: systemClock }, jurisdiction_id, { patient: true });
    const [row] = (await app.db('requests').where({ jurisdiction_id, number })) as object[];
    expect(row).toMatchObject({ version: 1, description: MASKED });
  });
});
