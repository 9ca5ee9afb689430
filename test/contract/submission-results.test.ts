import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, listOf, PLACE, submit } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { readXml } from '../support/xml.ts';

const NOW = new Date('2026-03-01T12:00:00.789Z');
const ABOUT = {
  email: 'jan.kowalski@poczta.example',
  first_name: 'Jan-Ukryty',
  last_name: 'Kowalski-Ukryty',
  phone: '+48 600 000 000',
  device_id: 'device-ukryty',
  account_id: 'account-ukryty',
};

let app: TestApp;
let city: TestCity;
let base: string;
beforeAll(async () => {
  app = await startApp({ clock: { now: () => NOW } });
  city = await createCity(app.db);
  base = `/open311/${city.jurisdiction_id}/v2`;
});
afterAll(() => app.stop());

const newest = async () => {
  const row = (await app
    .db('requests')
    .where({ jurisdiction_id: city.jurisdiction_id })
    .orderBy('number', 'desc')
    .first()) as Record<string, unknown>;
  return { ...row, number: String(row['number']) };
};
const rowsOf = (table: string, number: string) => app.db(table).where({ number });

/** Everything that the public can ask about a number. */
const isPublic = async (number: string) => {
  const alone = await call(app, `${base}/requests/${number}.json`);
  const listed = listOf(await call(app, `${base}/requests.json`));
  const named = listOf(await call(app, `${base}/requests.json?service_request_id=${number}`));
  const seen = [
    alone.status === 200,
    listed.some((item) => item['service_request_id'] === number),
    named.length === 1,
  ];
  expect(new Set(seen).size).toBe(1);
  return seen[0];
};

describe('3.3: what a submission answers, by the type of the service', () => {
  test('realtime: the number at once, and the case is public', async () => {
    const answer = await submit(app, city, { service_code: 'LAMP', ...PLACE });
    const { number } = await newest();
    expect([answer.status, answer.json]).toEqual([
      200,
      [{ service_request_id: number, service_notice: 'We look into it.', account_id: null }],
    ]);
    expect(await isPublic(number)).toBe(true);
  });

  test('A23, A28: batch, a token and no number; only once the city has taken it over the case is public', async () => {
    const answer = await submit(app, city, { service_code: 'TREE', ...PLACE });
    const { number } = await newest();
    const token = listOf(answer)[0]?.['token'] as string;
    expect(answer.json).toEqual([{ token, service_notice: 'We look into it.', account_id: null }]);
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(answer.text).not.toContain(number);

    const asked = async () => listOf(await call(app, `${base}/tokens/${token}.json`));
    expect(await asked()).toEqual([{ service_request_id: null, token }]);
    expect((await call(app, `${base}/tokens/${token}.xml`)).text).toContain('<service_request_id/>');
    expect(await isPublic(number)).toBe(false);

    app.work();
    const deadline = Date.now() + 20_000;
    while ((await asked())[0]?.['service_request_id'] === null && Date.now() < deadline);
    expect(await asked()).toEqual([{ service_request_id: number, token }]);
    expect(await isPublic(number)).toBe(true);
    expect(
      (await rowsOf('request_timeline', number).orderBy('entry')).map(({ kind }: { kind: string }) => kind),
    ).toEqual(['submitted', 'accepted']);
  });

  test('blackbox: neither number nor token, ever, and the case is never public', async () => {
    const answer = await submit(app, city, { service_code: 'TIP', ...PLACE });
    const { number } = await newest();
    expect(answer.json).toEqual([{ service_notice: 'We look into it.', account_id: null }]);
    expect(await isPublic(number)).toBe(false);
    expect(await rowsOf('request_tokens', number)).toEqual([]);
    for (const path of ['requests.json?service_code=TIP', 'requests.xml?status=open'])
      expect((await call(app, `${base}/${path}`)).text).not.toContain(number);
  });

  test('in XML there is one request element, which holds the same', async () => {
    const children = async (service_code: string) => {
      const answer = await submit(
        app,
        city,
        { service_code, ...PLACE },
        { path: '/open311/v2/requests.xml' },
      );
      const root = readXml(answer.text);
      expect([root.name, root.children.length, root.children[0]?.name]).toEqual([
        'service_requests',
        1,
        'request',
      ]);
      return root.children[0]?.children.map(({ name }) => name);
    };
    expect(await children('LAMP')).toEqual(['service_request_id', 'service_notice', 'account_id']);
    expect(await children('TREE')).toEqual(['token', 'service_notice', 'account_id']);
    expect(await children('TIP')).toEqual(['service_notice', 'account_id']);
  });
});

