import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Statement } from '../../src/platform/database.ts';
import { importServices, publishService, setDuplicateRadius } from '../../src/features/catalogue/index.ts';
import {
  RETENTION_KINDS,
  setPortal,
  updateMasking,
  updateModeration,
  updateRetention,
} from '../../src/features/jurisdictions/index.ts';
import { mediaJobs } from '../../src/features/media/index.ts';
import {
  changeStatus,
  erasePersonalData,
  exportPersonalData,
  hideRequest,
  keepRequest,
  listErasures,
  listWaiting,
  locateCase,
  mergeRequests,
  readImportMapping,
  releaseRequest,
  republishRequests,
  requestJobs,
  showCase,
} from '../../src/features/requests/index.ts';
import { createKey, portalKeyOf, renewPortalKey, revokeKeys } from '../../src/features/access/index.ts';
import { importPlaces } from '../../src/features/places/index.ts';
import { seedDemonstration } from '../../src/features/demonstration/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import { importInto } from '../support/import-city.ts';
import { caseOf, fetchPicture, quarters, submitFiles } from '../support/pictures.ts';
import type { TestApp } from '../support/http.ts';

/**
 * Tenants never mix: every statement on a city's own table says which city. Those that look at all cities on purpose are
 * listed here, and nowhere else.
 */
const SWEEPS = new Set([
  'jurisdictions.list',
  'jurisdictions.list_with_sandboxes',
  'jurisdictions.state',
  'requests.directory',
  'media.directory',
  'logos.find',
  'requests.analyze',
]);

const seen = new Map<string, string>();
let cityTables: string[];
let app: TestApp;
let city: TestCity;
let other: TestCity;

beforeAll(async () => {
  app = await startApp({ observer: ({ name, text }: Statement) => seen.set(name, text) });
  const rows = (await app.db.raw<unknown>(
    `select distinct table_name from information_schema.columns
      where table_schema = 'signpost' and column_name = 'jurisdiction_id' and table_name not in ('api_keys', 'key_requests')`,
  )) as { rows: { table_name: string }[] };
  cityTables = rows.rows.map((row) => row.table_name);
  await seedDemonstration({ db: app.db, clock: systemClock });
  city = await createCity(app.db);
  other = await createCity(app.db);
});
afterAll(() => app.stop());

