import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { publishService } from '../../src/features/catalogue/index.ts';
import { updateModeration } from '../../src/features/jurisdictions/index.ts';
import type { Moderation } from '../../src/features/jurisdictions/index.ts';
import {
  changeStatus,
  erasePersonalData,
  hideRequest,
  keepRequest,
  listWaiting,
  locateCase,
  releaseRequest,
  restoreRequest,
  showCase,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { call, listOf, PLACE, submit, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { quarters, submitFiles } from '../support/pictures.ts';
import { tellReportersApart } from '../support/reporters.ts';

/** Cases that staff are to look at are in no public answer until they have. */
let app: TestApp;
/** Made before the first call, each with its settings: what is new is known after a second. */
const cities = {} as Record<'strict' | 'plain' | 'links' | 'repeats' | 'flood' | 'all', TestCity>;
const SETTINGS: Record<keyof typeof cities, Partial<Moderation>> = {
  strict: { moderation: 'after_release' },
  plain: {},
  links: { links_allowed: 0 },
  repeats: { repeats_allowed: 2 },
  flood: { flood_allowed: 3 },
  all: { links_allowed: null, repeats_allowed: null, flood_allowed: null },
};

beforeAll(async () => {
  app = await startApp({ http: { trustProxy: 'loopback' } });
  await tellReportersApart(app.db);
  for (const name of Object.keys(SETTINGS) as (keyof typeof cities)[]) {
    cities[name] = await createCity(app.db);
    await updateModeration(app.db, cities[name].jurisdiction_id, SETTINGS[name]);
  }
  app.work();
});
afterAll(() => app.stop());

const door = () => ({ db: app.db, clock: systemClock });
const base = (of: TestCity) => `/open311/${of.jurisdiction_id}/v2`;
const keyOf = (of: TestCity, number: string) => ({ jurisdiction_id: of.jurisdiction_id, number });
let texts = 0;
const fields = (more: Record<string, string> = {}) => ({
  service_code: 'LAMP',
  ...PLACE,
  description: `zgaszona number ${(texts += 1)}`,
  ...more,
});
const waiting = (of: TestCity) => listWaiting(app.db, of.jurisdiction_id);
const reasonsOf = async (of: TestCity, number: string) =>
  (await waiting(of)).find((one) => one.service_request_id === number)?.reasons;
const announced = async (of: TestCity, number: string) =>
  (
    await app
      .db('announcements')
      .where({ jurisdiction_id: of.jurisdiction_id, subject: number })
      .orderBy('announcement_id')
  ).map(({ type }: { type: string }) => type);

/** Every public answer that could tell of a case, with how it is asked. */
async function answersThatTell(of: TestCity, number: string): Promise<string[]> {
  const paths = [
    `requests/${number}.json`,
    `requests/${number}.xml`,
    ...['json', 'xml', 'geojson'].map((format) => `requests.${format}`),
    `requests.json?service_request_id=${number}`,
    `requests.json?q=zgaszona`,
    `requests.json?q=${number}`,
    `requests.json?lat=${PLACE.lat}&long=${PLACE.long}&radius=500`,
    'requests.json?bbox=16,50,18,52&sort=updated_datetime',
    'requests.json?updated_after=2026-01-01T00:00:00Z&extensions=true',
    ...['csv', 'ndjson', 'geojson'].map((format) => `exports/requests.${format}`),
    'servicerequestupdates.json',
    `servicerequestupdates.json?service_request_id=${number}`,
  ];
  const told: string[] = [];
  for (const path of paths) {
    const answer = await call(app, `${base(of)}/${path}`);
    const asked = path.includes(number);
    if (asked ? answer.status === 200 && answer.text.includes('LAMP') : answer.text.includes(number))
      told.push(path);
  }
  return told;
}

describe('a city that looks at each case', () => {
  const city = () => cities.strict;
  test('A23: the submitter gets the number, and it is 404 and in no list, export, search or feed', async () => {
    const before = await call(app, `${base(city())}/requests.json`);
    const number = await submitted(app, city(), fields());
    expect(await answersThatTell(city(), number)).toEqual([]);
    const after = await call(app, `${base(city())}/requests.json`);
    expect(after.headers.get('x-total-count')).toBe(before.headers.get('x-total-count'));
    expect(await reasonsOf(city(), number)).toEqual(['release']);
    expect(await announced(city(), number)).toEqual(['request.submitted', 'request.held']);
    expect(await showCase(app.db, number)).toMatchObject({
      visibility: 'held',
      held_for: ['release'],
      timeline: [{ kind: 'submitted' }, { kind: 'held', notes: 'release', actor: 'moderation' }],
    });
  });

  test('released, everybody sees it, and who asks what has changed since learns of it', async () => {
    const number = await submitted(app, city(), fields());
    // Staff work on it meanwhile.
    await changeStatus(door(), keyOf(city(), number), { status: 'fixed', notes: 'Done.', actor: 'cli' });
    const old = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19);
    await app
      .db('requests')
      .where(keyOf(city(), number))
      .update({ requested_at: `${old}Z`, updated_at: `${old}Z` });
    const asked = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
    await releaseRequest(door(), keyOf(city(), number), 'cli');
    const changed = `${base(city())}/requests.json?updated_after=${asked}`;
    await until(async () => (await call(app, changed)).text.includes(number));
    await until(async () => (await answersThatTell(city(), number)).length === 15);
    const updates = listOf(
      await call(app, `${base(city())}/servicerequestupdates.json?service_request_id=${number}`),
    );
    expect(updates.map(({ status, description }) => [status, description])).toEqual([
      ['open', expect.any(String)],
      ['fixed', 'Done.'],
    ]);
    expect(updates.every(({ updated_datetime }) => String(updated_datetime) >= asked.slice(0, 19))).toBe(
      true,
    );
    expect(await reasonsOf(city(), number)).toBeUndefined();
    expect((await announced(city(), number)).at(-1)).toBe('request.released');
    await expect(releaseRequest(door(), keyOf(city(), number), 'cli')).rejects.toThrow('is not held');
  });

  test('hidden, it leaves no tombstone, for it never was public; that can be taken back', async () => {
    const number = await submitted(app, city(), fields());
    await hideRequest(door(), keyOf(city(), number), { reason: 'An insult.', actor: 'cli' });
    expect(await answersThatTell(city(), number)).toEqual([]);
    expect(await app.db('request_tombstones').where({ number })).toEqual([]);
    expect(await reasonsOf(city(), number)).toBeUndefined();
    expect((await showCase(app.db, number)).timeline.at(-1)).toMatchObject({
      kind: 'withdrawn',
      notes: 'An insult.',
    });
    await expect(
      restoreRequest(door(), keyOf(city(), number), { notes: null, actor: 'cli' }),
    ).rejects.toThrow('was not withdrawn');
    await releaseRequest(door(), keyOf(city(), number), 'cli');
    expect((await call(app, `${base(city())}/requests/${number}.json`)).status).toBe(200);
  });

  test('a batch case: the token leads to the number once the city has taken it over, and the case is held', async () => {
    const answer = await submit(app, city(), fields({ service_code: 'TREE' }));
    const token = String(listOf(answer)[0]?.['token']);
    const numberOf = async () =>
      listOf(await call(app, `${base(city())}/tokens/${token}.json`))[0]?.['service_request_id'];
    await until(async () => (await numberOf()) !== null);
    const number = String(await numberOf());
    expect((await call(app, `${base(city())}/requests/${number}.json`)).status).toBe(404);
    expect(await reasonsOf(city(), number)).toEqual(['release']);
    await releaseRequest(door(), keyOf(city(), number), 'cli');
    expect((await call(app, `${base(city())}/requests/${number}.json`)).status).toBe(200);
    expect(await numberOf()).toBe(number);
  });

  test('a repeat with the same Idempotency-Key is the same held case', async () => {
    const given = { headers: { 'Idempotency-Key': 'again' } };
    const form = fields();
    const [first, second] = [await submit(app, city(), form, given), await submit(app, city(), form, given)];
    expect(second.text).toBe(first.text);
    const number = String(listOf(first)[0]?.['service_request_id']);
    expect((await waiting(city())).filter((one) => one.service_request_id === number)).toHaveLength(1);
  });

  test('what is never public is not held: a blackbox case, and a service that tells nothing', async () => {
    const count = async () => (await waiting(city())).length;
    const before = await count();
    expect((await submit(app, city(), fields({ service_code: 'TIP' }))).status).toBe(200);
    expect(await count()).toBe(before);
    const held = await submitted(app, city(), fields());
    const gone = await submitted(app, city(), fields());
    await releaseRequest(door(), keyOf(city(), gone), 'cli');
    await withdrawRequest(door(), keyOf(city(), gone), { notes: null, actor: 'cli' });
    await publishService(app.db, city().jurisdiction_id, 'LAMP', 'nothing');
    await releaseRequest(door(), keyOf(city(), held), 'cli');
    expect(await showCase(app.db, held)).toMatchObject({ visibility: 'staff' });
    expect(await answersThatTell(city(), held)).toEqual([]);
    await expect(
      restoreRequest(door(), keyOf(city(), gone), { notes: null, actor: 'cli' }),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await showCase(app.db, gone)).toMatchObject({ visibility: 'staff' });
    await publishService(app.db, city().jurisdiction_id, 'LAMP', 'everything');
    await until(async () => (await submit(app, city(), fields())).status === 200);
  });

  test('nobody has to release cases in its sandbox, but for those with links, apart from the city', async () => {
    const { jurisdiction_id } = city();
    const { key } = await createKey(app.db, { jurisdiction_id, scopes: ['submit'], kind: 'test' });
    const path = `/open311/${jurisdiction_id}/test/v2`;
    const sent = async (more: Record<string, string>) => {
      const answer = await submit(app, { ...city(), key }, fields(more), { path: `${path}/requests.json` });
      return String(listOf(answer)[0]?.['service_request_id']);
    };
    expect((await call(app, `${path}/requests/${await sent({})}.json`)).status).toBe(200);
    const number = await sent({ description: 'Buy at https://pills.example and www.pills.example' });
    expect((await call(app, `${path}/requests/${number}.json`)).status).toBe(404);
    expect(await reasonsOf(city(), number)).toBeUndefined();
    const held = await listWaiting(app.db, `${jurisdiction_id}~test`);
    expect(held.map((one) => one.service_request_id)).toEqual([number]);
    await releaseRequest(door(), await locateCase(app.db, number, 'test'), 'cli');
    expect((await call(app, `${path}/requests/${number}.json`)).status).toBe(200);
  });
});

describe('what a machine sees', () => {
  const LINKS = 'Buy at https://pills.example and www.pills.example';
  const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
  const send = async (of: TestCity, more: Record<string, string>, address = '192.0.2.1') => {
    const answer = await submit(app, of, fields(more), from(address));
    expect(answer.status).toBe(200);
    return String(listOf(answer)[0]?.['service_request_id']);
  };
  const statusOf = async (of: TestCity, number: string) =>
    (await call(app, `${base(of)}/requests/${number}.json`)).status;

  test('links: one is let through unless the city says otherwise, two are held; its own are fine', async () => {
    const { plain, links, all } = cities;
    expect(await reasonsOf(plain, await send(plain, { description: LINKS }))).toEqual(['links']);
    expect(await statusOf(plain, await send(plain, { description: 'See https://photos.example/1' }))).toBe(
      200,
    );
    const own = `See https://${links.jurisdiction_id}/a and www.${links.jurisdiction_id} `;
    expect(await statusOf(links, await send(links, { description: own }))).toBe(200);
    expect(await reasonsOf(links, await send(links, { description: 'cheap-pills.com' }))).toEqual(['links']);
    expect(await reasonsOf(links, await send(links, { address_string: 'www.pills.example' }))).toEqual([
      'links',
    ]);
    expect(await statusOf(all, await send(all, { description: LINKS.repeat(9) }))).toBe(200);
  });

  test('of a sensitive service no text is public, so links in it are nothing to hold', async () => {
    const city = cities.plain;
    await publishService(app.db, city.jurisdiction_id, 'HOLE', 'coarse_place');
    const hole = { service_code: 'HOLE', 'attribute[SIZE]': 'small', description: LINKS };
    await until(async () => (await submit(app, city, fields({ ...hole, description: '' }))).status === 200);
    expect(await statusOf(city, await send(city, hole))).toBe(200);
  });

  test('a long text that comes again and again with one key is held, wherever it is about', async () => {
    const city = cities.repeats;
    const description = 'Proszę o pilną interwencję w sprawie hałasu na naszym osiedlu';
    const sent = [];
    for (let turn = 0; turn < 4; turn += 1) {
      // Case, blanks and punctuation do not make it another text, nor does another address.
      const text = turn % 2 === 0 ? description : `${description.toUpperCase()} !!`;
      sent.push(await send(city, { description: text, lat: `51.${turn}` }, `192.0.2.${turn}`));
    }
    expect(await Promise.all(sent.map((number) => statusOf(city, number)))).toEqual([200, 200, 404, 404]);
    expect(await reasonsOf(city, sent[3] ?? '')).toEqual(['repeated']);
  });

  test('a short text is repeated only at the same place and from the same address', async () => {
    const city = cities.repeats;
    const graffiti = (lat: string, address: string) =>
      send(city, { description: 'graffiti', lat }, address).then((number) => statusOf(city, number));
    const told = [];
    for (let turn = 0; turn < 4; turn += 1) {
      told.push(await graffiti(`51.2${turn}`, '198.51.100.1'));
      told.push(await graffiti('51.3', `198.51.100.${turn + 2}`));
    }
    expect(told).toEqual(told.map(() => 200));
    const same = [];
    for (let turn = 0; turn < 3; turn += 1) same.push(await graffiti('51.4', '198.51.100.9'));
    expect(same).toEqual([200, 200, 404]);
  });

  test('without a text nothing is repeated', async () => {
    for (let turn = 0; turn < 4; turn += 1)
      expect(await statusOf(cities.repeats, await send(cities.repeats, { description: '' }))).toBe(200);
  });

  test('many cases of one address within minutes are held, those of others are not', async () => {
    const city = cities.flood;
    const sent: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) sent.push(await send(city, {}, '203.0.113.5'));
    expect(await Promise.all(sent.map((number) => statusOf(city, number)))).toEqual([
      200, 200, 200, 404, 404,
    ]);
    expect(await reasonsOf(city, sent[4] ?? '')).toEqual(['flood']);
    expect(await statusOf(city, await send(city, {}, '203.0.113.6'))).toBe(200);
    // A household of IPv6 is one address.
    const household = [];
    for (let turn = 0; turn < 4; turn += 1) household.push(await send(city, {}, `2001:db8:1:2::${turn + 1}`));
    expect(await statusOf(city, household[3] ?? '')).toBe(404);
    expect(await reasonsOf(city, await send(city, { description: LINKS }, '203.0.113.5'))).toEqual([
      'links',
      'flood',
    ]);
  });

  test('a trusted key may send all of it; it does not release what the city looks at', async () => {
    const scopes = ['submit', 'trusted'];
    const trusted = async (of: TestCity) => ({
      ...of,
      key: (await createKey(app.db, { jurisdiction_id: of.jurisdiction_id, scopes })).key,
    });
    const flood = await trusted(cities.flood);
    for (let turn = 0; turn < 5; turn += 1)
      expect(await statusOf(flood, await send(flood, { description: LINKS }, '203.0.113.9'))).toBe(200);
    const strict = await trusted(cities.strict);
    expect(await statusOf(strict, await send(strict, {}))).toBe(404);
  });

  test('no address and no text is written anywhere but in the case', async () => {
    const { rows } = await app.db.raw<{ rows: { line: string }[] }>(
      `select m::text as line from request_moderation m union all select t::text from request_timeline t
        union all select a::text from announcements a`,
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ line }) => /203\.0\.113|192\.0\.2|2001:db8|pills|graffiti/.test(line))).toEqual([]);
  });
});

