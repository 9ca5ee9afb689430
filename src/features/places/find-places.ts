import type { Db } from '../../platform/database.ts';
import { readTypedPlace } from './place.ts';
import type { FoundPlace } from './place.ts';
import { listByLetters, listByWords, listHouses } from './place-repository.ts';
import type { NamedPlace } from './place-repository.ts';

/** Nobody reads more below a field. */
const MOST_FOUND = 20;

/**
 * The places of a city that somebody may mean, the likeliest first. A number is taken for one of a house only where no name has it:
 * streets are called after days of the year.
 */
export async function findPlaces(db: Db, jurisdictionId: string, typed: string): Promise<FoundPlace[]> {
  const { whole, numbered } = readTypedPlace(typed);
  const called = (name: string) => listCalled(db, jurisdictionId, name);
  const alike = (name: string) => listAlike(db, jurisdictionId, name);
  const named = await (numbered.length === 0
    ? called(whole)
    : listByWords(db, jurisdictionId, whole, MOST_FOUND));
  if (named.length > 0) return named;
  for (const list of [called, alike]) {
    for (const { name, number } of numbered) {
      const streets = await list(name);
      if (streets.length > 0) return housesIn(db, jurisdictionId, streets, number);
    }
  }
  return alike(whole);
}

/** Words that begin so first, and behind them what has it in the middle. */
async function listCalled(db: Db, jurisdictionId: string, name: string): Promise<NamedPlace[]> {
  const begun = await listByWords(db, jurisdictionId, name, MOST_FOUND);
  if (begun.length === MOST_FOUND) return begun;
  const known = new Set(begun.map(keyOf));
  const containing = await listByLetters(db, jurisdictionId, 'containing', name, MOST_FOUND);
  return [...begun, ...containing.filter((one) => !known.has(keyOf(one)))].slice(0, MOST_FOUND);
}

/** What has a letter wrong. Whole names are compared only where no word is near: in a short one a letter is much of it. */
async function listAlike(db: Db, jurisdictionId: string, name: string): Promise<NamedPlace[]> {
  const near = await listByLetters(db, jurisdictionId, 'near', name, MOST_FOUND);
  return near.length > 0 ? near : listByLetters(db, jurisdictionId, 'alike', name, MOST_FOUND);
}

const keyOf = ({ plain_name, locality, lat, long }: NamedPlace) =>
  [plain_name, locality ?? '', lat, long].join('\n');

/** The houses of that number in the streets; in place of a street that has none, the street, with the number that it lacks. */
async function housesIn(
  db: Db,
  jurisdictionId: string,
  streets: readonly NamedPlace[],
  number: string,
): Promise<FoundPlace[]> {
  const names = [...new Set(streets.map(({ plain_name }) => plain_name))];
  const houses = await listHouses(db, jurisdictionId, names, number);
  const inStreet = ({ plain_name, locality }: NamedPlace) =>
    houses.filter((house) => house.plain_name === plain_name && house.locality === locality);
  // A street that is there by several points has its houses once.
  const told = new Set<NamedPlace>();
  const found = streets.flatMap((street): FoundPlace[] => {
    const its = inStreet(street);
    return its.length === 0
      ? [{ ...street, lacks: number }]
      : its.filter((house) => !told.has(house) && told.add(house));
  });
  return found.slice(0, MOST_FOUND);
}
