import { describe, expect, test } from '@jest/globals';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Polygon } from 'geojson';
import type {
  DemonstrationAttribute,
  DemonstrationGroup,
  DemonstrationService,
  DemonstrationStreet,
  Texts,
} from '../../src/features/demonstration/catalogue-types.ts';
import {
  secondCityCatalogue,
  secondCityOutline,
  secondCityStreets,
} from '../../src/features/demonstration/second-city.ts';
import { wroclawCatalogue } from '../../src/features/demonstration/wroclaw-catalogue.ts';
import { wroclawOutline } from '../../src/features/demonstration/wroclaw-outline.ts';
import { wroclawStreets } from '../../src/features/demonstration/wroclaw-streets.ts';

type City = {
  name: string;
  catalogue: readonly DemonstrationGroup[];
  outline: Polygon;
  streets: readonly DemonstrationStreet[];
};

const wroclaw: City = {
  name: 'Wrocław',
  catalogue: wroclawCatalogue,
  outline: wroclawOutline,
  streets: wroclawStreets,
};
const rzeka: City = {
  name: 'Rzeka',
  catalogue: secondCityCatalogue,
  outline: secondCityOutline,
  streets: secondCityStreets,
};

const listDatatypes = ['singlevaluelist', 'multivaluelist'];

function servicesOf(city: City): DemonstrationService[] {
  return city.catalogue.flatMap((group) => group.services);
}

function serviceOf(city: City, code: string): DemonstrationService {
  const found = servicesOf(city).find((service) => service.service_code === code);
  if (!found) throw new Error(`${city.name} has no service ${code}`);
  return found;
}

function attributesOf(city: City): DemonstrationAttribute[] {
  return servicesOf(city).flatMap((service) => service.attributes ?? []);
}

