import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { changeStatus, locateCase, showCase } from '../../src/features/requests/index.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { PLACE, submitted } from '../support/calls.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

let app: TestApp;
let city: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
});
afterAll(() => app.stop());

/** Sets one status after the other, an hour apart, and gives the case as staff see it then. */
async function after(...changes: { status: 'open' | 'closed'; notes: string | null }[]) {
  const key = await locateCase(app.db, await submitted(app, city, { service_code: 'LAMP', ...PLACE }));
  const begun = Date.now();
  for (const [before, change] of changes.entries()) {
    const clock = { now: () => new Date(begun + (before + 1) * 3_600_000) };
    await changeStatus({ db: app.db, clock }, key, { ...change, actor: 'test' });
  }
  const { rows } = await app.db.raw<{ rows: { closed_at: Date | null; status_notes: string | null }[] }>(
    'select closed_at, status_notes from signpost.requests where jurisdiction_id = ? and number = ?',
    [key.jurisdiction_id, key.number],
  );
  const hour = (time: Date) => Math.round((time.getTime() - begun) / 3_600_000);
  const { closed_at = null, status_notes = null } = rows[0] ?? {};
  return {
    closed: closed_at === null ? null : hour(closed_at),
    notes: status_notes,
    timeline: (await showCase(app.db, key.number)).timeline.map(({ status }) => status),
  };
}

test('a case closed again without notes keeps when it was closed, and why', async () => {
  expect(await after({ status: 'closed', notes: 'Mended.' }, { status: 'closed', notes: null })).toEqual({
    closed: 1,
    notes: 'Mended.',
    timeline: ['open', 'closed', 'closed'],
  });
});

test('new notes on a closed case take the place of the old ones, and it stays closed when it was', async () => {
  expect(
    await after({ status: 'closed', notes: 'Mended.' }, { status: 'closed', notes: 'New bulb.' }),
  ).toMatchObject({ closed: 1, notes: 'New bulb.' });
});

test('a case opened again has neither; closed once more, it is closed anew', async () => {
  const reopened = [
    { status: 'closed', notes: 'Mended.' },
    { status: 'open', notes: null },
  ] as const;
  expect(await after(...reopened)).toMatchObject({ closed: null, notes: null });
  expect(await after(...reopened, { status: 'closed', notes: null })).toMatchObject({
    closed: 3,
    notes: null,
  });
});