describe('staff', () => {
  const city = () => cities.plain;
  test('a public case that is hidden leaves a tombstone, as withdrawing does', async () => {
    const number = await submitted(app, city(), fields());
    const asked = `${base(city())}/requests.json?updated_after=2026-01-01T00:00:00Z&extensions=true`;
    await hideRequest(door(), keyOf(city(), number), { reason: 'Spam.', actor: 'cli' });
    expect((await call(app, `${base(city())}/requests/${number}.json`)).status).toBe(404);
    await until(async () =>
      listOf(await call(app, asked)).some(
        (one) =>
          one['service_request_id'] === number &&
          JSON.stringify(one['extended_attributes']).includes('"withdrawn":true'),
      ),
    );
    await restoreRequest(door(), keyOf(city(), number), { notes: null, actor: 'cli' });
    expect((await call(app, `${base(city())}/requests/${number}.json`)).status).toBe(200);
  });

  test('a held case can be withdrawn as well, and then waits no longer', async () => {
    const number = await submitted(app, cities.strict, fields());
    await withdrawRequest(door(), keyOf(cities.strict, number), { notes: null, actor: 'cli' });
    expect(await reasonsOf(cities.strict, number)).toBeUndefined();
    expect(await showCase(app.db, number)).toMatchObject({ visibility: 'staff' });
  });

  test('of an erased case that was held nothing is left to decide about: it is in no list, and not public', async () => {
    const of = cities.strict;
    const number = await submitted(app, of, fields({ description: 'secret', email: 'a@b.example' }));
    expect(await reasonsOf(of, number)).toEqual(['release']);
    const doors = { ...door(), files: openFiles(app.folder) };
    await erasePersonalData(doors, of.jurisdiction_id, { number }, 'cli');
    expect(await reasonsOf(of, number)).toBeUndefined();
    expect(await answersThatTell(of, number)).toEqual([]);
    expect(await showCase(app.db, number)).toMatchObject({ visibility: 'staff', description: null });
    // Who wants it public all the same can say so.
    await releaseRequest(door(), keyOf(of, number), 'cli');
    expect((await call(app, `${base(of)}/requests/${number}.json`)).status).toBe(200);
  });

  test('who sees a case after the decision is told: nobody, if its service publishes nothing', async () => {
    const [released, kept] = [await submitted(app, city(), fields()), await submitted(app, city(), fields())];
    for (const number of [released, kept])
      await hideRequest(door(), keyOf(city(), number), { reason: 'Test.', actor: 'cli' });
    await publishService(app.db, city().jurisdiction_id, 'LAMP', 'nothing');
    for (const [number, decide] of [
      [released, releaseRequest],
      [kept, keepRequest],
    ] as const) {
      expect(await decide(door(), keyOf(city(), number), 'cli')).toEqual({ visibility: 'staff' });
      expect((await call(app, `${base(city())}/requests/${number}.json`)).status).toBe(404);
    }
    await publishService(app.db, city().jurisdiction_id, 'LAMP', 'everything');
    for (const decide of [releaseRequest, keepRequest])
      expect(await decide(door(), keyOf(city(), released), 'cli')).toEqual({ visibility: 'public' });
  });

  test('pictures of a held case are nobody’s to see, in no size, until it is released', async () => {
    const of = cities.strict;
    const answer = await submitFiles(app, of, [['media', await quarters().jpeg().toBuffer()]], {
      fields: { description: 'with a picture' },
    });
    const number = String(listOf(answer)[0]?.['service_request_id']);
    const paths = (await showCase(app.db, number)).media_urls.flatMap((path) => [
      path,
      path.replace('.jpg', '.small.jpg'),
    ]);
    expect(paths).toHaveLength(2);
    const fetched = async () => {
      const answers = await Promise.all(paths.map((path) => call(app, path)));
      return answers.map(({ status, headers }) => [status, headers.get('cache-control')]);
    };
    const refused = paths.map(() => [404, 'no-store']);
    const served = paths.map(() => [200, 'public, max-age=31536000, immutable']);
    expect(await fetched()).toEqual(refused);
    await releaseRequest(door(), keyOf(of, number), 'cli');
    expect(await fetched()).toEqual(served);
    // Held again, because it was reported.
    for (let reporter = 1; reporter <= 3; reporter += 1)
      await call(app, `${base(of)}/requests/${number}/reports.json`, {
        method: 'POST',
        headers: { 'X-Forwarded-For': `198.51.100.${reporter}` },
        body: new URLSearchParams({ reason: 'abusive' }),
      });
    expect(await reasonsOf(of, number)).toEqual(['reported']);
    expect(await fetched()).toEqual(refused);
    expect((await call(app, paths[0] ?? '', { headers: { 'If-None-Match': '*' } })).status).toBe(404);
    await releaseRequest(door(), keyOf(of, number), 'cli');
    expect(await fetched()).toEqual(served);
  });

  test('what is not there is told', async () => {
    // What the other publishes has changed twice, which the server may not know yet.
    const of = cities.all;
    const number = await submitted(app, of, fields());
    await expect(releaseRequest(door(), keyOf(of, number), 'cli')).rejects.toThrow('is not held');
    const nobodys = keyOf(cities.strict, number);
    for (const work of [
      () => releaseRequest(door(), nobodys, 'cli'),
      () => keepRequest(door(), nobodys, 'cli'),
      () => hideRequest(door(), nobodys, { reason: 'x', actor: 'cli' }),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'not_found' });
    await expect(hideRequest(door(), keyOf(of, number), { reason: ' ', actor: 'cli' })).rejects.toMatchObject(
      { code: 'invalid' },
    );
  });
});