function textsOf(city: City): Texts[] {
  return [
    ...city.catalogue.map((group) => group.names),
    ...servicesOf(city).flatMap((service) => [service.names, service.descriptions, service.notice]),
    ...attributesOf(city).flatMap((attribute) => [
      attribute.description,
      ...(attribute.datatype_description ? [attribute.datatype_description] : []),
      ...(attribute.values ?? []).map((value) => value.name),
    ]),
  ];
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

/** Twice the signed area of the outer ring: positive when it runs counter-clockwise. */
function signedArea(outline: Polygon): number {
  const ring = outline.coordinates[0] ?? [];
  return ring.reduce((sum, [x = 0, y = 0], index) => {
    const [nextX = 0, nextY = 0] = ring[(index + 1) % ring.length] ?? [];
    return sum + x * nextY - nextX * y;
  }, 0);
}

describe('the catalogue of Wrocław', () => {
  test('has at least 44 services in 8 groups, roads first and the city hall last', () => {
    expect(servicesOf(wroclaw).length).toBeGreaterThanOrEqual(44);
    expect(wroclaw.catalogue.map((group) => group.group_code)).toEqual([
      'ROADS',
      'LIGHTING',
      'WASTE',
      'GREENERY',
      'TRANSPORT',
      'WATER',
      'SAFETY',
      'CITY-HALL',
    ]);
  });

  test('is mostly realtime, with several batch and blackbox services', () => {
    const count = (type: string) => servicesOf(wroclaw).filter((service) => service.type === type).length;
    expect(count('realtime')).toBeGreaterThan(servicesOf(wroclaw).length / 2);
    expect(count('batch')).toBeGreaterThanOrEqual(3);
    expect(count('blackbox')).toBeGreaterThanOrEqual(3);
  });

  test('POTHOLE asks one question of every datatype, optional and required, and shows one text', () => {
    const attributes = serviceOf(wroclaw, 'POTHOLE').attributes ?? [];
    const asked = attributes.filter((attribute) => attribute.variable);
    expect(new Set(asked.map((attribute) => attribute.datatype))).toEqual(
      new Set(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
    );
    const lists = asked.filter((attribute) => listDatatypes.includes(attribute.datatype));
    expect(lists.map((attribute) => attribute.required).sort()).toEqual([false, true]);
    expect(attributes.filter((attribute) => !attribute.variable)).toMatchObject([{ datatype: 'text' }]);
  });

  test.each([
    ['STREET-LIGHT', 'realtime'],
    ['TREE-PRUNING', 'batch'],
    ['CORRUPTION-TIP', 'blackbox'],
  ])('%s is a %s service without attributes', (code, type) => {
    const service = serviceOf(wroclaw, code);
    expect(service.type).toBe(type);
    expect(service.attributes).toBeUndefined();
  });

  test('carries at least 150 different texts of cases', () => {
    const texts = servicesOf(wroclaw).flatMap((service) => service.descriptions_of_cases);
    expect(texts.length).toBeGreaterThanOrEqual(150);
    expect(repeated(texts)).toEqual([]);
  });

  test('has about 60 streets, none twice', () => {
    expect(wroclaw.streets.length).toBeGreaterThanOrEqual(55);
    expect(repeated(wroclaw.streets.map((street) => street.street))).toEqual([]);
  });
});

describe('the second city', () => {
  test('has 6 services in 2 groups and 8 streets', () => {
    expect(secondCityCatalogue).toHaveLength(2);
    expect(servicesOf(rzeka)).toHaveLength(6);
    expect(secondCityStreets).toHaveLength(8);
  });

  test('shares some codes with Wrocław, but no place', () => {
    const codes = servicesOf(wroclaw).map((service) => service.service_code);
    const common = servicesOf(rzeka).filter((service) => codes.includes(service.service_code));
    expect(common.map((service) => service.service_code)).toContain('POTHOLE');
    expect(common.length).toBeLessThan(servicesOf(rzeka).length);
    const eastmost = Math.max(...(wroclawOutline.coordinates[0] ?? []).map(([long = 0]) => long));
    const westmost = Math.min(...(secondCityOutline.coordinates[0] ?? []).map(([long = 0]) => long));
    expect(eastmost).toBeLessThan(westmost);
  });
});

describe.each([wroclaw, rzeka])('$name', (city) => {
  test('codes are unique and well-formed, and none reads as a number', () => {
    const serviceCodes = servicesOf(city).map((service) => service.service_code);
    const groupCodes = city.catalogue.map((group) => group.group_code);
    expect(repeated(serviceCodes)).toEqual([]);
    expect(repeated(groupCodes)).toEqual([]);
    const malformed = [...serviceCodes, ...groupCodes].filter((code) => !/^[A-Z]+(-[A-Z]+)*$/.test(code));
    expect(malformed).toEqual([]);
    expect(serviceCodes.filter((code) => !Number.isNaN(Number(code)))).toEqual([]);
  });

  test('no text is empty or padded in any language', () => {
    const wrong = textsOf(city).filter(({ pl, en, uk }) =>
      [pl, en, uk].some((text) => text === '' || text !== text.trim()),
    );
    expect(wrong).toEqual([]);
  });

  test('Ukrainian is written in Cyrillic and English without it', () => {
    const wrong = textsOf(city).filter(
      ({ en, uk }) => !/\p{Script=Cyrillic}/u.test(uk) || /\p{Script=Cyrillic}/u.test(en),
    );
    expect(wrong).toEqual([]);
  });

  test('names are unique in every language', () => {
    for (const language of ['pl', 'en', 'uk'] as const) {
      expect(repeated(servicesOf(city).map((service) => service.names[language]))).toEqual([]);
    }
  });

  test('every notice promises the deadline of its service, in every language', () => {
    const broken = servicesOf(city).filter(({ notice, response_hours }) =>
      Object.values(notice).some((text) => {
        const hours = new RegExp(`(?<!\\d)${response_hours} (godzin|hours|годин)`);
        const days = new RegExp(`(?<!\\d)${response_hours / 24} (dni|days|днів)`);
        return !hours.test(text) && !days.test(text);
      }),
    );
    expect(broken.map((service) => service.service_code)).toEqual([]);
  });

  test('deadlines lie between a day and thirty days', () => {
    const outside = servicesOf(city).filter(
      ({ response_hours }) =>
        !Number.isInteger(response_hours) || response_hours < 24 || response_hours > 720,
    );
    expect(outside).toEqual([]);
  });

  test('every service has an agency, keywords without commas and 3 to 6 texts of cases', () => {
    const wrong = servicesOf(city).filter(
      (service) =>
        service.agency === '' ||
        service.keywords.length === 0 ||
        service.keywords.some((keyword) => keyword === '' || keyword.includes(',')) ||
        repeated(service.keywords).length > 0 ||
        service.descriptions_of_cases.length < 3 ||
        service.descriptions_of_cases.length > 6,
    );
    expect(wrong.map((service) => service.service_code)).toEqual([]);
  });

  test('no text of a case holds digits or mail addresses, and none is a mere word', () => {
    const texts = servicesOf(city).flatMap((service) => service.descriptions_of_cases);
    expect(texts.filter((text) => /[\d@]/.test(text) || text.trim().length < 15)).toEqual([]);
  });

  test('attribute codes are unique within a service and well-formed', () => {
    for (const service of servicesOf(city)) {
      const codes = (service.attributes ?? []).map((attribute) => attribute.code);
      expect(repeated(codes)).toEqual([]);
      expect(codes.filter((code) => !/^[A-Z]+(_[A-Z]+)*$/.test(code))).toEqual([]);
    }
  });

  test('lists, and only lists, have values: at least two, with unique keys', () => {
    const wrong = attributesOf(city).filter(({ datatype, values }) => {
      if (!listDatatypes.includes(datatype)) return values !== undefined;
      const keys = (values ?? []).map((value) => value.key);
      return keys.length < 2 || repeated(keys).length > 0 || keys.some((key) => !/^[a-z_]+$/.test(key));
    });
    expect(wrong).toEqual([]);
  });

  test('a text that is only shown is never required', () => {
    expect(attributesOf(city).filter((attribute) => !attribute.variable && attribute.required)).toEqual([]);
  });

  test('the outline is one closed counter-clockwise ring', () => {
    expect(city.outline.coordinates).toHaveLength(1);
    const ring = city.outline.coordinates[0] ?? [];
    expect(ring.at(-1)).toEqual(ring[0]);
    expect(signedArea(city.outline)).toBeGreaterThan(0);
  });

  test('every street lies inside the outline and has a postal code', () => {
    const outside = city.streets.filter(
      ({ lat, long, zipcode }) =>
        !booleanPointInPolygon([long, lat], city.outline) || !/^\d{2}-\d{3}$/.test(zipcode),
    );
    expect(outside).toEqual([]);
  });
});
