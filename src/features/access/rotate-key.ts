import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { conflict, invalidField, notFound } from '../../platform/errors.ts';
import { storeNewKey } from './create-key.ts';
import { lockKey, updateReplaced } from './key-repository.ts';
import type { StoredKey } from './key-repository.ts';
import { replacePortalKey } from './portal-key-repository.ts';

/** A month: whoever has not changed their key by then has to ask for another one. */
const LONGEST_OVERLAP_HOURS = 720;

const HOUR_MS = 3_600_000;

/**
 * Puts a new key in the place of one, on the same terms. The old one goes on working until the overlap is over, so that its
 * holder can change it without a gap. To the city both are the same holder: own cases, repeats, supporters and limits go on.
 * @throws AppError not_found; conflict when the key does not work any more, or has been replaced; invalid
 */
export async function rotateKey(
  app: { db: Knex; clock: Clock },
  keyId: string,
  { overlap_hours }: { overlap_hours: number },
): Promise<StoredKey & { key: string; replaces: string; replaced_ends_at: Date }> {
  if (!(overlap_hours >= 0 && overlap_hours <= LONGEST_OVERLAP_HOURS)) {
    throw invalidField('overlap', `The overlap must be from 0 to ${LONGEST_OVERLAP_HOURS} hours.`);
  }
  const now = app.clock.now();
  return app.db.transaction(async (tx) => {
    const old = await lockKey(tx, keyId);
    if (old === undefined) throw notFound(`There is no key ${keyId}. "signpost keys list" shows them all.`);
    if (old.replaced_by !== null)
      throw conflict(`Key ${keyId} has been replaced by key ${old.replaced_by}. Rotate that one.`);
    if (old.revoked_at !== null) throw conflict(`Key ${keyId} was revoked. Make a new one.`);
    if (old.expires_at !== null && old.expires_at <= now)
      throw conflict(`Key ${keyId} has expired. Make a new one.`);
    const made = await storeNewKey(tx, old, now);
    const end = new Date(now.getTime() + overlap_hours * HOUR_MS);
    const ends = old.expires_at !== null && old.expires_at < end ? old.expires_at : end;
    await updateReplaced(tx, old.key_id, { key_id: made.key_id, ends });
    if (old.jurisdiction_id !== null) await replacePortalKey(tx, old.jurisdiction_id, old.key_id, made);
    return { ...made, replaces: old.key_id, replaced_ends_at: ends };
  });
}
