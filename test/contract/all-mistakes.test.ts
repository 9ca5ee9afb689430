import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, errorsOf, fieldsOf, rawCall } from '../support/calls.ts';
import type { ErrorEntry } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { BOUNDARY, END, part } from '../support/multipart.ts';

/** Whatever is wrong with a call is told at once: one entry for each field, in the order of the contract. */
let app: TestApp;
let city: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db, { scopes: ['submit', 'update'] });
});
afterAll(() => app.stop());

const ask = (address: string) => call(app, `/open311/${city.jurisdiction_id}/v2/${address}`);

describe('R31, R33: a GET', () => {
  test.each([
    ['requests.json?start_date=x&end_date=%00&status=foo&page=-1', 'start_date end_date status page'],
    [
      'requests.json?start_date=2020-01-01&start_date=2020-01-02&status=foo&page=-1',
      'start_date status page',
    ],
    ['requests.json?page=x&status=shut', 'status page'],
    ['requests.json?page=%ff&status=shut&sort=up&q=!', 'status q sort page'],
    ['requests.json?lat=x&long=y&radius=5&bbox=1', 'lat long bbox'],
    ['requests.json?lat=x&long=17', 'lat'],
    ['requests.json?start_date=%ff&end_date=2020-01-01&page=0x1', 'start_date page'],
    ['requests.json?page=x&service_request_id=1&status=foo', 'page'],
    [
      'servicerequestupdates.json?start_date=x&end_date=y&page=-1&page_size=z',
      'start_date end_date page page_size',
    ],
    [
      'servicerequestupdates.json?start_date=x&end_date=y&end_date=z&page=1000000',
      'start_date end_date page',
    ],
    ['services.json?lat=5&locale=a&locale=b', 'long locale'],
    ['services.json?lat=100&locale=a&locale=b', 'lat locale'],
    ['locations.json?lat=%00&long=x', 'lat long'],
    ['requests/10000004.json?extensions=%ff&locale=a&locale=b', 'extensions locale'],
  ])('%s', async (address, fields) => {
    const answer = await ask(address);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, fields.split(' ')]);
  });

  test('R16: a city that is named in two ways is told with the rest', async () => {
    const answer = await call(
      app,
      `/open311/v2/requests.json?jurisdiction_id=a&jurisdiction_id=b&page=x&page_size=%ff`,
    );
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['jurisdiction_id', 'page', 'page_size']]);
  });
});

describe('R31, R33: a POST', () => {
  const post = async (body: Buffer | string, type = 'application/x-www-form-urlencoded') => {
    const answer = await rawCall(app, {
      method: 'POST',
      path: `/open311/${city.jurisdiction_id}/v2/requests.json`,
      headers: { 'content-type': type, 'x-api-key': city.key },
      body,
    });
    const list = JSON.parse(answer.text) as ErrorEntry[];
    return [answer.status, ...list.map(({ field }) => field)];
  };

  test('with a field that is not UTF-8 among other mistakes', async () => {
    expect(await post('service_code=HOLE&phone=%ff&lat=x&email=a&attribute[SIZE]=%ff')).toEqual([
      400,
      'lat',
      'attribute[SIZE]',
      'email',
      'phone',
    ]);
  });

  test('the same in multipart', async () => {
    const form = Buffer.concat([
      part('service_code', 'HOLE'),
      part('lat', 'x'),
      part('email', 'a'),
      part('phone', Buffer.from([0xff])),
      END,
    ]);
    expect(await post(form, BOUNDARY['content-type'])).toEqual([
      400,
      'lat',
      'attribute[SIZE]',
      'email',
      'phone',
    ]);
  });

  test('with a name that is not UTF-8, which stands in the message', async () => {
    const answer = await call(app, `/open311/${city.jurisdiction_id}/v2/requests.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-api-key': city.key },
      body: 'service_code=LAMP&lat=51.1&%ff=1',
    });
    expect(errorsOf(answer).map(({ field, description }) => [field, description])).toEqual([
      ['long', 'long is missing. lat and long go together.'],
      [undefined, 'The name of a field is not valid UTF-8: %ff.'],
    ]);
  });

  test.each([
    ['in the form', '', 'api_key=a&api_key=KEY&lat=x&service_code=LAMP'],
    ['in the form, the right one first', '', 'api_key=KEY&api_key=a&lat=x&service_code=LAMP'],
    ['in the query', '?api_key=a&api_key=KEY', 'lat=x&service_code=LAMP'],
  ])('R30: a key that is given twice %s is no wrong key but a mistake', async (_where, query, body) => {
    const answer = await call(
      app,
      `/open311/${city.jurisdiction_id}/v2/requests.json${query.replace('KEY', city.key)}`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: body.replace('KEY', city.key),
      },
    );
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['api_key', 'lat']]);
  });
});
