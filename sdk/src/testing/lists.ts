import { readCaseNumber } from './case-number.ts';
import type { Case, City, Entry } from './city.ts';
import { writeDateTime } from '../attributes/date-time.ts';
import { quoted } from '../attributes/words.ts';
import { CSV_HEAD, csvLine, featureText } from '../case-files.ts';
import { metresBetween, readPlace } from './place.ts';
import { invalid, notFound, notPlayed } from './refusal.ts';
import type { Finding } from './refusal.ts';
import type { Asked } from './read-call.ts';
import { closes, statusText } from './statuses.ts';
import { unknownService } from './submissions.ts';
import type { JsonOf, ServiceRequest } from './test-city.ts';

type Answer<Data> = { data: Data; headers?: Record<string, string> };

type ListQuery = {
  service_request_id?: string[];
  service_code?: string[];
  start_date?: string;
  end_date?: string;
  status?: string[];
  updated_after?: string;
  updated_before?: string;
  q?: string;
  lat?: number;
  long?: number;
  radius?: number;
  bbox?: string;
  sort?: string;
  page?: number;
  page_size?: number;
  cursor?: string;
  extensions?: string;
};

/** From and to, both inclusive, in milliseconds. */
type Window = { from: number; to: number };

const DAY = 86_400_000;
const DAYS = 90;
const MOST_LISTED = 1_000;
const MOST_SKIPPED = 100_000;

const isExtended = ({ extensions }: ListQuery) => extensions?.toLowerCase() === 'true';

/**
 * The public cases that a list or a map is asked for.
 * @throws Refusal with every mistake
 */
export function findCases(city: City, asked: Asked): { found: Case[]; query: ListQuery; order: string } {
  const query = asked.fields as ListQuery;
  const { changed, requested, findings: misdated } = readWindows(city, query);
  const place = readPlace(query);
  const order = query.sort ?? (changed === undefined ? '-requested_datetime' : 'updated_datetime');
  const noPlace = asked.findings.some(({ field }) => field === 'lat' || field === 'long');
  const findings = [
    ...asked.findings,
    ...misdated,
    ...mistakenStatus(query),
    ...place.findings.filter(({ field }) => !(noPlace && field === 'radius')),
    ...(query.q !== undefined && !/[\p{L}\p{N}]/u.test(query.q)
      ? [{ field: 'q', message: 'q must have a word or a number to look for.' }]
      : []),
    ...mistakenPage(query),
  ];
  if (findings.length > 0) throw invalid(findings);
  if (query.q !== undefined) throw notPlayed('looking for words with q.');
  const codes = knownCodes(city, query.service_code);
  const found = publicCases(city).filter(
    (one) =>
      isIn(requested, one.requested) &&
      isIn(changed, one.updated) &&
      hasStatus(query, one) &&
      (codes?.includes(one.service.service_code) ?? true) &&
      place.holds({
        ...(one.lat !== null && { lat: one.lat }),
        ...(one.long !== null && { long: one.long }),
      }),
  );
  return { found, query, order };
}

export function listRequests(city: City, asked: Asked): Answer<JsonOf<'requests.list'>> {
  const numbers = (asked.fields as ListQuery).service_request_id;
  if (numbers !== undefined) {
    if (asked.findings.length > 0) throw invalid(asked.findings);
    const named = publicCases(city).filter(({ number }) => numbers.includes(number));
    const extended = isExtended(asked.fields as ListQuery);
    return { data: sorted(named, '-requested_datetime').map((one) => city.tell(one, extended)) };
  }
  const { found, query, order } = findCases(city, asked);
  const { page, headers } = pageOf(city, asked, 'requests', {
    all: sorted(found, order),
    placeOf: (one) => ({ time: timeIn(order, one), id: Number(one.number) }),
    direction: directionOf(order),
  });
  return {
    data: page.map((one) => city.tell(one, isExtended(query))),
    headers: { ...headers, 'X-Total-Count': `${found.length}` },
  };
}

const publicCases = (city: City) => city.cases.filter(({ visibility }) => visibility === 'public');

/** By which time a list is sorted, and which way. */
const timeIn = (order: string, one: Case) =>
  (order.endsWith('requested_datetime') ? one.requested : one.updated).getTime();
