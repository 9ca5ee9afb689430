import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { findAccountKey, listUsage } from '../access/index.ts';
import { isId } from './id.ts';
import { noSuchKey } from './no-such-key.ts';

type By = 'hour' | 'day';

/** Calls with a key in an hour or a day, and how many were answered with an error. */
export type Use = { at: Date; calls: number; errors: number };

const DAY_MS = 24 * 3_600_000;
const DAYS: Record<By, number> = { hour: 7, day: 90 };
const LEAST_ERROR = 400;

/**
 * How a key of this account was used, the oldest first.
 * @throws AppError not_found, also when it is somebody else's
 */
export async function readUsage(
  app: { db: Knex; clock: Clock },
  accountId: string,
  keyId: string,
  by: By,
): Promise<Use[]> {
  const known = isId(keyId) ? await findAccountKey(app.db, accountId, keyId) : undefined;
  if (known === undefined) throw noSuchKey(keyId);
  const from = new Date(app.clock.now().getTime() - DAYS[by] * DAY_MS);
  const byTime = new Map<number, Use>();
  for (const { hour, status, calls } of await listUsage(app.db, keyId, from)) {
    const at = by === 'hour' ? hour : new Date(Math.floor(hour.getTime() / DAY_MS) * DAY_MS);
    const use = byTime.get(at.getTime()) ?? { at, calls: 0, errors: 0 };
    use.calls += calls;
    if (status >= LEAST_ERROR) use.errors += calls;
    byTime.set(at.getTime(), use);
  }
  return [...byTime.values()];
}
