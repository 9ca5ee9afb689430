import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { invalid } from '../../platform/errors.ts';
import type { AppError } from '../../platform/errors.ts';
import { isReadableText } from '../../platform/readable-text.ts';
import { decodeCharacterReferences } from './character-references.ts';

import { DUPLICATE_RADIUS, PUBLISHES } from './service.ts';
import type { Service } from './service.ts';

const SERVICE_TYPES = ['realtime', 'batch', 'blackbox'] as const;

/** One service of another server's list (standard, 3.1), in one language. */
export type ListedService = {
  service_code: string;
  service_name: string;
  description: string | null;
  /** True: the other server has a definition for it. */
  metadata: boolean;
  type: (typeof SERVICE_TYPES)[number];
  /** Joined by comma and space. */
  keywords: string | null;
  group: string | null;
  /** Not of the standard: a list that a city has written itself may say that a service is sensitive. Null: it says nothing. */
  publishes: Service['publishes'] | null;
  /** Not of the standard either: within how many metres a case may be the same. Null: it says nothing. */
  duplicate_radius: number | null;
};

/** An entry that cannot be taken; the first one of a list has position 1. */
export type RefusedService = { position: number; reason: string };

const LONGEST_CODE = 255;

/**
 * Reads the service list of any GeoReport v2 server, as JSON or XML.
 * Lists, lists of one, wrapped lists, attributes and namespaces of elements, keywords as lists and booleans as texts are
 * understood; codes are texts whatever they look like.
 * @throws AppError invalid when the text is no service list or an empty one
 */
export function parseServiceList(text: string): { services: ListedService[]; refused: RefusedService[] } {
  const content = text.replace(/^\ufeff/, '').trim();
  if (content === '') throw notAList('it is empty');
  const entries = content.startsWith('<') ? entriesOfXml(content) : entriesOfJson(content);
  if (entries.length === 0) throw invalid([{ message: 'The service list has no services.' }]);
  const services = new Map<string, ListedService>();
  const refused: RefusedService[] = [];
  entries.forEach((entry, index) => {
    const position = index + 1;
    const service = readService(entry);
    if (typeof service === 'string') refused.push({ position, reason: service });
    else if (services.has(service.service_code)) {
      refused.push({ position, reason: `service_code ${service.service_code} stands in the list before.` });
    } else services.set(service.service_code, service);
  });
  return { services: [...services.values()], refused };
}

function notAList(why: string): AppError {
  return invalid([{ message: `This is no service list of a GeoReport v2 server: ${why}.` }]);
}

type Entry = Record<string, unknown>;

const isObject = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function entriesOfJson(content: string): unknown[] {
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch (error) {
    throw notAList(`it is neither XML nor JSON (${(error as Error).message})`);
  }
  const entries = unwrap(document);
  if (entries === undefined) throw notAList('there is no list of services in it');
  return entries;
}

/** Takes the list out of `{"services": […]}`, `{"services": {"service": […]}}` and a single service. */
function unwrap(value: unknown): unknown[] | undefined {
  if (Array.isArray(value))
    return value.map((entry: unknown) => (isObject(entry) ? (entry['service'] ?? entry) : entry));
  if (!isObject(value)) return undefined;
  if ('service_code' in value) return [value];
  const inner = value['services'] ?? value['service'];
  return inner === undefined ? undefined : unwrap(inner);
}

function entriesOfXml(content: string): unknown[] {
  // Entities that a document declares itself are a way to attack; no service list needs them. Web pages begin so, too.
  if (/<!doctype/i.test(content)) throw notAList('it has a document type declaration, as web pages have');
  const verdict = XMLValidator.validate(content);
  if (verdict !== true) throw notAList(`line ${verdict.err.line} is no XML (${verdict.err.msg})`);
  const parser = new XMLParser({
    ignoreAttributes: true,
    removeNSPrefix: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    parseTagValue: false,
    // Trimmed whole later: here it would take the space between a text and the CDATA after it.
    trimValues: false,
    isArray: (name) => name === 'service',
    entityDecoder: {
      decode: decodeCharacterReferences,
      reset: () => undefined,
      addInputEntities: () => undefined,
      setExternalEntities: () => undefined,
      setXmlVersion: () => undefined,
    },
  });
  let document: Entry;
  try {
    document = parser.parse(content) as Entry;
  } catch (error) {
    throw notAList(`it cannot be read (${(error as Error).message})`);
  }
  const roots = Object.entries(document).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((element: unknown) => ({ name, element })),
  );
  const [root, ...others] = roots.filter(({ name }) => name !== '#text');
  if (root === undefined || others.length > 0) throw notAList('it has no single root element');
  if (root.name === 'service') return [root.element];
  if (root.name !== 'services') throw notAList(`its root element is <${root.name}> instead of <services>`);
  const services = root.element;
  return isObject(services) ? ((services['service'] as unknown[] | undefined) ?? []) : [];
}

/** @returns the service, or why there is none */
function readService(entry: unknown): ListedService | string {
  if (!isObject(entry)) return 'It has no fields.';
  const service_code = readText(entry['service_code']);
  if (service_code === null) return 'service_code is missing.';
  if (service_code.length > LONGEST_CODE) return `service_code is longer than ${LONGEST_CODE} characters.`;
  const service_name = readText(entry['service_name']);
  if (service_name === null) return `service_name of ${printable(service_code)} is missing.`;
  const given = readText(entry['type'])?.toLowerCase() ?? 'realtime';
  const type = SERVICE_TYPES.find((known) => known === given);
  if (type === undefined) {
    return `type ${printable(given)} of ${printable(service_code)} is unknown. There are ${SERVICE_TYPES.join(', ')}.`;
  }
  const wanted = readText(entry['publishes']);
  const publishes = PUBLISHES.find((known) => known === wanted);
  if (wanted !== null && publishes === undefined) {
    return `publishes ${printable(wanted)} of ${printable(service_code)} is unknown. There are ${PUBLISHES.join(', ')}.`;
  }
  const radius = readText(entry['duplicate_radius']);
  const { least, most } = DUPLICATE_RADIUS;
  if (radius !== null && !(/^\d{1,6}$/.test(radius) && Number(radius) >= least && Number(radius) <= most)) {
    return `duplicate_radius ${printable(radius)} of ${printable(service_code)} is no whole number of metres from ${least} to ${most}.`;
  }
  const service: ListedService = {
    service_code,
    service_name,
    description: readText(entry['description']),
    metadata: readText(entry['metadata'])?.toLowerCase() === 'true',
    type,
    keywords: leaves(entry['keywords']).join(', ') || null,
    // Some servers give several groups; the standard has room for one (A6).
    group: leaves(entry['group'])[0] ?? leaves(entry['groups'])[0] ?? null,
    publishes: publishes ?? null,
    duplicate_radius: radius === null ? null : Number(radius),
  };
  for (const [field, value] of Object.entries(service)) {
    if (typeof value === 'string' && !isReadableText(value)) {
      return `${field} of ${printable(service_code)} contains a control character or half of a character.`;
    }
  }
  return service;
}

const printable = (text: string) => JSON.stringify(text);

/** Empty texts, and what makers of JSON from XML write for them (`{}`, `[]`), are null. */
function readText(value: unknown): string | null {
  return leaves(value)[0] ?? null;
}

/** The texts of a value that may be a text, a list or a list within an element, trimmed and without empty ones. */
function leaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (isObject(value)) return Object.values(value).flatMap(leaves);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
  const text = String(value).trim();
  return text === '' ? [] : [text];
}
