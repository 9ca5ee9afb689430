import inside from '@turf/boolean-point-in-polygon';
import type { MultiPolygon, Polygon } from 'geojson';
import { isTimeZone } from '../../platform/date-time.ts';
import type { Finding } from '../../platform/errors.ts';
import type { PortalSettings } from './portal.ts';

/** `test`: the sandbox of a city, where whoever writes a client can try everything. */
export type JurisdictionKind = 'live' | 'test';

/** A city, or its sandbox. */
export type Jurisdiction = {
  /** Lower case, like the name of a host; of a sandbox, one that no caller can name. */
  jurisdiction_id: string;
  kind: JurisdictionKind;
  /** The id that callers know: its own, and of a sandbox that of the live city, whose settings, catalogue and areas it has. */
  live_jurisdiction_id: string;
  name: string;
  /** IANA name; times without zone are read in it. */
  time_zone: string;
  /** Language of names and notices when nothing else is asked for. */
  locale: string;
  /** All languages that its catalogue has names in; `locale` among them. */
  locales: string[];
  contact: string;
  key_service: string;
  /** Whether it is made up, to show what the program does. */
  demonstration: boolean;
  portal: PortalSettings;
  /** The longest span of dates a list may ask for, in days. */
  list_span_days: number;
  /** What happens to comments of those who may not change a status. */
  comments: 'held' | 'refused';
  /** Whether e-mail addresses and telephone numbers are masked in what residents type. */
  masks_personal: boolean;
  /** When everybody sees a new case: at once, or when staff have released it. */
  moderation: 'at_once' | 'after_release';
  /** So many links may be in a case that is not held; null: any. */
  links_allowed: number | null;
  /** So often the same text may come within an hour. */
  repeats_allowed: number | null;
  /** So many cases may come from one address within ten minutes. */
  flood_allowed: number | null;
  /** From so many reporters on a case is held; 0: never. */
  reports_to_hold: number;
  /** When its catalogue or this row last changed. */
  changeset: Date;
  /** Grows with every import of districts. */
  areas_version: number;
  /** The service area; no polygon means that every point is taken. */
  outline: (Polygon | MultiPolygon)[];
};

/** Which cases of a city are held until staff have looked at them. */
export type Moderation = Pick<
  Jurisdiction,
  'moderation' | 'links_allowed' | 'repeats_allowed' | 'flood_allowed' | 'reports_to_hold'
>;

export type NewJurisdiction = Pick<Jurisdiction, 'jurisdiction_id' | 'name' | 'time_zone' | 'locale'> &
  Partial<Pick<Jurisdiction, 'contact' | 'key_service'>> & { demonstration?: boolean };

/** What paths of this server begin with where those of a city's pages begin with its id. */
const PATHS = [
  'account',
  'accounts',
  'assets',
  'developers',
  'docs',
  'keys',
  'livez',
  'media',
  'open311',
  'openapi.yaml',
  'readyz',
];

/** Words that stand in a path where a city's id could. */
const RESERVED = ['v2', 'test', 'discovery', 'jurisdictions', ...PATHS];

/** Whether the first part of a path is this server's own, and no city's. */
export const isOwnPath = (first: string): boolean => PATHS.includes(first) || first === 'openapi.json';

export function checkNewJurisdiction(given: NewJurisdiction): Finding[] {
  const findings: Finding[] = [];
  const id = given.jurisdiction_id;
  if (
    !/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(id) ||
    RESERVED.includes(id) ||
    /\.(json|xml)$/.test(id)
  ) {
    findings.push({
      field: 'ID',
      message: `${id} cannot be an id. Take the city's web address without www, such as wroclaw.pl.`,
    });
  }
  if (given.name.trim() === '') findings.push({ field: 'name', message: 'The name is empty.' });
  if (!isTimeZone(given.time_zone)) {
    findings.push({
      field: 'time-zone',
      message: `${given.time_zone} is no time zone. Take one such as Europe/Warsaw.`,
    });
  }
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(given.locale)) {
    findings.push({
      field: 'locale',
      message: `${given.locale} is no language. Take a code such as pl or en.`,
    });
  }
  return findings;
}

/** What follows the id of a city in that of its sandbox; no id of a city can have it in it. */
const SANDBOX_MARK = '~test';

/** The sandbox of a city: all of the city but its id, and so none of its cases. */
export const sandboxOf = (city: Jurisdiction): Jurisdiction => ({
  ...city,
  jurisdiction_id: `${city.jurisdiction_id}${SANDBOX_MARK}`,
  kind: 'test',
});

/** The id of the live city, and whether its sandbox is meant. */
export function readJurisdictionId(id: string): { live: string; kind: JurisdictionKind } {
  return id.endsWith(SANDBOX_MARK)
    ? { live: id.slice(0, -SANDBOX_MARK.length), kind: 'test' }
    : { live: id, kind: 'live' };
}

/** The base path of a city or of its sandbox, below the address of the server. */
export const basePathOf = ({ kind, live_jurisdiction_id }: Jurisdiction): string =>
  `/open311/${live_jurisdiction_id}${kind === 'test' ? '/test' : ''}/v2`;

/**
 * The language in which the city answers: the first one asked for that it has, else its own.
 * @param wanted language tags, the best first; `pl-PL` finds `pl`
 */
export function languageFor(jurisdiction: Jurisdiction, wanted: readonly string[]): string {
  for (const tag of wanted) {
    const [primary = ''] = tag.toLowerCase().split(/[-_]/);
    const found =
      jurisdiction.locales.find((locale) => locale.toLowerCase() === tag.toLowerCase()) ??
      jurisdiction.locales.find((locale) => locale.toLowerCase() === primary);
    if (found !== undefined) return found;
  }
  return jurisdiction.locale;
}

/** Whether the city takes cases at this point. */
export function servesPoint(jurisdiction: Jurisdiction, lat: number, long: number): boolean {
  return (
    jurisdiction.outline.length === 0 || jurisdiction.outline.some((polygon) => inside([long, lat], polygon))
  );
}
