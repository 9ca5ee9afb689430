import type { Look } from '../dialect.ts';
import { SignpostError } from '../errors.ts';
import { Findings } from './findings.ts';
import { chooseEndpoint, mendDiscovery } from './discovery.ts';
import type { FoundEndpoint } from './discovery.ts';
import { mendAnswer } from './mend-answer.ts';
import type { Body } from './mend-answer.ts';
import { readBody } from './read-body.ts';
import type { XmlReader } from './read-body.ts';

/** Which of its formats a city is asked for. */
type Format = 'json' | 'xml';

export const MEDIA_TYPES = { json: 'application/json', xml: 'text/xml' } as const;

/** What is known of a city before it is looked for. */
export interface Search {
  baseUrl: string;
  jurisdictionId: string | undefined;
  /** Whether there may be a discovery document. */
  discovery: boolean;
  type: 'production' | 'test' | undefined;
  format: Format | undefined;
  xml: XmlReader | undefined;
}

/** Where a city is, and what it speaks. */
export interface Place {
  /** Without a slash at its end. */
  endpoint: string;
  format: Format;
  /** The address of the discovery document; where none was found, where one should be. */
  discovery: string;
}

/**
 * Looks for the discovery document beside the base URL and above it. Where there is none, the base URL is taken for the
 * endpoint itself, unless that for trying out is wanted.
 */
export async function findEndpoint(search: Search, look: Look): Promise<Place> {
  const { baseUrl, type, xml } = search;
  const named = /^(.*)\/discovery(?:\.(json|xml))?$/.exec(baseUrl);
  const base = named?.[1] ?? baseUrl;
  const above = base.replace(/\/[^/]*$/, '');
  const roots =
    named || !URL.canParse(above) || new URL(above).host !== new URL(base).host ? [base] : [base, above];
  const formats: Format[] = xml ? ['json', 'xml'] : ['json'];
  if (search.format === 'xml') formats.reverse();
  for (const root of search.discovery ? roots : [])
    for (const format of formats) {
      const address = `${root}/discovery.${format}`;
      const body = await lookAt(search, look, address, format);
      const document = body && mendDiscovery(body, { timeZone: undefined, findings: new Findings() });
      const endpoints = (document?.endpoints ?? []) as FoundEndpoint[];
      const chosen = chooseEndpoint(endpoints, { baseUrl: base, type, isAbove: root !== base });
      if (chosen)
        return { endpoint: chosen.url, format: formatOf(chosen.formats, search), discovery: address };
    }
  if (search.discovery && type === 'test')
    // Whoever tries something out is not sent among the real cases.
    throw new SignpostError(
      `There is no discovery document at ${base} that lists a test endpoint. If the city has one, give its address as the base URL, without type.`,
    );
  return {
    endpoint: base,
    format: search.format ?? (await spokenAt(base, search, look)),
    discovery: `${base}/discovery.json`,
  };
}

/** What is there, if it can be read. */
async function lookAt(
  search: Search,
  look: Look,
  address: string,
  format: Format,
): Promise<Body | undefined> {
  const { jurisdictionId, xml } = search;
  const query = jurisdictionId ? `?jurisdiction_id=${encodeURIComponent(jurisdictionId)}` : '';
  const { response, body: bytes } = await look(address + query, MEDIA_TYPES[format]);
  const body = response.ok ? readBody(response, bytes, xml, new Findings()) : '';
  return typeof body === 'string' ? undefined : body;
}

function formatOf(listed: readonly string[], { format, xml }: Search): Format {
  if (format) return format;
  const speaks = (name: Format) => listed.some((one) => one.toLowerCase().includes(name));
  if (speaks('json') || !speaks('xml')) return 'json';
  if (xml) return 'xml';
  throw new SignpostError(
    "This city answers in XML only: import { readXml } from '@signpost/sdk/xml' and give Open311 the option xml: readXml.",
  );
}

/** Without discovery, only asking tells whether a city speaks JSON; who cannot read XML need not ask. */
async function spokenAt(endpoint: string, search: Search, look: Look): Promise<Format> {
  if (!search.xml) return 'json';
  for (const format of ['json', 'xml'] as const) {
    const body = await lookAt(search, look, `${endpoint}/services.${format}`, format);
    const mending = { timeZone: undefined, findings: new Findings() };
    if (body && mendAnswer('services.list', body, mending)) return format;
  }
  return 'json';
}
