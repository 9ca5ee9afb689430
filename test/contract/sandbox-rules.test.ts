import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { publishService } from '../../src/features/catalogue/index.ts';
import { updateMasking } from '../../src/features/jurisdictions/index.ts';
import { requestJobs } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { call, listOf, PLACE } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { letChangesPass } from '../support/past.ts';
import { basePath, createTriedCity } from '../support/sandbox.ts';
import type { Kind, TriedCity } from '../support/sandbox.ts';

/** A sandbox has the catalogue, the areas and the settings of its city, and none of its own. */

let app: TestApp;
let tried: TriedCity;
let changing: TriedCity;
beforeAll(async () => {
  app = await startApp();
  tried = await createTriedCity(app);
  changing = await createTriedCity(app);
});
afterAll(() => app.stop());

test.each([
  ['masks nothing', null],
  ['tells no place', 'coarse_place'],
  ['tells nothing', 'nothing'],
] as const)('a city that %s takes cases in its sandbox as well', async (_what, publishes) => {
  const { jurisdiction_id } = await createCity(app.db);
  if (publishes === null) await updateMasking(app.db, jurisdiction_id, false);
  else await publishService(app.db, jurisdiction_id, 'LAMP', publishes);
  const { key } = await createKey(app.db, {
    jurisdiction_id,
    scopes: ['submit'],
    label: 'x',
    kind: 'test',
  });
  const fields = { api_key: key, service_code: 'LAMP', ...PLACE, description: 'Call 601 234 567.' };
  const url = `${basePath('test', jurisdiction_id)}/requests.json`;
  await until(async () => (await call(app, url)).status === 200);
  const answer = await tried.post(url, fields);
  const number = String(listOf(answer)[0]?.['service_request_id']);
  const shown = await call(app, `${basePath('test', jurisdiction_id)}/requests/${number}.json`);
  if (publishes === 'nothing') expect([answer.status, shown.status]).toEqual([200, 404]);
  else
    expect(listOf(shown)[0]).toMatchObject({
      description: publishes === null ? 'Call 601 234 567.' : null,
    });
});

test('what changes in the city changes in its sandbox', async () => {
  const jurisdiction_id = tried.city.jurisdiction_id;
  const names = { en: 'A new name' };
  await app.db('services').where({ jurisdiction_id, service_code: 'LAMP' }).update({ names });
  await app.db.raw('select touch_changeset(?)', [jurisdiction_id]);
  await until(async () =>
    (await call(app, `${tried.base('test')}/services.json`)).text.includes('A new name'),
  );
  const number = await tried.numberOf('test');
  const [shown] = listOf(await call(app, `${tried.base('test')}/requests/${number}.json`));
  expect(shown).toMatchObject({ service_name: 'A new name', service_notice: 'We look into it.' });
  expect(
    (await tried.post(`${tried.base('test')}/requests.json`, tried.fieldsFor('test', { lat: '1' }))).text,
  ).toContain('outside the area that Testowo serves');
});

test('cases that are there follow when the city changes what it publishes', async () => {
  const { city, base, numberOf } = changing;
  const { jurisdiction_id } = city;
  const description = 'Call 601 234 567.';
  const numbers = {
    live: await numberOf('live', { description }),
    test: await numberOf('test', { description }),
  };
  const republish = requestJobs({ db: app.db, files: openFiles(app.folder), clock: systemClock })[
    'requests.republish'
  ];
  const told = async (kind: Kind) => {
    const answer = await call(app, `${base(kind)}/requests/${numbers[kind]}.json`);
    return answer.status === 200 ? listOf(answer)[0]?.['description'] : answer.status;
  };
  const becomes = async (expected: string | number | null) => {
    await letChangesPass(app.db);
    await until(async () => {
      await republish?.({});
      return (await told('live')) === expected;
    });
    await until(async () => {
      await republish?.({});
      return (await told('test')) === expected;
    });
  };
  expect([await told('live'), await told('test')]).toEqual(['Call [phone].', 'Call [phone].']);
  await updateMasking(app.db, jurisdiction_id, false);
  await becomes(description);
  await updateMasking(app.db, jurisdiction_id, true);
  await becomes('Call [phone].');
  await publishService(app.db, jurisdiction_id, 'LAMP', 'coarse_place');
  await becomes(null);
  await publishService(app.db, jurisdiction_id, 'LAMP', 'nothing');
  await becomes(404);
  const rows = await app.db('jurisdictions').whereNotNull('republish_since');
  expect(rows).toEqual([]);
}, 30_000);
