import type { City } from './city.ts';
import { writeDateTime } from '../attributes/date-time.ts';
import { quoted } from '../attributes/words.ts';
import { listClusters } from './clusters.ts';
import { inFormOrder } from './fields.ts';
import { exportRequests, getService, getToken, listDuplicates, listRequests, listUpdates } from './lists.ts';
import { boundsOf, boundsOfPoints, halfOfPair } from './place.ts';
import type { PlayedId } from './played.ts';
import { forbidden, invalid, notFound, notPlayed, Refusal } from './refusal.ts';
import type { Asked } from './read-call.ts';
import {
  createReport,
  createRequest,
  createSupporter,
  createUpdate,
  isOfferedIn,
  requireCase,
} from './submissions.ts';
import type { JsonOf, KeyScope } from './test-city.ts';

/** What is answered: JSON, or a body as it is. */
type Answer = { data: unknown } | { body: string | Blob; type: string };

type Operation = (city: City, asked: Asked) => Answer & { headers?: Record<string, string> };

/** Operations that add what else they find wrong, so that all mistakes are told at once. */
const ADDS_FINDINGS: readonly PlayedId[] = [
  'services.list',
  'requests.list',
  'clusters.list',
  'requests.create',
  'supporters.create',
  'updates.list',
  'updates.create',
  'reports.create',
];

/** Operations that are about no city. */
const OF_NO_CITY: readonly PlayedId[] = ['jurisdictions.list', 'media.get', 'health.live', 'health.ready'];

/** Which of its scopes a key needs one of. */
const SCOPES: Partial<Record<PlayedId, readonly KeyScope[]>> = {
  'requests.create': ['submit'],
  'supporters.create': ['submit'],
  'updates.create': ['update', 'submit'],
};

const OPERATIONS: Record<PlayedId, Operation> = {
  'discovery.get': (city, { origin }) => ({ data: discovery(city, origin) }),
  'jurisdictions.list': ({ settings: { jurisdictionId, name } }) => ({
    data: [{ jurisdiction_id: jurisdictionId, name, locale: LOCALE }] satisfies JsonOf<'jurisdictions.list'>,
  }),
  'jurisdictions.get': describeCity,
  'services.list': listServices,
  'services.get': getService,
  'requests.list': listRequests,
  'requests.create': createRequest,
  'requests.get': (city, { path, fields }) => {
    const extended = `${fields['extensions'] as string}`.toLowerCase() === 'true';
    return { data: [city.tell(requireCase(city, path), extended)] };
  },
  'requests.export': (city, asked) => {
    const { text, type, name } = exportRequests(city, asked);
    const headers = { 'Content-Disposition': `attachment; filename="${name}"`, 'Cache-Control': 'no-store' };
    return { body: text, type: `${type}; charset=utf-8`, headers };
  },
  'duplicates.list': listDuplicates,
  'supporters.create': createSupporter,
  'updates.list': listUpdates,
  'updates.create': createUpdate,
  'reports.create': createReport,
  'areas.list': listAreas,
  'locations.list': listLocations,
  'clusters.list': listClusters,
  'places.list': listPlaces,
  'media.get': (city, { path }) => {
    const found = city.pictures.get(path.replace('.small.', '.'));
    if (found === undefined) throw notFound('There is no such picture here.');
    return { body: found, type: 'image/jpeg' };
  },
  'tokens.get': getToken,
  'health.live': () => ({ data: { status: 'ok' } satisfies JsonOf<'health.live'> }),
  'health.ready': () => ({
    data: {
      status: 'ok',
      checks: { database: 'ok', migrations: 'ok', job_queue: 'ok' },
    } satisfies JsonOf<'health.ready'>,
  }),
};

/**
 * Answers a call, in the order in which a server checks it: city, key, fields, and what the operation itself finds.
 * @throws Refusal
 */
export function answer(city: City, asked: Asked): ReturnType<Operation> {
  const { operation, findings } = asked;
  if (!OF_NO_CITY.includes(operation)) requireCity(city, asked);
  const scopes = SCOPES[operation];
  if (scopes !== undefined) requireKey(city, asked.apiKey, scopes);
  // All cases came with the one key that there is.
  if (asked.fields['own'] === 'true') requireKey(city, asked.apiKey, []);
  if (findings.length > 0 && !ADDS_FINDINGS.includes(operation))
    throw invalid(inFormOrder(operation, findings));
  try {
    return OPERATIONS[operation](city, asked);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.type, inFormOrder(operation, error.findings), error.retryAfter);
  }
}

/** The one language that a test city has. */
const LOCALE = 'en';

const contactOf = (name: string) => `${name} is made up for tests.`;

function describeCity(city: City): { data: JsonOf<'jurisdictions.get'> } {
  const { jurisdictionId: jurisdiction_id, name, timeZone: time_zone, outline, areas } = city.settings;
  const shapes = (outline === undefined ? areas.map(({ geometry }) => geometry) : [outline]).filter(
    (one) => one !== undefined,
  );
  return {
    data: {
      jurisdiction_id,
      name,
      locale: LOCALE,
      locales: [LOCALE],
      time_zone,
      contact: contactOf(name),
      demonstration: false,
      bounds:
        boundsOf(shapes) ?? boundsOfPoints(city.cases.filter(({ visibility }) => visibility === 'public')),
      portal: {
        title: name,
        logo_url: null,
        colours: { brand: null, brand_dark: null },
        tiles_url: null,
        tiles_attribution: null,
      },
    },
  };
}

