import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importServices, publishService, setDuplicateRadius } from '../../src/features/catalogue/index.ts';
import { changeStatus, locateCase, withdrawRequest } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, errorsOf, listOf, submit, submitted } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { difference, readXml } from '../support/xml.ts';

/** What others have told the city, before somebody tells it again. */

let app: TestApp;
let city: TestCity;
/** Made before the first call: what is new is known after half a second. */
const plain: TestCity[] = [];
const HERE = { lat: 51.1, long: 17.03 };
/** Metres to the north of the place, in degrees. */
const north = (metres: number) => (HERE.lat + metres / ((12_742_000 * Math.PI) / 360)).toFixed(7);
const at = (metres: number) => ({ lat: north(metres), long: String(HERE.long) });
const door = () => ({ db: app.db, clock: systemClock });

const path = (asked: Record<string, string> = {}, format = 'json', id = city.jurisdiction_id) => {
  const query = { service_code: 'LAMP', lat: String(HERE.lat), long: String(HERE.long), ...asked };
  return `/open311/${id}/v2/duplicates.${format}?${new URLSearchParams(query).toString()}`;
};
const ask = (asked: Record<string, string> = {}) => call(app, path(asked));
const numbersOf = (answer: Answer) => listOf(answer).map(({ service_request_id }) => service_request_id);

/** A city of its own, so that no test finds the cases of another. */
async function freshCity(given?: Parameters<typeof createCity>[1]): Promise<void> {
  const kept = given === undefined ? plain.pop() : undefined;
  city = kept ?? (await createCity(app.db, given));
  await until(async () => (await ask()).status === 200);
}
const report = (metres: number, fields: Record<string, string> = {}) =>
  submitted(app, city, { service_code: 'LAMP', ...at(metres), ...fields });

beforeAll(async () => {
  app = await startApp();
  for (let one = 0; one < 9; one += 1) plain.push(await createCity(app.db));
});
afterAll(() => app.stop());

/** As the contract describes it, of ASCII texts: pg_trgm has two blanks before each word and one behind it. */
function trigrams(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return new Set(
    words.flatMap((word) =>
      [...`  ${word} `].slice(2).map((_, place) => `  ${word} `.slice(place, place + 3)),
    ),
  );
}
function likeness(one: string, other: string): number {
  const [a, b] = [trigrams(one), trigrams(other)];
  const shared = [...a].filter((three) => b.has(three)).length;
  return shared / (a.size + b.size - shared);
}

