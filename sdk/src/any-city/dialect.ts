import { hasSecrets } from '../connection.ts';
import type { Dialect, Reply, Understood } from '../dialect.ts';
import { SignpostError } from '../errors.ts';
import type { OperationId, Route } from '../operation.ts';
import { Findings } from './findings.ts';
import { mendDiscovery } from './discovery.ts';
import { isEmpty } from './fields.ts';
import type { Item } from './fields.ts';
import { findEndpoint } from './find-endpoint.ts';
import type { Search } from './find-endpoint.ts';
import { MEDIA_TYPES } from './look.ts';
import type { Look } from './look.ts';
import { hideBase64, hideIn } from './hide-in.ts';
import { mendAnswer } from './mend-answer.ts';
import { mendErrors } from './mend-error.ts';
import { readBody } from './read-body.ts';
import { rememberPlace } from './remember-place.ts';

/** How a client for any city is set. */
export interface AnyCity extends Search {
  apiKey: string | undefined;
  /** Whether the key is sent with all calls, as some cities want it, and not only with submissions. */
  keyForReading: boolean;
  /** Whom the key and headers of calls may go to, besides the base URL. */
  trustedOrigins: readonly string[];
  timeZone: string | undefined;
}

/** How cities are spoken to of which nothing is known but where they are. */
export function anyCityDialect(city: AnyCity, look: Look): Dialect {
  const find = rememberPlace((signal) =>
    findEndpoint(city, (operationId, address) => look(operationId, address, signal)),
  );
  return {
    numberedPages: true,
    async address(route, call) {
      const { endpoint, format, discovery } = await find(call);
      const isDiscovery = route.operationId === 'discovery.get';
      const withKey = !isDiscovery && (route.key || city.keyForReading);
      const secret = withKey && city.apiKey !== undefined ? 'key' : hasSecrets(call.headers) && 'headers';
      if (!isDiscovery && secret && !isTrusted(endpoint, city)) {
        throw new SignpostError(
          `The discovery of this city leads to another host, ${endpoint}. Give that as the base URL, or its origin among trustedOrigins, if your ${secret} may be sent there.`,
        );
      }
      const url = isDiscovery
        ? discovery
        : `${endpoint}/${route.path.replace(/^\/open311\/v2\//, '').replace(/\.json$/, `.${format}`)}`;
      const accept = MEDIA_TYPES[url.endsWith('.xml') ? 'xml' : 'json'];
      return { url, accept, keyIn: withKey ? 'fields' : undefined };
    },
    understand(route, reply, hidePlain) {
      const hide = hideBase64(hidePlain, city.apiKey);
      const findings = new Findings(hide);
      const understood = understand(route, reply, city, findings);
      const { answer, status = reply.response.status } = understood;
      return {
        ...understood,
        answer: status > 299 ? hideIn(answer, hide) : answer,
        deviations: findings.all,
      };
    },
  };
}

/**
 * Whether what is meant for the base URL may go to another address: to the same server, to the same host or one below it over
 * https, and to where the caller says so.
 */
function isTrusted(to: string, { baseUrl, trustedOrigins }: AnyCity): boolean {
  const [target, given] = [new URL(to), new URL(baseUrl)];
  if (target.origin === given.origin || trustedOrigins.includes(target.origin)) return true;
  return target.protocol === 'https:' && `.${target.hostname}`.endsWith(`.${given.hostname}`);
}

function understand(
  route: Route<OperationId>,
  { response, body: bytes }: Reply,
  city: AnyCity,
  findings: Findings,
): Understood {
  const { status } = response;
  const body = readBody(
    response,
    bytes,
    city.xml,
    findings,
    `R2/${route.path.includes('/services') ? 'services' : 'requests'}`,
  );
  if (typeof body === 'string') return { answer: undefined, problem: body };
  if (response.redirected) findings.tell('R10/redirects', '', new URL(response.url).pathname);
  const errors = mendErrors(body, status, findings);
  if (errors.length > 0) {
    // Of a call without a key, 401 can only mean the city that was asked for.
    if (status === 401) findings.tell(route.key || city.keyForReading ? 'R21' : 'R15/unknown', '', 401);
    const code = errors[0]?.code ?? 400;
    const meant = status >= 400 ? status : code >= 400 && code < 600 ? code : 400;
    return { answer: errors, status: meant };
  }
  const mending = { timeZone: city.timeZone, findings };
  const answer =
    route.operationId === 'discovery.get'
      ? mendDiscovery(body, mending)
      : mendAnswer(route.operationId, body, mending);
  // A submission that is answered with nothing has nowhere been said to be there.
  if (answer === undefined || (route.operationId === 'requests.create' && isEmpty(answer)))
    return {
      answer: undefined,
      problem: `what is no answer to ${route.operationId}. Is the base URL that of an Open311 server?`,
    };
  if (status === 201 && route.operationId === 'requests.create')
    findings.tell(body.root === undefined ? '3.3/json' : '3.3/xml', '', 201);
  const asked = askedIn(response.url);
  const rule = ONE[route.operationId];
  if (rule === undefined) {
    // An empty list is no failure, though some cities say so.
    if (status === 404 && isEmpty(answer)) {
      findings.tell('3.5/empty', '', 404);
      return { answer, status: 200 };
    }
    return { answer };
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
    return { answer: [{ code: 404, description }], status: 404 };
  }
  const named = rows.map((row) => (row[id] === null && asked !== undefined ? { ...row, [id]: asked } : row));
  const same = named.filter((row) => asked === undefined || row[id] === asked);
  if (same.length < named.length) findings.tell(other, '', named.find((row) => row[id] !== asked)?.[id]);
  const found = same.length > 0 ? same : named;
  return { answer: Array.isArray(answer) ? found : found[0] };
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
