import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { findAccountKey, rotateKey } from '../access/index.ts';
import type { StoredKey } from '../access/index.ts';
import { isId } from './id.ts';
import { noSuchKey } from './no-such-key.ts';

/**
 * Puts a new key in the place of one of this account.
 * @throws AppError not_found, also when it is somebody else's; conflict when it no longer works
 */
export async function rotateAccountKey(
  app: { db: Knex; clock: Clock },
  accountId: string,
  keyId: string,
  overlap: { overlap_hours: number },
): Promise<StoredKey & { key: string }> {
  const known = isId(keyId) ? await findAccountKey(app.db, accountId, keyId) : undefined;
  if (known === undefined) throw noSuchKey(keyId);
  return rotateKey(app, keyId, overlap);
}
