import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestCity } from '../../sdk/src/testing.ts';
import type { TestCity as CityInMemory, TestService } from '../../sdk/src/testing.ts';
import { createKey } from '../../src/features/access/index.ts';
import { importAreas } from '../../src/features/areas/index.ts';
import { limitService } from '../../src/features/catalogue/index.ts';
import { changeStatus, locateCase } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { contract, startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

/**
 * The test city of the SDK has to repeat what the server says, since the SDK imports nothing of it. Here both are asked the
 * same and have to answer the same: status, headers, and every word.
 */

const ID = 'city.example';

/** The server, or the city in memory. */
type World = {
  fetch: typeof fetch;
  origin: string;
  key: string;
  /** What was given so far, in the order in which it was given. */
  numbers: string[];
  tokens: string[];
  updates: string[];
  pictures: string[];
};

type Fields = Record<string, string | Blob | (string | Blob)[]>;

type Call = {
  path: string;
  query?: Record<string, string>;
  form?: Fields;
  /** The fields go out as multipart. */
  files?: true;
  headers?: Record<string, string>;
  /** No key, or another. */
  key?: string | null;
  /** Below the base path that names no city. */
  anyCity?: true;
};

type Step = [what: string, call: (world: World) => Call];

const outline = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [16.5, 50.6],
      [17.5, 50.6],
      [17.5, 51.6],
      [16.5, 51.6],
      [16.5, 50.6],
    ],
  ],
};
const square = (west: number, east: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [west, 51],
      [east, 51],
      [east, 51.2],
      [west, 51.2],
      [west, 51],
    ],
  ],
});
const AREAS = [
  { area_code: 'east', name: 'East', geometry: square(17.1, 17.3) },
  { area_code: 'west', name: 'West', geometry: square(16.9, 17.1) },
];

const values = (...keys: string[]) => keys.map((key) => ({ key, name: `The ${key} one` }));
const many = Array.from({ length: 23 }, (_, index) => `k${index}`);

/** For the city in memory; for the server it is written as its catalogue is. */
const SERVICES: TestService[] = [
  { service_code: 'LAMP' },
  { service_code: 'TREE', type: 'batch' },
  { service_code: 'TIP', type: 'blackbox', service_notice: null },
  { service_code: 'TRAM', area_codes: ['west'], response_hours: 24 },
  {
    service_code: 'HOLE',
    attributes: [
      { code: 'NOTE', datatype: 'string', variable: false },
      { code: 'SIZE', datatype: 'singlevaluelist', required: true, values: values('small', 'large') },
      { code: 'LANE', datatype: 'multivaluelist', values: values('left', 'middle', 'right') },
      { code: 'DEPTH', datatype: 'number' },
      { code: 'SEEN', datatype: 'datetime' },
      { code: 'SIGN', datatype: 'string' },
      { code: 'STORY', datatype: 'text' },
      { code: 'KIND', datatype: 'singlevaluelist', values: values(...many) },
    ],
  },
].map((service) => ({
  service_name: `Service ${service.service_code}`,
  description: `About ${service.service_code}`,
  service_notice: 'We look into it.',
  keywords: 'street, test',
  group: 'Streets',
  agency_responsible: 'Works',
  response_hours: 48,
  ...service,
  attributes: (service.attributes ?? []).map((one) => ({ description: `What about ${one.code}?`, ...one })),
})) as TestService[];

let app: TestApp;
let server: World;
let memory: World;
let city: CityInMemory;

beforeAll(async () => {
  app = await startApp();
  const made = await createCity(app.db, {
    id: ID,
    outline,
    scopes: ['submit', 'update', 'trusted'],
    services: SERVICES.map(({ service_code, type = 'realtime', attributes = [], ...service }) => ({
      service_code,
      type,
      notices: service.service_notice == null ? {} : { en: service.service_notice },
      response_hours: service.response_hours ?? 48,
      attributes: attributes.map(({ code, datatype, variable = true, required = false, values }) => ({
        code,
        datatype,
        variable,
        required,
        values: values?.map(({ key, name }) => ({ key, names: { en: name } })) ?? null,
      })),
    })),
  });
  await importAreas(app.db, {
    jurisdiction_id: ID,
    kind: 'district',
    nameProperty: 'name',
    defaultName: '-',
    text: JSON.stringify({
      type: 'FeatureCollection',
      features: AREAS.map(({ name, geometry }) => ({ type: 'Feature', properties: { name }, geometry })),
    }),
  });
  await limitService(app.db, ID, 'TRAM', ['west']);
  city = createTestCity({
    jurisdictionId: ID,
    name: 'Testowo',
    timeZone: 'Europe/Warsaw',
    outline,
    areas: AREAS,
    services: SERVICES,
  });
  const nothing = () => ({ numbers: [], tokens: [], updates: [], pictures: [] });
  server = { fetch, origin: app.url, key: made.key, ...nothing() };
  memory = { fetch: city.fetch, origin: 'https://city.example', key: city.connection.apiKey, ...nothing() };
  await until(async () => {
    const response = await fetch(`${app.url}/open311/v2/services.json?lat=51.1&long=17.2`);
    return !(await response.text()).includes('TRAM');
  });
});
afterAll(() => app.stop());

