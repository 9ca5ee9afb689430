import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { conflict } from '../../platform/errors.ts';
import { findAccountKey, findReplacedInUse, rotateKey } from '../access/index.ts';
import type { StoredKey } from '../access/index.ts';
import { isId } from './id.ts';
import { noSuchKey } from './no-such-key.ts';

/**
 * Puts a new key in the place of one of this account. Beside it one that was replaced may go on working, and no more: otherwise
 * whoever replaces keys again and again would have any number of them.
 * @throws AppError not_found, also when it is somebody else's; conflict when it no longer works, or another that it has replaced still does
 */
export async function rotateAccountKey(
  app: { db: Knex; clock: Clock },
  accountId: string,
  keyId: string,
  overlap: { overlap_hours: number },
): Promise<StoredKey & { key: string }> {
  const known = isId(keyId) ? await findAccountKey(app.db, accountId, keyId) : undefined;
  if (known === undefined) throw noSuchKey(keyId);
  const before = await findReplacedInUse(app.db, accountId, known, app.clock.now());
  // What takes the place of a key at once makes none more.
  if (before !== undefined && overlap.overlap_hours > 0)
    throw conflict(
      `Key ${keyId} has replaced key ${before.key_id}, which still works. Revoke that one first, or let this one end at once.`,
    );
  return rotateKey(app, keyId, overlap);
}
