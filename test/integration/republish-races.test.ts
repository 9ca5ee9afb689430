import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { publishService } from '../../src/features/catalogue/index.ts';
import { updateMasking } from '../../src/features/jurisdictions/index.ts';
import { republishRequests } from '../../src/features/requests/index.ts';
import { eraseCase, lockPlace } from '../../src/features/requests/personal-data-repository.ts';
import { listOldStamps, updateStamps } from '../../src/features/requests/stamp-repository.ts';
import { lockPublicRequest } from '../../src/features/requests/update-repository.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { PLACE, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { untilWaiting } from '../support/lock-waits.ts';

/** Who waits for a case sees what is there when the waiting is over, not what was there when it began. */
let app: TestApp;
let cities: TestCity[];
beforeAll(async () => {
  app = await startApp();
  cities = await Promise.all(Array.from({ length: 4 }, () => createCity(app.db)));
});
afterAll(() => app.stop());

const TEXT = 'Call 601 234 567.';
const isOver = async (jurisdiction_id: string) => {
  const { rows } = await app.db.raw<{ rows: { over: boolean }[] }>(
    `select case_horizon() > republish_since + interval '1 second' as over from jurisdictions where jurisdiction_id = ?`,
    [jurisdiction_id],
  );
  return rows[0]?.over === true;
};

test('what is erased while it is to be made anew stays erased', async () => {
  const city = cities[0] as TestCity;
  const { jurisdiction_id } = city;
  const number = await submitted(app, city, { ...PLACE, service_code: 'LAMP', description: TEXT });
  await updateMasking(app.db, jurisdiction_id, false);
  await until(() => isOver(jurisdiction_id));

  const key = { jurisdiction_id, number };
  const erasing: Knex.Transaction = await app.db.transaction();
  await lockPlace(erasing, key);
  const doors = { db: app.db, clock: systemClock };
  const republished = republishRequests(doors, jurisdiction_id, { patient: true });
  await untilWaiting(app.db, 1);
  await eraseCase(erasing, key, { lat: 51.1, long: 17 });
  await erasing.commit();
  await republished;
  expect(await app.db('requests').where(key)).toMatchObject([{ description: null }]);
  expect(await app.db('request_originals').where(key)).toEqual([]);
});

test('an update that waits for its case is told by the rules that hold then', async () => {
  const city = cities[1] as TestCity;
  const { jurisdiction_id } = city;
  const number = await submitted(app, city, { ...PLACE, service_code: 'LAMP' });
  await updateMasking(app.db, jurisdiction_id, false);
  const before: Knex.Transaction = await app.db.transaction();
  await lockPlace(before, { jurisdiction_id, number });
  const locked = app.db.transaction((tx) => lockPublicRequest(tx, jurisdiction_id, number));
  await untilWaiting(app.db, 1);
  await updateMasking(app.db, jurisdiction_id, true);
  await before.commit();
  expect(await locked).toMatchObject({ masks: true, status: 'open' });
});

test('a district that was found for the exact place is not that of a coarse one', async () => {
  const city = cities[2] as TestCity;
  const { jurisdiction_id } = city;
  const LAMP = { ...PLACE, service_code: 'LAMP' };
  const [moved, stayed] = [await submitted(app, city, LAMP), await submitted(app, city, LAMP)];
  await app.db('requests').where({ jurisdiction_id }).update({ areas_version: -1 });
  const found = await listOldStamps(app.db, jurisdiction_id, 0, 10);
  expect(found).toHaveLength(2);
  await app.db('requests').where({ jurisdiction_id, number: moved }).update({ lat: 51.11 });
  const stamps = found.map((one) => ({ ...one, area_code: 'EXACT' }));
  await updateStamps(app.db, jurisdiction_id, 0, stamps);
  const of = async (number: string) =>
    app.db('requests').where({ jurisdiction_id, number }).select('area_code', 'areas_version');
  expect(await of(moved)).toEqual([{ area_code: null, areas_version: -1 }]);
  expect(await of(stayed)).toEqual([{ area_code: 'EXACT', areas_version: 0 }]);
});

test('few cases are hidden at a time, and all of them in the end', async () => {
  const city = cities[3] as TestCity;
  const { jurisdiction_id } = city;
  for (let sent = 0; sent < 60; sent += 1) await submitted(app, city, { ...PLACE, service_code: 'LAMP' });
  const kept = await submitted(app, city, { ...PLACE, service_code: 'HOLE', 'attribute[SIZE]': 'small' });
  await publishService(app.db, jurisdiction_id, 'LAMP', 'nothing');
  const progress: number[] = [];
  const onProgress = (done: number) => void progress.push(done);
  await republishRequests({ db: app.db, clock: systemClock }, jurisdiction_id, { onProgress, patient: true });
  expect(progress).toEqual([50, 61]);
  expect(
    await app.db('requests').where({ jurisdiction_id, visibility: 'public' }).select('number'),
  ).toMatchObject([{ number: kept }]);
});
