import { invalidField, methodNotAllowed, notAcceptable, notFound } from '../platform/errors.ts';
import { isReadableText } from '../platform/readable-text.ts';
import type { FileFormat, Format } from './operation.ts';

/** What the path of a GeoReport call says. */
export type GeoReportPath = {
  /** The path as the contract has it: `/open311/v2/…` with its ending. */
  canonicalPath: string;
  format: Format;
  /** The `Accept` header has decided, not the path. */
  negotiated: boolean;
  /** The jurisdiction that the path names, as written; undefined below `/open311/v2`. */
  jurisdiction_id: string | undefined;
  /** The path is one of a sandbox, which has `test` before `v2`. */
  sandbox: boolean;
};

const ROOT = 'open311';
const FORMATS: readonly string[] = ['json', 'xml'];

/**
 * Methods by resource: a collection, one thing in it, and what stands below one thing. `geojson`: what has a place can also be
 * read as features.
 */
const RESOURCES: Record<
  string,
  { all?: string[]; one?: string[]; below?: Record<string, string[]>; geojson?: true }
> = {
  services: { all: ['GET'], one: ['GET'] },
  requests: {
    all: ['GET', 'POST'],
    one: ['GET'],
    below: { reports: ['POST'], supporters: ['POST'] },
    geojson: true,
  },
  tokens: { one: ['GET'] },
  areas: { all: ['GET'], geojson: true },
  locations: { all: ['GET'] },
  servicerequestupdates: { all: ['GET', 'POST'] },
  duplicates: { all: ['GET'] },
  jurisdiction: { all: ['GET'] },
  clusters: { all: ['GET'], geojson: true },
  places: { all: ['GET'] },
};

/** Collections that can be had as a file below `exports`, and the formats of files: one of them has to be named. */
const EXPORTED: readonly string[] = ['requests'];
const FILE_FORMATS: readonly string[] = ['csv', 'ndjson', 'geojson'] satisfies FileFormat[];

/** A singular path that some deployed clients use (standard, 3.6). */
const ALIASES: Record<string, string> = { request: 'requests' };

/** Whether a path belongs to GeoReport at all; everything else is routed without this file. */
export function isGeoReportPath(path: string): boolean {
  return segmentsOf(path)[0] === ROOT;
}

/** The format that an error about this path is written in: its ending, else JSON (standard, R36). */
export function errorFormat(path: string): Format {
  return path.replace(/\/+$/, '').endsWith('.xml') ? 'xml' : 'json';
}

/** The methods that a path knows, for OPTIONS and `Allow`; undefined when there is no such path. */
export function allowedMethods(path: string): string[] | undefined {
  const [, ...rest] = segmentsOf(path);
  return readResource(withoutBase(rest).resource)?.methods;
}

/**
 * Reads a path below `/open311` (standard, R1 to R5, R17). Doubled and trailing slashes mean nothing.
 * @param accept the `Accept` header, which decides only where the path has no ending
 * @throws AppError not_found, method_not_allowed, not_acceptable or invalid (broken percent-encoding)
 */
export function readGeoReportPath(
  path: string,
  method: string,
  accept: (types: string[]) => string | false,
): GeoReportPath {
  const [, ...rest] = segmentsOf(path);
  const { jurisdiction, sandbox, resource } = withoutBase(rest);
  const found = readResource(resource);
  if (found === undefined)
    throw notFound('There is no such path here. The services are at /open311/v2/services.json or .xml.');
  if (!found.methods.includes(method))
    throw methodNotAllowed([...found.methods, 'HEAD', 'OPTIONS'].join(', '));
  const format = found.format ?? negotiate(accept);
  return {
    canonicalPath: `/${ROOT}/${found.path}.${format}`,
    format,
    negotiated: found.format === undefined,
    jurisdiction_id: jurisdiction === undefined ? undefined : decode(jurisdiction),
    sandbox,
  };
}

const segmentsOf = (path: string) => path.split('/').filter((segment) => segment !== '');

