import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importServices } from '../../src/features/catalogue/import-services.ts';
import { AppError } from '../../src/platform/errors.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { describeWithData } from '../support/test-data.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

async function newCity(jurisdiction_id: string): Promise<string> {
  await database.db.raw(
    `insert into jurisdictions (jurisdiction_id, name, time_zone, locale, contact, key_service, changeset)
     values (?, 'City', 'America/Chicago', 'en', 'contact', 'key', '2020-01-01Z')`,
    [jurisdiction_id],
  );
  return jurisdiction_id;
}

type Stored = {
  service_code: string;
  service_name: string | null;
  description: string | null;
  type: string;
  keywords: string | null;
  group: string | null;
};

async function stored(city: string, locale = 'en'): Promise<Map<string, Stored>> {
  const { rows } = await database.db.raw<{ rows: Stored[] }>(
    `select s.service_code, s.names ->> :locale as service_name, s.descriptions ->> :locale as description, s.type,
            s.keywords, g.names ->> :locale as "group"
       from services s left join service_groups g using (jurisdiction_id, group_code)
      where jurisdiction_id = :city`,
    { city, locale },
  );
  return new Map(rows.map((row) => [row.service_code, row]));
}

async function changeset(city: string): Promise<string> {
  const { rows } = await database.db.raw<{ rows: { changeset: Date }[] }>(
    `select changeset from jurisdictions where jurisdiction_id = ?`,
    [city],
  );
  return rows[0]?.changeset.toISOString() ?? '';
}

const list = (...services: object[]) => JSON.stringify(services);

describeWithData('the list of Chicago, as JSON', ['open311/chicago_services_2019.json'], (path) => {
  test('is there as its source has it, and importing it again changes nothing', async () => {
    const city = await newCity('chicago.example');
    const text = readFileSync(path, 'utf8');
    const report = await importServices(database.db, { jurisdiction_id: city, locale: 'en', text });
    expect(report).toEqual({ read: 97, added: 97, changed: 0, unchanged: 0, refused: [] });
    const source = JSON.parse(text) as (Omit<Stored, 'keywords'> & { keywords: string[] })[];
    const found = await stored(city);
    expect(found.size).toBe(source.length);
    for (const { service_code, service_name, description, type, keywords, group } of source) {
      expect(found.get(service_code)).toEqual({
        service_code,
        service_name,
        description,
        type,
        group,
        keywords: keywords.join(', '),
      });
    }
    const before = await changeset(city);
    expect(before > '2020-01-01T00:00:00.000Z').toBe(true);
    const again = await importServices(database.db, { jurisdiction_id: city, locale: 'en', text });
    expect(again).toEqual({ read: 97, added: 0, changed: 0, unchanged: 97, refused: [] });
    expect(await changeset(city)).toBe(before);
  });
});

/** The text of an element that holds nothing else, read by a plain search; none of these files has entities. */
function texts(xml: string, element: string): (string | null)[] {
  return [...xml.matchAll(/<service>(.*?)<\/service>/gs)].map(([, service = '']) => {
    const text = new RegExp(`<${element}>([^<&]*)</${element}>`).exec(service)?.[1]?.trim() ?? '';
    return text === '' ? null : text;
  });
}

describeWithData(
  'lists in XML',
  ['open311/san_francisco_services.xml', 'open311/o3status_services_giessen.xml'],
  (...paths) => {
    test.each([
      ['san-francisco.example', paths[0], 38],
      ['giessen.example', paths[1], 8],
    ])('%s is there as its source has it', async (id, path, count) => {
      const city = await newCity(id);
      const text = readFileSync(path, 'utf8');
      expect(text).not.toContain('&');
      const report = await importServices(database.db, { jurisdiction_id: city, locale: 'en', text });
      expect(report).toEqual({ read: count, added: count, changed: 0, unchanged: 0, refused: [] });
      const found = await stored(city);
      const codes = texts(text, 'service_code');
      expect([...found.keys()].sort()).toEqual([...codes].sort());
      codes.forEach((code, index) => {
        const expected = Object.fromEntries(
          ['service_code', 'service_name', 'description', 'type', 'keywords', 'group'].map((field) => [
            field,
            texts(text, field)[index],
          ]),
        );
        expect(found.get(code ?? '')).toEqual(expected);
      });
    });
  },
);

