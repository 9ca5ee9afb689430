import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { erasePersonalData, exportPersonalData } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { PLACE, submit, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

/** Wherever somebody can have written the e-mail address of a person, it is found, told to that person, and erased. */
let app: TestApp;
let city: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
});
afterAll(() => app.stop());

const doors = () => ({ db: app.db, files: openFiles(app.folder), clock: systemClock });
const report = (fields: Record<string, string>) =>
  submitted(app, city, { ...PLACE, service_code: 'LAMP', ...fields });
const rowsWith = async (text: string) => {
  const { rows } = await app.db.raw<{ rows: { name: string }[] }>(
    `select table_name as name from information_schema.tables where table_schema = 'signpost' and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const { rows: hits } = await app.db.raw<{ rows: unknown[] }>(
      'select 1 from ?? as given where strpos(lower(given::text), ?) > 0',
      [name, text],
    );
    if (hits.length > 0) found.push(name);
  }
  return found;
};

test.each<[string, string, (email: string) => Record<string, string>]>([
  ['a description', 'a', (email) => ({ description: `Ask ${email.toUpperCase()}.` })],
  ['an address', 'b', (email) => ({ address_string: `At ${email}'s` })],
  ['an identifier of a place', 'c', (email) => ({ address_id: `7-${email}` })],
  ['an answer', 'd', (email) => ({ 'attribute[OWN]': email })],
  ['the name of an answer', 'e', (email) => ({ [`attribute[${email}]`]: '1' })],
  ['the name of somebody else', 'f', (email) => ({ last_name: `of ${email}` })],
  ['the phone of somebody else', 'g', (email) => ({ phone: `or ${email}` })],
  ['a device', 'h', (email) => ({ device_id: `phone-of-${email}` })],
  ['an address of the web', 'i', (email) => ({ media_url: `https://example.org/%2F${email}/a.jpg` })],
  [
    'an encoded address of the web',
    'j',
    (email) => ({ media_url: `https://example.org/${encodeURIComponent(email)}/a.jpg` }),
  ],
])('%s', async (_what, letter, fieldsWith) => {
  const email = `${letter}${letter}@mention.example`;
  const given = fieldsWith(email);
  const kept = 'HOUSE-7';
  const number = await report({ email: 'other@person.example', address_id: kept, ...given });
  const { data } = await exportPersonalData(doors(), city.jurisdiction_id, { email });
  expect(data).toMatchObject({ reported: [], comments: [], mentioned_in: [number] });
  const told = await erasePersonalData(doors(), city.jurisdiction_id, { email }, 'test');
  expect(told).toMatchObject({ cases: 0, comments: 0, mentions: 1 });
  expect([await rowsWith(email), await rowsWith(encodeURIComponent(email))]).toEqual([[], []]);
  expect(await app.db('request_reporters').where({ number })).toMatchObject([
    { email: 'other@person.example' },
  ]);
  if (given['address_id'] === undefined)
    expect(await app.db('requests').where({ number })).toMatchObject([{ address_id: kept }]);
});

test('who sends with an account that has the address in its name is that person', async () => {
  const email = 'account@person.example';
  const reported = await report({ account_id: `google:${email}` });
  const other = await report({});
  const partner = await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['update'] });
  await submit(
    app,
    { ...city, key: partner.key },
    {
      service_request_id: other,
      update_id: '1',
      status: 'unchanged',
      updated_datetime: '2026-05-01',
      description: 'What they said.',
      account_id: email,
    },
    { path: '/open311/v2/servicerequestupdates.json' },
  );
  const { data } = await exportPersonalData(doors(), city.jurisdiction_id, { email });
  expect(data.reported.map((one) => one.number)).toEqual([reported]);
  expect(data.comments).toMatchObject([{ number: other, notes: 'What they said.' }]);
  await erasePersonalData(doors(), city.jurisdiction_id, { email }, 'test');
  expect(await rowsWith(email)).toEqual([]);
  expect(await rowsWith('what they said')).toEqual([]);
});

test('what a city has from elsewhere is looked through as well', async () => {
  const email = 'zip@person.example';
  const number = await report({});
  await app.db('requests').where({ number }).update({ zipcode: email });
  expect(await erasePersonalData(doors(), city.jurisdiction_id, { email }, 'test')).toMatchObject({
    mentions: 1,
  });
  expect(await rowsWith(email)).toEqual([]);
});

test('a longer address that ends or begins alike is that of somebody else', async () => {
  const email = 'ann@short.example';
  const longer = ['joann@short.example', 'ann@short.example2'];
  await report({ description: longer.join(', '), 'attribute[OWN]': longer.join(' ') });
  expect(await erasePersonalData(doors(), city.jurisdiction_id, { email }, 'test')).toMatchObject({
    mentions: 0,
  });
  for (const one of longer) expect(await rowsWith(one)).toContain('request_originals');
});
