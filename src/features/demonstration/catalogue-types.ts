/** One text in the three languages the demonstration cities speak; `pl` is the first language. */
export type Texts = { pl: string; en: string; uk: string };

/**
 * One question of a service's form, in the words of GeoReport's service definition.
 * Its place in the list is its order in the form. `variable: false` is a text that is only shown, never answered.
 * `values` is present for the two list datatypes and absent for all others.
 */
export type DemonstrationAttribute = {
  code: string;
  datatype: 'string' | 'number' | 'datetime' | 'text' | 'singlevaluelist' | 'multivaluelist';
  required: boolean;
  variable: boolean;
  description: Texts;
  datatype_description?: Texts;
  values?: { key: string; name: Texts }[];
};

/**
 * One service of a demonstration city. `response_hours` is the promised deadline in hours, and `notice` states the
 * same promise in words. `descriptions_of_cases` are Polish texts such as residents write, without personal data.
 */
export type DemonstrationService = {
  service_code: string;
  type: 'realtime' | 'batch' | 'blackbox';
  names: Texts;
  descriptions: Texts;
  notice: Texts;
  keywords: string[];
  agency: string;
  response_hours: number;
  attributes?: DemonstrationAttribute[];
  descriptions_of_cases: string[];
};

/** A heading of the catalogue with its services, in the order in which they are shown. */
export type DemonstrationGroup = { group_code: string; names: Texts; services: DemonstrationService[] };

/** A street with one plausible point on it (WGS 84 degrees) and its postal code, for addresses of cases. */
export type DemonstrationStreet = { street: string; lat: number; long: number; zipcode: string };
