import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { call, listOf, PLACE, submit } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { describeWithData } from '../support/test-data.ts';
import { readXml } from '../support/xml.ts';
import type { Element } from '../support/xml.ts';

const CASES = 130;

/** Every element with the names of those around it: `services/service/service_code`. */
const pathsOf = (element: Element, above = ''): string[] => {
  const path = `${above}${element.name}`;
  return [path, ...element.children.flatMap((child) => pathsOf(child, `${path}/`))];
};

describeWithData(
  '6: what recorded servers answer and their clients ask',
  ['open311/r311_endpoints.json'],
  (path) => {
    const recorded = (name: string) => readFileSync(join(dirname(path), name), 'utf8');
    /** Declarations are written in many ways; ours alone has to be exact. */
    const readRecorded = (name: string) =>
      readXml(recorded(name).replace(/^\s*(<\?xml[^>]*\?>)?\s*/, '<?xml version="1.0" encoding="utf-8"?>\n'));
    let app: TestApp;
    let city: TestCity;
    const numbers: string[] = [];
    const get = (resource: string) => call(app, `/open311/${city.jurisdiction_id}/v2/${resource}`);
    const idsOf = async (query: string) => {
      const answer = await get(`requests.json?${query}`);
      expect({ query, status: answer.status }).toEqual({ query, status: 200 });
      return listOf(answer).map((one) => String(one['service_request_id']));
    };

    beforeAll(async () => {
      app = await startApp();
      city = await createCity(app.db, {
        // The same text more than a hundred times would be held.
        scopes: ['submit', 'trusted'],
        services: [
          { service_code: 'LAMP' },
          { service_code: 'TREE', type: 'batch' },
          {
            service_code: 'HOLE',
            attributes: [
              { code: 'SIZE', datatype: 'singlevaluelist', values: [{ key: 's', names: { en: 'small' } }] },
            ],
          },
        ],
      });
      for (let at = 0; at < CASES; at += 1) {
        const place = at < 30 ? { lat: '51.2', long: '17.3' } : PLACE;
        const description = at < 10 ? 'A broken bench' : 'A lamp is out';
        const [one = {}] = listOf(await submit(app, city, { service_code: 'LAMP', description, ...place }));
        numbers.push(String(one['service_request_id']));
      }
      // Cases that came a while ago and changed since, as lists of changes are asked for.
      await app.db.raw(
        `update requests set requested_at = requested_at - interval '1 day', updated_at = updated_at - interval '1 hour'
        where jurisdiction_id = ?`,
        [city.jurisdiction_id],
      );
    });
    afterAll(() => app.stop());

    test.each([
      ['services.xml', ['cfa_services.xml', 'o3status_services_giessen.xml', 'san_francisco_services.xml']],
      ['services/HOLE.xml', ['cfa_service_definition.xml']],
      [
        'requests.xml',
        [
          'cfa_service_requests.xml',
          'cfa_service_requests_empty.xml',
          'o3status_requests_many.xml',
          'san_francisco_requests.xml',
          'spec-service-requests.xml',
        ],
      ],
      [
        'requests/ID.xml',
        ['cfa_get_service_request.xml', 'o3status_requests_single.xml', 'spec-service-request.xml'],
      ],
      ['tokens/TOKEN.xml', ['cfa_request_id_from_token.xml', 'token.xml']],
      ['discovery.xml', ['discovery-dc.xml']],
      [
        'requests/0.xml',
        ['cfa_get_service_request_not_found.xml', 'boston-err-submitrequest-base_is_duplicate.xml'],
      ],
    ])('%s has every element that recorded answers have', async (resource, files) => {
      const [batch = {}] = listOf(await submit(app, city, { service_code: 'TREE', ...PLACE }));
      const asked = resource.replace('ID', numbers[0] ?? '').replace('TOKEN', String(batch['token']));
      const ours = new Set(pathsOf(readXml((await get(asked)).text)));
      for (const file of files) {
        // Recorded before 2011, when questions had no element around them all.
        const wrapped = (one: string) =>
          one.replace(/^service_definition\/attribute(?=\/|$)/, 'service_definition/attributes/attribute');
        const theirs = new Set(pathsOf(readRecorded(file)).map(wrapped));
        expect({ file, missing: [...theirs].filter((one) => !ours.has(one)) }).toEqual({ file, missing: [] });
      }
    });

    test('the answers to submissions are read the same way', async () => {
      const base = `/open311/${city.jurisdiction_id}/v2/requests.xml`;
      for (const [service_code, file] of [
        ['LAMP', 'cfa_post_service_request.xml'],
        ['TREE', 'boston-submitrequest-token.xml'],
      ] as const) {
        const answer = await submit(app, city, { service_code, ...PLACE }, { path: base });
        const ours = new Set(pathsOf(readXml(answer.text)));
        expect(pathsOf(readRecorded(file)).filter((one) => !ours.has(one))).toEqual([]);
      }
    });

    test.each(['chicago_requests_2019.json', 'o3status_service_requests.json'])(
      '%s: each field is one of ours, of the same type',
      async (file) => {
        const [ours = {}] = listOf(await get(`requests/${numbers[0] ?? ''}.json`));
        for (const theirs of JSON.parse(recorded(file)) as Record<string, unknown>[]) {
          for (const [name, value] of Object.entries(theirs)) {
            expect([name, name in ours]).toEqual([name, true]);
            if (value !== null && ours[name] !== null)
              expect([name, typeof ours[name]]).toEqual([name, typeof value]);
          }
        }
      },
    );

    type Endpoint = { name: string; dialect: string | null; pagination: boolean; limit: number | null };
    const endpoints = (JSON.parse(readFileSync(path, 'utf8')) as Endpoint[]).filter((one) => one.pagination);
    const sizes = [...new Set(endpoints.map(({ limit }) => limit ?? 0))].filter((limit) => limit > 0);

    test.each(sizes)('the pages of the endpoints whose limit is %d', async (limit) => {
      const seen: string[] = [];
      for (let page = 1; ; page += 1) {
        const ids = await idsOf(`page=${page}&page_size=${limit}`);
        if (ids.length === 0) break;
        seen.push(...ids);
      }
      expect(seen.filter((id) => numbers.includes(id)).sort()).toEqual([...numbers].sort());
      expect(new Set(seen).size).toBe(seen.length);
    });

    const hoursAgo = (hours: number) =>
      new Date(Date.now() - hours * 3_600_000).toISOString().replace(/\.\d+/, '');

    test.each<[string, string, number]>([
      ['Connected Bits', 'updated_after={2 h ago}&updated_before={0.5 h ago}&page_size=500', CASES],
      ['Connected Bits', 'updated_after={0.5 h ago}&page_size=500', 0],
      ['Connected Bits', 'q=bench&page_size=50', 10],
      ['Connected Bits', 'q=bench&extensions=true&page=2&page_size=7', 3],
      ['uReport', 'bbox=17.2,51.1,17.4,51.3&page=0&page_size=1000', 30],
      ['uReport', 'page=9&page_size=1000', 0],
      ['CitySDK', 'lat=51.2&long=17.3&radius=50&locale=en&extensions=true', 30],
      ['CitySDK', 'updated_after={2 h ago}&status=open', CASES],
      ['Mark-a-Spot', 'q=bench&extensions=false&status=open', 10],
      ['FixMyStreet', 'start_date={48 h ago}&end_date={1 h ago}', CASES],
      ['FixMyStreet', 'start_date={1 h ago}', 0],
      ['open311status', 'start_date={48 h ago}&status=open&service_code=LAMP', CASES],
    ])('%s asks %s and gets %d', async (_dialect, query, count) => {
      const ids = await idsOf(
        query.replace(/\{([\d.]+) h ago\}/g, (_all, hours: string) => hoursAgo(Number(hours))),
      );
      expect(ids.filter((id) => numbers.includes(id))).toHaveLength(count);
    });
  },
);
