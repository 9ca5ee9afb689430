/** What a service can tell the public of its cases; the strictest last. */
export const PUBLISHES = ['everything', 'coarse_place', 'nothing'] as const;

/** Within how many metres a case of the same group may be the same one: what a city can choose. */
export const DUPLICATE_RADIUS = { least: 10, most: 2_000 };

/** What a city can be told about, with its texts in the city's own language. */
export type Service = {
  service_code: string;
  service_name: string;
  description: string | null;
  type: 'realtime' | 'batch' | 'blackbox';
  /** What the public is told of its cases: of sensitive ones only about where they are, or nothing at all. */
  publishes: (typeof PUBLISHES)[number];
  keywords: string | null;
  group: string | null;
  group_code: string | null;
  /** In metres. */
  duplicate_radius: number;
  agency: string | null;
  /** What a reporter is told will happen. */
  notice: string | null;
  /** Hours until the city should have dealt with a case; null: no promise. */
  response_hours: number | null;
  /** Whether the public sees it in the list and may submit to it. */
  listed: boolean;
  /** The districts in which it is offered; none: everywhere. */
  area_codes: string[];
  /** In the order of the form. */
  attributes: ServiceAttribute[];
};

type Datatype = 'string' | 'number' | 'datetime' | 'text' | 'singlevaluelist' | 'multivaluelist';

export type ServiceAttribute = {
  /** False: a text to show, with nothing to answer. */
  variable: boolean;
  code: string;
  datatype: Datatype;
  required: boolean;
  datatype_description: string | null;
  order: number;
  description: string | null;
  /** Only lists have answers to choose from. */
  values?: { key: string; name: string }[];
};

/** The services of one city, by code, in the order of the public list: by group, then by name. */
export type Catalogue = ReadonlyMap<string, Service>;