/** The city's own tables that a statement reads or writes without saying which city by a parameter of its own. */
function careless(text: string): string[] {
  const named = cityTables.filter((table) => new RegExp(`\\b(from|join|update)\\s+${table}\\b`).test(text));
  const written = cityTables.filter((table) =>
    new RegExp(
      `\\b(?:into|copy)\\s+${table}\\b(?!(?:\\s+as\\s+\\w+)?\\s*\\([^)]*\\bjurisdiction_id\\b)`,
    ).test(text),
  );
  // A sandbox reads the catalogue and the settings of its city.
  return /\bjurisdiction_id\s*=\s*(catalogue_of\()?\$\d/.test(text) ? written : [...named, ...written];
}

test('the check bites', () => {
  expect(cityTables).toContain('requests');
  expect(careless(`select jurisdiction_id, number from requests where number = $1`)).toEqual(['requests']);
  expect(careless(`select number from requests where jurisdiction_id = $1 and number = $2`)).toEqual([]);
  // That two tables agree with each other says nothing about which city it is.
  expect(
    careless(`select 1 from requests r join services s on s.jurisdiction_id = r.jurisdiction_id`),
  ).toEqual(expect.arrayContaining(['requests', 'services']));
  expect(careless(`insert into requests (number) values ($1)`)).toEqual(['requests']);
  expect(careless(`copy requests (number) from stdin`)).toEqual(['requests']);
  expect(careless(`copy requests (number, jurisdiction_id) from stdin`)).toEqual([]);
});

async function importEverything(): Promise<void> {
  const { jurisdiction_id } = city;
  const text = JSON.stringify([
    { service_code: 'NEW', service_name: 'New', group: 'Group', type: 'realtime' },
  ]);
  await importServices(app.db, { jurisdiction_id, locale: 'en', text });
  const folder = mkdtempSync(join(tmpdir(), 'signpost-statements-'));
  const path = join(folder, 'cases.csv');
  writeFileSync(path, 'id,what,when,state,lat,long\n1,Lamp,2024-05-01,Open,51.1,17\n');
  const mapping = readImportMapping(
    JSON.stringify({
      source: 'old',
      time_format: 'iso',
      columns: {
        source_reference: 'id',
        service: 'what',
        requested: 'when',
        status: 'state',
        lat: 'lat',
        long: 'long',
      },
      statuses: { Open: 'open' },
    }),
  );
  const report = await importInto(app.db, jurisdiction_id, { path, mapping });
  const places = join(folder, 'places.csv');
  writeFileSync(places, 'name,kind,lat,long,house_number\nLamp Street,address,51,17,7\n');
  await importPlaces(app.db, { jurisdiction_id, path: places });
  rmSync(folder, { recursive: true });
  expect(report).toMatchObject({ imported: 1, services_created: 1 });
}

/** A case of the sandbox, dealt with by the jobs, and deleted by them when it is old. */
async function tryEverything(): Promise<void> {
  const { jurisdiction_id } = city;
  const { key } = await createKey(app.db, { jurisdiction_id, scopes: ['submit'], kind: 'test' });
  const answer = await fetch(`${app.url}/open311/${jurisdiction_id}/test/v2/requests.json`, {
    method: 'POST',
    body: new URLSearchParams({
      api_key: key,
      service_code: 'LAMP',
      lat: '51.1',
      long: '17',
      description: 'sandbox-lifecycle',
    }),
  });
  const [{ service_request_id: number }] = (await answer.json()) as [{ service_request_id: string }];
  const later = { now: () => new Date(Date.now() + 31 * 86_400_000) };
  const payload = { jurisdiction_id: `${jurisdiction_id}~test`, number, step: 0 };
  for (const clock of [systemClock, later])
    for (const job of Object.values(requestJobs({ db: app.db, files: openFiles(app.folder), clock })))
      await job(payload);
}

test('every statement on a table of a city names the city', async () => {
  const base = `${app.url}/open311/${city.jurisdiction_id}/v2`;
  const post = async (service_code: string, headers: Record<string, string> = {}) =>
    (await (
      await fetch(`${base}/requests.json`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({
          api_key: city.key,
          service_code,
          lat: '51.1',
          long: '17',
          email: 'a@b.example',
          'attribute[X]': 'y',
        }),
      })
    ).json()) as [{ service_request_id?: string; token?: string }];
  const [{ service_request_id: number = '' }] = await post('LAMP', { 'Idempotency-Key': 'one' });
  const [{ token = '' }] = await post('TREE');
  for (const path of [
    'services.json',
    `requests/${number}.json`,
    'requests.json',
    'requests.json?status=open',
    'requests.json?service_code=LAMP',
    'requests.json?service_code=LAMP&status=open',
    'duplicates.json?service_code=LAMP&lat=51.1&long=17&description=dark',
    'exports/requests.csv?service_code=LAMP&status=open&start_date=2020-01-01',
    `tokens/${token}.json`,
    'clusters.json?bbox=16,50,18,52&zoom=10',
    'jurisdiction.json',
    'places.json?q=lamp%20street%207',
    'places.json?q=amp',
  ]) {
    expect((await fetch(`${base}/${path}`)).status).toBe(200);
  }
  for (const query of ['', `&service_request_id=${number}`, '&q=dark', '&lat=51.1&long=17'])
    expect((await fetch(`${base}/requests.json?own=true${query}&api_key=${city.key}`)).status).toBe(200);
  const keys = { db: app.db, clock: systemClock };
  await portalKeyOf(keys, { live_jurisdiction_id: city.jurisdiction_id });
  await revokeKeys(
    app.db,
    String((await app.db<{ key_id: string }>('portal_keys').first())?.key_id),
    systemClock.now(),
  );
  await renewPortalKey(keys, { live_jurisdiction_id: city.jurisdiction_id });
  const picture = await quarters().jpeg().toBuffer();
  await setPortal(app.db, city.jurisdiction_id, { logo: picture, title: 'Title' }, 1_000_000);
  expect((await fetch(`${app.url}/media/${'0'.repeat(32)}.png`)).status).toBe(404);
  const { media_url } = await caseOf(app, city, await submitFiles(app, city, [['media', picture]]));
  expect((await fetchPicture(media_url)).status).toBe(200);
  expect((await submitFiles(app, city, [['media', picture]], { fields: { lat: '1' } })).status).toBe(400);
  const door = { db: app.db, clock: systemClock, files: openFiles(app.folder) };
  const key = await locateCase(app.db, number);
  const [{ service_request_id: again = '' }] = await post('LAMP');
  const me = { method: 'POST', body: new URLSearchParams({ api_key: city.key, account_id: 'a@b.example' }) };
  expect((await fetch(`${base}/requests/${number}/supporters.json`, me)).status).toBe(200);
  const merging = { number: again, into: number, actor: 'test' };
  await mergeRequests(door, { jurisdiction_id: city.jurisdiction_id, locale: 'en' }, merging);
  const duplicate = await locateCase(app.db, again);
  await changeStatus(door, duplicate, { status: 'open', notes: null, actor: 'test' });
  await setDuplicateRadius(app.db, city.jurisdiction_id, 'LAMP', 50);
  await changeStatus(door, key, { status: 'closed', notes: null, actor: 'test' });
  await showCase(app.db, number);
  const { jurisdiction_id } = city;
  for (const kind of RETENTION_KINDS) await updateRetention(app.db, jurisdiction_id, kind, 1);
  await updateRetention(app.db, jurisdiction_id, 'media', null);
  await updateMasking(app.db, jurisdiction_id, true);
  await publishService(app.db, jurisdiction_id, 'TREE', 'coarse_place');
  await republishRequests(door, jurisdiction_id, { patient: true });
  await updateModeration(app.db, jurisdiction_id, { reports_to_hold: 1 });
  const path = `${app.url}/open311/${jurisdiction_id}/v2/requests/${number}/reports.json`;
  const report = () => fetch(path, { method: 'POST', body: new URLSearchParams({ reason: 'spam' }) });
  expect((await report()).status).toBe(200);
  await listWaiting(app.db, jurisdiction_id);
  await keepRequest(door, key, 'test');
  await hideRequest(door, key, { reason: 'Test.', actor: 'test' });
  await releaseRequest(door, key, 'test');
  for (const person of [{ email: 'a@b.example' }, { number }]) {
    await exportPersonalData(door, jurisdiction_id, person);
    await erasePersonalData(door, jurisdiction_id, person, 'test');
  }
  await listErasures(app.db, jurisdiction_id);
  for (const job of Object.values(requestJobs(door))) await job(key);
  for (const job of Object.values(mediaJobs(door))) await job({});
  await tryEverything();
  await importEverything();
  expect(await (await fetch(`${base}/places.json?q=lamp%20street%207`)).json()).toHaveLength(1);

  expect(seen.size).toBeGreaterThan(25);
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([
      'requests.import',
      'requests.clusters',
      'places.copy',
      'places.list_houses',
      'places.list_near',
      'places.list_alike',
      'logos.insert',
      'logos.find',
      'media.insert',
      'media.claim',
      'media.delete_unclaimed',
      'media.list_unclaimed',
      'requests.export',
      'services.enter_in_sandbox',
      'requests.lock_status',
      'sandbox.list_old',
      'sandbox.delete',
      'media.release',
      'announcements.sweep',
      'republish.lock_cases',
      'reports.insert',
      'reports.sweep_reporters',
      'moderation.list',
      'moderation.release',
      'moderation.note_decision',
      'tombstones.withdraw',
      'personal_data.erase_case',
      'retention.erase_originals',
      'merging.lock_family',
      'merging.update_duplicate_of',
      'supporters.insert',
      'supporters.recount',
      'supporters.forget',
      'merging.lock_with_first',
      'merging.lock_with_naming',
      'merging.touch_naming',
      'updates.publish_entries',
    ]),
  );
  const found = [...seen]
    .filter(([name]) => !SWEEPS.has(name))
    .map(([name, text]) => [name, careless(text)] as const);
  expect(found.filter(([, tables]) => tables.length > 0)).toEqual([]);
});

test('one city never shows another', async () => {
  const path = `/open311/${other.jurisdiction_id}/v2/requests.json`;
  expect(await (await fetch(app.url + path)).json()).toEqual([]);
});
