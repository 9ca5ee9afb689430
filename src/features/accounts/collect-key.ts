import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import { countKeysInUse, createKey } from '../access/index.ts';
import type { StoredKey } from '../access/index.ts';
import { lockAccount } from './account-repository.ts';
import { isId } from './id.ts';
import { lockRequestOf, updateCollected } from './key-request-repository.ts';
import type { KeyRequest } from './key-request-repository.ts';

/** Each may go on working beside one that has replaced it, and so do ten test keys: a list of keys has room for all of them. */
const MOST_LIVE_KEYS = 40;

/**
 * Makes the key of a request that was approved, once.
 * @throws AppError not_found when there is no such request of this account, conflict when there is no key to take
 */
export async function collectKey(
  app: { db: Knex; clock: Clock },
  account_id: string,
  requestId: string,
): Promise<StoredKey & { key: string }> {
  const now = app.clock.now();
  return app.db.transaction(async (tx) => {
    // One key at a time is made, or there could be more than there may be.
    await lockAccount(tx, account_id);
    const request = isId(requestId) ? await lockRequestOf(tx, account_id, requestId) : undefined;
    if (request === undefined) throw notFound(`There is no request ${quoted(requestId)} here.`, 'request_id');
    const { kind, jurisdiction_id, label, origins, per_minute, state } = request;
    if (state !== 'approved') throw conflict(NOTHING_TO_TAKE[state]);
    if ((await countKeysInUse(tx, account_id, 'live', now)) >= MOST_LIVE_KEYS)
      throw conflict(`You have ${MOST_LIVE_KEYS} live keys. Revoke one that you no longer need.`);
    const made = await createKey(tx, {
      jurisdiction_id,
      scopes: ['submit'],
      label,
      account_id,
      now,
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
