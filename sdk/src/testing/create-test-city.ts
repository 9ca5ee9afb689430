import type { OperationId } from '../operation.ts';
import { answer } from './answers.ts';
import { checkFault, checkService } from './check-given.ts';
import { City } from './city.ts';
import type { Case, Service, Settings } from './city.ts';
import { readStatus } from './statuses.ts';
import { findRoute, readCall } from './read-call.ts';
import { notPlayed, Refusal, trouble } from './refusal.ts';
import type {
  DetailedStatus,
  Fault,
  RecordedCall,
  TestCity,
  TestCityOptions,
  TestService,
} from './test-city.ts';

const SERVICES: readonly TestService[] = [
  { service_code: 'STREET-LIGHT', service_name: 'Broken street light', group: 'Streets' },
  {
    service_code: 'POTHOLE',
    service_name: 'Pothole',
    group: 'Streets',
    attributes: [
      {
        code: 'SIZE',
        datatype: 'singlevaluelist',
        required: true,
        description: 'How large is it?',
        values: [
          { key: 'small', name: 'Smaller than a hand' },
          { key: 'large', name: 'Larger than a hand' },
        ],
      },
    ],
  },
  { service_code: 'BULKY-WASTE', service_name: 'Bulky waste', type: 'batch', group: 'Waste' },
  { service_code: 'IDEA', service_name: 'An idea for the city', type: 'blackbox' },
];

const PAGE = '<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>';

/**
 * Makes a city in memory for the tests of programs that use this SDK. It checks what a server checks and answers in its
 * words; nothing is sent anywhere. What a server does with pictures, masked texts and words to look for it does not do:
 * pictures come back as they were sent, texts as they were written, and `q` is answered with 501, which says so. Formats
 * other than JSON and bodies other than forms are, too.
 *
 * @example
 * ```ts
 * import { NotFoundError, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = createTestCity({ now: () => new Date('2026-03-01T09:30:00Z') });
 * const client = new Signpost(city.connection);
 *
 * const [submitted] = await client.requests.create({ service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * const number = submitted?.service_request_id ?? '';
 * city.close(number, 'The bulb was replaced.');
 *
 * const [found] = await client.requests.get({ service_request_id: number });
 * console.log(found?.status, found?.status_notes); // closed The bulb was replaced.
 *
 * const unknown = client.requests.get({ service_request_id: '99999999' });
 * console.log(await unknown.catch((error: unknown) => error instanceof NotFoundError)); // true
 * console.log(city.calls.map(({ status }) => status).join()); // 200,200,404
 * ```
 */
export function createTestCity(options: TestCityOptions = {}): TestCity {
  const city = new City(settingsOf(options));
  const { jurisdictionId, apiKey, sandbox } = city.settings;
  const calls: { -readonly [Name in keyof RecordedCall]: RecordedCall[Name] }[] = [];
  const faults: (Fault & { left: number })[] = [];

  const nextFault = (operation: OperationId | undefined): Fault | undefined => {
    const next = faults.find((fault) => (fault.operation ?? operation) === operation);
    if (next === undefined) return undefined;
    next.left -= 1;
    if (next.left === 0) faults.splice(faults.indexOf(next), 1);
    return next;
  };

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    // That of the call itself: a request has one of its own, which follows it later.
    const signal = init?.signal ?? request.signal;
    signal.throwIfAborted();
    const url = new URL(request.url);
    const route = findRoute(request.method, url);
    const form = await formOf(request);
    signal.throwIfAborted();
    const call: (typeof calls)[number] = {
      operation: route?.operation,
      method: request.method,
      url: request.url,
      parameters: Object.fromEntries(url.searchParams),
      fields: form ?? [],
      headers: Object.fromEntries(request.headers),
      status: undefined,
    };
    calls.push(call);
    const requestId = `test-${calls.length}`;
    const fault = nextFault(route?.operation);
    const kind = fault !== undefined && 'kind' in fault ? fault.kind : undefined;
    const wanted = fault !== undefined && 'status' in fault ? fault : undefined;
    if (kind === 'broken-before') throw broken();
    if (kind === 'silent') return untilAborted(signal);
    if (kind === 'html') return new Response(PAGE, { headers: { 'Content-Type': 'text/html' } });

    let response: Response;
    try {
      if (wanted !== undefined) throw asked(wanted, requestId);
      if (route === undefined) throw notPlayed(`${request.method} ${url.pathname}.`);
      if (form === undefined) throw notPlayed('a body that is no form.');
      response = write(answer(city, await readCall(route, url, request.headers, form)), requestId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const origin = route?.operation === 'media.get' ? url.origin : undefined;
      response = refuse(error, requestId, wanted?.status ?? error.status, origin);
    }
    if (kind === 'broken-after') throw broken();
    call.status = response.status;
    return kind === 'half-body' ? half(response) : response;
  };

  const find = (number: string): Case => {
    const found = city.cases.find((one) => one.number === number);
    if (found === undefined) throw new Error(`The test city has no case ${number}.`);
    return found;
  };
  const changeStatus = (number: string, status: DetailedStatus, notes?: string) => {
    const one = find(number);
    if (readStatus(status) !== status) throw new Error(`${status} is no status.`);
    city.setStatus(one, status, notes ?? null);
    city.enter(one, { kind: 'status', status, notes: notes ?? null, published: one.visibility === 'public' });
  };

  return {
    fetch,
    connection: { baseUrl: 'https://city.example', jurisdictionId, apiKey, sandbox, fetch },
    calls,
    get requests() {
      return city.cases.map((one) => city.tell(one, true));
    },
    failNext(fault) {
      checkFault(fault);
      faults.push({ ...fault, left: fault.times ?? 1 });
    },
    changeStatus,
    close: (number, notes) => changeStatus(number, 'closed', notes),
    acceptBatch() {
      for (const one of city.cases.filter(({ visibility }) => visibility === 'waiting')) {
        one.visibility = 'public';
        one.updated = city.now();
        city.enter(one, { kind: 'accepted', status: one.status });
      }
    },
  };
}

