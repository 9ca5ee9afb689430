import { invalidField, notFound } from '../../platform/errors.ts';
import type { Db } from '../../platform/database.ts';
import { findByEmail } from './personal-data-repository.ts';
import type { WrittenPlaces } from './personal-data-repository.ts';
import { accountHasher } from './hash-account.ts';
import { readJurisdictionId } from '../jurisdictions/index.ts';
import { locateCase } from './show-case.ts';
import { listAccounts, listSupports } from './supporter-repository.ts';
import type { NamedAccount, Support } from './supporter-repository.ts';

/** Where something of a person is, which cases they support, and the accounts that are known to be theirs. */
type PersonalPlaces = WrittenPlaces & { supports: Support[]; accounts: NamedAccount[] };

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
    const { jurisdiction_id, number } = await locateCase(
      db,
      person.number,
      readJurisdictionId(jurisdictionId).kind,
    );
    if (jurisdiction_id !== jurisdictionId) throw notFound(`There is no case ${person.number} here.`);
    return withSupports(db, jurisdictionId, { reported: [number], comments: [], mentions: [] }, null);
  }
  const email = person.email.trim().toLowerCase();
  if (!EMAIL.test(email)) throw invalidField('email', `${person.email} is no e-mail address.`);
  return withSupports(db, jurisdictionId, await findByEmail(db, jurisdictionId, email), email);
}

/**
 * Supporters are kept as hashes: they are found by the accounts that are known of the person, and by the e-mail address, which
 * may be the name of an account with any app.
 */
async function withSupports(
  db: Db,
  jurisdictionId: string,
  places: WrittenPlaces,
  email: string | null,
): Promise<PersonalPlaces> {
  const hash = await accountHasher(db, jurisdictionId);
  const known = await listAccounts(db, jurisdictionId, { reported: places.reported, email });
  const accounts = [...known, ...(email === null ? [] : [{ key_id: null, account_id: email }])];
  const hashed = accounts.map(({ key_id, account_id }) => ({ key_id, account_hash: hash(account_id) }));
  return { ...places, accounts, supports: await listSupports(db, jurisdictionId, hashed) };
}