const directionOf = (order: string) => (order.startsWith('-') ? -1 : 1);

function sorted(cases: readonly Case[], order: string): Case[] {
  const direction = directionOf(order);
  return [...cases].sort(
    (a, b) => direction * (timeIn(order, a) - timeIn(order, b) || Number(a.number) - Number(b.number)),
  );
}

const isIn = (window: Window | undefined, time: Date) =>
  window === undefined || (window.from <= time.getTime() && time.getTime() <= window.to);

function hasStatus({ status = [] }: ListQuery, one: Case): boolean {
  const wanted = status.map((text) => text.toLowerCase());
  return wanted.length === 0 || wanted.includes(closes(one.status) ? 'closed' : 'open');
}

function mistakenStatus({ status = [] }: ListQuery): Finding[] {
  return status.every((text) => /^(open|closed)$/i.test(text))
    ? []
    : [{ field: 'status', message: 'status must be open, closed or both, separated by a comma.' }];
}

/** A code that is unknown finds nothing; when none is known, the caller is told so. */
function knownCodes(city: City, given: string[] | undefined): string[] | undefined {
  const known = given?.filter((code) => city.service(code) !== undefined);
  if (known?.length === 0) throw unknownService((given ?? []).join(', '));
  return known;
}

function readWindows(city: City, query: ListQuery) {
  const now = city.settings.now().getTime();
  const changed = readSpan(city, query, 'updated_after', 'updated_before');
  const byRequest =
    (changed.from ?? changed.to ?? changed.findings[0]) === undefined ||
    query.start_date !== undefined ||
    query.end_date !== undefined;
  const requested = byRequest ? dateWindow(city, query) : undefined;
  const { from, to } = changed;
  const window =
    from !== undefined
      ? { from, to: to ?? Math.max(from, now) }
      : to !== undefined
        ? { from: to - DAYS * DAY, to }
        : undefined;
  return {
    changed: window,
    requested: requested?.window,
    findings: [...(requested?.findings ?? []), ...changed.findings],
  };
}

/** None given, the last 90 days; one given, the 90 days from it or up to it; both given, what they say. */
function dateWindow(city: City, query: ListQuery): { window: Window; findings: Finding[] } {
  const now = city.settings.now().getTime();
  const { from, to = now, findings } = readSpan(city, query, 'start_date', 'end_date');
  if (findings.length > 0 || from === undefined) return { window: { from: to - DAYS * DAY, to }, findings };
  if (query.end_date === undefined)
    return { window: { from, to: Math.max(from, Math.min(now, from + DAYS * DAY)) }, findings };
  // The day on which the clocks go back has an hour more.
  if (to - from > DAYS * DAY + 3_600_000) {
    findings.push({
      field: 'end_date',
      message: `start_date and end_date are more than ${DAYS} days apart. Ask for a shorter span.`,
    });
  }
  return { window: { from, to }, findings };
}

function readSpan<Field extends keyof ListQuery>(city: City, query: ListQuery, first: Field, last: Field) {
  const findings: Finding[] = [];
  const read = (field: Field) => {
    const text = query[field] as string | undefined;
    const time = text === undefined ? undefined : city.readTime(text);
    if (text !== undefined && time === undefined) {
      findings.push({
        field,
        message: `${field} must be a time such as 2026-03-01T09:30:00Z or a date such as 2026-03-01.`,
      });
    }
    return time?.getTime();
  };
  const span = { from: read(first), to: read(last), findings };
  if (span.from !== undefined && span.to !== undefined && span.to < span.from)
    findings.push({ field: last, message: `${last} is before ${first}.` });
  return span;
}

function mistakenPage({ cursor, page, page_size }: ListQuery): Finding[] {
  const findings: Finding[] = [];
  if (cursor !== undefined && page !== undefined)
    findings.push({ field: 'page', message: 'page and cursor exclude each other. Follow the cursor alone.' });
  if ((Math.max(page ?? 1, 1) - 1) * Math.min(page_size ?? MOST_LISTED, MOST_LISTED) > MOST_SKIPPED) {
    findings.push({
      field: 'page',
      message: 'page is deeper than 100,000 cases. Follow the Link header instead.',
    });
  }
  return findings;
}

