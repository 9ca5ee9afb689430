import type { PastRequest } from '../requests/index.ts';
import type { DemonstrationGroup, DemonstrationService, DemonstrationStreet } from './catalogue-types.ts';

/** Every description begins so, so that nobody takes a case for a real one. */
const MARK = 'Zgłoszenie pokazowe: ';

const NOTES = [
  'Wykonano. Dziękujemy za zgłoszenie.',
  'Sprawdziliśmy na miejscu, usterka usunięta.',
  'Zlecone i naprawione przez wykonawcę.',
  'Sprawa należy do zarządcy nieruchomości; przekazaliśmy mu zgłoszenie.',
];

/** The cases reach so far into the past: within the window that a list without dates shows. */
const DAYS = 80;
const HOUR_MS = 3_600_000;
/** About 200 m: cases lie around the point of a street, not all on it. */
const SCATTER_DEGREES = 0.002;

/**
 * Makes up cases for a demonstration city, always the same ones for the same seed.
 * @param now the newest case is somewhat older
 */
export function demonstrationCases(
  city: { groups: readonly DemonstrationGroup[]; streets: readonly DemonstrationStreet[]; name: string },
  count: number,
  now: Date,
): PastRequest[] {
  const random = randomNumbers(city.name.length * 7919 + count);
  const services = city.groups
    .flatMap((group) => group.services)
    .filter((service) => service.type !== 'blackbox');
  return Array.from({ length: count }, () =>
    oneCase(pick(services, random), pick(city.streets, random), city.name, random, now),
  ).sort((a, b) => a.requested_at.getTime() - b.requested_at.getTime());
}

function oneCase(
  service: DemonstrationService,
  street: DemonstrationStreet,
  cityName: string,
  random: () => number,
  now: Date,
): PastRequest {
  // More recent ones than old ones, as in a service that is growing.
  const ageHours = Math.floor(1 + random() ** 1.5 * DAYS * 24);
  const requested_at = wholeSeconds(now.getTime() - ageHours * HOUR_MS - random() * HOUR_MS);
  const workHours = 2 + random() ** 2 * service.response_hours * 1.2;
  const closed = workHours < ageHours;
  const closed_at = closed
    ? wholeSeconds(Math.min(requested_at.getTime() + workHours * HOUR_MS, now.getTime()))
    : null;
  return {
    service_code: service.service_code,
    status: closed ? 'closed' : 'open',
    status_notes: closed ? pick(NOTES, random) : null,
    description: `${MARK}${pick(service.descriptions_of_cases, random)}`,
    agency_responsible: service.agency,
    service_notice: service.notice.pl,
    requested_at,
    updated_at: closed_at ?? requested_at,
    expected_at: wholeSeconds(requested_at.getTime() + service.response_hours * HOUR_MS),
    closed_at,
    address: `${street.street} ${1 + Math.floor(random() * 60)}, ${street.zipcode} ${cityName}`,
    zipcode: street.zipcode,
    lat: scattered(street.lat, random),
    long: scattered(street.long, random),
  };
}

const wholeSeconds = (ms: number) => new Date(Math.floor(ms / 1000) * 1000);
const scattered = (degrees: number, random: () => number) =>
  Number((degrees + (random() - 0.5) * SCATTER_DEGREES).toFixed(6));

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** Mulberry32: small, seeded, good enough to scatter cases. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