describe('3.3: what a submission stores', () => {
  test('the case, its reporter, its answers, its first timeline entry and an announcement', async () => {
    const answer = await submit(app, city, {
      service_code: 'HOLE',
      ...PLACE,
      address_string: 'Rynek 1',
      address_id: '007',
      description: 'Deep.',
      media_url: 'https://a.example/1.jpg',
      'attribute[SIZE]': 'large',
      ...ABOUT,
    });
    expect(answer.status).toBe(200);
    const row = await newest();
    const second = new Date('2026-03-01T12:00:00Z');
    expect(row).toMatchObject({
      service_code: 'HOLE',
      status: 'open',
      status_notes: null,
      visibility: 'public',
      description: 'Deep.',
      agency_responsible: 'Works',
      service_notice: 'We look into it.',
      requested_at: second,
      expected_at: new Date('2026-03-03T12:00:00Z'),
      closed_at: null,
      address: 'Rynek 1',
      address_id: '007',
      zipcode: null,
      lat: 51.1,
      long: 17.03,
      media_urls: ['https://a.example/1.jpg'],
      channel: 'api',
      version: 1,
    });
    const key = { jurisdiction_id: city.jurisdiction_id, number: row.number };
    expect(await rowsOf('request_reporters', row.number)).toEqual([{ ...key, ...ABOUT }]);
    expect(await rowsOf('request_attributes', row.number)).toEqual([
      { ...key, code: 'SIZE', values: ['large'], known: true, withheld: false },
    ]);
    expect(await rowsOf('request_timeline', row.number)).toMatchObject([
      {
        ...key,
        happened_at: second,
        kind: 'submitted',
        status: 'open',
        notes: null,
        actor: `key:${city.key_id}`,
      },
    ]);
    expect(await rowsOf('case_directory', row.number)).toEqual(
      [key].map(({ jurisdiction_id, number }) => ({ number, jurisdiction_id })),
    );
    expect(await app.db('announcements').where({ subject: row.number })).toMatchObject([
      {
        jurisdiction_id: city.jurisdiction_id,
        type: 'request.submitted',
        announced_at: second,
        content: { service_code: 'HOLE', status: 'open' },
      },
    ]);
  });

  test('A22: nothing about the reporter is in any public answer', async () => {
    await submit(app, city, { service_code: 'LAMP', ...PLACE, ...ABOUT });
    const { number } = await newest();
    for (const path of [
      `requests/${number}.json`,
      `requests/${number}.xml`,
      'requests.json',
      'requests.xml',
    ]) {
      const { text, status } = await call(app, `${base}/${path}`);
      expect(status).toBe(200);
      for (const value of Object.values(ABOUT)) expect(text).not.toContain(value);
    }
  });

  test('a reporter of whom nothing is told has no row', async () => {
    await submit(app, city, { service_code: 'LAMP', ...PLACE });
    expect(await rowsOf('request_reporters', (await newest()).number)).toEqual([]);
  });

  test('a refused submission stores nothing', async () => {
    const tables = [
      'requests',
      'case_directory',
      'request_reporters',
      'request_timeline',
      'announcements',
      'idempotency_keys',
    ];
    const counts = () => Promise.all(tables.map((table) => app.db(table).count()));
    const before = await counts();
    const headers = { 'idempotency-key': 'refused' };
    expect((await submit(app, city, { service_code: 'LAMP', lat: '1', ...ABOUT }, { headers })).status).toBe(
      400,
    );
    expect((await submit(app, city, { service_code: 'NOPE', ...PLACE }, { headers })).status).toBe(404);
    expect(await counts()).toEqual(before);
  });
});
