import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createKey } from '../../src/features/access/index.ts';
import { changeStatus, locateCase } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { PLACE } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { readXml } from '../support/xml.ts';

/**
 * A client as FixMyStreet is one: XML alone, its field names, its habits. Written from what is known of it (standard, 5),
 * not from ours.
 */
let app: TestApp;
let city: TestCity;
let partnerKey: string;
beforeAll(async () => {
  app = await startApp();
  app.work();
  city = await createCity(app.db);
  const made = await createKey(app.db, {
    jurisdiction_id: city.jurisdiction_id,
    scopes: ['submit', 'update'],
  });
  partnerKey = made.key;
});
afterAll(() => app.stop());

type Node = ReturnType<typeof readXml>;
const endpoint = () => `${app.url}/open311/v2/`;
/** The texts of the elements of a name, in document order. */
function texts(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>|<${name}/>`, 'g'))].map(
    ([, text = '']) => text,
  );
}

async function get(method: string, parameters: Record<string, string> = {}): Promise<string> {
  const query = new URLSearchParams({ jurisdiction_id: city.jurisdiction_id, ...parameters });
  const response = await fetch(`${endpoint()}${method}.xml?${query.toString()}`);
  expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
  const text = await response.text();
  const parsed: Node = readXml(text);
  expect(parsed).toBeDefined();
  return response.ok ? text : '';
}

async function post(method: string, fields: [string, string][]): Promise<string> {
  const response = await fetch(`${endpoint()}${method}.xml`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams([
      ['jurisdiction_id', city.jurisdiction_id],
      ['api_key', partnerKey],
      ...fields,
    ]).toString(),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** What it sends with every report, asked or not. */
const REPORT: [string, string][] = [
  ['lat', PLACE.lat],
  ['long', PLACE.long],
  ['email', 'reporter@example.org'],
  ['first_name', 'Ada'],
  ['last_name', ''],
  ['phone', ''],
  ['deviceid', 'abc'],
  ['description', 'title: Lamp\r\n\r\ndetail: It is dark.\r\n\r\nurl: http://example.org/report/1'],
  ['attribute[easting]', '354000'],
  ['attribute[northing]', '644000'],
  ['attribute[fixmystreet_id]', '1'],
  ['attribute[title]', 'Lamp'],
  ['attribute[report_url]', 'http://example.org/report/1'],
  ['media_url', 'http://example.org/photo/1.0.full.jpeg'],
  ['media_url', 'http://example.org/photo/1.1.full.jpeg'],
];

async function report(
  service: string,
  more: [string, string][] = [],
): Promise<{ id: string; token: string }> {
  const xml = await post('requests', [['service_code', service], ...REPORT, ...more]);
  return { id: texts(xml, 'service_request_id')[0] ?? '', token: texts(xml, 'token')[0] ?? '' };
}

/** Its clock: windows of two hours, in UTC. */
const window = () => ({
  start_date: new Date(Date.now() - 7_200_000).toISOString().replace(/\.\d+/, ''),
  end_date: new Date(Date.now() + 1_000).toISOString().replace(/\.\d+/, ''),
  api_key: partnerKey,
});

type Update = { id: string; request: string; status: string; at: string; text: string };

async function fetchUpdates(): Promise<Update[]> {
  const asked = window();
  const xml = await get('servicerequestupdates', asked);
  const [ids, requests, statuses, times, descriptions] = [
    'update_id',
    'service_request_id',
    'status',
    'updated_datetime',
    'description',
  ].map((name) => texts(xml, name)) as [string[], string[], string[], string[], string[]];
  return ids
    .map((id, place) => ({
      id,
      request: requests[place] ?? '',
      status: (statuses[place] ?? '').toLowerCase().replaceAll('_', ' '),
      at: times[place] ?? '',
      text: descriptions[place] ?? '',
    }))
    .filter(({ at }) => at >= asked.start_date && at <= asked.end_date);
}

/** What it makes of our statuses. */
const MAPPED: Record<string, string> = {
  open: 'confirmed',
  fixed: 'fixed - council',
  closed: 'fixed - council',
  'in progress': 'in progress',
  planned: 'planned',
  'not councils responsibility': 'not responsible',
  'no further action': 'unable to fix',
};

describe('a client as FixMyStreet is one', () => {
  test('5.4, 3.1: reads the services, and the questions of those that ask', async () => {
    const xml = await get('services');
    const codes = texts(xml, 'service_code');
    expect(codes).toEqual(expect.arrayContaining(['LAMP', 'HOLE', 'TREE']));
    const metadata = texts(xml, 'metadata').map((text) => text.toLowerCase());
    expect(metadata[codes.indexOf('HOLE')]).toBe('true');
    const definition = await get('services/HOLE');
    expect(texts(definition, 'variable')).toContain('true');
    expect(texts(definition, 'key')).toEqual(expect.arrayContaining(['small', 'left']));
  });

  test('3.3.1: reports with answers repeated and answers that nobody asked for', async () => {
    const { id } = await report('HOLE', [
      ['attribute[SIZE]', 'small'],
      ['attribute[LANE]', 'left'],
      ['attribute[LANE]', 'right'],
      ['attribute[DEPTH]', ''],
    ]);
    expect(id).toMatch(/^\d{8,}$/);
    const xml = await get('requests', { service_request_id: id, extensions: 'true' });
    expect(texts(xml, 'media_url')[0]).toBe('http://example.org/photo/1.0.full.jpeg');
    expect(texts(xml, 'key').sort()).toEqual(['left', 'right', 'small']);
    expect(xml).not.toMatch(/reporter@|Ada|354000/);
  });

  test('3.4: polls a token until the number is there', async () => {
    const { id, token } = await report('TREE');
    expect([id, token]).toEqual(['', expect.stringMatching(/./)]);
    const number = await until(async () => texts(await get(`tokens/${token}`), 'service_request_id')[0]);
    expect(number).toMatch(/^\d{8,}$/);
  });

  test('5.5: fetches the reports of the last hour, and drops those that it cannot place in time and space', async () => {
    const { id } = await report('LAMP');
    const since = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, '');
    const until = new Date(Date.now() + 1_000).toISOString().replace(/\.\d+/, '');
    const xml = await get('requests', { start_date: since, end_date: until });
    const kept = xml
      .split('<request>')
      .slice(1)
      .filter((one) => {
        const updated = texts(one, 'updated_datetime')[0] ?? '';
        return (
          updated >= since && updated <= until && texts(one, 'lat')[0] !== '' && texts(one, 'long')[0] !== ''
        );
      });
    expect(kept.flatMap((one) => texts(one, 'service_request_id'))).toContain(id);
  });

  test('5.1: takes updates over in their order, each once; the last status wins', async () => {
    const { id } = await report('LAMP');
    const key = await locateCase(app.db, id);
    const door = { db: app.db, clock: systemClock };
    const set = (status: 'in_progress' | 'fixed' | 'not_councils_responsibility', notes: string | null) =>
      changeStatus(door, key, { status, notes, actor: 'test' });
    await set('in_progress', null);
    await set('fixed', 'Lamp & pole <mended>.');
    const known = new Map<string, Update>();
    let state = '';
    const poll = async () => {
      for (const update of await fetchUpdates()) {
        if (known.has(update.id) || update.request !== id) continue;
        expect(update.text).not.toBe('');
        known.set(update.id, update);
        state = MAPPED[update.status] ?? 'unknown';
      }
      return known.size;
    };
    await until(async () => (await poll()) === 3);
    expect(state).toBe('fixed - council');
    await set('not_councils_responsibility', null);
    await until(async () => (await poll()) === 4);
    expect(state).toBe('not responsible');
    expect([...known.values()].map(({ at }) => at)).toEqual([...known.values()].map(({ at }) => at).sort());
  });

  test('3.3.2: sends photo1 and photo2 as files, with a report and with an update', async () => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const send = async (method: string, fields: [string, string][]) => {
      const body = new FormData();
      for (const [name, value] of [
        ['jurisdiction_id', city.jurisdiction_id],
        ['api_key', partnerKey],
        ...fields,
      ] as [string, string][])
        body.append(name, value);
      for (const name of ['photo1', 'photo2'])
        body.append(name, new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), `${name}.jpeg`);
      const response = await fetch(`${endpoint()}${method}.xml`, { method: 'POST', body });
      const text = await response.text();
      if (!response.ok) throw new Error(text);
      return text;
    };
    const id =
      texts(
        await send('requests', [
          ['service_code', 'LAMP'],
          ['lat', PLACE.lat],
          ['long', PLACE.long],
        ]),
        'service_request_id',
      )[0] ?? '';
    const shown = texts(await get('requests', { service_request_id: id }), 'media_url')[0] ?? '';
    const update: [string, string][] = [
      ['service_request_id', id],
      ['update_id', 'with-photos'],
      ['status', 'FIXED'],
      ['updated_datetime', new Date().toISOString()],
      ['description', 'See the picture.'],
    ];
    const [updateId] = texts(await send('servicerequestupdates', update), 'update_id');
    expect(texts(await send('servicerequestupdates', update), 'update_id')).toEqual([updateId]);
    const told = await until(async () => {
      const xml = await get('servicerequestupdates', { ...window(), service_request_id: id });
      return texts(xml, 'media_url')[1];
    });
    for (const address of [shown, told]) {
      expect(address).toMatch(/^http:.*\.jpg$/);
      const fetched = await fetch(String(address));
      expect([fetched.status, fetched.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    }
    expect(told).not.toBe(shown);
  });

  test('5.2: sends its own updates, in capitals and with hyphens for what it does not know, and sends them again', async () => {
    const { id } = await report('LAMP');
    const fields: [string, string][] = [
      ['service_request_id', id],
      ['update_id', '4711'],
      ['status', 'ACTION_SCHEDULED'],
      ['updated_datetime', new Date().toISOString()],
      ['description', 'A crew is on its way.'],
      ['email', 'updater@example.org'],
      ['first_name', '-'],
      ['last_name', '-'],
      ['title', ''],
      ['public_anonymity_required', 'TRUE'],
      ['email_alerts_requested', 'FALSE'],
      ['service_request_id_ext', '1'],
      ['update_id_ext', '1'],
      ['media_url', 'http://example.org/photo/c/1.0.full.jpeg'],
      ['media_url', 'http://example.org/photo/c/1.1.full.jpeg'],
    ];
    const [first] = texts(await post('servicerequestupdates', fields), 'update_id');
    expect(first).toMatch(/^\d+$/);
    expect(texts(await post('servicerequestupdates', fields), 'update_id')).toEqual([first]);
    const mine = await until(async () => (await fetchUpdates()).find((update) => update.id === first));
    expect(mine).toMatchObject({ request: id, status: 'action scheduled', text: 'A crew is on its way.' });
  });
});