/** Sends a call and keeps what it was given. */
async function send(world: World, { path, query, form, ...call }: Call) {
  const base = /^\//.test(path) ? '' : `/open311/${call.anyCity ? '' : `${ID}/`}v2/`;
  const url = `${world.origin}${base}${path}${query ? `?${new URLSearchParams(query).toString()}` : ''}`;
  const key = call.key === undefined ? world.key : call.key;
  const body = form && (call.files ? new FormData() : new URLSearchParams());
  for (const [name, value] of Object.entries(form ?? {}))
    for (const one of [value].flat()) (body as FormData).append(name, one);
  const response = await world.fetch(url, {
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...(form && key !== null && { 'x-api-key': key }),
      ...call.headers,
    },
    ...(body && { body }),
  });
  const text = await response.text();
  const data = /json$|json;/.test(response.headers.get('content-type') ?? '') && safeParse(text);
  if (form !== undefined && Array.isArray(data)) note(world, data as Record<string, unknown>[]);
  for (const picture of text.match(/[0-9a-f]{32}(?=\.jpg)/g) ?? [])
    if (!world.pictures.includes(picture)) world.pictures.push(picture);
  return { response, text };
}

const safeParse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

function note(world: World, data: Record<string, unknown>[]): void {
  for (const { service_request_id: number, token, update_id, supporters, report } of data) {
    if (typeof number === 'string' && supporters === undefined && report === undefined)
      if (!world.numbers.includes(number)) world.numbers.push(number);
    if (typeof token === 'string') world.tokens.push(token);
    if (typeof update_id === 'string' && !world.updates.includes(update_id)) world.updates.push(update_id);
  }
}

const HEADERS = [
  'content-type',
  'retry-after',
  'idempotent-replayed',
  'x-total-count',
  'link',
  'content-disposition',
];

/** What an answer says, without what differs between any two servers. */
async function told(world: World, call: Call): Promise<object> {
  const { response, text } = await send(world, call);
  const given: [string, readonly string[]][] = [
    ['number', world.numbers],
    ['token', world.tokens],
    ['picture', world.pictures],
  ];
  const plain = (said: string) =>
    given
      .reduce(
        (all, [what, ones]) => ones.reduce((rest, one, at) => rest.replaceAll(one, `${what}-${at}`), all),
        said,
      )
      .replaceAll(world.origin, 'ORIGIN')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME')
      .replace(/"update_id":"\d+"/g, '"update_id":"ID"')
      .replace(/cursor=[^&>]+/g, 'cursor=CURSOR')
      .replace(/\d{4}-\d\d-\d\d\./, 'DAY.')
      .replace(/"(contact|key_service)":"[^"]*"/g, '"$1":"…"');
  return {
    status: response.status,
    requestId: response.headers.has('x-request-id'),
    headers: Object.fromEntries(
      HEADERS.map((name) => [
        name,
        plain((response.headers.get(name) ?? '').replace('; header=present', '')),
      ]),
    ),
    body: safeParse(plain(text)),
  };
}

async function same(call: (world: World) => Call): Promise<Record<string, unknown>> {
  const ours = await told(memory, call(memory));
  const theirs = await told(server, call(server));
  expect(ours).toEqual(theirs);
  return theirs as Record<string, unknown>;
}

const PLACE = { lat: '51.1', long: '17.03' };
const submit = (form: Fields = {}, more: Partial<Call> = {}): Call => ({
  path: 'requests.json',
  form: { service_code: 'LAMP', ...PLACE, ...form },
  ...more,
});
const hole = (form: Fields) => submit({ service_code: 'HOLE', 'attribute[SIZE]': 'small', ...form });
const named = (name: string, form: Fields = {}) => submit(form, { headers: { 'Idempotency-Key': name } });
const only = (form: Fields): Call => ({ path: 'requests.json', form });
const list = (query: Record<string, string> = {}): Call => ({ path: 'requests.json', query });
const updates = (query: Record<string, string> = {}): Call => ({ path: 'servicerequestupdates.json', query });
const nearby = (query: Record<string, string> = {}): Call => ({
  path: 'duplicates.json',
  query: { service_code: 'LAMP', ...PLACE, ...query },
});
const number = (world: World, at = 0) => world.numbers[at] ?? 'none';
const update = (world: World, form: Fields = {}): Call => ({
  path: 'servicerequestupdates.json',
  form: {
    service_request_id: number(world),
    update_id: 'one',
    status: 'IN PROGRESS',
    updated_datetime: '2026-03-01T09:30:00Z',
    description: 'The crew is there.',
    ...form,
  },
});
const support = (world: World, form: Fields = { account_id: 'me' }): Call => ({
  path: `requests/${number(world)}/supporters.json`,
  form,
});
const report = (world: World, form: Fields): Call => ({
  path: `requests/${number(world)}/reports.json`,
  form,
  key: null,
});
const long = (length: number) => 'ż'.repeat(length);

