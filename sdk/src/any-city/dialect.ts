import type { Dialect, Look, Reply, Understood } from '../dialect.ts';
import { SignpostError } from '../errors.ts';
import type { OperationId, Route } from '../operation.ts';
import { Findings } from './findings.ts';
import { mendDiscovery } from './discovery.ts';
import type { Item } from './fields.ts';
import { findEndpoint, MEDIA_TYPES } from './find-endpoint.ts';
import type { Place, Search } from './find-endpoint.ts';
import { mendAnswer } from './mend-answer.ts';
import { mendErrors } from './mend-error.ts';
import { readBody } from './read-body.ts';
import { readBytes } from './read-bytes.ts';

/** How a client for any city is set. */
export interface AnyCity extends Search {
  apiKey: string | undefined;
  /** Whether the key is sent with all calls, as some cities want it, and not only with submissions. */
  keyForReading: boolean;
  timeZone: string | undefined;
  maxBytes: number;
}

/** How cities are spoken to of which nothing is known but where they are. */
export function anyCityDialect(city: AnyCity): Dialect {
  const find = rememberPlace(city);
  return {
    numberedPages: true,
    // What a city makes of a submission that comes twice is two cases.
    submitsOnce: true,
    async address(route, look, signal) {
      const { endpoint, format, discovery } = await find(look, signal);
      const isDiscovery = route.operationId === 'discovery.get';
      const withKey = !isDiscovery && (route.key || city.keyForReading);
      if (withKey && city.apiKey !== undefined && !isSameHost(endpoint, city.baseUrl)) {
        throw new SignpostError(
          `The discovery of this city leads to another host, ${endpoint}. Give that as the base URL if your key may be sent there.`,
        );
      }
      const url = isDiscovery
        ? discovery
        : `${endpoint}/${route.path.replace(/^\/open311\/v2\//, '').replace(/\.json$/, `.${format}`)}`;
      const accept = MEDIA_TYPES[url.endsWith('.xml') ? 'xml' : 'json'];
      return { url, accept, keyIn: withKey ? 'fields' : undefined };
    },
    read: (response) => readBytes(response, city.maxBytes),
    understand: (route, reply) => understand(route, reply, city),
  };
}

/** Searches once, also for calls that come while it searches. Who gives up does not end the search of others. */
function rememberPlace(city: AnyCity): (look: Look, signal: AbortSignal | undefined) => Promise<Place> {
  let place: Place | undefined;
  let search: Promise<Place> | undefined;
  return async (look, signal) => {
    while (!place && search) {
      const gone = until(signal);
      try {
        await Promise.race([search.catch(passOnErrors), gone.promise]);
      } finally {
        gone.stop();
      }
      signal?.throwIfAborted();
    }
    if (place) return place;
    search = findEndpoint(city, look);
    try {
      place = await search;
      return place;
    } finally {
      search = undefined;
    }
  };
}

/** What the one who searches gave as a reason to give up is none for the others. */
function passOnErrors(error: unknown): void {
  if (error instanceof SignpostError) throw error;
}

function until(signal: AbortSignal | undefined): { promise: Promise<void>; stop: () => void } {
  let stop = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    const end = (): void => resolve();
    signal?.addEventListener('abort', end);
    stop = () => signal?.removeEventListener('abort', end);
  });
  return { promise, stop };
}

/** Whether a key that is meant for one address may go to the other: to the same host, and not from https to http. */
function isSameHost(to: string, from: string): boolean {
  const [target, given] = [new URL(to), new URL(from)];
  if (target.origin === given.origin) return true;
  return target.hostname === given.hostname && target.protocol === 'https:' && given.protocol === 'http:';
}

function understand(route: Route<OperationId>, { response, body: bytes }: Reply, city: AnyCity): Understood {
  const findings = new Findings();
  const { status } = response;
  const body = readBody(
    response,
    bytes,
    city.xml,
    findings,
    `R2/${route.path.includes('/services') ? 'services' : 'requests'}.xml`,
  );
  if (typeof body === 'string') return { answer: undefined, problem: body, deviations: findings.all };
  if (response.redirected) findings.tell('R10/redirects', '', new URL(response.url).pathname);
  const errors = mendErrors(body, status, findings);
  if (errors.length > 0) {
    if (status === 401 && route.key) findings.tell('R21', '', 401);
    const code = errors[0]?.code ?? 400;
    const meant = status >= 400 ? status : code >= 400 && code < 600 ? code : 400;
    return { answer: errors, status: meant, deviations: findings.all };
  }
  const mending = { timeZone: city.timeZone, findings };
  const answer =
    route.operationId === 'discovery.get'
      ? mendDiscovery(body, mending)
      : mendAnswer(route.operationId, body, mending);
  // A submission that is answered with nothing has nowhere been said to be there.
  if (answer === undefined || (route.operationId === 'requests.create' && (answer as Item[]).length === 0))
    return {
      answer: undefined,
      problem: `what is no answer to ${route.operationId}.`,
      deviations: findings.all,
    };
  const asked = askedIn(response.url);
  const rule = ONE[route.operationId];
  if (rule === undefined) {
    // An empty list is no failure, though some cities say so.
    if (status === 404 && Array.isArray(answer) && answer.length === 0) {
      findings.tell('3.5/empty', '', 404);
      return { answer, status: 200, deviations: findings.all };
    }
    return { answer, deviations: findings.all };
  }
  return theOne(answer, asked, rule, findings);
}

/** Operations that are asked for one thing: its name, and the rules on what is not there and on what is another one. */
const ONE: Readonly<Record<string, { id: string; unknown: string; other: string }>> = {
  'requests.get': { id: 'service_request_id', unknown: '3.6/unknown', other: '3.6/case' },
  'tokens.get': { id: 'token', unknown: '3.4/unknown', other: '3.4/shape' },
  'services.get': { id: 'service_code', unknown: '3.2/unknown', other: '3.2/code' },
};

function theOne(
  answer: unknown,
  asked: string | undefined,
  { id, unknown, other }: { id: string; unknown: string; other: string },
  findings: Findings,
): Understood {
  const rows = (Array.isArray(answer) ? answer : [answer]) as Item[];
  if (rows.length === 0) {
    findings.tell(unknown, '', 'an empty list');
    const description = `There is no ${asked ?? 'such thing'} here.`;
    return { answer: [{ code: 404, description }], status: 404, deviations: findings.all };
  }
  const named = rows.map((row) => (row[id] === null && asked !== undefined ? { ...row, [id]: asked } : row));
  const same = named.filter((row) => asked === undefined || row[id] === asked);
  if (same.length < named.length) findings.tell(other, '', named.find((row) => row[id] !== asked)?.[id]);
  const found = same.length > 0 ? same : named;
  return { answer: Array.isArray(answer) ? found : found[0], deviations: findings.all };
}

/** The last part of the path, without its ending. */
function askedIn(url: string): string | undefined {
  const last = URL.canParse(url) ? /([^/]+)\.(?:json|xml)$/.exec(new URL(url).pathname)?.[1] : undefined;
  try {
    return last === undefined ? undefined : decodeURIComponent(last);
  } catch {
    return undefined;
  }
}