/**
 * Takes the base path off: `v2/…`, `{jurisdiction_id}/v2/…`, either with `test` before `v2`, or nothing for what stands at the
 * root. No jurisdiction is called `v2` or `test`.
 */
function withoutBase(segments: string[]): {
  jurisdiction: string | undefined;
  sandbox: boolean;
  resource: string[];
} {
  const version = segments.slice(0, 3).indexOf('v2');
  const before = segments.slice(0, Math.max(version, 0));
  const sandbox = before.at(-1) === 'test';
  const [jurisdiction, ...more] = sandbox ? before.slice(0, -1) : before;
  if (version >= 0 && more.length === 0)
    return { jurisdiction, sandbox, resource: segments.slice(version + 1) };
  const atRoot = segments.length === 1 && isOfServer(segments[0] ?? '');
  return { jurisdiction: undefined, sandbox: false, resource: atRoot ? segments : [] };
}

/** What is told of all cities, and stands at the root. Discovery is found below each base path as well. */
const OF_SERVER: readonly string[] = ['discovery', 'jurisdictions'];

const isOfServer = (segment: string) => OF_SERVER.includes(splitEnding(segment).stem);

function readResource(
  segments: string[],
): { path: string; format: Format | undefined; methods: string[] } | undefined {
  const last = segments.at(-1);
  if (last === undefined || segments.length > 3) return undefined;
  const { stem, format } = splitEnding(last);
  if (segments.length === 3) {
    const [collection = '', one = ''] = segments;
    const resource = own(ALIASES, collection) ?? collection;
    const methods = own(own(RESOURCES, resource)?.below ?? {}, stem);
    if (methods === undefined) return undefined;
    return { path: `v2/${resource}/${encodeURIComponent(decode(one))}/${stem}`, format, methods };
  }
  if (segments.length === 1) {
    if (OF_SERVER.includes(stem)) return { path: stem, format, methods: ['GET'] };
    const features = /^(.*)\.geojson$/.exec(last)?.[1] ?? '';
    if (own(RESOURCES, features)?.geojson === true)
      return { path: `v2/${features}`, format: 'geojson', methods: ['GET'] };
    const methods = own(RESOURCES, stem)?.all;
    return methods === undefined ? undefined : { path: `v2/${stem}`, format, methods };
  }
  if (segments[0] === 'exports') return readExport(last);
  const collection = own(ALIASES, segments[0] ?? '') ?? segments[0] ?? '';
  const methods = own(RESOURCES, collection)?.one;
  if (methods === undefined || stem === '') return undefined;
  if (last.endsWith('.geojson') && RESOURCES[collection]?.geojson === true)
    throw notFound(`${collection}.geojson has features; a single one is there as .json and .xml only.`);
  return { path: `v2/${collection}/${encodeURIComponent(decode(stem))}`, format, methods };
}

function readExport(file: string): ReturnType<typeof readResource> {
  const [collection = '', format = '', ...more] = file.split('.');
  return EXPORTED.includes(collection) && FILE_FORMATS.includes(format) && more.length === 0
    ? { path: `v2/exports/${collection}`, format: format as FileFormat, methods: ['GET'] }
    : undefined;
}

/** Split at the last dot, and only before exactly `json` or `xml`: identifiers may contain dots (standard, R4). */
function splitEnding(segment: string): { stem: string; format: Format | undefined } {
  const dot = segment.lastIndexOf('.');
  const ending = segment.slice(dot + 1);
  return dot >= 0 && FORMATS.includes(ending)
    ? { stem: segment.slice(0, dot), format: ending as Format }
    : { stem: segment, format: undefined };
}

function negotiate(accept: (types: string[]) => string | false): Format {
  const type = accept(['application/json', 'text/xml', 'application/xml']);
  if (type === false) throw notAcceptable();
  return type === 'application/json' ? 'json' : 'xml';
}

function decode(segment: string): string {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    throw invalidField('path', 'The path is not valid percent-encoded UTF-8.');
  }
  if (!isReadableText(text)) throw invalidField('path', 'The path contains a control character. Remove it.');
  return text;
}

const own = <T>(table: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