const READING: Step[] = [
  ['the discovery document', () => ({ path: '/open311/discovery.json' })],
  [
    'the discovery document of the city',
    () => ({ path: '/open311/discovery.json', query: { jurisdiction_id: ID } }),
  ],
  ['the services', () => ({ path: 'services.json' })],
  [
    'the services, below no city',
    () => ({ path: 'services.json', anyCity: true, query: { jurisdiction_id: 'CITY.example' } }),
  ],
  ['the services of a place', () => ({ path: 'services.json', query: PLACE })],
  [
    'the services of another district',
    () => ({ path: 'services.json', query: { lat: '51.1', long: '17.2' } }),
  ],
  ['the services of a place outside', () => ({ path: 'services.json', query: { lat: '40', long: '17.2' } })],
  ['the services of half a place', () => ({ path: 'services.json', query: { lat: '51' } })],
  ['the services of no place on earth', () => ({ path: 'services.json', query: { lat: '91', long: 'x' } })],
  ['a definition with every kind of question', () => ({ path: 'services/HOLE.json' })],
  ['a definition without questions', () => ({ path: 'services/LAMP.json' })],
  ['a definition of no service', () => ({ path: `services/${encodeURIComponent(long(80))}.json` })],
  ['the cities', () => ({ path: '/open311/jurisdictions.json' })],
  ['the city', () => ({ path: 'jurisdiction.json' })],
  ['places of a city without a directory', () => ({ path: 'places.json', query: { q: 'Main' } })],
  ['places for nothing', () => ({ path: 'places.json' })],
  ['places for a mark', () => ({ path: 'places.json', query: { q: '.' } })],
  [
    'cases in groups',
    () => ({ path: 'clusters.json', query: { bbox: '17.02,51.09,17.04,51.11', zoom: '17' } }),
  ],
  ['groups of nowhere', () => ({ path: 'clusters.json', query: { bbox: '1,1,2,2', zoom: '9' } })],
  [
    'groups that nobody can find',
    () => ({ path: 'clusters.json', query: { bbox: '1,2,3', zoom: '23', status: 'x', start_date: 'y' } }),
  ],
  [
    'groups of an unknown service',
    () => ({ path: 'clusters.json', query: { bbox: '1,1,2,2', zoom: '9', service_code: 'NONE' } }),
  ],
  ['the districts', () => ({ path: 'areas.json' })],
  ['the outline', () => ({ path: 'areas.json?outline=true' })],
  ['areas asked for in another word', () => ({ path: 'areas.json?outline=perhaps' })],
  ['who serves a place', () => ({ path: 'locations.json', query: PLACE })],
  [
    'who serves a place without district',
    () => ({ path: 'locations.json', query: { lat: '50.7', long: '17' } }),
  ],
  ['who serves a place outside', () => ({ path: 'locations.json', query: { lat: '1', long: '2' } })],
  ['who serves no place', () => ({ path: 'locations.json' })],
  ['who serves half a place', () => ({ path: 'locations.json', query: { lat: 'north' } })],
  ['another city', () => ({ path: 'services.json', anyCity: true, query: { jurisdiction_id: 'x.example' } })],
  ['another city in the path', () => ({ path: '/open311/x.example/v2/services.json' })],
  [
    'one city in the path, another in the query',
    () => ({ path: 'services.json', query: { jurisdiction_id: 'x.example' } }),
  ],
  ['a token that nobody has', () => ({ path: 'tokens/none.json' })],
  ['a picture that nobody has', () => ({ path: '/media/x.jpg' })],
  ['whether it lives', () => ({ path: '/livez' })],
  ['whether it works', () => ({ path: '/readyz' })],
  ['a case that cannot be', () => ({ path: 'requests/17.json' })],
  ['a case that is none', () => ({ path: 'requests/none.json' })],
  ['a case with a slip of the hand', () => ({ path: 'requests/10000005.json' })],
  ['a case that nobody has', () => ({ path: 'requests/99999992.json' })],
  ['a list without cases', () => list()],
  ['updates without cases', () => updates()],
  ['duplicates without cases', () => nearby()],
];

