import { invalidField, notFound } from '../../platform/errors.ts';
import type { Db } from '../../platform/database.ts';
import { findByEmail } from './personal-data-repository.ts';
import type { PersonalPlaces } from './personal-data-repository.ts';
import { locateCase } from './show-case.ts';

/** Who is meant: everybody who uses an e-mail address, or whoever has reported a case. */
export type Person = { email: string; number?: undefined } | { number: string; email?: undefined };

const EMAIL = /^[^\s@]{1,200}@[^\s@]{1,200}$/;

/**
 * Where something of a person is kept in a city.
 * @throws AppError invalid when the address is none, not_found when there is no such case in this city
 */
export async function findPersonalData(
  db: Db,
  jurisdictionId: string,
  person: Person,
): Promise<PersonalPlaces> {
  if (person.number !== undefined) {
    const { jurisdiction_id, number } = await locateCase(db, person.number);
    if (jurisdiction_id !== jurisdictionId) throw notFound(`There is no case ${person.number} here.`);
    return { reported: [number], comments: [], mentions: [] };
  }
  const email = person.email.trim().toLowerCase();
  if (!EMAIL.test(email)) throw invalidField('email', `${person.email} is no e-mail address.`);
  return findByEmail(db, jurisdictionId, email);
}