function settingsOf(options: TestCityOptions): Settings {
  const sandbox = options.sandbox ?? false;
  const services = (options.services ?? SERVICES).map(serviceOf);
  const inOrder = (one: Service) => `${one.group === null ? 1 : 0}${one.group ?? ''}\n${one.service_name}`;
  return {
    jurisdictionId: options.jurisdictionId ?? 'city.example',
    name: options.name ?? 'Testville',
    services: services.sort((a, b) => inOrder(a).localeCompare(inOrder(b), 'en')),
    places: options.places ?? [],
    areas: [...(options.areas ?? [])].sort((a, b) => (a.area_code < b.area_code ? -1 : 1)),
    outline: options.outline,
    timeZone: options.timeZone ?? 'UTC',
    apiKey: `${sandbox ? 'sp_test_' : 'sp_live_'}of_the_test_city`,
    scopes: options.scopes ?? ['submit', 'update', 'trusted'],
    sandbox,
    now: options.now ?? (() => new Date()),
  };
}

function serviceOf(given: TestService): Service {
  checkService(given);
  return {
    service_name: given.service_code,
    description: null,
    type: 'realtime',
    keywords: null,
    group: null,
    service_notice: null,
    agency_responsible: null,
    response_hours: null,
    duplicate_radius: 100,
    area_codes: [],
    ...given,
    attributes: (given.attributes ?? []).map((attribute, index) => ({
      variable: true,
      required: false,
      datatype_description: null,
      order: index + 1,
      description: null,
      values: [],
      ...attribute,
    })),
  };
}

/** The fields of a form; none of a call without a body, and undefined of any other body. */
async function formOf(request: Request): Promise<(readonly [string, string | Blob])[] | undefined> {
  if (request.body === null) return [];
  if (!/form-data|form-urlencoded/.test(request.headers.get('content-type') ?? '')) return undefined;
  return [...(await request.formData())];
}

/** What Node's own fetch throws when a connection breaks. */
const broken = () => new TypeError('fetch failed', { cause: new Error('The connection was reset.') });

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    const end = () => reject(signal.reason as Error);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });

const asked = (
  { status, retryAfter }: { status: number; retryAfter?: number | undefined },
  requestId: string,
) =>
  trouble(status, requestId, retryAfter) ??
  new Refusal('internal', [{ message: `The test city answers ${status}, as it was asked to.` }], retryAfter);

function write(found: ReturnType<typeof answer>, requestId: string): Response {
  const json = 'data' in found;
  const type = json ? 'application/json; charset=utf-8' : found.type;
  const headers = { 'Content-Type': type, 'X-Request-Id': requestId, ...found.headers };
  return new Response(json ? JSON.stringify(found.data) : found.body, { headers });
}

/** @param origin of the server, where a picture is refused: with a problem document, whose kind is an address there */
function refuse(
  { type, findings, retryAfter }: Refusal,
  requestId: string,
  status: number,
  origin: string | undefined,
): Response {
  const headers = {
    'X-Request-Id': requestId,
    ...(retryAfter !== undefined && { 'Retry-After': `${retryAfter}` }),
  };
  if (origin !== undefined) {
    const detail = findings.map(({ message }) => message).join(' ');
    const problem = {
      type: type ? `${origin}/developers/errors/${type.replaceAll('_', '-')}` : 'about:blank',
      title: status === 404 ? 'Not found' : 'Unavailable',
      status,
      detail,
    };
    const contentType = { 'Content-Type': 'application/problem+json; charset=utf-8' };
    return new Response(JSON.stringify(problem), { status, headers: { ...headers, ...contentType } });
  }
  const list = findings.map(({ field, message }) => ({
    code: status,
    description: message,
    ...(type !== undefined && { type }),
    ...(field !== undefined && { field }),
  }));
  const contentType = { 'Content-Type': 'application/json; charset=utf-8' };
  return new Response(JSON.stringify(list), { status, headers: { ...headers, ...contentType } });
}

/** The same answer, of which only the first half comes. */
function half(response: Response): Response {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const bytes = new Uint8Array(await response.arrayBuffer());
      controller.enqueue(bytes.subarray(0, Math.ceil(bytes.length / 2)));
    },
    pull(controller) {
      controller.error(new TypeError('terminated', { cause: new Error('The other side closed.') }));
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}