const SUBMITTING: Step[] = [
  ['no key', () => submit({}, { key: null })],
  ['an unknown key', () => submit({}, { key: 'sp_live_wrong' })],
  ['a key of a sandbox', () => submit({}, { key: 'sp_test_wrong' })],
  ['no key and no fields', () => ({ path: 'requests.json', form: { x: 'y' }, key: null })],
  ['another city', () => submit({ jurisdiction_id: 'x.example' })],
  ['no fields', () => only({ unknown: 'x' })],
  ['no place', () => only({ service_code: 'LAMP' })],
  ['no service', () => only({ ...PLACE })],
  ['an unknown service', () => submit({ service_code: 'BOAT' })],
  ['an unknown service and much else', () => submit({ service_code: 'BOAT', lat: 'x', email: 'x' })],
  ['half a place', () => only({ service_code: 'LAMP', lat: '51.1' })],
  ['the other half', () => only({ service_code: 'LAMP', long: '17' })],
  [
    'half a place and an address',
    () => only({ service_code: 'LAMP', lat: '51.1', address_string: 'Rynek 1' }),
  ],
  ['a place outside', () => submit({ lat: '40' })],
  ['a place that is no number', () => submit({ lat: '0x33', long: '1e1' })],
  ['a place beyond the poles', () => submit({ lat: '91', long: '-181' })],
  ['a place beyond the poles and an address', () => submit({ lat: '91', address_string: 'Rynek 1' })],
  ['a place where it is not offered', () => submit({ service_code: 'TRAM', long: '17.2' })],
  ['a place where it is offered', () => submit({ service_code: 'TRAM' })],
  ['a place in no district, where it is not offered', () => submit({ service_code: 'TRAM', lat: '50.7' })],
  ['blanks', () => submit({ description: ' \n ', address_string: ' ' })],
  ['line ends of all kinds', () => submit({ description: 'a\r\nb\rc\nd' })],
  ['control characters', () => submit({ description: 'a\u0000b', first_name: '\u0007' })],
  ['one field twice', () => submit({ description: ['a', 'b'] })],
  ['one field twice, the same', () => submit({ description: ['a', 'a'] })],
  ['texts as long as may be', () => submit({ description: long(4000), address_id: 'x'.repeat(255) })],
  [
    'texts that are too long',
    () => submit({ description: long(4001), phone: 'x'.repeat(51), address_string: 'x'.repeat(1001) }),
  ],
  ['an address that is none', () => submit({ email: 'nobody' })],
  [
    'all about the reporter',
    () =>
      submit({
        email: 'a@b.example',
        first_name: 'A',
        last_name: 'B',
        phone: '1',
        device_id: 'd',
        account_id: 'e',
      }),
  ],
  ['pictures on the web', () => submit({ media_url: ['https://a.example/x y.jpg', 'http://b.example'] })],
  ['two pictures on the web', () => submit({ media_url: ['https://a.example/x.jpg', 'HTTP://b.example/ż'] })],
  ['pictures that are nowhere', () => submit({ media_url: 'ftp://a.example/x.jpg' })],
  ['pictures behind a password', () => submit({ media_url: 'https://a:b@a.example/x.jpg' })],
  [
    'too many pictures on the web',
    () => submit({ media_url: Array.from({ length: 11 }, (_, at) => `https://a.example/${at}`) }),
  ],
  [
    'everything wrong',
    () =>
      only({
        service_code: 'HOLE',
        lat: 'x',
        email: 'x',
        description: long(4001),
        media_url: 'x',
        'attribute[DEPTH]': 'deep',
        'attribute[LANE]': 'up',
      }),
  ],
  ['coordinates of many digits', () => submit({ lat: '51.123456789012', long: '17.000000049' })],
  ['an address alone', () => only({ service_code: 'LAMP', address_string: 'Rynek 1', address_id: 'R1' })],
  ['a batch service', () => submit({ service_code: 'TREE', description: 'A tree' })],
  ['a blackbox service', () => submit({ service_code: 'TIP' })],
  ['no answers', () => submit({ service_code: 'HOLE' })],
  ['an empty answer', () => submit({ service_code: 'HOLE', 'attribute[SIZE]': '' })],
  ['a good answer', () => hole({})],
  ['an answer that is not on the list', () => hole({ 'attribute[SIZE]': 'huge' })],
  ['two answers to one question', () => hole({ 'attribute[SIZE]': ['small', 'large'] })],
  ['an answer twice', () => hole({ 'attribute[SIZE]': ['small', 'small'] })],
  ['several answers', () => hole({ 'attribute[LANE][]': ['left', 'right', 'left'] })],
  ['several answers by place', () => hole({ 'attribute[LANE][0]': 'left', 'attribute[LANE][1]': 'middle' })],
  ['several answers, one wrong', () => hole({ 'attribute[LANE]': ['left', 'up'] })],
  ['an answer to a long list', () => hole({ 'attribute[KIND]': 'none' })],
  ['a number', () => hole({ 'attribute[DEPTH]': ' +3.50 ' })],
  ['no number', () => hole({ 'attribute[DEPTH]': '1e3' })],
  ['a time', () => hole({ 'attribute[SEEN]': '2026-03-01T09:30' })],
  ['a time in summer', () => hole({ 'attribute[SEEN]': '2026-07-01 09:30:15,5+02:00' })],
  ['no time', () => hole({ 'attribute[SEEN]': '2026-02-30' })],
  ['a line', () => hole({ 'attribute[SIGN]': 'x'.repeat(1000) })],
  ['two lines', () => hole({ 'attribute[SIGN]': 'a\nb' })],
  ['a long line', () => hole({ 'attribute[SIGN]': long(1001) })],
  ['a long text', () => hole({ 'attribute[STORY]': long(4001) })],
  ['an answer that nobody asked for', () => hole({ 'attribute[OTHER]': 'x', 'attribute[NOTE]': 'y' })],
  ['answers that cannot be read', () => hole({ attribute: 'x', 'attribute[a][b]': 'y' })],
  ['a name for sending again', () => named('first', { description: 'A lamp' })],
  ['the same again', () => named('first', { description: 'A lamp' })],
  ['the same again, in another order', () => only({ description: 'A lamp', ...PLACE, service_code: 'LAMP' })],
  ['the same name, another submission', () => named('first', { description: 'Another lamp' })],
  ['the same name, and something wrong', () => named('first', { description: 'A lamp', email: 'x' })],
  ['the same name, and a mistake of the city', () => named('first', { service_code: 'BOAT' })],
  [
    'the same name, without a place',
    () => ({ ...only({ service_code: 'LAMP' }), headers: { 'Idempotency-Key': 'first' } }),
  ],
  [
    'another name, without a place',
    () => ({ ...only({ service_code: 'LAMP' }), headers: { 'Idempotency-Key': 'second' } }),
  ],
  ['that name again, with a place', () => named('second')],
  ['a name that is too long', () => named('x'.repeat(256))],
  ['a name with a blank', () => named('a b')],
  ['a blackbox service, named', () => named('tip', { service_code: 'TIP' })],
  ['a blackbox service, named, again', () => named('tip', { service_code: 'TIP' })],
];

