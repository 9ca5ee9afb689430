import { afterEach, describe, expect, test } from '@jest/globals';
import { createKey, rotateKey } from '../../src/features/access/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, PLACE, rawCall, submit, submitted } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

const FIELDS = { service_code: 'LAMP', ...PLACE };

let app: TestApp;
let city: TestCity;
afterEach(() => app.stop());

async function start(limits: { address: number; key: number }, trustProxy: string | false = false) {
  app = await startApp({ http: { limits, trustProxy } });
  city = await createCity(app.db);
}

/** The policy, how many are left, and whether the seconds can be. */
function told({ headers }: Pick<Answer, 'headers'>) {
  const left = /^"(key|address)";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit') ?? '');
  const seconds = Number(left?.[3]);
  return [headers.get('ratelimit-policy'), left?.[1], Number(left?.[2]), seconds >= 1 && seconds <= 60];
}

const status = (answer: Answer) => answer.status;

describe('RateLimit fields', () => {
  test('with a key they are about the key, also on errors, and 429 keeps Retry-After', async () => {
    await start({ address: 100, key: 3 });
    const policy = '"key";q=3;w=60';
    expect(told(await submit(app, city, FIELDS))).toEqual([policy, 'key', 2, true]);
    const wrong = await submit(app, city, { service_code: 'NOPE' });
    expect([status(wrong), ...told(wrong)]).toEqual([404, policy, 'key', 1, true]);
    const invalid = await submit(app, city, { service_code: 'LAMP', lat: 'x' });
    expect([status(invalid), ...told(invalid)]).toEqual([400, policy, 'key', 0, true]);
    const refused = await submit(app, city, FIELDS);
    expect([status(refused), ...told(refused)]).toEqual([429, policy, 'key', 0, true]);
    expect(/t=(\d+)$/.exec(refused.headers.get('ratelimit') ?? '')?.[1]).toBe(
      refused.headers.get('retry-after'),
    );
  });

  test('without a key that works they are about the address', async () => {
    await start({ address: 3, key: 100 });
    const policy = '"address";q=3;w=60';
    const number = await submitted(app, city, FIELDS);
    const report = await call(app, `/open311/v2/requests/${number}/reports.json`, {
      method: 'POST',
      body: new URLSearchParams({ reason: 'spam' }),
    });
    expect([status(report), ...told(report)]).toEqual([200, policy, 'address', 1, true]);
    const bad = await submit(app, { ...city, key: 'x' }, FIELDS);
    expect([status(bad), ...told(bad)]).toEqual([403, policy, 'address', 0, true]);
    const refused = await submit(app, city, FIELDS, { path: '/open311/v2/requests.xml' });
    expect([status(refused), ...told(refused)]).toEqual([429, policy, 'address', 0, true]);
  });

  test('they are on broken bodies as well, and on no call that is not counted', async () => {
    await start({ address: 100, key: 100 });
    const broken = await rawCall(app, {
      method: 'POST',
      path: '/open311/v2/requests.json',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect([broken.status, broken.headers['ratelimit-policy']]).toEqual([400, '"address";q=100;w=60']);
    for (const path of ['requests.json', 'services.xml', 'requests/x.json', 'nothing.json']) {
      const read = await call(app, `/open311/v2/${path}`);
      expect([path, read.headers.has('ratelimit'), read.headers.has('ratelimit-policy')]).toEqual([
        path,
        false,
        false,
      ]);
    }
  });
});

describe('the limit of a key', () => {
  const limited = (given: { per_minute: number; origins?: string[] }) =>
    createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['submit'], ...given });

  test('goes before that of the installation, up and down', async () => {
    await start({ address: 1000, key: 2 });
    const [few, many] = [await limited({ per_minute: 1 }), await limited({ per_minute: 4 })];
    const all = async (key: string) => {
      const answers = [];
      for (let turn = 0; turn < 5; turn += 1)
        answers.push(status(await submit(app, { ...city, key }, FIELDS)));
      return answers;
    };
    expect(await all(few.key)).toEqual([200, 429, 429, 429, 429]);
    expect(await all(city.key)).toEqual([200, 200, 429, 429, 429]);
    expect(await all(many.key)).toEqual([200, 200, 200, 200, 429]);
  });

  test('is not doubled by rotating it', async () => {
    await start({ address: 1000, key: 100 });
    const old = await limited({ per_minute: 2 });
    const next = await rotateKey({ db: app.db, clock: systemClock }, old.key_id, { overlap_hours: 1 });
    const by = async (key: string) => status(await submit(app, { ...city, key }, FIELDS));
    expect([await by(old.key), await by(next.key), await by(old.key), await by(next.key)]).toEqual([
      200, 200, 429, 429,
    ]);
  });

  test('of a key in a page holds for each address: nobody uses it up for the others', async () => {
    await start({ address: 1000, key: 100 }, 'loopback');
    const { key } = await limited({ per_minute: 1, origins: ['https://city.example'] });
    const by = (address: string) =>
      submit(app, { ...city, key }, FIELDS, {
        headers: { origin: 'https://city.example', 'x-forwarded-for': address },
      });
    const first = await by('192.0.2.1');
    expect([status(first), ...told(first)]).toEqual([200, '"key";q=1;w=60', 'key', 0, true]);
    expect(status(await by('192.0.2.1'))).toBe(429);
    expect(status(await by('192.0.2.2'))).toBe(200);
  });
});
