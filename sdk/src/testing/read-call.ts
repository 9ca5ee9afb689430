import { readFields } from './fields.ts';
import type { Fields } from './fields.ts';
import type { PlayedId } from './played.ts';
import type { Finding } from './refusal.ts';

/** A call, as an operation is handed it. */
export interface Asked {
  operation: PlayedId;
  /** What the path names: a code, a number, a token or a file. */
  path: string;
  /** The city that the path names. */
  cityInPath: string | undefined;
  sandbox: boolean;
  /** Whether the path is one below a city; the others are the same for all. */
  ofCity: boolean;
  origin: string;
  fields: Fields;
  findings: readonly Finding[];
  uploads: readonly Upload[];
  /** The same for calls with the same fields and files, and for no others. */
  fingerprint: string;
  apiKey: string | undefined;
  /** The parameters of the query as they came, for the address of the next page. */
  query: readonly [string, string][];
}

/** A file of a call. */
type Upload = { field: string; bytes: Uint8Array<ArrayBuffer> };

/** The path of each operation, below the base path of a city where it has one. */
const ROUTES: Record<PlayedId, [method: 'GET' | 'POST', path: RegExp]> = {
  'discovery.get': ['GET', /^discovery\.json$/],
  'jurisdictions.list': ['GET', /^jurisdictions\.json$/],
  'jurisdictions.get': ['GET', /^jurisdiction\.json$/],
  'services.list': ['GET', /^services\.json$/],
  'services.get': ['GET', /^services\/([^/]+)\.json$/],
  'requests.list': ['GET', /^requests\.json$/],
  'requests.create': ['POST', /^requests\.json$/],
  'requests.get': ['GET', /^requests\/([^/]+)\.json$/],
  'requests.export': ['GET', /^exports\/requests\.(csv|ndjson|geojson)$/],
  'duplicates.list': ['GET', /^duplicates\.json$/],
  'supporters.create': ['POST', /^requests\/([^/]+)\/supporters\.json$/],
  'updates.list': ['GET', /^servicerequestupdates\.json$/],
  'updates.create': ['POST', /^servicerequestupdates\.json$/],
  'reports.create': ['POST', /^requests\/([^/]+)\/reports\.json$/],
  'areas.list': ['GET', /^areas\.json$/],
  'locations.list': ['GET', /^locations\.json$/],
  'clusters.list': ['GET', /^clusters\.json$/],
  'places.list': ['GET', /^places\.json$/],
  'tokens.get': ['GET', /^tokens\/([^/]+)\.json$/],
  'media.get': ['GET', /^\/media\/([^/]+)$/],
  'health.live': ['GET', /^\/livez$/],
  'health.ready': ['GET', /^\/readyz$/],
};

/** Whether the city for tests plays an operation; its name comes from programs without types as well. */
export const isPlayed = (operation: string): boolean => Object.hasOwn(ROUTES, operation);

const BASE = /^\/open311\/(?:(?!v2\/|test\/v2\/)([^/]+)\/)?(test\/)?v2\//;

/** Which operation a call is for. */
export function findRoute(
  method: string,
  url: URL,
): Pick<Asked, 'operation' | 'path' | 'cityInPath' | 'sandbox' | 'ofCity'> | undefined {
  const base = BASE.exec(url.pathname);
  const below = base ? url.pathname.slice(base[0].length) : url.pathname.replace(/^\/open311\//, '');
  for (const [operation, [wanted, pattern]] of Object.entries(ROUTES)) {
    const match = pattern.exec(below);
    if (method !== wanted || match === null) continue;
    return {
      operation: operation as PlayedId,
      path: decodeURIComponent(match[1] ?? ''),
      cityInPath: base?.[1] === undefined ? undefined : decodeURIComponent(base[1]),
      sandbox: base?.[2] !== undefined,
      ofCity: base !== null,
    };
  }
  return undefined;
}

/** Reads what a call asks for. */
export async function readCall(
  route: NonNullable<ReturnType<typeof findRoute>>,
  url: URL,
  headers: Headers,
  form: readonly (readonly [string, string | Blob])[],
): Promise<Asked> {
  const pairs = form.filter((pair): pair is readonly [string, string] => typeof pair[1] === 'string');
  const query = [...url.searchParams];
  const key = headers.get('idempotency-key');
  const all = [...pairs, ...query, ...(key === null ? [] : [['Idempotency-Key', key] as const])];
  const { fields, findings } = readFields(route.operation, all);
  const uploads = await Promise.all(
    form.flatMap(([field, value]) =>
      typeof value === 'string'
        ? []
        : [value.arrayBuffer().then((bytes) => ({ field, bytes: new Uint8Array(bytes) }))],
    ),
  );
  uploads.push(...takeMediaTexts(fields));
  const apiKey =
    (fields['api_key'] as string | undefined) ??
    headers.get('x-api-key') ??
    url.searchParams.get('api_key') ??
    undefined;
  const { api_key: _key, jurisdiction_id: _city, 'Idempotency-Key': _name, ...said } = fields;
  const inOrder = Object.entries(said).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    ...route,
    origin: url.origin,
    fields,
    findings,
    uploads,
    fingerprint: JSON.stringify([inOrder, await hashesOf(uploads)]),
    apiKey,
    query,
  };
}

/** `media` may also be an address on the web, or bytes in base64. */
function takeMediaTexts(fields: Fields): Upload[] {
  const texts = (fields['media'] as string[] | undefined) ?? [];
  delete fields['media'];
  const isAddress = (text: string) => /^https?:/i.test(text);
  const addresses = texts.filter(isAddress);
  if (addresses.length > 0)
    fields['media_url'] = [...addresses, ...((fields['media_url'] as string[] | undefined) ?? [])];
  return texts
    .filter((text) => !isAddress(text))
    .map((text) => ({ field: 'media', bytes: bytesOf(text.replace(/^data:[^,]*;base64,/i, '')) }));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

const hashesOf = (uploads: readonly Upload[]) =>
  Promise.all(
    uploads.map(async ({ bytes }) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]),
  );
