import type { CityService } from '../any-city/answers.ts';
import { NotFoundError, SignpostError } from '../errors.ts';
import type { components } from '../generated/contract.d.ts';
import type { Open311 } from '../open311.ts';

type Attribute = components['schemas']['ServiceAttribute'];

/** A service of a city, with what it asks and tells in its form. */
export interface CatalogueService {
  code: string;
  name: string | null;
  description: string | null;
  attributes: readonly Attribute[];
}

/** All services of a city, by code. */
export interface Catalogue {
  /** What the city says of itself in discovery, to tell whether its services have changed. */
  changeset: string | undefined;
  services: readonly CatalogueService[];
}

/** How many definitions are asked for at a time: more would be a load test for some cities. */
const AT_A_TIME = 4;

/**
 * Reads all services of a city, with the definitions of those that have one.
 * @throws SignpostError when there is no service, or a definition cannot be read; the message says of which service
 */
export async function readCatalogue(
  city: Open311,
  locale: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Catalogue> {
  const listed = await city.services.list({ locale }, { signal });
  // Codes in the order of their characters: what changes in a city is then a small difference of the file.
  const services = [...new Map(listed.map((service) => [service.service_code, service])).values()].sort(
    (a, b) => (a.service_code < b.service_code ? -1 : 1),
  );
  if (services.length === 0)
    throw new SignpostError('The city lists no service. Are the address and the jurisdiction right?');
  const failed = new AbortController();
  const whenever = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const read: CatalogueService[] = [];
  const queue = services.entries();
  const work = async (): Promise<void> => {
    for (const [at, service] of queue) read[at] = await readService(city, service, locale, whenever);
  };
  try {
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
  } finally {
    // After one failure nobody waits for the others.
    failed.abort();
  }
  return { changeset: await readChangeset(city, signal), services: read };
}

async function readService(
  city: Open311,
  { service_code: code, service_name: name, description, metadata }: CityService,
  locale: string | undefined,
  signal: AbortSignal,
): Promise<CatalogueService> {
  const service = { code, name, description };
  if (metadata === false) return { ...service, attributes: [] };
  try {
    const { attributes } = await city.services.get({ service_code: code, locale }, { signal });
    const inOrder = [...attributes].sort((a, b) => a.order - b.order);
    const byCode = new Map(inOrder.map((one) => [one.code, one]));
    return { ...service, attributes: [...byCode.values()] };
  } catch (error) {
    // Where it is not told whether there are questions, there may be none.
    if (metadata === null && error instanceof NotFoundError) return { ...service, attributes: [] };
    if (error instanceof SignpostError)
      error.message = `The questions of the service ${code} cannot be read. ${error.message}`;
    throw error;
  }
}

/** Undefined for cities that have no discovery, or say nothing there. */
async function readChangeset(city: Open311, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    return (await city.discovery.get({}, { signal, retries: 0 })).changeset ?? undefined;
  } catch (error) {
    if (error instanceof SignpostError) return undefined;
    throw error;
  }
}