const FOLLOWING: Step[] = [
  ['a case', (world) => ({ path: `requests/${number(world)}.json` })],
  ['a case with all', (world) => ({ path: `requests/${number(world)}.json`, query: { extensions: 'TRUE' } })],
  ['all with all', () => list({ extensions: 'true' })],
  ['all', () => list()],
  ['own cases', () => list({ own: 'true' })],
  ['own cases of a service', () => list({ own: 'true', service_code: 'HOLE', page_size: '1' })],
  ['own cases without a key', () => ({ ...list({ own: 'true' }), key: null })],
  ['own cases with an unknown key', () => ({ ...list({ own: 'true' }), key: 'sp_live_wrong' })],
  ['own cases with a test key', () => ({ ...list({ own: 'true' }), key: 'sp_test_wrong' })],
  ['own cases, with something wrong', () => list({ own: 'true', radius: 'x' })],
  ['own that is neither', () => list({ own: 'mine', radius: 'x' })],
  ['all, and a key that is not looked at', () => ({ ...list({ own: 'false' }), key: 'x' })],
  ['those of a service', () => list({ service_code: 'HOLE' })],
  ['those of several services', () => list({ service_code: 'HOLE,LAMP,NONE' })],
  ['those of no service', () => list({ service_code: 'BOAT,NONE' })],
  [
    'those of no service, and much else wrong',
    () => list({ service_code: 'BOAT', status: 'gone', page: '-1', sort: 'name' }),
  ],
  [
    'some by their numbers',
    (world) => list({ service_request_id: `${number(world, 2)},10000005,17,${number(world)}` }),
  ],
  [
    'some by their numbers, and a status that overrides nothing',
    (world) => list({ service_request_id: number(world), status: 'closed' }),
  ],
  [
    'some by their numbers, and something wrong',
    (world) => list({ service_request_id: number(world), lat: 'x', status: 'gone' }),
  ],
  ['the open ones', () => list({ status: 'OPEN' })],
  ['the closed ones', () => list({ status: 'closed' })],
  ['both', () => list({ status: 'open, closed' })],
  ['no status', () => list({ status: 'fixed' })],
  ['too many statuses', () => list({ status: 'a,b,c,d,e,f,g,h,i,j,k' })],
  ['a year ago', () => list({ start_date: '2020-01-01', end_date: '2020-02-01' })],
  ['from a year ago on', () => list({ start_date: '2020-01-01' })],
  ['up to a year ago', () => list({ end_date: '2020-01-01T00:00:00+01:00' })],
  ['a span of too many days', () => list({ start_date: '2020-01-01', end_date: '2020-05-01' })],
  ['a span that ends before it begins', () => list({ start_date: '2020-02-01', end_date: '2020-01-01' })],
  [
    'times that are none',
    () => list({ start_date: 'yesterday', end_date: '2020-13-01', updated_after: 'x', updated_before: 'y' }),
  ],
  ['changes up to a year ago', () => list({ updated_before: '2020-01-01' })],
  [
    'changes that end before they begin',
    () => list({ updated_after: '2020-02-01', updated_before: '2020-01-01' }),
  ],
  ['changes, and a span of requests', () => list({ updated_before: '2020-01-01', start_date: 'x' })],
  ['the first page', () => list({ page_size: '3' })],
  ['the second page', () => list({ page_size: '3', page: '2' })],
  ['page 0', () => list({ page_size: '3', page: '0', sort: 'requested_datetime' })],
  ['a page behind the last', () => list({ page_size: '3', page: '200' })],
  ['a page that is too deep', () => list({ page: '5000' })],
  ['a page that is none', () => list({ page: 'two', page_size: '0' })],
  ['half a page', () => list({ page: '1.5', page_size: '2.5' })],
  ['a cursor from elsewhere', () => list({ cursor: 'x' })],
  ['a cursor and a page', () => list({ cursor: 'x', page: '2' })],
  ['the earliest first', () => list({ sort: 'requested_datetime', page_size: '2' })],
  ['in no order', () => list({ sort: 'name' })],
  ['around a place', () => list({ ...PLACE, radius: '100' })],
  ['around another place', () => list({ lat: '51.11', long: '17.03', radius: '500' })],
  ['around half a place', () => list({ lat: '51.1' })],
  ['a radius alone', () => list({ radius: '10' })],
  ['a radius around no place', () => list({ radius: '10', lat: 'x' })],
  ['a radius that is none', () => list({ ...PLACE, radius: '0' })],
  ['a rectangle', () => list({ bbox: '17,51,17.1,51.2' })],
  ['a rectangle around the earth', () => list({ bbox: '18,51,17.1,51.2' })],
  ['a rectangle and a circle', () => list({ ...PLACE, bbox: '17,51,17.1,51.2' })],
  ['a rectangle inside out', () => list({ bbox: '17,52,17.1,51.2' })],
  ['a rectangle off the earth', () => list({ bbox: '17,52,181,51.2' })],
  ['a rectangle of three', () => list({ bbox: '17,52,18' })],
  ['words that are none', () => list({ q: '!?' })],
  ['words that are too many', () => list({ q: 'x'.repeat(201) })],
  ['a parameter that nobody knows', () => list({ color: 'red' })],
  ['a language that is too long', () => list({ locale: 'x'.repeat(36) })],
  ['duplicates', () => nearby()],
  ['duplicates by their texts', () => nearby({ description: 'A lamp that is dark' })],
  ['duplicates of another service', () => nearby({ service_code: 'HOLE', extensions: 'true' })],
  ['duplicates a little aside', () => nearby({ lat: '51.1004' })],
  ['duplicates far away', () => nearby({ lat: '51.3' })],
  ['duplicates of no service', () => nearby({ service_code: 'BOAT' })],
  ['duplicates of nothing', () => ({ path: 'duplicates.json' })],
  ['duplicates at no place', () => nearby({ lat: '99', long: '' })],
  ['a token that waits', (world) => ({ path: `tokens/${world.tokens[0]}.json` })],
  ['all as CSV', () => ({ path: 'exports/requests.csv' })],
  ['all as NDJSON', () => ({ path: 'exports/requests.ndjson', query: { service_code: 'HOLE' } })],
  ['all as GeoJSON', () => ({ path: 'exports/requests.geojson', query: { status: 'open' } })],
  ['no case as CSV', () => ({ path: 'exports/requests.csv', query: { end_date: '2020-01-01' } })],
  ['no case as NDJSON', () => ({ path: 'exports/requests.ndjson', query: { end_date: '2020-01-01' } })],
  ['no case as GeoJSON', () => ({ path: 'exports/requests.geojson', query: { end_date: '2020-01-01' } })],
  ['an export of no service', () => ({ path: 'exports/requests.csv', query: { service_code: 'BOAT' } })],
  [
    'an export with mistakes',
    () => ({ path: 'exports/requests.csv', query: { status: 'x', start_date: 'x' } }),
  ],
];

