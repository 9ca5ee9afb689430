import type { Knex } from 'knex';
import type { FeatureCollection, Polygon } from 'geojson';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { createKey } from '../access/index.ts';
import { insertCatalogue } from '../catalogue/index.ts';
import type { ServiceDescription } from '../catalogue/index.ts';
import { importAreas } from '../areas/index.ts';
import { createJurisdiction, listJurisdictions } from '../jurisdictions/index.ts';
import type { NewJurisdiction } from '../jurisdictions/index.ts';
import { hasPlaces, replacePlaces } from '../places/index.ts';
import { analyzeCases, insertPastRequests, restampRequests } from '../requests/index.ts';
import type { DemonstrationGroup, DemonstrationService, DemonstrationStreet } from './catalogue-types.ts';
import { demonstrationCases } from './demonstration-cases.ts';
import { lockSeeding } from './seed-lock-repository.ts';
import { secondCityCatalogue, secondCityOutline, secondCityStreets } from './second-city.ts';
import { wroclawCatalogue } from './wroclaw-catalogue.ts';
import { wroclawDistricts } from './wroclaw-districts.ts';
import { wroclawOutline } from './wroclaw-outline.ts';
import { wroclawStreets } from './wroclaw-streets.ts';

type City = {
  jurisdiction: NewJurisdiction;
  groups: readonly DemonstrationGroup[];
  outline: Polygon;
  districts?: FeatureCollection;
  streets: readonly DemonstrationStreet[];
  cases: number;
};

const CITIES: readonly City[] = [
  {
    jurisdiction: {
      jurisdiction_id: 'wroclaw.pl',
      name: 'Wrocław',
      time_zone: 'Europe/Warsaw',
      locale: 'pl',
      contact: 'Miasto pokazowe Signpost. To nie jest serwis Urzędu Miejskiego Wrocławia.',
      key_service:
        'Klucz do miasta pokazowego: npx signpost keys create --jurisdiction wroclaw.pl --scope submit',
      demonstration: true,
    },
    groups: wroclawCatalogue,
    outline: wroclawOutline,
    districts: wroclawDistricts,
    streets: wroclawStreets,
    cases: 500,
  },
  {
    jurisdiction: {
      jurisdiction_id: 'rzeka.example',
      name: 'Rzeka',
      time_zone: 'Europe/Warsaw',
      locale: 'pl',
      contact: 'Zmyślone miasteczko, które pokazuje, że miasta na jednym serwerze nic o sobie nie wiedzą.',
      key_service:
        'Klucz do miasta pokazowego: npx signpost keys create --jurisdiction rzeka.example --scope submit',
      demonstration: true,
    },
    groups: secondCityCatalogue,
    outline: secondCityOutline,
    streets: secondCityStreets,
    cases: 20,
  },
];

/**
 * Writes the demonstration cities into an installation that has no city yet. Those that an earlier release has written get
 * what it did not know of: a directory of their streets.
 * @returns a key that may only submit to the sandbox of the first of them, or undefined when there was a city already
 */
export async function seedDemonstration(app: { db: Knex; clock: Clock }): Promise<string | undefined> {
  return app.db.transaction(async (tx) => {
    await lockSeeding(tx);
    const there = await listJurisdictions(tx);
    if (there.length > 0) {
      const shown = there.filter(({ demonstration }) => demonstration);
      for (const city of CITIES) {
        const { jurisdiction_id } = city.jurisdiction;
        if (
          shown.some((one) => one.jurisdiction_id === jurisdiction_id) &&
          !(await hasPlaces(tx, jurisdiction_id))
        )
          await seedPlaces(tx, city);
      }
      return undefined;
    }
    for (const city of CITIES) await seedCity(tx, city, app.clock.now());
    // Until PostgreSQL does so by itself, it would expect hardly any cases, and search through all of them for seconds.
    await analyzeCases(tx);
    const { key } = await createKey(tx, {
      jurisdiction_id: 'wroclaw.pl',
      kind: 'test',
      scopes: ['submit'],
      label: 'demonstration',
      now: app.clock.now(),
    });
    return key;
  });
}

async function seedCity(tx: Db, city: City, now: Date): Promise<void> {
  const { jurisdiction_id, name } = city.jurisdiction;
  await createJurisdiction(tx, city.jurisdiction);
  await importAreas(tx, {
    jurisdiction_id,
    kind: 'outline',
    defaultName: name,
    text: JSON.stringify(city.outline),
  });
  if (city.districts !== undefined) {
    await importAreas(tx, {
      jurisdiction_id,
      kind: 'district',
      nameProperty: 'name',
      defaultName: name,
      text: JSON.stringify(city.districts),
    });
  }
  await insertCatalogue(
    tx,
    jurisdiction_id,
    city.groups.map(({ group_code, names }) => ({ group_code, names })),
    city.groups.flatMap((group) => group.services.map((service) => describe(group.group_code, service))),
  );
  await seedPlaces(tx, city);
  await insertPastRequests(tx, jurisdiction_id, demonstrationCases({ ...city, name }, city.cases, now));
  await restampRequests(tx, jurisdiction_id);
}

async function seedPlaces(tx: Db, { jurisdiction: { jurisdiction_id }, streets }: City): Promise<void> {
  await replacePlaces(
    tx,
    jurisdiction_id,
    streets.map(({ street, lat, long }) => ({
      name: street,
      kind: /^(pl\.|plac |Rynek)/i.test(street) ? ('square' as const) : ('street' as const),
      house_number: null,
      locality: null,
      lat,
      long,
    })),
  );
}

function describe(group_code: string, service: DemonstrationService): ServiceDescription {
  return {
    service_code: service.service_code,
    type: service.type,
    group_code,
    names: service.names,
    descriptions: service.descriptions,
    notices: service.notice,
    keywords: service.keywords.join(', '),
    agency: service.agency,
    response_hours: service.response_hours,
    attributes: (service.attributes ?? []).map((attribute) => ({
      variable: attribute.variable,
      code: attribute.code,
      datatype: attribute.datatype,
      required: attribute.required,
      descriptions: attribute.description,
      datatype_descriptions: attribute.datatype_description ?? {},
      values: attribute.values?.map(({ key, name }) => ({ key, names: name })) ?? null,
    })),
  };
}