describe('what is found', () => {
  test('the public case with its distance and a score that can be checked, the best first', async () => {
    await freshCity();
    const far = await report(80, { description: 'The lamp is dark' });
    const near = await report(20, { description: 'A bench is broken' });
    const same = await report(30, { description: 'The lamp at the crossing is dark' });
    const otherService = await report(30, {
      service_code: 'HOLE',
      'attribute[SIZE]': 'small',
      description: 'The lamp at the crossing is dark',
    });
    const description = 'lamp dark at crossing';
    const answer = await ask({ description });
    expect(answer.status).toBe(200);
    const score = (metres: number, bonus: number, text: string) =>
      0.5 * (1 - metres / 100) + bonus + 0.3 * likeness(description, text);
    const wanted: [string, number, number][] = [
      [same, 30, score(30, 0.2, 'The lamp at the crossing is dark Service LAMP')],
      [near, 20, score(20, 0.2, 'A bench is broken Service LAMP')],
      [far, 80, score(80, 0.2, 'The lamp is dark Service LAMP')],
      [otherService, 30, score(30, 0, 'The lamp at the crossing is dark Service HOLE')],
    ];
    expect(
      listOf(answer).map((one) => [one['service_request_id'], one['distance_metres'], one['score']]),
    ).toEqual(
      wanted
        .sort((a, b) => b[2] - a[2])
        .map(([number, metres, exact]) => [number, metres, expect.closeTo(exact, 3)]),
    );
    for (const { service_request_id, distance_metres: _metres, score: _score, ...item } of listOf(answer)) {
      const got = await call(
        app,
        `/open311/${city.jurisdiction_id}/v2/requests/${String(service_request_id)}.json`,
      );
      expect([{ service_request_id, ...item }]).toEqual(got.json);
    }
  });

  test('the same in XML, with extensions, in another language, and below every base path', async () => {
    await freshCity();
    await report(10, { description: 'The lamp <is> dark & cold' });
    for (const asked of [{}, { extensions: 'true' }]) {
      const [json, xml] = [await ask(asked), await call(app, path(asked, 'xml'))];
      expect(xml.headers.get('content-type')).toBe('text/xml; charset=utf-8');
      expect(difference(json.json, readXml(xml.text))).toBeUndefined();
    }
    expect(listOf(await ask({ extensions: 'true' }))[0]).toHaveProperty(
      'extended_attributes.detailed_status',
    );
    const plain = path().replace(`/${city.jurisdiction_id}/v2`, '/v2');
    const named = await call(app, `${plain}&jurisdiction_id=${city.jurisdiction_id}`);
    expect(named.json).toEqual((await ask()).json);
    const sandbox = await call(app, path().replace('/v2/', '/test/v2/'));
    expect([sandbox.status, sandbox.json]).toEqual([200, []]);
  });

  test('at most ten, those of the same score by their numbers', async () => {
    await freshCity();
    const numbers: string[] = [];
    for (let one = 0; one < 12; one += 1) numbers.push(await report(50, { description: 'Dark' }));
    expect(numbersOf(await ask({ description: 'Dark' }))).toEqual(numbers.slice(0, 10));
  });

  test('without a description, by place and service alone', async () => {
    await freshCity();
    await report(50, { description: 'Dark' });
    expect(listOf(await ask())).toMatchObject([{ distance_metres: 50, score: 0.45 }]);
    expect(listOf(await ask({ description: '?!' }))).toMatchObject([{ score: 0.45 }]);
  });

  test('an answer that is the same is not sent again', async () => {
    await freshCity();
    await report(50);
    const first = await ask();
    const etag = first.headers.get('etag') ?? '';
    const again = await call(app, path(), { headers: { 'If-None-Match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
    await report(40);
    expect((await call(app, path(), { headers: { 'If-None-Match': etag } })).status).toBe(200);
  });

  test('across the antimeridian and at the poles', async () => {
    await freshCity({ outline: null });
    const number = await submitted(app, city, { service_code: 'LAMP', lat: '-16.8', long: '179.9998' });
    expect(listOf(await ask({ lat: '-16.8', long: '-179.9998' }))).toMatchObject([
      { service_request_id: number, distance_metres: 43 },
    ]);
    const pole = await submitted(app, city, { service_code: 'LAMP', lat: '89.9999', long: '10' });
    expect(numbersOf(await ask({ lat: '89.9999', long: '-170' }))).toEqual([pole]);
  });
});

describe('what is not found', () => {
  test('a case that is closed, old, hidden, of another group, too far away, or of another city', async () => {
    await freshCity({
      services: [
        { service_code: 'LAMP' },
        { service_code: 'TREE', type: 'batch' },
        { service_code: 'TIP', type: 'blackbox' },
        { service_code: 'ALONE' },
      ],
    });
    await app
      .db('services')
      .where({ jurisdiction_id: city.jurisdiction_id, service_code: 'ALONE' })
      .update({ group_code: null });
    await app.db.raw('select touch_changeset(?)', [city.jurisdiction_id]);
    const closed = await report(10);
    await changeStatus(door(), await locateCase(app.db, closed), {
      status: 'fixed',
      notes: null,
      actor: 'test',
    });
    const hidden = await report(10);
    await withdrawRequest(door(), await locateCase(app.db, hidden), { notes: null, actor: 'test' });
    const old = await report(10);
    await app
      .db('requests')
      .where({ number: old })
      .update({
        requested_at: new Date(Date.now() - 90 * 86_400_000 - 60_000).toISOString().replace(/\.\d+/, ''),
      });
    await report(101);
    await report(10, { service_code: 'ALONE' });
    for (const service_code of ['TREE', 'TIP'])
      expect((await submit(app, city, { service_code, ...at(10) })).status).toBe(200);
    const here = city;
    await freshCity();
    await report(10);
    city = here;
    await until(async () => numbersOf(await ask()).length === 0);
    const edge = await report(99);
    expect(numbersOf(await ask())).toEqual([edge]);
    // A service without a group has only its own cases.
    expect(listOf(await ask({ service_code: 'ALONE' }))).toMatchObject([{ service_code: 'ALONE' }]);
  });

  test('a case of a sensitive service, also for who asks for that service', async () => {
    await freshCity({
      services: [{ service_code: 'LAMP' }, { service_code: 'NOISE', publishes: 'coarse_place' }],
    });
    // The nearest knot of the net of coarse places.
    const knot = { lat: '51.1', long: '17.0312304' };
    await submitted(app, city, { service_code: 'NOISE', ...knot });
    const lamp = await submitted(app, city, { service_code: 'LAMP', ...knot });
    for (const service_code of ['LAMP', 'NOISE'])
      expect(numbersOf(await ask({ service_code, ...knot }))).toEqual([lamp]);
    await publishService(app.db, city.jurisdiction_id, 'LAMP', 'coarse_place');
    await until(async () => numbersOf(await ask({ ...knot })).length === 0);
  });

  test('a masked number cannot be guessed: every other one scores the same', async () => {
    await freshCity();
    await report(10, { description: 'Dark. Call 601 234 567 or jan@example.org' });
    const scoreOf = async (description: string) => listOf(await ask({ description }))[0]?.['score'];
    const right = await scoreOf('Dark. Call 601 234 567 or jan@example.org');
    expect(right).toBe(await scoreOf('Dark. Call 602 999 111 or eva@example.org'));
    expect(right).toBeGreaterThan((await scoreOf('Dark')) as number);
    expect(right).toBeLessThan((await scoreOf('Dark. Call [phone] or [e-mail] Service LAMP')) as number);
  });
});

describe('the radius of a service', () => {
  test('is what the city says, by command or by a list of services', async () => {
    await freshCity();
    const number = await report(150);
    expect(numbersOf(await ask())).toEqual([]);
    await setDuplicateRadius(app.db, city.jurisdiction_id, 'LAMP', 200);
    await until(async () => numbersOf(await ask())[0] === number);
    const importing = (duplicate_radius: unknown) =>
      importServices(app.db, {
        jurisdiction_id: city.jurisdiction_id,
        locale: 'en',
        text: JSON.stringify([{ service_code: 'LAMP', service_name: 'Service LAMP', duplicate_radius }]),
      });
    expect((await importing(120)).changed).toBe(1);
    await until(async () => numbersOf(await ask()).length === 0);
    expect((await importing(undefined)).refused).toEqual([]);
    for (const wrong of [9, 2001, 'far', 100.5, '1e3'])
      expect((await importing(wrong)).refused).toEqual([
        {
          position: 1,
          reason: expect.stringContaining('is no whole number of metres from 10 to 2000') as unknown,
        },
      ]);
    const set = (code: string, metres: number) =>
      setDuplicateRadius(app.db, city.jurisdiction_id, code, metres);
    for (const wrong of [9, 2001, 10.5, NaN])
      await expect(set('LAMP', wrong)).rejects.toThrow('from 10 to 2000');
    await expect(set('NONE', 100)).rejects.toThrow('There is no service NONE');
    // The widest one is found by the larger grid.
    await set('LAMP', 2_000);
    const wide = await report(1_999);
    await until(async () => numbersOf(await ask()).includes(wide));
  });
});

describe('what is wrong with a call', () => {
  test('is told in one answer', async () => {
    await freshCity();
    const missing = await call(app, `/open311/${city.jurisdiction_id}/v2/duplicates.json`);
    expect([missing.status, errorsOf(missing).map(({ field }) => field)]).toEqual([
      400,
      ['service_code', 'lat', 'long'],
    ]);
    const wrong = await ask({ lat: '91', long: 'east', description: 'x'.repeat(4_001), locale: 'pl' });
    expect(wrong.status).toBe(400);
    expect(errorsOf(wrong).map(({ field, description }) => [field, description])).toEqual([
      ['lat', 'lat musi być szerokością geograficzną od -90 do 90, taką jak 51.1079.'],
      ['long', 'long musi być długością geograficzną od -180 do 180, taką jak 17.0385.'],
      ['description', 'description ma więcej niż 4,000 znaków.'],
    ]);
    const unknown = await ask({ service_code: 'NONE' });
    expect([unknown.status, errorsOf(unknown)[0]?.field]).toEqual([404, 'service_code']);
    const city404 = await call(app, path({}, 'json', 'nowhere.example'));
    expect(city404.status).toBe(404);
    expect((await call(app, path(), { method: 'POST' })).status).toBe(405);
  });
});