const CHANGING: Step[] = [
  ['support without key', (world) => ({ ...support(world), key: null })],
  ['support without account', (world) => support(world, { x: 'y' })],
  ['support by an account that is too long', (world) => support(world, { account_id: 'x'.repeat(256) })],
  ['support', (world) => support(world)],
  ['support again', (world) => support(world)],
  ['support by another account', (world) => support(world, { account_id: 'you' })],
  ['support of no case', () => ({ path: 'requests/99999992/supporters.json', form: { account_id: 'me' } })],
  [
    'support with a slip of the hand',
    () => ({ path: 'requests/10000005/supporters.json', form: { account_id: 'me' } }),
  ],
  ['a report', (world) => report(world, { reason: 'spam', comment: 'It is.' })],
  ['a report without reason', (world) => report(world, { comment: long(501) })],
  ['a report for another reason', (world) => report(world, { reason: 'boring' })],
  [
    'a report of no case',
    () => ({ path: 'requests/10000005/reports.json', form: { reason: 'spam' }, key: null }),
  ],
  ['an update without key', (world) => ({ ...update(world), key: null })],
  ['an update without anything', () => ({ path: 'servicerequestupdates.json', form: { x: 'y' } })],
  [
    'an update with mistakes',
    (world) => update(world, { status: 'gone', updated_datetime: 'soon', description: long(4001) }),
  ],
  ['an update of no case', (world) => update(world, { service_request_id: '10000005' })],
  ['an update', (world) => update(world)],
  ['the update again', (world) => update(world)],
  ['its id for another case', (world) => update(world, { service_request_id: number(world, 1) })],
  [
    'a comment of a partner',
    (world) => update(world, { update_id: 'two', status: 'unchanged', description: 'No news.' }),
  ],
  [
    'the same status again',
    (world) => update(world, { update_id: 'three', status: 'in_progress', description: 'Still.' }),
  ],
  [
    'the case with what happened',
    (world) => ({ path: `requests/${number(world)}.json`, query: { extensions: 'true' } }),
  ],
  ['the end', (world) => update(world, { update_id: 'four', status: 'Fixed', description: 'Done.' })],
  [
    'another case is closed',
    (world) =>
      update(world, { service_request_id: number(world, 2), update_id: 'five', status: 'no_further_action' }),
  ],
  [
    'and goes on',
    (world) =>
      update(world, {
        service_request_id: number(world, 2),
        update_id: 'six',
        status: 'REOPEN',
        description: 'Again.',
      }),
  ],
  ['support of a closed case', (world) => support(world, { account_id: 'third' })],
  ['support of a closed case by who has supported it', (world) => support(world)],
  ['the closed ones', () => list({ status: 'closed', extensions: 'true' })],
  ['the open ones', () => list({ status: 'open', extensions: 'true' })],
  ['updates of a year ago', () => updates({ end_date: '2020-01-01' })],
  ['updates with mistakes', () => updates({ start_date: 'x', page: '-1', page_size: 'x', cursor: 'x' })],
  ['updates of too many days', () => updates({ start_date: '2020-01-01', end_date: '2020-06-01' })],
  ['updates by a cursor from elsewhere', () => updates({ cursor: 'x' })],
];

