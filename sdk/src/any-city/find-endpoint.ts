import type { Reply } from '../dialect.ts';
import { ApiError, ConnectionError, SignpostError } from '../errors.ts';
import type { OperationId } from '../operation.ts';
import { isPassing } from '../retry.ts';
import { Findings } from './findings.ts';
import { chooseEndpoint, mendDiscovery } from './discovery.ts';
import type { FoundEndpoint } from './discovery.ts';
import { mendAnswer } from './mend-answer.ts';
import type { Body } from './mend-answer.ts';
import { readBody } from './read-body.ts';
import type { XmlReader } from './read-body.ts';

/** Which of its formats a city is asked for. */
type Format = 'json' | 'xml';

/** What is known of a city before it is looked for. */
export interface Search {
  baseUrl: string;
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
  /** Whether nothing failed on the way that may be there in a moment. */
  isSure: boolean;
}

/** What to do when a search fails. */
export const SEARCH_HINT =
  ' This was asked to find the endpoint of the city: if you know it, give it as the base URL, with discovery: false.';

/**
 * Looks for the discovery document beside the base URL, above it and where Signpost has it. Where there is none, the base URL is
 * taken for the endpoint itself, unless that for trying out is wanted; where one may be there in a moment, only if services are
 * listed there.
 */
export async function findEndpoint(
  search: Search,
  look: (operationId: OperationId, address: string) => Promise<Reply>,
): Promise<Place> {
  const { baseUrl, type, xml } = search;
  let failure: ApiError | undefined;

  /** What is there, if it can be read. */
  async function lookAt(operationId: OperationId, address: string): Promise<Body | undefined> {
    try {
      const { response, body: bytes } = await look(operationId, address);
      const body = readBody(response, bytes, xml, new Findings());
      return typeof body === 'string' ? undefined : body;
    } catch (error) {
      if (error instanceof ConnectionError && search.discovery) error.message += SEARCH_HINT;
      if (!(error instanceof ApiError)) throw error;
      if (isPassing(error)) failure ??= error;
      return undefined;
    }
  }

  const named = /^(.*)\/discovery(?:\.(json|xml))?$/.exec(baseUrl);
  const base = named?.[1] ?? baseUrl;
  const formats: Format[] = xml ? ['json', 'xml'] : ['json'];
  if (search.format === 'xml') formats.reverse();
  for (const { root, isAbove } of search.discovery ? rootsAt(base, !!named) : [])
    for (const format of formats) {
      const address = `${root}/discovery.${format}`;
      const body = await lookAt('discovery.get', address);
      const document = body && mendDiscovery(body, { findings: new Findings() });
      const endpoints = (document?.endpoints ?? []) as FoundEndpoint[];
      const chosen = chooseEndpoint(endpoints, { baseUrl: base, type, isAbove });
      if (chosen)
        return {
          endpoint: chosen.url,
          format: formatOf(chosen.formats, search),
          discovery: address,
          isSure: !failure,
        };
    }
  if (!failure && search.discovery && type === 'test')
    // Whoever tries something out is not sent among the real cases.
    throw new SignpostError(
      `There is no discovery document at ${base} that lists a test endpoint. If the city has one, give its address as the base URL, without type.`,
    );

  /** Without discovery, only asking tells whether a city speaks JSON; who cannot read XML need not ask. */
  async function spokenAt(endpoint: string): Promise<Format | undefined> {
    if (!failure && (!xml || search.format)) return search.format ?? 'json';
    for (const format of search.format ? [search.format] : formats) {
      const body = await lookAt('services.list', `${endpoint}/services.${format}`);
      if (body && mendAnswer('services.list', body, { findings: new Findings() })) return format;
    }
    return undefined;
  }
  const spoken = failure && type === 'test' ? undefined : await spokenAt(base);
  if (!spoken && failure) {
    if (search.discovery) failure.message += SEARCH_HINT;
    throw failure;
  }
  return {
    endpoint: base,
    format: spoken ?? 'json',
    discovery: `${base}/discovery.json`,
    isSure: !failure,
  };
}

/** Below which addresses a discovery document may be. One that is above lists other places as well. */
function rootsAt(base: string, isNamed: boolean): { root: string; isAbove: boolean }[] {
  const roots = [{ root: base, isAbove: false }];
  if (isNamed) return roots;
  const above = base.replace(/\/[^/]*$/, '');
  if (URL.canParse(above) && new URL(above).host === new URL(base).host)
    roots.push({ root: above, isAbove: true });
  // An endpoint has none below itself.
  if (!/open311|\/v\d+$/i.test(new URL(base).pathname))
    roots.push({ root: `${base}/open311`, isAbove: false });
  return roots;
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
