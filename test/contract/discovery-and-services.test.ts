import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, errorsOf, listOf } from '../support/calls.ts';
import { createCity, TEST_SERVICES } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { readXml } from '../support/xml.ts';

const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2';
const SECONDS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

type Discovery = {
  changeset: string;
  contact: string;
  key_service: string;
  endpoints: { specification: string; url: string; changeset: string; type: string; formats: string[] }[];
};

let app: TestApp;
let first: TestCity;
let second: TestCity;
beforeAll(async () => {
  app = await startApp();
  first = await createCity(app.db, {
    id: 'a.example',
    services: [...TEST_SERVICES, { service_code: 'CLOSED' }, { service_code: 'INSIDE' }],
  });
  second = await createCity(app.db, {
    id: 'b.example',
    services: [
      { service_code: '1', names: { en: 'Żuraw' } },
      { service_code: '2', names: { en: 'Apple' } },
      { service_code: '3', names: { pl: 'Tylko po polsku' }, descriptions: {}, keywords: 'one, two' },
    ],
  });
  const { jurisdiction_id } = first;
  await app.db('services').where({ jurisdiction_id, service_code: 'CLOSED' }).update({ active: false });
  await app.db('services').where({ jurisdiction_id, service_code: 'INSIDE' }).update({ postable: false });
  await app
    .db('services')
    .where({ jurisdiction_id: second.jurisdiction_id, service_code: '1' })
    .update({ group_code: null, keywords: null, descriptions: '{}' });
});
afterAll(() => app.stop());

const discovery = async (path = '/open311/discovery.json') => (await call(app, path)).json as Discovery;

