import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { call, errorsOf, listOf, PLACE } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { basePath, createTriedCity, KINDS, other } from '../support/sandbox.ts';
import type { Kind, TriedCity } from '../support/sandbox.ts';
import { readXml } from '../support/xml.ts';

/** Where a sandbox is, and which keys are good there. */

let app: TestApp;
let tried: TriedCity;
let neighbour: TestCity;
beforeAll(async () => {
  app = await startApp();
  // Before the other, whose server is asked until it knows both.
  neighbour = await createCity(app.db);
  tried = await createTriedCity(app);
});
afterAll(() => app.stop());

const fields = (kind: Kind) => tried.fieldsFor(kind, { jurisdiction_id: tried.city.jurisdiction_id });

test.each(KINDS)(
  'a key of the other kind on the %s paths is 403, which says where it belongs',
  async (kind) => {
    const wrong = { ...tried.fieldsFor(kind), api_key: tried.keys[other(kind)] };
    for (const path of [`${tried.base(kind)}/requests`, `${tried.base(kind)}/servicerequestupdates`]) {
      const answer = await tried.post(`${path}.json`, wrong);
      expect([path, answer.status, errorsOf(answer)[0]?.field]).toEqual([path, 403, 'api_key']);
      expect(errorsOf(answer)[0]?.description).toMatch(
        kind === 'live' ? /is a test key\. .*\/test\/v2/ : /is a live key\. .*\/open311\/v2/,
      );
      expect(answer.text).not.toContain(tried.keys[other(kind)]);
      const xml = await tried.post(`${path}.xml`, wrong);
      expect([xml.status, readXml(xml.text).children[0]?.children[0]?.text]).toEqual([403, '403']);
    }
  },
);

test('a test key of another city is 403, one of the installation is good everywhere', async () => {
  const { jurisdiction_id } = neighbour;
  const theirs = await createKey(app.db, { jurisdiction_id, scopes: ['submit'], kind: 'test' });
  const stranger = await tried.post(`${tried.base('test')}/requests.json`, {
    ...fields('test'),
    api_key: theirs.key,
  });
  expect([stranger.status, errorsOf(stranger)[0]?.description]).toEqual([
    403,
    `api_key is not for ${tried.city.jurisdiction_id}.`,
  ]);
  const all = await createKey(app.db, { jurisdiction_id: null, scopes: ['submit'], kind: 'test' });
  for (const id of [tried.city.jurisdiction_id, jurisdiction_id]) {
    const given = { ...tried.fieldsFor('test'), api_key: all.key };
    expect((await tried.post(`${basePath('test', id)}/requests.json`, given)).status).toBe(200);
    expect((await tried.post(`${basePath('live', id)}/requests.json`, given)).status).toBe(403);
  }
});

test('the city is named in the path, the query or the body, always by its own id', async () => {
  const id = tried.city.jurisdiction_id;
  for (const path of [
    `/open311/test/v2/requests.json`,
    `/open311/test/v2/requests.json?jurisdiction_id=${id.toUpperCase()}`,
    `/open311/${id.toUpperCase()}/test/v2//requests.json/`,
  ])
    expect([path, (await tried.post(path, fields('test'))).status]).toEqual([path, 200]);
  const located = await call(app, `/open311/test/v2/locations.json?lat=${PLACE.lat}&long=${PLACE.long}`);
  expect(listOf(located).map(({ jurisdiction_id }) => jurisdiction_id)).toContain(id);
  const missing = await call(app, '/open311/test/v2/services.json');
  expect([missing.status, errorsOf(missing)[0]?.description]).toEqual([
    400,
    expect.stringContaining('/open311/test/v2/services.json?jurisdiction_id='),
  ]);
});

test('what is no such address is 404', async () => {
  const id = tried.city.jurisdiction_id;
  for (const path of [
    '/open311/nowhere.example/test/v2/services.json',
    '/open311/test/v2/services.json?jurisdiction_id=nowhere.example',
    '/open311/v2/test',
    '/open311/v2/test/services.json',
    '/open311/test/services.json',
    `/open311/${id}/v2/test/services.json`,
    `/open311/test/${id}/v2/services.json`,
    `/open311/test/test/v2/services.json`,
    `/open311/${id}/test/test/v2/services.json`,
    `/open311/v2/services.json?jurisdiction_id=${id}~test`,
    `/open311/test/v2/services.json?jurisdiction_id=${id}~test`,
    `/open311/${id}~test/v2/services.json`,
    `/open311/${id}%7Etest/test/v2/services.json`,
    `/open311/${id}%2Ftest/v2/services.json`,
    `/open311/${id}/test/v2/services.json?jurisdiction_id=${neighbour.jurisdiction_id}`,
  ])
    expect([path, (await call(app, path)).status]).toEqual([path, 404]);
  const inBody = { ...tried.fieldsFor('test'), jurisdiction_id: `${id}~test` };
  for (const path of ['/open311/v2/requests.json', '/open311/test/v2/requests.json'])
    expect([path, (await tried.post(path, inBody)).status]).toEqual([path, 404]);
});
