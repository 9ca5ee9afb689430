import { Signpost } from '@signpost/sdk';
import type { AnswerOf } from '@signpost/sdk';

/** What the examples are written with: the demonstration city, two of its services, and a place in its middle. */
export const WRITTEN = {
  jurisdiction_id: 'wroclaw.pl',
  service_code: 'STREET-LIGHT',
  asking_code: 'POTHOLE',
  lat: 51.1079,
  long: 17.0385,
};

/** A service, with an answer to each of its questions that has to be answered. */
export type ExampleService = { service_code: string; answers: Record<string, string> };

/** What examples have to say for a city to take them. */
export type ExampleCity = {
  jurisdiction_id: string;
  name: string;
  /** Asks nothing, where the city has such a one. */
  service: ExampleService;
  /** Asks something; undefined where none does. */
  asking: ExampleService | undefined;
  lat: number;
  long: number;
};

type Service = AnswerOf<'services.list'>[number];
type Place = { lat: number; long: number };

/** Whoever reads a page has it before them already: no waiting for a server that does not answer. */
const IMPATIENT = { baseUrl: location.origin, timeoutMs: 10_000, retries: 0 };

/**
 * Asks the public API for what examples need.
 * @param wanted the city of the reader's key; empty: the demonstration city, and where that is not, the first of all
 * @returns undefined where the city is not there or takes no cases yet
 */
export async function findExampleCity(wanted: string): Promise<ExampleCity | undefined> {
  const cities = await new Signpost(IMPATIENT).jurisdictions.list();
  const id = wanted === '' ? WRITTEN.jurisdiction_id : wanted;
  const city =
    cities.find(({ jurisdiction_id }) => jurisdiction_id === id) ?? (wanted === '' ? cities[0] : undefined);
  if (city === undefined) return undefined;
  const { jurisdiction_id, name } = city;
  const api = new Signpost({ ...IMPATIENT, jurisdictionId: jurisdiction_id });
  const offered = await findPlace(api, jurisdiction_id);
  // The answer to a case of any other type has no number.
  const services = offered?.services.filter(({ type }) => type === 'realtime') ?? [];
  const plain = first(
    services.filter(({ metadata }) => !metadata),
    WRITTEN.service_code,
  );
  const asking = await findAsking(api, services);
  const service = plain === undefined ? asking : { service_code: plain.service_code, answers: {} };
  if (offered === undefined || service === undefined) return undefined;
  return { jurisdiction_id, name, service, asking, ...offered.place };
}

/** @returns the one that is preferred, if it is among them */
const first = (services: readonly Service[], preferred: string) =>
  services.find(({ service_code }) => service_code === preferred) ?? services[0];

/** So many services are asked what they ask. */
const MOST_ASKED = 5;

async function findAsking(api: Signpost, services: readonly Service[]): Promise<ExampleService | undefined> {
  const asking = services.filter(({ metadata }) => metadata);
  const preferred = first(asking, WRITTEN.asking_code);
  const inTurn = [...asking.filter((service) => service === preferred), ...asking];
  for (const { service_code } of inTurn.slice(0, MOST_ASKED)) {
    const { attributes } = await api.services.get({ service_code });
    const questions = attributes.filter(({ variable }) => variable);
    const required = questions.filter((question) => question.required);
    const answered = required.length > 0 ? required : questions.slice(0, 1);
    if (answered.length > 0)
      return {
        service_code,
        answers: Object.fromEntries(answered.map((question) => [question.code, answerTo(question)])),
      };
  }
  return undefined;
}

function answerTo({ datatype, values }: AnswerOf<'services.get'>['attributes'][number]): string {
  if (datatype === 'number') return '1';
  if (datatype === 'datetime') return '2026-03-01T09:30:00Z';
  return values?.[0]?.key ?? 'An example.';
}

/** The rectangle around a city is looked through in so many steps each way, until a place within the city is found. */
const STEPS = [1, 3, 7];

/**
 * The middle of the city, or what lies near it: a city need not have the shape of a rectangle.
 * @returns what is offered at the place as well; undefined where nothing is offered anywhere
 */
async function findPlace(
  api: Signpost,
  jurisdictionId: string,
): Promise<{ place: Place; services: Service[] } | undefined> {
  const { bounds } = await api.jurisdictions.get();
  const { lat, long } = WRITTEN;
  const written = { lat, long };
  // Where nothing is known of where a city lies, it takes cases from anywhere.
  const tries =
    bounds === null || jurisdictionId === WRITTEN.jurisdiction_id
      ? [[written], ...placesIn(bounds)]
      : placesIn(bounds);
  for (const places of tries) {
    const answers = await Promise.all(
      places.map(async (place) => ({ place, services: await api.services.list({ ...place, locale: 'en' }) })),
    );
    const found = answers.find(({ services }) => services.length > 0);
    if (found !== undefined) return found;
  }
  return undefined;
}

function placesIn(bounds: number[] | null): Place[][] {
  if (bounds === null) return [];
  const [west = 0, south = 0, east = 0, north = 0] = bounds;
  return STEPS.map((steps) => {
    const parts = Array.from({ length: steps }, (_, at) => (at + 0.5) / steps);
    const between = (from: number, to: number, part: number) =>
      Math.round((from + (to - from) * part) * 1e5) / 1e5;
    return parts.flatMap((up) =>
      parts.map((right) => ({ lat: between(south, north, up), long: between(west, east, right) })),
    );
  });
}