describe('a list that comes again', () => {
  const ONE = {
    service_code: '1',
    service_name: 'Lamp',
    description: 'A lamp',
    group: 'Light',
    keywords: 'dark',
  };

  test('only what differs is changed', async () => {
    const city = await newCity('changes.example');
    const other = { service_code: '2', service_name: 'Tree', group: 'Green' };
    await importServices(database.db, { jurisdiction_id: city, locale: 'en', text: list(ONE, other) });
    const before = await changeset(city);
    const text = list({ ...ONE, description: '', type: 'batch' }, other, {
      service_code: '3',
      service_name: 'Well',
    });
    expect(await importServices(database.db, { jurisdiction_id: city, locale: 'en', text })).toEqual({
      read: 3,
      added: 1,
      changed: 1,
      unchanged: 1,
      refused: [],
    });
    expect((await changeset(city)) > before).toBe(true);
    expect((await stored(city)).get('1')).toMatchObject({
      description: null,
      type: 'batch',
      keywords: 'dark',
    });
  });

  test('other languages stay', async () => {
    const city = await newCity('languages.example');
    await importServices(database.db, { jurisdiction_id: city, locale: 'en', text: list(ONE) });
    const polish = { ...ONE, service_name: 'Latarnia', description: 'Nie świeci', group: 'Light' };
    const report = await importServices(database.db, {
      jurisdiction_id: city,
      locale: 'pl',
      text: list(polish),
    });
    expect(report).toMatchObject({ added: 0, changed: 1 });
    expect((await stored(city, 'en')).get('1')).toMatchObject({
      service_name: 'Lamp',
      description: 'A lamp',
      group: 'Light',
    });
    expect((await stored(city, 'pl')).get('1')).toMatchObject({
      service_name: 'Latarnia',
      description: 'Nie świeci',
      group: 'Light',
    });
    // A text that is gone from the list is gone in its language only.
    await importServices(database.db, {
      jurisdiction_id: city,
      locale: 'pl',
      text: list({ ...polish, description: null }),
    });
    expect((await stored(city, 'pl')).get('1')?.description).toBeNull();
    expect((await stored(city, 'en')).get('1')?.description).toBe('A lamp');
  });

  test('groups whose names make the same code stay two', async () => {
    const city = await newCity('groups.example');
    const text = list(
      { service_code: '1', service_name: 'A', group: 'Parks & Trees' },
      { service_code: '2', service_name: 'B', group: 'Parks, Trees' },
    );
    for (const added of [2, 0]) {
      const report = await importServices(database.db, { jurisdiction_id: city, locale: 'en', text });
      expect(report).toMatchObject({ added, changed: 0 });
      const found = await stored(city);
      expect([found.get('1')?.group, found.get('2')?.group]).toEqual(['Parks & Trees', 'Parks, Trees']);
    }
  });

  test('a service that only came with cases opens to the public, what staff wrote stays', async () => {
    const city = await newCity('opens.example');
    await database.db.raw(
      `insert into services (jurisdiction_id, service_code, type, names, agency, response_hours, postable)
       values (?, '1', 'realtime', '{"en": "Lamp"}', 'Works', 48, false)`,
      [city],
    );
    await importServices(database.db, { jurisdiction_id: city, locale: 'en', text: list(ONE) });
    const row: unknown = await database.db('services').where({ jurisdiction_id: city }).first();
    expect(row).toMatchObject({ postable: true, agency: 'Works', response_hours: 48, imported: false });
  });
});

test('refused entries are reported and the others taken', async () => {
  const city = await newCity('refused.example');
  const text = list(
    { service_code: '1', service_name: 'A' },
    { service_code: '2', service_name: 'B', type: 'x' },
  );
  const report = await importServices(database.db, { jurisdiction_id: city, locale: 'en', text });
  expect(report).toEqual({
    read: 2,
    added: 1,
    changed: 0,
    unchanged: 0,
    refused: [{ position: 2, reason: expect.stringMatching(/type "x" of "2" is unknown/) }],
  });
});

test('a text that is no list writes nothing', async () => {
  const city = await newCity('nothing.example');
  const importing = importServices(database.db, { jurisdiction_id: city, locale: 'en', text: '<errors/>' });
  await expect(importing).rejects.toBeInstanceOf(AppError);
  expect((await stored(city)).size).toBe(0);
  expect(await changeset(city)).toBe('2020-01-01T00:00:00.000Z');
});

describe('a list that a city has written itself', () => {
  const lamp = { service_code: 'LAMP', service_name: 'Lamp', type: 'realtime' };
  const publishesOf = async (city: string) =>
    (
      (await database.db('services').select('publishes').where({ jurisdiction_id: city })) as {
        publishes: string;
      }[]
    ).map(({ publishes }) => publishes);
  const take = (city: string, service: object) =>
    importServices(database.db, { jurisdiction_id: city, locale: 'en', text: list(service) });

  test('may say that a service is sensitive; one that does not say so changes nothing', async () => {
    const city = await newCity('sensitive.example');
    expect(await take(city, { ...lamp, publishes: 'coarse_place' })).toMatchObject({ added: 1, changed: 0 });
    expect(await publishesOf(city)).toEqual(['coarse_place']);
    expect(await take(city, lamp)).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
    expect(await publishesOf(city)).toEqual(['coarse_place']);
    expect(await take(city, { ...lamp, publishes: 'nothing' })).toMatchObject({ added: 0, changed: 1 });
    expect(await publishesOf(city)).toEqual(['nothing']);
    const [row] = (await database.db('jurisdictions').where({ jurisdiction_id: city })) as {
      republish_since: Date | null;
    }[];
    expect(row?.republish_since).toBeInstanceOf(Date);
  });

  test('is told when it says something unknown', async () => {
    const city = await newCity('sensitive-unknown.example');
    const report = await take(city, { ...lamp, publishes: 'maybe' });
    expect(report.refused).toEqual([
      {
        position: 1,
        reason: 'publishes "maybe" of "LAMP" is unknown. There are everything, coarse_place, nothing.',
      },
    ]);
  });
});
