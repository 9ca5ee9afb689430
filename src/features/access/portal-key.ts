import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { conflict } from '../../platform/errors.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { storeNewKey } from './create-key.ts';
import type { KeyTerms, StoredKey } from './key-repository.ts';
import { updateReplaced } from './key-repository.ts';
import { OWN_ORIGIN } from './origin.ts';
import { findPortalKey, insertPortalKey, replacePortalKey } from './portal-key-repository.ts';
import type { PortalKey } from './portal-key-repository.ts';

/** What the city's own pages submit with. */
const termsOf = (jurisdictionId: string, replaced: PortalKey | undefined): KeyTerms => ({
  label: 'Portal',
  jurisdiction_id: jurisdictionId,
  kind: 'live',
  scopes: ['submit'],
  origins: [OWN_ORIGIN],
  per_minute: null,
  expires_at: null,
  first_key_id: replaced?.first_key_id ?? null,
  account_id: null,
});

/**
 * The key of a city's own pages. It is made when it is asked for the first time.
 * @returns undefined: it was revoked, and the pages take no cases until the operator has made another one
 */
export async function portalKeyOf(
  { db, clock }: { db: Knex; clock: Clock },
  { live_jurisdiction_id: city }: Pick<Jurisdiction, 'live_jurisdiction_id'>,
): Promise<string | undefined> {
  const now = clock.now();
  let found = await findPortalKey(db, city, now);
  if (found === undefined) {
    await makeFirst(db, city, now);
    found = await findPortalKey(db, city, now);
  }
  return found?.works === true ? found.key : undefined;
}

/**
 * Makes a new key for a city's own pages, in the place of one that does not work any more.
 * @throws AppError conflict when they have one that works
 */
export async function renewPortalKey(
  { db, clock }: { db: Knex; clock: Clock },
  { live_jurisdiction_id: city }: Pick<Jurisdiction, 'live_jurisdiction_id'>,
): Promise<StoredKey & { key: string }> {
  const now = clock.now();
  return db.transaction(async (tx) => {
    const before = await findPortalKey(tx, city, now);
    if (before?.works === true) throw hasOne(before.key_id);
    const made = await storeNewKey(tx, termsOf(city, before), now);
    const isIt =
      before === undefined
        ? await insertPortalKey(tx, city, made)
        : await replacePortalKey(tx, city, before.key_id, made);
    // Somebody else was faster.
    if (!isIt) throw hasOne(undefined);
    if (before !== undefined) await updateReplaced(tx, before.key_id, { key_id: made.key_id, ends: now });
    return made;
  });
}

/** Two processes may be asked at one moment: the one that comes second takes back what it has made. */
async function makeFirst(db: Knex, jurisdictionId: string, now: Date): Promise<void> {
  await db
    .transaction(async (tx) => {
      const made = await storeNewKey(tx, termsOf(jurisdictionId, undefined), now);
      if (!(await insertPortalKey(tx, jurisdictionId, made))) throw new TakenBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error;
    });
}

/** Ends a transaction of which nothing is to stay. */
class TakenBack extends Error {}

const hasOne = (keyId: string | undefined) =>
  conflict(
    `The portal has a key that works.${keyId === undefined ? '' : ` "signpost keys rotate ${keyId}" puts another one in its place.`}`,
  );
