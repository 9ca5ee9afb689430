import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { importServices } from '../../src/features/catalogue/index.ts';
import { createCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { describeWithData } from '../support/test-data.ts';
import { readXml } from '../support/xml.ts';

type Fields = Record<'service_code' | 'service_name' | 'description' | 'keywords' | 'group', string>;
const NAMES = ['service_code', 'service_name', 'description', 'keywords', 'group'] as const;

const byCode = (services: Fields[]) =>
  [...services].sort((a, b) => (a.service_code < b.service_code ? -1 : 1));

describeWithData(
  'what another server listed is listed here',
  ['open311/chicago_services_2019.json', 'open311/san_francisco_services.xml'],
  (chicago, sanFrancisco) => {
    let app: TestApp;
    beforeAll(async () => {
      app = await startApp();
      for (const [id, path] of [
        ['chicago.example', chicago],
        ['sf.example', sanFrancisco],
      ] as const) {
        await createCity(app.db, { id, services: [], outline: null });
        await importServices(app.db, { jurisdiction_id: id, locale: 'en', text: readFileSync(path, 'utf8') });
      }
    });
    afterAll(() => app.stop());

    /** Of services.xml, as texts. */
    async function listed(city: string): Promise<Fields[]> {
      const response = await fetch(`${app.url}/open311/${city}/v2/services.xml`);
      return readXml(await response.text()).children.map(
        (service) =>
          Object.fromEntries(
            NAMES.map((name) => [
              name,
              service.children.find((child) => child.name === name)?.text ?? 'MISSING',
            ]),
          ) as Fields,
      );
    }

    test('Chicago, from JSON', async () => {
      const source = (
        JSON.parse(readFileSync(chicago, 'utf8')) as (Omit<Fields, 'keywords'> & { keywords: string[] })[]
      ).map((service) => ({
        service_code: service.service_code,
        service_name: service.service_name,
        description: service.description,
        keywords: service.keywords.join(', '),
        group: service.group,
      }));
      expect(source).toHaveLength(97);
      expect(byCode(await listed('chicago.example'))).toEqual(byCode(source));
    });

    test('San Francisco, from XML, read by hand', async () => {
      const text = readFileSync(sanFrancisco, 'utf8');
      const decode = (value: string) =>
        value
          .replace(/&lt;/g, '<')
          .replace(/&gt;/g, '>')
          .replace(/&quot;/g, '"')
          .replace(/&apos;|&#39;/g, "'")
          .replace(/&amp;/g, '&');
      const source = [...text.matchAll(/<service>([\s\S]*?)<\/service>/g)].map(
        ([, inner = '']) =>
          Object.fromEntries(
            NAMES.map((name) => [
              name,
              decode(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(inner)?.[1]?.trim() ?? ''),
            ]),
          ) as Fields,
      );
      expect(source).toHaveLength(38);
      expect(byCode(await listed('sf.example'))).toEqual(byCode(source));
    });
  },
);
