import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { databaseUrl, endPrograms, liveKey, startServerProgram } from '../support/program.ts';

/**
 * A client as somebody writes it who has read the GeoReport v2 standard and nothing of ours: it begins with the address of
 * the discovery document and believes only what the server says.
 */
type Service = { service_code: string; metadata: boolean; type: string; group: string | null };
type Attribute = {
  variable: boolean;
  code: string;
  datatype: string;
  required: boolean;
  order: number;
  values?: { key: string; name: string }[];
};
type Endpoint = { specification: string; url: string; type: string; formats: string[] };
type Item = Record<string, string | number | null>;

const LISTS = new Set([
  'discovery.endpoints.endpoint',
  'discovery.endpoints.endpoint.formats.format',
  'services.service',
  'service_definition.attributes.attribute',
  'service_definition.attributes.attribute.values.value',
  'service_requests.request',
  'errors.error',
]);
const parser = new XMLParser({
  parseTagValue: false,
  ignoreDeclaration: true,
  isArray: (_name, path) => LISTS.has(String(path)),
});

let database: TestDatabase;
let server: string;
let key: string;
let endpoint: string;

beforeAll(async () => {
  database = await cloneDatabase();
  const env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  const program = await startServerProgram({ env });
  server = program.url;
  key = await liveKey({ env });
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

async function json<Body>(path: string, status = 200): Promise<Body> {
  const response = await fetch(path);
  expect([path, response.status]).toEqual([path, status]);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  return (await response.json()) as Body;
}

async function xml(path: string, status = 200): Promise<Record<string, unknown>> {
  const response = await fetch(path);
  expect([path, response.status]).toEqual([path, status]);
  return readXml(response);
}

async function readXml(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
  const text = await response.text();
  expect(text.startsWith('<?xml version="1.0" encoding="utf-8"?>')).toBe(true);
  return parser.parse(text) as Record<string, unknown>;
}

function post(format: string, form: string): Promise<Response> {
  return fetch(`${endpoint}/requests.${format}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: `api_key=${key}&lat=51.11&long=17.03&${form}`,
  });
}

/** What XML can say of a JSON value: text, or nothing. */
const asText = (value: Item[string] | undefined) => (value === null ? '' : String(value));
const itemAsText = (item: Item) =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, asText(value)]));

describe('A client written from the standard', () => {
  test('finds the endpoint of the city by discovery, in both formats', async () => {
    const found = await json<{ endpoints: Endpoint[] }>(`${server}/open311/discovery.json`);
    const ours = found.endpoints.find(
      (one) =>
        one.specification === 'http://wiki.open311.org/GeoReport_v2' &&
        one.type === 'production' &&
        one.url.includes('wroclaw.pl'),
    );
    expect(ours?.formats).toEqual(['text/xml', 'application/json']);
    endpoint = ours?.url ?? '';
    const document = (await xml(`${server}/open311/discovery.xml`)) as {
      discovery: { endpoints: { endpoint: { url: string }[] } };
    };
    expect(document.discovery.endpoints.endpoint.map(({ url }) => url)).toEqual(
      found.endpoints.map(({ url }) => url),
    );
  });

  test('lists services of every type, the same in both formats', async () => {
    const services = await json<Service[]>(`${endpoint}/services.json`);
    expect(new Set(services.map(({ type }) => type))).toEqual(new Set(['realtime', 'batch', 'blackbox']));
    expect(services.length).toBeGreaterThanOrEqual(40);
    const { services: inXml } = (await xml(`${endpoint}/services.xml`)) as {
      services: { service: Record<string, string>[] };
    };
    expect(inXml.service).toEqual(services.map((service) => itemAsText(service as unknown as Item)));
  });

  test('submits an answer of every datatype in every shape, having read the definition', async () => {
    const services = await json<Service[]>(`${endpoint}/services.json`);
    let chosen: { service: Service; attributes: Attribute[] } | undefined;
    for (const service of services.filter(({ metadata, type }) => metadata && type === 'realtime')) {
      const { attributes } = await json<{ attributes: Attribute[] }>(
        `${endpoint}/services/${encodeURIComponent(service.service_code)}.json`,
      );
      const datatypes = new Set(attributes.filter((one) => one.variable).map((one) => one.datatype));
      if (datatypes.size === 6) chosen = { service, attributes };
    }
    if (chosen === undefined) throw new Error('no service asks for every datatype');
    const { service, attributes } = chosen;
    expect(attributes.map(({ order }) => order)).toEqual(attributes.map((_, index) => index + 1));
    expect(attributes.some(({ variable }) => !variable)).toBe(true);

    const answers: Record<string, string> = {
      string: 'prawy',
      text: 'jeden\r\ndwa',
      number: '12.5',
      datetime: '2024-05-01T10:00:00Z',
    };
    const many: ((code: string, a: string, b: string) => string)[] = [
      (code, a, b) => `attribute[${code}][]=${a}&attribute[${code}][]=${b}`,
      (code, a, b) => `attribute[${code}]=${a}&attribute[${code}]=${b}`,
      (code, a, b) => `attribute[${code}][0]=${a}&attribute[${code}][1]=${b}`,
      (code, a, b) => `attribute%5B${code}%5D%5B%5D=${a}&attribute%5B${code}%5D%5B%5D=${b}`,
    ];
    for (const manyOf of many) {
      const form = attributes
        .filter(({ variable }) => variable)
        .map(({ code, datatype, values: [first, second] = [] }) =>
          datatype === 'multivaluelist'
            ? manyOf(code, first?.key ?? '', second?.key ?? '')
            : `attribute[${code}]=${encodeURIComponent(first?.key ?? answers[datatype] ?? '')}`,
        );
      const answer = await post('json', [`service_code=${service.service_code}`, ...form].join('&'));
      const [submitted] = (await answer.json()) as { service_request_id: string }[];
      expect([answer.status, submitted]).toEqual([
        200,
        expect.objectContaining({ service_request_id: expect.stringMatching(/^\d{8,}$/) as unknown }),
      ]);
      const { rows } = await database.db.raw<{ rows: { n: number }[] }>(
        'select sum(cardinality("values"))::int as n from request_attributes where number = ?',
        [submitted?.service_request_id ?? ''],
      );
      expect(rows[0]?.n).toBe(7); // two of the list and one of each other datatype
    }

    // Without the answer that is required, the error says which one is missing, in the format asked for.
    const required = attributes.find((one) => one.required)?.code ?? '';
    const refused = await post('xml', `service_code=${service.service_code}`);
    expect(refused.status).toBe(400);
    const { errors } = (await readXml(refused)) as {
      errors: { error: { code: string; description: string }[] };
    };
    expect(errors.error).toHaveLength(1);
    expect(errors.error[0]?.code).toBe('400');
    expect(errors.error[0]?.description).toContain(required);
  });

  test('follows a batch submission by its token to the case', async () => {
    const services = await json<Service[]>(`${endpoint}/services.json`);
    const batch = services.find(({ type, metadata }) => type === 'batch' && !metadata);
    const answer = await post('json', `service_code=${batch?.service_code}&description=czeka`);
    const [submitted] = (await answer.json()) as Record<string, string>[];
    expect(submitted).not.toHaveProperty('service_request_id');
    const token = submitted?.['token'] ?? '';
    const number = await until(async () => {
      const [item] = await json<{ token: string; service_request_id: string | null }[]>(
        `${endpoint}/tokens/${token}.json`,
      );
      expect(item?.token).toBe(token);
      return item?.service_request_id;
    });
    const { service_requests } = (await xml(`${endpoint}/tokens/${token}.xml`)) as {
      service_requests: { request: Item[] };
    };
    expect(service_requests.request).toEqual([{ service_request_id: number, token }]);
    const [item] = await json<Item[]>(`${endpoint}/requests/${number}.json`);
    expect(item?.['description']).toBe('czeka');
    await json(`${endpoint}/tokens/no-such-token.json`, 404);
  });

  test('hears nothing but a notice about a blackbox submission', async () => {
    const services = await json<Service[]>(`${endpoint}/services.json`);
    const blackbox = services.find(({ type, metadata }) => type === 'blackbox' && !metadata);
    const answer = await post('xml', `service_code=${blackbox?.service_code}&description=cicho`);
    const { service_requests } = (await readXml(answer)) as { service_requests: { request: Item[] } };
    expect(Object.keys(service_requests.request[0] ?? {})).toEqual(['service_notice', 'account_id']);
    const all = await json<Item[]>(`${endpoint}/requests.json?service_code=${blackbox?.service_code}`);
    expect(all.map((item) => item['description'])).not.toContain('cicho');
  });

  test('reads its case alone and in the list, the same in both formats', async () => {
    const services = await json<Service[]>(`${endpoint}/services.json`);
    const plain = services.find(({ type, metadata }) => type === 'realtime' && !metadata);
    const text = 'Zażółć <gęślą> & "jaźń"\n\u{1F6B2}';
    const answer = await post(
      'xml',
      `service_code=${plain?.service_code}&description=${encodeURIComponent(text)}`,
    );
    const created = (await readXml(answer)) as { service_requests: { request: Record<string, string>[] } };
    const number = created.service_requests.request[0]?.['service_request_id'] ?? '';

    const [alone] = await json<Item[]>(`${endpoint}/requests/${number}.json`);
    expect(alone).toMatchObject({ description: text, lat: 51.11, long: 17.03, status: 'open' });
    for (const name of ['requested_datetime', 'updated_datetime'])
      expect(alone?.[name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const list = await json<Item[]>(`${endpoint}/requests.json?service_code=${plain?.service_code}`);
    expect(list.find((item) => item['service_request_id'] === number)).toEqual(alone);

    for (const path of [`requests/${number}.xml`, `requests.xml?service_request_id=${number}`]) {
      const { service_requests } = (await xml(`${endpoint}/${path}`)) as {
        service_requests: { request: Record<string, string>[] };
      };
      expect(service_requests.request).toEqual([itemAsText(alone ?? {})]);
    }
    await json(`${endpoint}/requests/${number}1.json`, 404);
    expect(await json(`${endpoint}/requests.json?service_request_id=99999999`)).toEqual([]);
  });

  test('is refused with 403 without a key, and with 404 in a city that is not there', async () => {
    const body = 'service_code=STREET-LIGHT&lat=51.11&long=17.03';
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const refused = await fetch(`${endpoint}/requests.json`, { method: 'POST', body, headers });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject([{ code: 403 }]);
    await xml(`${server}/open311/v2/services.xml?jurisdiction_id=nowhere.example`, 404);
    await json(`${server}/open311/v2/services.json`, 400);
  });
});
