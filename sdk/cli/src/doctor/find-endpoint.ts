import { callLine, FORMATS, isSuccess } from './answer.ts';
import type { Answer } from './answer.ts';
import { endpointsIn } from './discovery-document.ts';
import type { Fetcher } from './fetcher.ts';
import { itemsIn, readErrors, textOf } from './items.ts';
import type { Item } from './items.ts';
import { readBody } from './read-body.ts';

/** There is nothing at this address that rules could be held against. */
export class NotExaminable extends Error {
  /** Whether a key would have been needed to see it. */
  readonly needsKey: boolean;

  constructor(message: string, needsKey = false) {
    super(message);
    this.needsKey = needsKey;
  }
}

export type FoundEndpoint = {
  /** Without a slash at its end. */
  endpoint: URL;
  /** Without its ending; undefined where there is none. */
  discovery: URL | undefined;
  keyForAll: boolean;
};

/** What is asked at an address to see whether it is an endpoint. */
const RESOURCES = ['services', 'requests'];

/**
 * Finds the endpoint and the discovery document of a server, from the address of either.
 * @throws NotExaminable
 */
export async function findEndpoint(
  given: URL,
  fetcher: Fetcher,
  { jurisdiction, key }: { jurisdiction: string | undefined; key: string | undefined },
): Promise<FoundEndpoint> {
  const seen: Answer[] = [];
  const get = async (base: URL, resource: string, ending: string, query: Record<string, string> = {}) => {
    const url = below(base, `${resource}.${ending}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = await fetcher.send('GET', url);
    seen.push(answer);
    return answer;
  };
  const discoveryAt = async (base: URL): Promise<Item[] | undefined> => {
    for (const format of FORMATS) {
      const endpoints = endpointsIn(await get(base, 'discovery', format));
      if (endpoints !== undefined) return endpoints;
    }
    return undefined;
  };
  const isAlive = async (endpoint: URL): Promise<{ keyForAll: boolean } | undefined> => {
    const query = jurisdiction === undefined ? {} : { jurisdiction_id: jurisdiction };
    for (const resource of RESOURCES)
      for (const format of FORMATS) {
        const answer = await get(endpoint, resource, format, query);
        if (isGeoReport(answer)) return { keyForAll: false };
        if (key === undefined || !isLocked(answer)) continue;
        if (isGeoReport(await get(endpoint, resource, format, { ...query, api_key: key })))
          return { keyForAll: true };
      }
    return undefined;
  };

  const base = trimmed(given);
  const named = /^(.*)\/discovery(\.(json|xml))?$/.exec(base.pathname);
  if (named === null) {
    const alive = await isAlive(base);
    if (alive !== undefined) {
      for (const place of [base, parentOf(base)])
        if ((await discoveryAt(place)) !== undefined)
          return { endpoint: base, discovery: below(place, 'discovery'), ...alive };
      return { endpoint: base, discovery: undefined, ...alive };
    }
  }
  const place = named === null ? base : trimmed(withPath(base, named[1] ?? ''));
  const endpoints = await discoveryAt(place);
  const endpoint = endpoints === undefined ? undefined : chosen(endpoints);
  if (endpoint === undefined) throw new NotExaminable(reason(given, seen), seen.some(isLocked));
  // The key is for the address that was given, and for no other that a document names.
  const alive = endpoint.origin === given.origin ? await isAlive(endpoint) : { keyForAll: false };
  return { endpoint, discovery: below(place, 'discovery'), keyForAll: alive?.keyForAll === true };
}

/** Production before test, as clients choose. */
function chosen(endpoints: readonly Item[]): URL | undefined {
  const ours = endpoints.filter((one) => /GeoReport_v2\/?$/i.test(textOf(one['specification']) ?? ''));
  const one = ours.find(({ type }) => textOf(type) === 'production') ?? ours[0];
  const url = textOf(one?.['url']) ?? '';
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? trimmed(new URL(url)) : undefined;
}

const isLocked = ({ status }: Answer) => status === 401 || status === 403;

/** A list of services or cases, in whatever wrapping, or an error as the standard has it. */
function isGeoReport(answer: Answer): boolean {
  if (answer.problem !== undefined || isLocked(answer)) return false;
  if (!isSuccess(answer)) return answer.status !== 404 && readErrors(answer) !== undefined;
  const { value, root } = readBody(answer);
  const items = itemsIn(answer);
  if (items === undefined) return false;
  if (items.length === 0)
    return Array.isArray(value) || /^(services|service_requests)$/.test(root?.name ?? '');
  return items.some((item) => 'service_code' in item || 'service_request_id' in item);
}

function reason(given: URL, seen: readonly Answer[]): string {
  const told = seen.map((answer) => {
    const { mistake } = readBody(answer);
    return `  ${callLine(answer)}${answer.problem === undefined && mistake !== undefined ? `, ${mistake}` : ''}`;
  });
  return [`There is no GeoReport v2 server at ${given.origin}${given.pathname}:`, ...told].join('\n');
}

/** Without query and slashes at its end, and without anything that would be sent along. */
function trimmed(url: URL): URL {
  const bare = new URL(url);
  [bare.search, bare.hash, bare.username, bare.password] = ['', '', '', ''];
  bare.pathname = bare.pathname.replace(/\/+$/, '');
  return bare;
}

function withPath(url: URL, pathname: string): URL {
  const other = new URL(url);
  other.pathname = pathname;
  return other;
}
const below = (base: URL, name: string) => withPath(base, `${base.pathname.replace(/\/+$/, '')}/${name}`);
const parentOf = (base: URL) => trimmed(withPath(base, base.pathname.replace(/\/[^/]*$/, '')));
