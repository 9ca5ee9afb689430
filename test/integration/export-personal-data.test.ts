import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { erasePersonalData, exportPersonalData, foreseeErasure } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { listOf } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { quarters, submitFiles } from '../support/pictures.ts';

/** Who asks what is known of them gets all of it, and nothing of anybody else. */
let app: TestApp;
let city: TestCity;
let partner: string;
let foreign: string;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  const { jurisdiction_id } = city;
  foreign = (await createKey(app.db, { jurisdiction_id, scopes: ['update'] })).key;
  partner = (await createKey(app.db, { jurisdiction_id, scopes: ['update'] })).key;
});
afterAll(() => app.stop());

const doors = () => ({ db: app.db, files: openFiles(app.folder), clock: systemClock });
const ME = { email: 'me@person.example', account_id: 'my-account', phone: '601 234 567' };
const OTHER = { email: 'other@person.example', first_name: 'Otherfirst', phone: '602 345 678' };

async function send(path: string, key: string, fields: Record<string, string>): Promise<void> {
  const picture = await quarters().jpeg().toBuffer();
  const answer = await submitFiles(app, { ...city, key }, [['media', picture]], { path, fields });
  if (answer.status !== 200) throw new Error(answer.text);
}

test('everything of one person, and of others what everybody can read', async () => {
  const picture = await quarters().jpeg().toBuffer();
  const answer = await submitFiles(app, city, [['media', picture]], {
    fields: { ...ME, address_id: `at ${ME.email}`, description: `Call ${ME.phone}.` },
  });
  const number = String(listOf(answer)[0]?.['service_request_id']);
  const updates = '/open311/v2/servicerequestupdates.json';
  const update = (update_id: string, description: string, sender: Record<string, string>) => ({
    service_request_id: number,
    update_id,
    status: 'unchanged',
    updated_datetime: '2026-05-01',
    description,
    ...sender,
  });
  await send(updates, partner, update('1', `Mine, ${ME.email}`, { email: ME.email.toUpperCase() }));
  await send(updates, partner, update('2', `Theirs, ${OTHER.email}`, OTHER));
  await send(updates, city.key, update('3', 'Theirs, and nobody has released it', OTHER));
  await send(
    updates,
    city.key,
    update('4', 'Mine, and nobody has released it', { account_id: ME.account_id }),
  );
  // Another app has an account of the same name, which is somebody else's.
  const stranger = { email: 'stranger@person.example', first_name: 'Strangerfirst' };
  await send(
    updates,
    foreign,
    update('5', `Call ${stranger.email}`, { ...stranger, account_id: ME.account_id }),
  );

  for (const person of [{ email: ME.email }, { number }]) {
    const { data, pictures } = await exportPersonalData(doors(), city.jurisdiction_id, person);
    expect(data.reported).toMatchObject([
      { number, address_id: `at ${ME.email}`, description: `Call ${ME.phone}.`, reporter: ME },
    ]);
    expect(data.reported[0]?.timeline.filter(({ notes }) => notes !== null)).toMatchObject([
      { notes: `Mine, ${ME.email}`, sender: { email: ME.email.toUpperCase() } },
      { notes: 'Theirs, [e-mail]', sender: null },
      { notes: 'Mine, and nobody has released it', sender: { account_id: ME.account_id } },
      { notes: 'Call [e-mail]', sender: null },
    ]);
    for (const word of [...Object.values(OTHER), ...Object.values(stranger)])
      expect(JSON.stringify(data)).not.toContain(word);
    // Its own, those of two comments of the person, and the two that everybody can see.
    expect(pictures).toHaveLength(5);
  }
});

test('what would be erased is what is erased', async () => {
  const person = { email: ME.email };
  const foreseen = await foreseeErasure(doors(), city.jurisdiction_id, person);
  expect(foreseen).toEqual({ cases: 1, comments: 0, mentions: 0, supports: 0, pictures: 6 });
  expect(await erasePersonalData(doors(), city.jurisdiction_id, person, 'test')).toEqual(foreseen);
});
