import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { createKey } from '../../src/features/access/index.ts';
import { insertCatalogue } from '../../src/features/catalogue/index.ts';
import type { ServiceDescription } from '../../src/features/catalogue/index.ts';
import { importAreas } from '../../src/features/areas/index.ts';
import { createJurisdiction } from '../../src/features/jurisdictions/index.ts';

/** A city of a test's own, with a key: no cleaning, and tests run side by side. */
export type TestCity = { jurisdiction_id: string; key: string; key_id: string };

/** A service in two lines; everything else has a plain default. */
export type TestService = Partial<Omit<ServiceDescription, 'attributes'>> & {
  service_code: string;
  attributes?: (Partial<ServiceDescription['attributes'][number]> & {
    code: string;
    datatype: ServiceDescription['attributes'][number]['datatype'];
  })[];
};

/** A service of each type, and one with an attribute of every datatype. */
export const TEST_SERVICES: TestService[] = [
  { service_code: 'LAMP' },
  { service_code: 'TREE', type: 'batch' },
  { service_code: 'TIP', type: 'blackbox' },
  {
    service_code: 'HOLE',
    attributes: [
      { code: 'NOTE', datatype: 'string', variable: false },
      { code: 'SIZE', datatype: 'singlevaluelist', required: true, values: keys('small', 'large') },
      { code: 'LANE', datatype: 'multivaluelist', values: keys('left', 'middle', 'right') },
      { code: 'DEPTH', datatype: 'number' },
      { code: 'SEEN', datatype: 'datetime' },
      { code: 'SIGN', datatype: 'string' },
      { code: 'STORY', datatype: 'text' },
    ],
  },
];

function keys(...all: string[]): { key: string; names: Record<string, string> }[] {
  return all.map((key) => ({ key, names: { en: `The ${key} one` } }));
}

/** A square of one degree around the middle of Wrocław. */
const TEST_OUTLINE = {
  type: 'Polygon',
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

export async function createCity(
  db: Knex,
  given: {
    services?: TestService[];
    scopes?: string[];
    id?: string;
    outline?: object | null;
    locale?: string;
  } = {},
): Promise<TestCity> {
  const jurisdiction_id = given.id ?? `${randomUUID().slice(0, 12)}.example`;
  await createJurisdiction(db, {
    jurisdiction_id,
    name: 'Testowo',
    time_zone: 'Europe/Warsaw',
    locale: given.locale ?? 'en',
  });
  const outline = given.outline === undefined ? TEST_OUTLINE : given.outline;
  if (outline !== null) {
    await importAreas(db, {
      jurisdiction_id,
      kind: 'outline',
      defaultName: 'Testowo',
      text: JSON.stringify(outline),
    });
  }
  const services = given.services ?? TEST_SERVICES;
  await insertCatalogue(
    db,
    jurisdiction_id,
    [{ group_code: 'STREETS', names: { en: 'Streets' } }],
    services.map((service) => ({
      type: 'realtime',
      group_code: 'STREETS',
      names: { en: `Service ${service.service_code}` },
      descriptions: { en: `About ${service.service_code}` },
      notices: { en: 'We look into it.' },
      keywords: 'street, test',
      agency: 'Works',
      response_hours: 48,
      ...service,
      attributes: (service.attributes ?? []).map((attribute) => ({
        variable: true,
        required: false,
        descriptions: { en: `What about ${attribute.code}?` },
        datatype_descriptions: {},
        values: null,
        ...attribute,
      })),
    })),
  );
  const key = await createKey(db, { jurisdiction_id, scopes: given.scopes ?? ['submit'] });
  return { jurisdiction_id, key: key.key, key_id: key.key_id };
}
