import { readFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { importServices } from '../../src/features/catalogue/index.ts';
import { seedDemonstration } from '../../src/features/demonstration/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { describeWithData } from '../support/test-data.ts';

const NAMES = ['request', 'requests', 'service', 'services', 'service-definition'] as const;

describeWithData(
  "the standard's own schemas, apart from our contract",
  ['open311/schema/requests.json', 'open311/chicago_services_2019.json'],
  (path, chicago) => {
    let app: TestApp;
    let city: TestCity;
    let other: TestCity;
    const checks = new Map<string, ValidateFunction>();

    beforeAll(async () => {
      const ajv = new Ajv({ strict: false, allErrors: true, formats: { 'date-time': true, uri: true } });
      for (const name of NAMES) {
        const schema = JSON.parse(readFileSync(join(dirname(path), `${name}.json`), 'utf8')) as object;
        ajv.addSchema(schema, `${name}.json`);
      }
      for (const name of NAMES) checks.set(name, ajv.getSchema(`${name}.json`) as ValidateFunction);
      app = await startApp();
      // Only an installation without cities is given it.
      await seedDemonstration({ db: app.db, clock: systemClock });
      city = await createCity(app.db);
      // Before the first call: a city is known half a second later where others were asked for before.
      other = await createCity(app.db, { services: [], outline: null });
      const text = readFileSync(chicago, 'utf8');
      await importServices(app.db, { jurisdiction_id: other.jurisdiction_id, locale: 'en', text });
    });
    afterAll(() => app.stop());

    async function holds(
      name: (typeof NAMES)[number],
      resource: string,
      jurisdiction = city.jurisdiction_id,
    ): Promise<unknown[]> {
      const response = await fetch(`${app.url}/open311/${jurisdiction}/v2/${resource}`);
      expect(response.status).toBe(200);
      const body = (await response.json()) as unknown[];
      const check = checks.get(name);
      expect({ resource, fits: check?.(body), errors: check?.errors ?? null }).toEqual({
        resource,
        fits: true,
        errors: null,
      });
      return body;
    }

    const submit = async (fields: Record<string, string>) => {
      const response = await fetch(`${app.url}/open311/${city.jurisdiction_id}/v2/requests.json`, {
        method: 'POST',
        body: new URLSearchParams({ api_key: city.key, ...fields }),
      });
      const [{ service_request_id: number }] = (await response.json()) as [{ service_request_id: string }];
      return number;
    };

    /** @returns how many services there are */
    async function catalogueHolds(jurisdiction: string): Promise<number> {
      const services = (await holds('services', 'services.json', jurisdiction)) as { service_code: string }[];
      for (const { service_code } of services)
        await holds('service-definition', `services/${encodeURIComponent(service_code)}.json`, jurisdiction);
      return services.length;
    }

    test('services, and the definition of each, with and without questions', async () => {
      expect(await catalogueHolds(city.jurisdiction_id)).toBe(4);
    });

    test('a list that came from another server', async () => {
      expect(await catalogueHolds(other.jurisdiction_id)).toBe(97);
    });

    test('the demonstration: its catalogue, its cases, and one of each status', async () => {
      expect(await catalogueHolds('wroclaw.pl')).toBe(50);
      const list = (await holds('requests', 'requests.json', 'wroclaw.pl')) as {
        service_request_id: string;
        status: string;
      }[];
      expect(list.length).toBeGreaterThan(100);
      for (const status of ['open', 'closed']) {
        const number = list.find((item) => item.status === status)?.service_request_id ?? '';
        await holds('requests', `requests/${number}.json`, 'wroclaw.pl');
      }
    });

    test('cases: with nothing but an address, and with everything', async () => {
      const bare = await submit({ service_code: 'LAMP', address_string: 'Rynek 1' });
      const full = await submit({
        service_code: 'HOLE',
        lat: '51.1',
        long: '17.00001',
        address_string: 'Rynek 1',
        address_id: '007',
        description: 'Deep.',
        media_url: 'https://pictures.example/1.jpg',
        'attribute[SIZE]': 'small',
      });
      await holds('requests', `requests/${bare}.json`);
      await holds('requests', `requests/${full}.json`);
      const list = await holds('requests', 'requests.json');
      expect(list).toHaveLength(2);
      for (const item of list) expect(checks.get('request')?.(item)).toBe(true);
      await holds('requests', 'requests.json?status=closed');
    });

    test('they would notice a number where an identifier belongs', () => {
      const item = {
        service_request_id: '1',
        status: 'open',
        service_code: 'A',
        requested_datetime: '2026-01-01T00:00:00Z',
      };
      expect(checks.get('requests')?.([item])).toBe(true);
      expect(checks.get('requests')?.([{ ...item, service_request_id: 1 }])).toBe(false);
      expect(checks.get('services')?.([{ service_code: 'A' }])).toBe(false);
    });
  },
);