/** Where an item stands in the order of its list. */
type Place = { time: number; id: number };

/**
 * One page, and the address of the next one. A cursor says where the page before ended, so that a walk goes on there
 * whatever has changed meanwhile, and it is bound to its query.
 */
function pageOf<Item>(
  city: City,
  asked: Asked,
  resource: string,
  order: { all: readonly Item[]; placeOf: (item: Item) => Place; direction: number },
): { page: Item[]; headers: Record<string, string> } {
  const query = asked.fields as ListQuery;
  const { all, placeOf, direction } = order;
  const size = Math.min(query.page_size ?? MOST_LISTED, MOST_LISTED);
  const rest = asked.query.filter(([name]) => !['jurisdiction_id', 'page', 'cursor'].includes(name));
  const binding = bindingOf(
    resource,
    rest.filter(([name]) => !['page_size', 'extensions', 'locale'].includes(name)),
  );
  let start = (Math.max(query.page ?? 1, 1) - 1) * size;
  if (query.cursor !== undefined) {
    const [time = NaN, id = NaN, bound] = query.cursor.split('.').map(Number);
    if (bound !== binding || Number.isNaN(time + id)) throw strangeCursor();
    const isBehind = (item: Item) => {
      const place = placeOf(item);
      return direction * (place.time - time || place.id - id) > 0;
    };
    const found = all.findIndex(isBehind);
    start = found < 0 ? all.length : found;
  }
  const page = all.slice(start, start + size);
  const last = page.at(-1);
  if (last === undefined || start + size >= all.length) return { page, headers: {} };
  const { time, id } = placeOf(last);
  const next = new URLSearchParams([...rest, ['cursor', `${time}.${id}.${binding}`]]);
  const { jurisdictionId, sandbox } = city.settings;
  const base = `${asked.origin}/open311/${jurisdictionId}${sandbox ? '/test' : ''}/v2`;
  return { page, headers: { Link: `<${base}/${resource}.json?${next.toString()}>; rel="next"` } };
}

