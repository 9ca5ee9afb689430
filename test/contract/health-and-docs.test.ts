import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { parse } from 'yaml';
import { createCity } from '../support/city.ts';
import { contract, startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await createCity(app.db);
});
afterAll(() => app.stop());

test('the contract is served as it stands, in both notations', async () => {
  const yaml = await supertest(app.url).get('/openapi.yaml').expect(200);
  const json = await supertest(app.url).get('/openapi.json').expect(200);
  expect(parse(yaml.text)).toEqual(json.body);
  expect(json.body).toEqual(contract.document);
});

describe('health', () => {
  test('alive and ready', async () => {
    await supertest(app.url).get('/livez').expect(200, { status: 'ok' });
    await supertest(app.url)
      .get('/readyz')
      .expect(200, { status: 'ok', checks: { database: 'ok', migrations: 'ok', job_queue: 'ok' } });
    await supertest(app.url).head('/readyz').expect(200);
  });

  test('unknown paths are problems, with a request id', async () => {
    const missing = await supertest(app.url)
      .get('/nothing')
      .expect(404)
      .expect('content-type', /application\/problem\+json/);
    expect(missing.body).toMatchObject({ status: 404, title: 'Not found' });
    expect(missing.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    await supertest(app.url).post('/livez').expect(405).expect('allow', 'GET, HEAD');
  });
});
