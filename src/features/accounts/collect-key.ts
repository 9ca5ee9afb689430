import type { Knex } from 'knex';
import { conflict, notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import { createKey } from '../access/index.ts';
import type { StoredKey } from '../access/index.ts';
import { isId } from './id.ts';
import { lockRequestOf, updateCollected } from './key-request-repository.ts';
import type { KeyRequest } from './key-request-repository.ts';

/**
 * Makes the key of a request that was approved, once.
 * @throws AppError not_found when there is no such request of this account, conflict when there is no key to take
 */
export async function collectKey(
  db: Knex,
  account_id: string,
  requestId: string,
): Promise<StoredKey & { key: string }> {
  return db.transaction(async (tx) => {
    const request = isId(requestId) ? await lockRequestOf(tx, account_id, requestId) : undefined;
    if (request === undefined) throw notFound(`There is no request ${quoted(requestId)} here.`, 'request_id');
    const { kind, jurisdiction_id, label, origins, per_minute, state } = request;
    if (state !== 'approved') throw conflict(NOTHING_TO_TAKE[state]);
    const made = await createKey(tx, {
      jurisdiction_id,
      scopes: ['submit'],
      label,
      account_id,
      ...(kind === 'publishable' ? { origins } : {}),
      ...(per_minute === null ? {} : { per_minute }),
    });
    await updateCollected(tx, request.request_id, made.key_id);
    return made;
  });
}

const NOTHING_TO_TAKE: Record<Exclude<KeyRequest['state'], 'approved'>, string> = {
  requested: 'Nobody has decided about this request yet.',
  refused: 'This request was refused. keys.list tells why.',
  collected: 'The key of this request was taken already. Replace it by a new one if you have lost it.',
};
