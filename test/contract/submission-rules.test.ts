import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, errorsOf, fieldsOf, listOf, PLACE, submit } from '../support/calls.ts';
import { createCity, TEST_SERVICES } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

const LAMP = { service_code: 'LAMP' };
const HOLE = { service_code: 'HOLE', ...PLACE, 'attribute[SIZE]': 'small' };

let app: TestApp;
let city: TestCity;
let open: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, {
    services: [
      ...TEST_SERVICES,
      { service_code: 'CLOSED' },
      { service_code: 'INSIDE' },
      {
        service_code: 'SHOWN',
        attributes: [{ code: 'NOTE', datatype: 'text', variable: false, required: true }],
      },
    ],
  });
  open = await createCity(app.db, { outline: null });
  const { jurisdiction_id } = city;
  await app.db('services').where({ jurisdiction_id, service_code: 'CLOSED' }).update({ active: false });
  await app.db('services').where({ jurisdiction_id, service_code: 'INSIDE' }).update({ postable: false });
});
afterAll(() => app.stop());

const refused = async (fields: Record<string, string>) => {
  const answer = await submit(app, city, fields);
  return [answer.status, ...(answer.status === 200 ? [] : fieldsOf(answer))];
};
const stored = async (fields: Record<string, string>, given: TestCity = city) => {
  const answer = await submit(app, given, fields);
  const number = listOf(answer)[0]?.['service_request_id'];
  if (answer.status !== 200) throw new Error(answer.text);
  return (await app.db('requests').where({ number }).first()) as Record<string, unknown>;
};

describe('3.3: the service', () => {
  test('service_code: missing is 400', async () => {
    expect(await refused({ ...PLACE })).toEqual([400, 'service_code']);
    expect(await refused({ ...PLACE, service_code: '' })).toEqual([400, 'service_code']);
  });

  test.each(['NOPE', 'lamp', 'LAMP ', '__proto__', 'CLOSED', 'INSIDE', `<&'">`])(
    'service_code %j: unknown, inactive or not postable is 404',
    async (service_code) => {
      const answer = await submit(app, city, { service_code, lat: 'x' });
      expect([answer.status, fieldsOf(answer)]).toEqual([404, ['service_code']]);
      expect(errorsOf(answer)[0]?.description).toContain(service_code);
    },
  );
});

describe('3.3: the place', () => {
  test.each([
    ['both coordinates', { ...PLACE }, { lat: 51.1, long: 17.03, address: null }],
    ['with signs and spaces', { lat: ' +51.10 ', long: '17.' }, { lat: 51.1, long: 17 }],
    ['an address alone', { address_string: 'Rynek 1' }, { lat: null, long: null, address: 'Rynek 1' }],
    [
      'everything, all of it kept',
      { ...PLACE, address_string: 'Rynek 1', address_id: '007' },
      { lat: 51.1, long: 17.03, address: 'Rynek 1', address_id: '007' },
    ],
    ['half a pair beside an address', { lat: '51.1', address_string: 'Rynek 1' }, { lat: null, long: null }],
    ['on the edge', { lat: '51', long: '16.5' }, { lat: 51, long: 16.5 }],
  ])('is taken: %s', async (_, place, expected) => {
    expect(await stored({ ...LAMP, ...place })).toMatchObject(expected);
  });

  test.each([
    ['none', {}, 'lat'],
    ['lat alone', { lat: '51.1' }, 'long'],
    ['long alone', { long: '17' }, 'lat'],
    ['address_id alone', { address_id: '007' }, 'lat'],
    ['half a pair and address_id', { lat: '51.1', address_id: '007' }, 'long'],
    ['outside of the area', { lat: '52.2', long: '21.0' }, 'lat'],
    ['the other way round', { lat: '17.03', long: '51.1' }, 'lat'],
    ['lat too large', { lat: '90.1', long: '17' }, 'lat'],
    ['long too small', { lat: '51.1', long: '-180.1' }, 'long'],
    ['an outside point beside an address', { lat: '52.2', long: '21.0', address_string: 'Rynek 1' }, 'lat'],
    ['a long address', { address_string: 'a'.repeat(1001) }, 'address_string'],
  ])('is 400: %s', async (_, place: Record<string, string>, field) => {
    expect(await refused({ ...LAMP, ...place })).toEqual([400, field]);
  });

  test.each(['51,1', '0x33', '5.11e1', 'NaN', 'Infinity', '51.1.0', '51°', '--51', 'true', '5 1'])(
    'is 400: %s is no decimal number',
    async (lat) => expect(await refused({ ...LAMP, lat, long: '17' })).toEqual([400, 'lat']),
  );

  test('JSON: a boolean, a list or an object is no coordinate', async () => {
    for (const lat of [true, [51.1], { a: 1 }]) {
      const answer = await call(app, '/open311/v2/requests.json', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': city.key },
        body: JSON.stringify({ jurisdiction_id: city.jurisdiction_id, ...LAMP, lat, long: 17 }),
      });
      expect([lat, answer.status, fieldsOf(answer)]).toEqual([lat, 400, ['lat']]);
    }
  });

  test('a city without an outline takes every point of the world', async () => {
    for (const [lat, long] of [
      ['-90', '180'],
      ['90', '-180'],
      ['0', '0'],
      ['-33.4', '-70.6'],
    ] as const)
      expect(await stored({ ...LAMP, lat, long }, open)).toMatchObject({
        lat: Number(lat),
        long: Number(long),
      });
  });

  test('A3: coordinates are told with at most 7 decimals and never with an exponent', async () => {
    const { number } = await stored({ ...LAMP, lat: '0.000000149', long: '-12.345678951' }, open);
    const path = `/open311/${open.jurisdiction_id}/v2/requests/${String(number)}`;
    expect((await call(app, `${path}.json`)).text).toMatch(/"lat" ?: ?0\.0000001, ?"long" ?: ?-12\.345679,/);
    expect((await call(app, `${path}.xml`)).text).toContain('<lat>0.0000001</lat><long>-12.345679</long>');
  });
});