describe('Service Discovery', () => {
  test('D1, D7: it is at the root and below every endpoint, in both formats', async () => {
    const { jurisdiction_id } = first;
    const bases = ['', '/v2', `/${jurisdiction_id}/v2`, '/test/v2', `/${jurisdiction_id}/test/v2`];
    for (const base of bases.map((path) => `/open311${path}`))
      for (const format of ['json', 'xml'])
        expect([base, (await call(app, `${base}/discovery.${format}`)).status]).toEqual([base, 200]);
  });

  test('D2, D4, D5: all fields are there, byte for byte where clients compare them', async () => {
    const document = await discovery();
    expect(Object.keys(document)).toEqual(['changeset', 'contact', 'key_service', 'endpoints']);
    expect(document.contact).not.toBe('');
    expect(document.key_service).not.toBe('');
    for (const endpoint of document.endpoints) {
      expect(Object.keys(endpoint)).toEqual(['specification', 'url', 'changeset', 'type', 'formats']);
      expect(endpoint.specification).toBe(SPECIFICATION);
      expect(endpoint.type).toBe(endpoint.url.endsWith('/test/v2') ? 'test' : 'production');
      expect(endpoint.formats).toEqual(['text/xml', 'application/json']);
    }
    for (const { changeset } of [document, ...document.endpoints]) {
      expect(changeset).toMatch(SECONDS);
      // Seconds of several changes within one are counted on.
      expect(Date.parse(changeset)).toBeLessThan(Date.now() + 60_000);
    }
  });

  test('D3: the XML wraps endpoints and formats', async () => {
    const root = readXml((await call(app, '/open311/discovery.xml')).text);
    expect([root.name, ...root.children.map(({ name }) => name)]).toEqual([
      'discovery',
      'changeset',
      'contact',
      'key_service',
      'endpoints',
    ]);
    const [endpoint] = root.children[3]?.children ?? [];
    expect(endpoint?.children.map(({ name }) => name)).toEqual([
      'specification',
      'url',
      'changeset',
      'type',
      'formats',
    ]);
    expect(endpoint?.children[4]?.children.map(({ name, text }) => [name, text])).toEqual([
      ['format', 'text/xml'],
      ['format', 'application/json'],
    ]);
  });

  test('D6, D7: without a jurisdiction it describes the host, with one that alone, and always production and test', async () => {
    const urls = async (path?: string) => (await discovery(path)).endpoints.map(({ url }) => url);
    const [host, a, b] = ['', `/${first.jurisdiction_id}`, `/${second.jurisdiction_id}`] as const;
    // The live ones first: clients take the first one that they understand.
    const both = (...ids: string[]) =>
      ['', '/test'].flatMap((test) => ids.map((id) => `${app.url}/open311${id}${test}/v2`));
    expect(await urls()).toEqual(both(host, a, b));
    expect(await urls('/open311/v2/discovery.json')).toEqual(both(host, a, b));
    expect(await urls('/open311/test/v2/discovery.json')).toEqual(both(host, a, b));
    expect(await urls(`/open311/discovery.json?jurisdiction_id=${first.jurisdiction_id}`)).toEqual(
      both(host, a),
    );
    expect(await urls(`/open311/${second.jurisdiction_id}/v2/discovery.json`)).toEqual(both(host, b));
    expect(await urls(`/open311/${second.jurisdiction_id}/test/v2/discovery.json`)).toEqual(both(host, b));
    const own = await discovery(`/open311/${second.jurisdiction_id}/v2/discovery.json`);
    expect(own.contact).toBe('The contact centre of Testowo.');
  });

  test('R1: every endpoint that names a jurisdiction works as it stands, with and without a slash', async () => {
    const { endpoints } = await discovery();
    for (const { url } of endpoints.filter(({ url }) => !/open311(?:\/test)?\/v2$/.test(url)))
      for (const address of [`${url}/services.json`, `${url}//services.xml`])
        expect([address, (await fetch(address)).status]).toEqual([address, 200]);
  });

  test('D2: the changeset moves on with the catalogue of its own city alone', async () => {
    const of = async (id: string) => {
      const { endpoints } = await discovery();
      return endpoints.find(({ url }) => url.includes(`/${id}/`))?.changeset ?? '';
    };
    const before = { first: await of(first.jurisdiction_id), second: await of(second.jurisdiction_id) };
    await app.db.raw('select signpost.touch_changeset(?)', [first.jurisdiction_id]);
    const deadline = Date.now() + 10_000;
    while ((await of(first.jurisdiction_id)) === before.first && Date.now() < deadline);
    expect((await of(first.jurisdiction_id)) > before.first).toBe(true);
    expect(await of(second.jurisdiction_id)).toBe(before.second);
    const document = await discovery();
    expect(document.changeset).toBe(
      document.endpoints
        .map(({ changeset }) => changeset)
        .sort()
        .at(-1),
    );
  });

  test('the address is that which the operator has named', async () => {
    const named = await startApp({ http: { publicUrl: 'https://city.example' } });
    try {
      await createCity(named.db);
      const { endpoints } = (await call(named, '/open311/discovery.json')).json as Discovery;
      expect(endpoints[0]?.url).toBe('https://city.example/open311/v2');
    } finally {
      await named.stop();
    }
  });
});