const LATER: Step[] = [
  ['all updates', () => updates()],
  ['updates of a case', (world) => updates({ service_request_id: number(world) })],
  ['updates of no case', () => updates({ service_request_id: '17' })],
  ['a page of updates', () => updates({ page_size: '2' })],
  ['a further page of updates', () => updates({ page_size: '2', page: '2' })],
  ['changes', () => list({ updated_after: '2020-01-01' })],
  ['changes in pages', () => list({ updated_after: '2020-01-01', page_size: '5' })],
  ['changes, the latest first', () => list({ updated_after: '2020-01-01', sort: '-updated_datetime' })],
];

describe('The test city and the server', () => {
  test.each(READING)('say the same of %s', async (_, call) => {
    await same(call);
  });

  test.each(SUBMITTING)('say the same of a submission with %s', async (_, call) => {
    await same(call);
  });

  test('say the same of pictures', async () => {
    const lamp = new Blob([await readFile('examples/report-a-case/lamp.jpg')]);
    const send = (form: Fields) => submit({ service_code: 'LAMP', ...form }, { files: true });
    await same(() => send({ media: new Blob([]) }));
    await same(() => send({ media: new Blob(['no picture']) }));
    await same(() => send({ media: [lamp, new Blob(['no picture'])], photo: new Blob(['neither']) }));
    await same(() => send({ media: [lamp, lamp], media_url: 'https://a.example/x.jpg', lat: '51.15' }));
    await same((world) =>
      list({
        lat: '51.15',
        long: '17.03',
        service_request_id: world.numbers.at(-1) ?? '',
        extensions: 'true',
      }),
    );
    const withName = (media: Blob) => ({ ...send({ media }), headers: { 'Idempotency-Key': 'photo' } });
    await same(() => withName(lamp));
    await same(() => withName(lamp));
    await same(() => withName(new Blob([lamp, 'x'])));
    for (const world of [server, memory]) {
      const response = await world.fetch(`${world.origin}/media/${world.pictures[0]}.small.jpg`);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    }
  });

  test.each(FOLLOWING)('say the same of %s', async (_, call) => {
    await same(call);
  });

  test('walk the same pages', async () => {
    const walk = async (world: World) => {
      const pages: object[] = [];
      let next: string | undefined =
        `${world.origin}/open311/v2/requests.json?jurisdiction_id=${ID}&page_size=7`;
      while (next !== undefined) {
        const path: string = next.slice(world.origin.length);
        pages.push(await told(world, { path }));
        const { response } = await send(world, { path });
        next = /<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1];
      }
      return pages;
    };
    const pages = await walk(memory);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages).toEqual(await walk(server));
  });

  describe('in a later second', () => {
    // Changes are told in the order of their seconds, and both ask their own clock.
    beforeAll(async () => {
      const submitted = Math.floor(Date.now() / 1_000);
      await until(() => Math.floor(Date.now() / 1_000) > submitted);
    });

    test.each(CHANGING)('say the same of %s', async (_, call) => {
      await same(call);
    });
  });

  test('say the same when the city has closed a case', async () => {
    for (const [status, notes] of [
      ['planned', null],
      ['closed', 'Nothing was found.'],
      ['closed', null],
    ] as const) {
      const at = number(memory, 3);
      if (status === 'closed') city.close(at, notes ?? undefined);
      else city.changeStatus(at, status, notes ?? undefined);
      const key = await locateCase(app.db, number(server, 3));
      await changeStatus({ db: app.db, clock: systemClock }, key, { status, notes, actor: 'test' });
      await same((world) => ({ path: `requests/${number(world, 3)}.json`, query: { extensions: 'true' } }));
    }
  });

  test('say the same when batch cases are taken over', async () => {
    city.acceptBatch();
    app.work();
    const isTaken = async () => {
      const { text } = await send(server, { path: `tokens/${server.tokens[0]}.json` });
      return !text.includes('null');
    };
    await until(isTaken);
    for (const world of [memory, server]) {
      const { text } = await send(world, { path: `tokens/${world.tokens[0]}.json` });
      world.numbers.push((JSON.parse(text) as { service_request_id: string }[])[0]?.service_request_id ?? '');
    }
    await same((world) => ({ path: `tokens/${world.tokens[0]}.json` }));
    await same((world) => ({ path: `requests/${world.numbers.at(-1)}.json`, query: { extensions: 'true' } }));
  });

  describe('when all can be seen', () => {
    beforeAll(async () => {
      // A server tells of changes when it knows that nothing of the same second can come any more.
      const count = async (world: World) => {
        const { text } = await send(world, updates());
        return (JSON.parse(text) as unknown[]).length;
      };
      const wanted = await count(memory);
      await until(async () => (await count(server)) === wanted);
    });

    test.each(LATER)('say the same of %s', async (_, call) => {
      await same(call);
    });
  });

  test('say the same in a sandbox', async () => {
    const { key } = await createKey(app.db, {
      jurisdiction_id: ID,
      scopes: ['submit', 'update'],
      kind: 'test',
    });
    const sandbox = createTestCity({ jurisdictionId: ID, services: SERVICES, sandbox: true });
    const ours: World = { ...memory, fetch: sandbox.fetch, key: sandbox.connection.apiKey, numbers: [] };
    const theirs: World = { ...server, key, numbers: [] };
    const ask = (form: Fields, more: Partial<Call> = {}) => ({
      ...submit(form, more),
      path: `/open311/${ID}/test/v2/requests.json`,
    });
    const calls = [
      ask({ description: 'A lamp' }),
      ask({}, { key: 'sp_live_wrong' }),
      ...[400, 403, 429, 503].map((status) => ask({ description: `Please, Sandbox-${status}!`, lat: 'x' })),
      ask({ description: 'sandbox-5030 my-sandbox-400' }),
    ];
    for (const call of calls) expect(await told(ours, call)).toEqual(await told(theirs, call));
  });

  test('were asked for every operation', () => {
    const asked = new Set(city.calls.map(({ operation }) => operation));
    expect(
      contract.operations
        .map(({ operationId }) => operationId)
        // What belongs to a developer's account is not the city's, and not played.
        .filter((id) => !/^(accounts|keys)\./.test(id) && !asked.has(id as never)),
    ).toEqual([]);
  });
});