/** The same number for the same query. */
const bindingOf = (resource: string, query: readonly [string, string][]): number =>
  [...JSON.stringify([resource, [...query].sort()])].reduce(
    (hash, letter) => (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0,
    7,
  );

const strangeCursor = () =>
  invalid([
    {
      field: 'cursor',
      message:
        'This cursor was not made for this list. Follow the Link header as it is, with every parameter.',
    },
  ]);

export function listUpdates(city: City, asked: Asked): Answer<JsonOf<'updates.list'>> {
  const query = asked.fields as ListQuery;
  const numbers = query.service_request_id?.filter((text) => readCaseNumber(text) === 'possible');
  const { window, findings: misdated } = dateWindow(city, query);
  const findings = [...asked.findings, ...misdated, ...mistakenPage(query)];
  if (findings.length > 0) throw invalid(findings);
  const undated = query.start_date === undefined && query.end_date === undefined;
  const asWindow = numbers !== undefined && undated ? undefined : window;
  const all = publicCases(city)
    .filter(({ number }) => numbers?.includes(number) ?? true)
    .flatMap(({ number, timeline }) => timeline.map((entry): [string, Entry] => [number, entry]))
    .filter(([, { published, at }]) => published && isIn(asWindow, at))
    .sort(([, a], [, b]) => a.at.getTime() - b.at.getTime() || a.id - b.id);
  const { page, headers } = pageOf(city, asked, 'servicerequestupdates', {
    all,
    placeOf: ([, { at, id }]) => ({ time: at.getTime(), id }),
    direction: 1,
  });
  const data = page.map(([service_request_id, { id, status, at, notes, media_url }]) => ({
    update_id: `${id}`,
    service_request_id,
    status,
    updated_datetime: writeDateTime(at),
    description: notes ?? statusText(status),
    media_url,
  }));
  return { data, headers };
}

export function listDuplicates(city: City, { fields }: Asked): Answer<JsonOf<'duplicates.list'>> {
  const { service_code, lat, long, ...asked } = fields as Omit<ListQuery, 'service_code'> & {
    service_code: string;
    lat: number;
    long: number;
    description?: string;
  };
  const service = city.service(service_code);
  if (service === undefined) throw unknownService(service_code);
  const { duplicate_radius: radius, group } = service;
  const since = city.settings.now().getTime() - DAYS * DAY;
  const data = publicCases(city)
    .flatMap((one) => {
      const alike = one.service === service || (group !== null && one.service.group === group);
      if (!alike || closes(one.status) || one.requested.getTime() < since) return [];
      if (one.lat === null || one.long === null) return [];
      const metres = metresBetween({ lat, long }, { lat: one.lat, long: one.long });
      const text = `${one.description ?? ''} ${one.service.service_name}`.trim();
      const nearness = 0.5 * (1 - metres / radius);
      const score =
        nearness + (one.service === service ? 0.2 : 0) + 0.3 * likeness(asked.description ?? '', text);
      return metres > radius ? [] : [{ one, metres, score: Number(score.toFixed(3)) }];
    })
    .sort((a, b) => b.score - a.score || Number(a.one.number) - Number(b.one.number))
    .slice(0, 10)
    .map(({ one, metres, score }) => ({
      ...city.tell(one, isExtended(asked)),
      distance_metres: Math.round(metres),
      score,
    }));
  return { data };
}

/** The groups of three letters that both texts have, divided by those that either has. */
function likeness(one: string, other: string): number {
  const [a, b] = [trigramsOf(one), trigramsOf(other)];
  const both = [...a].filter((three) => b.has(three)).length;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

function trigramsOf(text: string): Set<string> {
  const plain = [...text].slice(0, 500).join('').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.replaceAll('ł', 'l').match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.flatMap((word) =>
      Array.from({ length: [...word].length + 1 }, (_, at) => [...`  ${word} `].slice(at, at + 3).join('')),
    ),
  );
}

/** All cases as a file. @returns its text and what it is */
export function exportRequests(city: City, asked: Asked): { text: string; type: string; name: string } {
  const query = asked.fields as ListQuery;
  const { from = -Infinity, to = Infinity, findings } = readSpan(city, query, 'start_date', 'end_date');
  const all = [...asked.findings, ...findings, ...mistakenStatus(query)];
  if (all.length > 0) throw invalid(all);
  const codes = knownCodes(city, query.service_code);
  const found = publicCases(city).filter(
    (one) =>
      isIn({ from, to }, one.requested) &&
      hasStatus(query, one) &&
      (codes?.includes(one.service.service_code) ?? true),
  );
  const items = sorted(found, '-requested_datetime').map((one) => city.tell(one));
  const { jurisdictionId, sandbox, timeZone } = city.settings;
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(city.settings.now());
  const name = `${jurisdictionId}${sandbox ? '-test' : ''}-requests-${day}.${asked.path}`;
  switch (asked.path) {
    case 'csv':
      return { text: CSV_HEAD + items.map(csvLine).join(''), type: 'text/csv', name };
    case 'ndjson':
      return {
        text: items.map((item) => `${JSON.stringify(item)}\n`).join(''),
        type: 'application/x-ndjson',
        name,
      };
    default:
      return { text: featuresOf(items), type: 'application/geo+json', name };
  }
}

function featuresOf(items: readonly ServiceRequest[]): string {
  return `{"type":"FeatureCollection","features":[\n${items.map(featureText).join(',\n')}\n]}\n`;
}

/** The number behind a token. */
export function getToken(city: City, { path: token }: Asked): Answer<JsonOf<'tokens.get'>> {
  const found = city.cases.find((one) => one.token === token);
  if (found === undefined) throw notFound('This token is not known here.', 'token');
  return { data: [{ service_request_id: found.visibility === 'waiting' ? null : found.number, token }] };
}

/** The questions of a service. */
export function getService(city: City, { path: code }: Asked): Answer<JsonOf<'services.get'>> {
  const service = city.service(code);
  if (service === undefined) throw notFound(`There is no service ${quoted(code)} here.`, 'service_code');
  const attributes = service.attributes.map(({ values, ...attribute }) =>
    values.length === 0 ? attribute : { ...attribute, values },
  );
  return { data: { service_code: code, attributes } };
}