const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('Ł', 'l').toLowerCase();

/** Those whose names have what was typed. */
function listPlaces({ settings }: City, { fields }: Asked): { data: JsonOf<'places.list'> } {
  const typed = fields['q'] as string;
  if (!/[\p{L}\p{N}]/u.test(typed))
    throw invalid([{ field: 'q', message: 'q must have a word or a number to look for.' }]);
  const found = settings.places.filter(({ name }) => plain(name).includes(plain(typed.trim())));
  return { data: found.slice(0, 20) };
}

function requireCity({ settings }: City, { cityInPath, fields, sandbox, ofCity }: Asked): void {
  const named = fields['jurisdiction_id'] as string | undefined;
  const given = cityInPath ?? named;
  const own = settings.jurisdictionId;
  const refuse = (message: string) => notFound(message, 'jurisdiction_id');
  if (given !== undefined && given.toLowerCase() !== own)
    throw refuse(`jurisdiction_id "${quoted(given)}" is not served here.`);
  if (named !== undefined && named.toLowerCase() !== own) {
    throw refuse(
      `jurisdiction_id "${quoted(named)}" is not served at this address, which is that of ${own}.`,
    );
  }
  if (ofCity && sandbox !== settings.sandbox)
    throw notPlayed(
      sandbox ? 'a sandbox. Make the city with sandbox: true.' : 'a live city beside its sandbox.',
    );
}

function requireKey({ settings }: City, key: string | undefined, scopes: readonly KeyScope[]): void {
  if (key === undefined) {
    throw forbidden(
      scopes.length === 0
        ? 'api_key is missing. A list of own cases needs the key that they came with.'
        : 'api_key is missing. Submitting needs an API key.',
    );
  }
  if (!settings.sandbox && key.startsWith('sp_test_')) {
    throw forbidden(
      'api_key is a test key. It works in the sandbox, below /open311/test/v2 or /open311/{jurisdiction_id}/test/v2. Submitting here needs a live key, which begins with sp_live_.',
    );
  }
  if (settings.sandbox && key.startsWith('sp_live_')) {
    throw forbidden(
      'api_key is a live key. It works below /open311/v2 or /open311/{jurisdiction_id}/v2. The sandbox needs a test key, which begins with sp_test_.',
    );
  }
  if (key !== settings.apiKey) throw forbidden('api_key is not known here.');
  if (scopes.length > 0 && !scopes.some((scope) => settings.scopes.includes(scope)))
    throw forbidden(`api_key may not do this. It needs the scope ${scopes.join(' or ')}.`);
}

function discovery({ settings, made }: City, origin: string): JsonOf<'discovery.get'> {
  const changeset = writeDateTime(made);
  const endpoints = (type: 'production' | 'test') =>
    ['', `/${settings.jurisdictionId}`].map((path) => ({
      specification: 'http://wiki.open311.org/GeoReport_v2',
      url: `${origin}/open311${path}${type === 'test' ? '/test' : ''}/v2`,
      changeset,
      type,
      formats: ['text/xml', 'application/json'],
    }));
  return {
    changeset,
    contact: contactOf(settings.name),
    key_service: 'The key stands in the connection of the test city.',
    endpoints: [...endpoints('production'), ...endpoints('test')],
  };
}

function listServices(city: City, { fields, findings: found }: Asked): { data: JsonOf<'services.list'> } {
  const { lat, long } = fields as { lat?: number; long?: number };
  const findings = [
    ...found,
    ...halfOfPair({ ...(lat !== undefined && { lat }), ...(long !== undefined && { long }) }),
  ];
  if (findings.length > 0) throw invalid(findings);
  const place = lat === undefined || long === undefined ? undefined : { lat, long };
  const code = place && city.area(place)?.area_code;
  const data = city.settings.services
    .filter((service) => !place || (city.serves(place.lat, place.long) && isOfferedIn(service, code)))
    .map(({ service_code, service_name, description, attributes, type, keywords, group }) => ({
      service_code,
      service_name,
      description,
      metadata: attributes.length > 0,
      type,
      keywords,
      group,
    }));
  return { data };
}

function listAreas({ settings }: City, { fields }: Asked): { data: JsonOf<'areas.list'> } {
  const { name, outline, areas } = settings;
  if (fields['outline'] !== 'true') return { data: [...areas] };
  return { data: outline === undefined ? [] : [{ area_code: codeOf(name), name, geometry: outline }] };
}

/** A code made of a name, of the letters that every code may have. */
const codeOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

function listLocations(city: City, { fields }: Asked): { data: JsonOf<'locations.list'> } {
  const place = fields as unknown as { lat: number; long: number };
  if (!city.serves(place.lat, place.long)) return { data: [] };
  const { jurisdictionId: jurisdiction_id, name } = city.settings;
  const area = city.area(place);
  const [area_code, area_name] = [area?.area_code ?? null, area?.name ?? null];
  return { data: [{ jurisdiction_id, name, area_code, area_name }] };
}
