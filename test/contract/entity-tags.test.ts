import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changeStatus, locateCase } from '../../src/features/requests/index.ts';
import { touchChangeset } from '../../src/features/jurisdictions/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { call, PLACE, rawCall, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { until } from '../support/embedded-postgres.ts';

let app: TestApp;
let city: TestCity;
let number: string;
let token: string;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  number = await submitted(app, city, { service_code: 'LAMP', ...PLACE });
  const batch = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.json`, {
    method: 'POST',
    body: new URLSearchParams({ api_key: city.key, service_code: 'TREE', ...PLACE }),
  });
  token = (batch.json as [{ token: string }])[0].token;
});
afterAll(() => app.stop());

const base = () => `/open311/${city.jurisdiction_id}/v2`;
const paths = () => [
  `${base()}/discovery.json`,
  `${base()}/services.json`,
  `${base()}/services.xml`,
  `${base()}/services/HOLE.json`,
  `${base()}/services/HOLE.xml`,
  `${base()}/requests.json`,
  `${base()}/requests.xml?extensions=true`,
  `${base()}/requests.json?service_request_id=${number}`,
  `${base()}/requests/${number}.json`,
  `${base()}/requests/${number}.xml`,
  `${base()}/tokens/${token}.json`,
  `${base()}/areas.geojson`,
  `${base()}/areas.xml`,
  `${base()}/locations.json?lat=51.1&long=17`,
];
const plain = { 'accept-encoding': 'identity' };
const tagOf = async (path: string, headers: Record<string, string> = {}) =>
  (await call(app, path, { headers: { ...plain, ...headers } })).headers.get('etag') ?? '';

describe('ETag and If-None-Match', () => {
  test('every GET has a tag, the same each time, and what the caller has is not sent again', async () => {
    for (const path of paths()) {
      const tag = await tagOf(path);
      expect([path, tag]).toEqual([path, expect.stringMatching(/^"[\w-]{22}"$/)]);
      expect(await tagOf(path)).toBe(tag);
      for (const named of [tag, `W/${tag}`, `"other", ${tag}`, tag.replace(/"$/, '-gzip"'), '*']) {
        const again = await call(app, path, { headers: { ...plain, 'if-none-match': named } });
        expect([path, named, again.status, again.text]).toEqual([path, named, 304, '']);
        expect(again.headers.get('etag')).toBe(tag);
        expect(again.headers.get('vary')).toMatch(/Accept-Encoding/);
      }
      const other = await call(app, path, { headers: { ...plain, 'if-none-match': '"other"' } });
      expect([other.status, other.text === '']).toEqual([200, false]);
    }
  });

  test.each(['/openapi.yaml', '/openapi.json'])('%s has one as well', async (path) => {
    const tag = await tagOf(path);
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    const again = await call(app, path, { headers: { 'if-none-match': tag } });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', tag]);
  });

  test('another process on the same data gives the same tags', async () => {
    const second = await startApp({ on: app.database });
    try {
      for (const path of paths()) {
        // Under the same name, since answers hold addresses of this server.
        const { host } = new URL(app.url);
        const there = await rawCall(second, { path, headers: { ...plain, host } });
        expect([path, there.headers.etag]).toEqual([path, await tagOf(path)]);
      }
    } finally {
      await second.stop();
    }
  });

  test('under another name of the server cases have another tag, since their pictures are found there', async () => {
    for (const path of [
      `${base()}/requests/${number}.json`,
      `${base()}/requests.json`,
      `${base()}/requests.json?service_request_id=${number}`,
    ]) {
      const tag = await tagOf(path);
      const headers = { ...plain, host: 'melde.example', 'if-none-match': tag };
      const elsewhere = await rawCall(app, { path, headers });
      expect([path, elsewhere.status, elsewhere.headers.etag === tag]).toEqual([path, 200, false]);
    }
  });

  test('formats, languages, extensions and queries have tags of their own', async () => {
    const one = `${base()}/requests/${number}`;
    const tags = await Promise.all([
      tagOf(`${one}.json`),
      tagOf(`${one}.xml`),
      tagOf(`${one}.json?extensions=true`),
      tagOf(`${base()}/requests.json`),
      tagOf(`${base()}/requests.json?status=open`),
      tagOf(`${base()}/requests.json?status=closed`),
      tagOf(`${base()}/requests.json?page_size=5`),
    ]);
    expect(new Set(tags).size).toBe(tags.length);
  });

  test('a change of the case changes its tag and that of the lists it is in, and no other', async () => {
    const second = await submitted(app, city, { service_code: 'LAMP', ...PLACE });
    const watched = {
      one: `${base()}/requests/${number}.json`,
      list: `${base()}/requests.json?status=open,closed`,
      second: `${base()}/requests/${second}.json`,
      services: `${base()}/services.json`,
    };
    const before = Object.fromEntries(
      await Promise.all(Object.entries(watched).map(async ([name, path]) => [name, await tagOf(path)])),
    ) as typeof watched;
    await changeStatus({ db: app.db, clock: systemClock }, await locateCase(app.db, number), {
      status: 'closed',
      notes: 'Done.',
      actor: 'test',
    });
    expect(await tagOf(watched.one)).not.toBe(before.one);
    expect(await tagOf(watched.list)).not.toBe(before.list);
    expect(await tagOf(watched.second)).toBe(before.second);
    expect(await tagOf(watched.services)).toBe(before.services);
  });

  test('many who ask at one moment are each told of their own case, of the one that has changed and of an unknown one', async () => {
    const numbers = [
      number,
      await submitted(app, city, { service_code: 'LAMP', ...PLACE }),
      await submitted(app, city, { service_code: 'LAMP', ...PLACE }),
    ];
    const path = (one: string) => `${base()}/requests/${one}.json`;
    const tags = await Promise.all(numbers.map((one) => tagOf(path(one))));
    await changeStatus({ db: app.db, clock: systemClock }, await locateCase(app.db, numbers[2] ?? ''), {
      status: 'closed',
      notes: null,
      actor: 'test',
    });
    const asked = Array.from({ length: 60 }, (_, index) => index % 4);
    const told = await Promise.all(
      asked.map(
        async (index) =>
          (
            await call(app, path(numbers[index] ?? '10000016'), {
              headers: { ...plain, 'if-none-match': tags[index] ?? tags[0] ?? '' },
            })
          ).status,
      ),
    );
    expect(told).toEqual(asked.map((index) => [304, 304, 200, 404][index]));
  });

  test('of a case that is not there nobody has a copy', async () => {
    for (const named of ['*', '"x"']) {
      const answer = await call(app, `${base()}/requests/10000016.json`, {
        headers: { ...plain, 'if-none-match': named },
      });
      expect([named, answer.status]).toEqual([named, 404]);
    }
  });

  test('a change of the catalogue changes the tags of cases, whose names come from it', async () => {
    const path = `${base()}/requests/${number}.json`;
    const before = await tagOf(path);
    await touchChangeset(app.db, city.jurisdiction_id);
    await until(async () => (await tagOf(path)) !== before);
  });

  test('a catalogue that could not be loaded is told as of before, under the tag of before', async () => {
    const path = `${base()}/services.json?locale=en`;
    const before = await call(app, path, { headers: plain });
    await app.db.raw('alter table service_attributes rename to attributes_away');
    try {
      await touchChangeset(app.db, city.jurisdiction_id);
      const changed = Date.now() + 1_500;
      // Until every cache has looked: the first calls may still know nothing of the change.
      await until(async () => {
        const while_away = await call(app, path, { headers: plain });
        expect([while_away.status, while_away.text]).toEqual([200, before.text]);
        expect(while_away.headers.get('etag')).toBe(before.headers.get('etag'));
        return Date.now() > changed;
      });
    } finally {
      await app.db.raw('alter table attributes_away rename to service_attributes');
    }
    await until(async () => (await tagOf(path)) !== before.headers.get('etag'));
  });

  test('a POST has none', async () => {
    const answer = await call(app, `${base()}/requests.json`, {
      method: 'POST',
      headers: { 'if-none-match': '*' },
      body: new URLSearchParams({ api_key: city.key, service_code: 'LAMP', ...PLACE }),
    });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, null]);
  });
});

describe('compression', () => {
  test('a long answer is compressed for who takes gzip, and its tag says so', async () => {
    const path = `${base()}/services/HOLE.json`;
    const long = await call(app, path, { headers: plain });
    const answer = await fetch(app.url + path, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBe(long.text.length < 1_400 ? null : 'gzip');
    const { rawHeaders, body } = await raw(`${base()}/requests.json?extensions=true`, 'gzip');
    expect(rawHeaders['content-encoding']).toBe('gzip');
    expect(rawHeaders['etag']).toMatch(/-gzip"$/);
    expect(rawHeaders['vary']).toMatch(/Accept-Encoding/);
    const uncompressed = await raw(`${base()}/requests.json?extensions=true`, 'identity');
    expect(gunzipSync(body).toString()).toBe(uncompressed.body.toString());
    expect(uncompressed.rawHeaders['etag']?.replace(/"$/, '-gzip"')).toBe(rawHeaders['etag']);
    expect(uncompressed.rawHeaders['content-encoding']).toBeUndefined();
  });

  test('a 304 has the tag that the 200 would have', async () => {
    for (const path of [`${base()}/requests.json?extensions=true`, `${base()}/requests/${number}.json`]) {
      for (const accepted of ['gzip', 'identity']) {
        const tag = (await raw(path, accepted)).rawHeaders['etag'] ?? '';
        for (const named of [tag, `W/${tag}`, `"other", ${tag}`]) {
          const { status, rawHeaders } = await raw(path, accepted, { 'if-none-match': named });
          expect([path, accepted, named, status, rawHeaders['etag']]).toEqual([
            path,
            accepted,
            named,
            304,
            tag,
          ]);
        }
      }
    }
  });

  test.each(['gzip;q=0', 'deflate', 'br', 'identity', ''])(
    'Accept-Encoding: %s gets it as it is',
    async (accepted) => {
      const { rawHeaders, body } = await raw(`${base()}/requests.json?extensions=true`, accepted);
      expect(rawHeaders['content-encoding']).toBeUndefined();
      expect(JSON.parse(body.toString())).toBeInstanceOf(Array);
    },
  );
});

/** A GET whose body is not decoded on the way. */
async function raw(path: string, accepted: string, headers: Record<string, string> = {}) {
  const { get } = await import('node:http');
  return new Promise<{
    status: number | undefined;
    rawHeaders: Record<string, string | undefined>;
    body: Buffer;
  }>((resolve, reject) => {
    get(app.url + path, { headers: { 'accept-encoding': accepted, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          rawHeaders: response.headers as Record<string, string | undefined>,
          body: Buffer.concat(chunks),
        }),
      );
    }).on('error', reject);
  });
}
