import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { erasePersonalData, exportPersonalData } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { call, PLACE, submit, submitted } from '../support/calls.ts';
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
  ['an identifier of a place', 'c', (email) => ({ address_id: `7/${email}` })],
  ['an answer', 'd', (email) => ({ 'attribute[OWN]': email })],
  ['the name of an answer', 'e', (email) => ({ [`attribute[${email}]`]: '1' })],
  ['the name of somebody else', 'f', (email) => ({ last_name: `of ${email}` })],
  ['the phone of somebody else', 'g', (email) => ({ phone: `or ${email}` })],
  ['a device', 'h', (email) => ({ device_id: `phone:${email}` })],
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

test('who comments with such an account alone is no supporter any more', async () => {
  const email = 'neighbour@person.example';
  const account_id = `google:${email}`;
  const other = await report({});
  const { key_id, key } = await createKey(app.db, {
    jurisdiction_id: city.jurisdiction_id,
    scopes: ['submit', 'update'],
  });
  const update = { service_request_id: other, update_id: '2', status: 'unchanged', account_id };
  await submit(
    app,
    { ...city, key },
    { ...update, updated_datetime: '2026-05-01', description: 'Me too.' },
    { path: '/open311/v2/servicerequestupdates.json' },
  );
  const answer = await call(app, `/open311/${city.jurisdiction_id}/v2/requests/${other}/supporters.json`, {
    method: 'POST',
    body: new URLSearchParams({ api_key: key, account_id }),
  });
  expect(answer.status).toBe(200);
  const known = () => app.db('request_supporters').where({ key_id }).whereNotNull('supported_at');
  expect(await known()).toHaveLength(1);
  const { data } = await exportPersonalData(doors(), city.jurisdiction_id, { email });
  expect(data.supported).toEqual([other]);
  expect(await erasePersonalData(doors(), city.jurisdiction_id, { email }, 'test')).toMatchObject({
    supports: 1,
    comments: 1,
  });
  expect(await known()).toEqual([]);
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

const OTHERS: [string, (email: string) => string][] = [
  ['begins with more letters', (email) => `jo${email}`],
  ['begins with a name and a dot', (email) => `anna.${email}`],
  ['begins with a name and a hyphen', (email) => `anna-${email}`],
  ['begins with a name and an underscore', (email) => `anna_${email}`],
  ['begins with a name and a plus', (email) => `anna+${email}`],
  ['begins with an apostrophe', (email) => `o'${email}`],
  ['ends with a figure', (email) => `${email}2`],
  ['ends with another domain', (email) => `${email}.pl`],
  ['ends with a hyphen and more', (email) => `${email}-shop.pl`],
];

test.each(OTHERS)('a longer address that %s is that of somebody else', async (what, longer) => {
  const email = `${what.replace(/[^a-z]/g, '')}@short.example`;
  const other = longer(email);
  await report({
    description: `Ask ${other}. Or <${other}>`,
    'attribute[OWN]': other,
    media_url: `https://example.org/${encodeURIComponent(other)}/1.jpg`,
    account_id: other,
  });
  await report({ account_id: `google:${other}`, media_url: `https://example.org/?of=${other}` });
  const rowsOfOther = () => Promise.all([other, encodeURIComponent(other)].map(rowsWith));
  const before = await rowsOfOther();
  const mine = await report({ description: `It is ${email}.`, email: 'third@person.example' });
  const { data } = await exportPersonalData(doors(), city.jurisdiction_id, { email });
  expect(data).toMatchObject({ reported: [], comments: [], mentioned_in: [mine], supported: [] });
  const told = await erasePersonalData(doors(), city.jurisdiction_id, { email }, 'test');
  expect(told).toMatchObject({ cases: 0, comments: 0, mentions: 1 });
  expect(before.flat()).toEqual(expect.arrayContaining(['request_attributes', 'request_reporters']));
  expect(await rowsOfOther()).toEqual(before);
});

test.each<[string, (email: string) => string]>([
  ['at the end of a sentence', (email) => `Write to ${email}.`],
  ['before another one', (email) => `${email},anna.${email}`],
  ['in quotation marks', (email) => `'${email}'`],
  ['in brackets', (email) => `(${email})`],
])('an address %s is found', async (what, text) => {
  const email = `${what.replace(/[^a-z]/g, '')}@found.example`;
  const number = await report({ description: text(email) });
  const told = await erasePersonalData(doors(), city.jurisdiction_id, { email }, 'test');
  expect(told).toMatchObject({ mentions: 1 });
  expect(await app.db('request_originals').where({ number }).select('description')).toEqual([
    { description: text(email).replace(email, '[e-mail]') },
  ]);
});

test.each<[string, (email: string) => string]>([
  ['is a folder', (email) => `https://example.org/${email}/1.jpg`],
  ['is the name of a picture', (email) => `https://example.org/${email}.jpg`],
  ['is what is asked for', (email) => `https://example.org/?of=${encodeURIComponent(email)}`],
  ['stands behind an encoded sign', (email) => `https://example.org/?of%3D${email}&more`],
])('an address that %s in a link is found', async (what, link) => {
  const email = `${what.replace(/[^a-z]/g, '')}@link.example`;
  await report({ media_url: link(email) });
  const told = await erasePersonalData(doors(), city.jurisdiction_id, { email }, 'test');
  expect(told).toMatchObject({ mentions: 1 });
  expect([await rowsWith(email), await rowsWith(encodeURIComponent(email))]).toEqual([[], []]);
});