describe('3.3: texts', () => {
  test('description: at most 4,000 characters, counted as code points after CRLF has become LF', async () => {
    const longest = '🕳'.repeat(3998) + '\r\n' + 'ż';
    expect((await stored({ ...LAMP, ...PLACE, description: longest }))['description']).toBe(
      longest.replace('\r', ''),
    );
    const answer = await submit(app, city, { ...LAMP, ...PLACE, description: `${longest}x` });
    expect(errorsOf(answer)).toEqual([
      {
        code: 400,
        type: 'invalid',
        field: 'description',
        description: 'description is longer than 4,000 characters.',
      },
    ]);
  });

  test('A20: a description is not required', async () => {
    expect((await stored({ ...LAMP, ...PLACE }))['description']).toBeNull();
  });

  test.each([
    ['email', 'no address'],
    ['email', `${'a'.repeat(250)}@b.pl`],
    ['first_name', 'a'.repeat(201)],
    ['last_name', 'a'.repeat(201)],
    ['phone', '1'.repeat(51)],
    ['device_id', 'a'.repeat(256)],
    ['account_id', 'a'.repeat(256)],
    ['address_id', 'a'.repeat(256)],
    ['media_url', `https://a.example/${'a'.repeat(2000)}`],
  ])('%s that is wrong or too long is 400', async (field, value) => {
    expect(await refused({ ...LAMP, ...PLACE, [field]: value })).toEqual([400, field]);
  });
});

