import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { conflict } from '../../platform/errors.ts';
import { requireCaseNumber, unknownRequest } from './find-request.ts';
import { accountHasher } from './hash-account.ts';
import { insertSupporter, lockSupported, recountSupporters } from './supporter-repository.ts';

/** That somebody has the same to report. */
type Support = { service_request_id: string; account_id: string; key_id: string };

/**
 * Counts an account of an app among the supporters of a case, once. The account itself is not kept.
 * @returns how many there are
 * @throws AppError not_found, conflict when the case is closed
 */
export async function supportRequest(
  app: { db: Knex; clock: Clock },
  jurisdictionId: string,
  { service_request_id: number, account_id, key_id }: Support,
): Promise<{ service_request_id: string; supporters: number }> {
  requireCaseNumber(number);
  const hash = await accountHasher(app.db, jurisdictionId);
  const key = { jurisdiction_id: jurisdictionId, number };
  const account = { key_id, account_hash: hash(account_id) };
  const supporters = await app.db.transaction(async (tx) => {
    const found = await lockSupported(tx, key, account);
    if (found === undefined) throw unknownRequest(number);
    if (found.supported) return found.supporters;
    if (found.status === 'closed') throw closed(number, found.duplicate_of);
    await insertSupporter(tx, key, account, app.clock.now());
    return recountSupporters(tx, key);
  });
  return { service_request_id: number, supporters };
}

const closed = (number: string, first: string | null) =>
  conflict(
    first === null
      ? `The case ${number} is closed and takes no supporters. If it is there again, submit a new one.`
      : `The case ${number} is closed as a duplicate of ${first}. Support that one.`,
  );