describe('3.1: the list of services', () => {
  const services = async (city: TestCity) =>
    listOf(await call(app, `/open311/${city.jurisdiction_id}/v2/services.json`));

  test('every field of the standard, in its types and its order', async () => {
    expect(await services(first)).toEqual([
      {
        service_code: 'HOLE',
        service_name: 'Service HOLE',
        description: 'About HOLE',
        metadata: true,
        type: 'realtime',
        keywords: 'street, test',
        group: 'Streets',
      },
      expect.objectContaining({ service_code: 'LAMP', metadata: false, type: 'realtime' }),
      expect.objectContaining({ service_code: 'TIP', metadata: false, type: 'blackbox' }),
      expect.objectContaining({ service_code: 'TREE', metadata: false, type: 'batch' }),
    ]);
    const [service] = readXml(
      (await call(app, `/open311/${first.jurisdiction_id}/v2/services.xml`)).text,
    ).children;
    expect(service?.children.map(({ name, text }) => [name, text])).toEqual([
      ['service_code', 'HOLE'],
      ['service_name', 'Service HOLE'],
      ['description', 'About HOLE'],
      ['metadata', 'true'],
      ['type', 'realtime'],
      ['keywords', 'street, test'],
      ['group', 'Streets'],
    ]);
  });

  test('inactive services and those that are not open to the public are not in it', async () => {
    const codes = (await services(first)).map(({ service_code }) => service_code);
    expect(codes).not.toContain('CLOSED');
    expect(codes).not.toContain('INSIDE');
  });

  test('sorted by group, then name; texts that are not there are null, identifiers are strings (R40, A1)', async () => {
    expect(await services(second)).toMatchObject([
      { service_code: '2', service_name: 'Apple', group: 'Streets' },
      { service_code: '3', service_name: 'Tylko po polsku', description: null, keywords: 'one, two' },
      { service_code: '1', service_name: 'Żuraw', description: null, keywords: null, group: null },
    ]);
    const { text } = await call(app, `/open311/${second.jurisdiction_id}/v2/services.xml`);
    expect(text).toContain(
      '<description/><metadata>false</metadata><type>realtime</type><keywords/><group/>',
    );
  });

  test('a city without services has an empty list', async () => {
    const empty = await startApp();
    try {
      await createCity(empty.db, { services: [] });
      expect((await call(empty, '/open311/v2/services.json')).text).toBe('[]');
      expect((await call(empty, '/open311/v2/services.xml')).text).toMatch(/<services\/>$/);
    } finally {
      await empty.stop();
    }
  });
});

describe('3.2: the definition of a service', () => {
  const path = (code: string, format = 'json') =>
    `/open311/${first.jurisdiction_id}/v2/services/${code}.${format}`;

  test('an object with the attributes in the order of the form', async () => {
    const definition = (await call(app, path('HOLE'))).json as {
      service_code: string;
      attributes: Record<string, unknown>[];
    };
    expect(Object.keys(definition)).toEqual(['service_code', 'attributes']);
    expect(
      definition.attributes.map(({ order, code, datatype, variable, required }) => [
        order,
        code,
        datatype,
        variable,
        required,
      ]),
    ).toEqual([
      [1, 'NOTE', 'string', false, false],
      [2, 'SIZE', 'singlevaluelist', true, true],
      [3, 'LANE', 'multivaluelist', true, false],
      [4, 'DEPTH', 'number', true, false],
      [5, 'SEEN', 'datetime', true, false],
      [6, 'SIGN', 'string', true, false],
      [7, 'STORY', 'text', true, false],
    ]);
    expect(definition.attributes[1]).toEqual({
      variable: true,
      code: 'SIZE',
      datatype: 'singlevaluelist',
      required: true,
      datatype_description: null,
      order: 2,
      description: 'What about SIZE?',
      values: [
        { key: 'small', name: 'The small one' },
        { key: 'large', name: 'The large one' },
      ],
    });
  });

  test('A19: values are there for lists only', async () => {
    const { attributes } = (await call(app, path('HOLE'))).json as { attributes: Record<string, unknown>[] };
    expect(attributes.filter((one) => 'values' in one).map(({ code }) => code)).toEqual(['SIZE', 'LANE']);
    const root = readXml((await call(app, path('HOLE', 'xml'))).text);
    const withValues = root.children[1]?.children.filter(({ children }) =>
      children.some(({ name }) => name === 'values'),
    );
    expect(withValues).toHaveLength(2);
  });

  test('A18: a service that asks nothing has an empty definition', async () => {
    expect((await call(app, path('LAMP'))).json).toEqual({ service_code: 'LAMP', attributes: [] });
    expect((await call(app, path('LAMP', 'xml'))).text).toContain(
      '<service_definition><service_code>LAMP</service_code><attributes/></service_definition>',
    );
  });

  test.each(['NOPE', 'hole', 'CLOSED', 'INSIDE'])('%s is 404', async (code) => {
    const answer = await call(app, path(code));
    expect([answer.status, errorsOf(answer)]).toEqual([
      404,
      [expect.objectContaining({ code: 404, field: 'service_code' })],
    ]);
  });
});