describe('3.3.1: answers to the questions of a service', () => {
  test.each([
    ['SIZE', 'small', 'small'],
    ['LANE', 'middle', 'middle'],
    ['DEPTH', ' -3.50 ', '-3.50'],
    ['DEPTH', '.5', '.5'],
    ['SEEN', '2026-03-01', '2026-02-28T23:00:00Z'],
    ['SEEN', '2026-03-01T10:00:00 02:00', '2026-03-01T08:00:00Z'],
    ['SIGN', 'Uwaga! <dziura>', 'Uwaga! <dziura>'],
    ['STORY', 'a\r\nb', 'a\nb'],
    ['STORY', '🕳'.repeat(4000), '🕳'.repeat(4000)],
  ])('%s=%s is taken', async (code, value, expected) => {
    const { number } = await stored({ ...HOLE, [`attribute[${code}]`]: value });
    expect(await app.db('request_attributes').where({ number, code })).toEqual([
      expect.objectContaining({ values: [expected], known: true }),
    ]);
  });

  test.each([
    ['SIZE', 'huge'],
    ['SIZE', 'The small one'],
    ['SIZE', 'SMALL'],
    ['SIZE', ' small'],
    ['LANE', 'left,right'],
    ['LANE', 'up'],
    ['DEPTH', 'deep'],
    ['DEPTH', 'NaN'],
    ['DEPTH', 'Infinity'],
    ['DEPTH', '1e5'],
    ['DEPTH', '0x1f'],
    ['DEPTH', '1,5'],
    ['SEEN', 'yesterday'],
    ['SEEN', '2026-02-30'],
    ['SEEN', '2026-03-01T25:00:00Z'],
    ['SIGN', 'a\nb'],
    ['SIGN', 'a'.repeat(1001)],
    ['STORY', 'a'.repeat(4001)],
    ['OTHER', 'a'.repeat(4001)],
  ])('%s=%s is 400 and named', async (code, value) => {
    expect(await refused({ ...HOLE, [`attribute[${code}]`]: value })).toEqual([400, `attribute[${code}]`]);
  });

  test('one answer only, but for a multivaluelist; equal ones are one', async () => {
    const twice = (code: string, ...values: string[]) =>
      submit(app, city, [
        ...Object.entries(HOLE).filter(([name]) => name !== `attribute[${code}]`),
        ...values.map((value) => [`attribute[${code}]`, value] as const),
      ]);
    for (const [code, a, b] of [
      ['SIZE', 'small', 'large'],
      ['DEPTH', '1', '2'],
      ['SIGN', 'a', 'b'],
      ['STORY', 'a', 'b'],
    ] as const) {
      expect(fieldsOf(await twice(code, a, b))).toEqual([`attribute[${code}]`]);
      expect((await twice(code, a, a)).status).toBe(200);
    }
    expect((await twice('LANE', 'left', 'middle', 'right', 'left')).status).toBe(200);
    expect(fieldsOf(await twice('LANE', 'left', 'up'))).toEqual(['attribute[LANE]']);
  });

  test('A12: a required answer that is missing or empty is 400, naming the attribute in the description', async () => {
    for (const size of [{}, { 'attribute[SIZE]': '' }]) {
      const answer = await submit(app, city, { service_code: 'HOLE', ...PLACE, ...size });
      expect([answer.status, fieldsOf(answer)]).toEqual([400, ['attribute[SIZE]']]);
      expect(errorsOf(answer)[0]?.description).toBe('attribute[SIZE] is missing. What about SIZE?');
    }
  });

  test('an optional list may be empty, and a text to show is neither required nor stored', async () => {
    const { number } = await stored({ ...HOLE, 'attribute[LANE]': '', 'attribute[NOTE]': 'x' });
    const codes = await app.db('request_attributes').where({ number }).pluck('code');
    expect(codes).toEqual(['SIZE']);
    expect(await refused({ service_code: 'SHOWN', ...PLACE })).toEqual([200]);
  });

  test('unknown codes are stored for staff and shown to nobody', async () => {
    const { number } = await stored({
      ...LAMP,
      ...PLACE,
      'attribute[uprn]': 'Hidden-7',
      'attribute[x y]': 'z',
    });
    const rows = await app.db('request_attributes').where({ number }).orderBy('code');
    expect(rows).toMatchObject([
      { code: 'uprn', values: ['Hidden-7'], known: false },
      { code: 'x y', values: ['z'], known: false },
    ]);
    const base = `/open311/${city.jurisdiction_id}/v2`;
    for (const path of [
      `requests/${String(number)}.json`,
      'requests.xml?extensions=true',
      `requests/${String(number)}.xml`,
    ])
      expect((await call(app, `${base}/${path}`)).text).not.toContain('Hidden-7');
  });
});

test('R32: all mistakes are told at once, one for each field, in the order of the form', async () => {
  const answer = await submit(app, city, {
    media_url: 'x',
    description: 'a'.repeat(4001),
    email: 'x',
    'attribute[STORY]': 'a'.repeat(4001),
    'attribute[DEPTH]': 'x',
    'attribute[LANE]': 'up',
    long: '200',
    lat: 'x',
    service_code: 'HOLE',
  });
  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual([
    'lat',
    'long',
    'attribute[SIZE]',
    'attribute[LANE]',
    'attribute[DEPTH]',
    'attribute[STORY]',
    'email',
    'description',
    'media_url',
  ]);
  for (const { code, description, field } of errorsOf(answer)) {
    expect(code).toBe(400);
    expect(description.startsWith(field ?? 'x')).toBe(true);
    expect(description).not.toMatch(/[<>]|must (match|NOT)/);
  }
});
