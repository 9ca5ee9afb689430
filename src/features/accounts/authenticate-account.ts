import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { unauthorized } from '../../platform/errors.ts';
import { findSession } from './session-repository.ts';
import { hashToken } from './token.ts';

export const notSignedIn = () =>
  unauthorized('The account token is missing, has ended or has expired. Ask for a new link by e-mail.');

/**
 * Whose account token this is. Asked of the database every time, so that one that was ended is of no use at once.
 * @throws AppError unauthorized
 */
export async function authenticateAccount(
  app: { db: Knex; clock: Clock },
  token: string | undefined,
): Promise<{ kind: 'account'; account_id: string; token: string }> {
  const hash = token === undefined ? undefined : hashToken('account', token);
  const account_id = hash === undefined ? undefined : await findSession(app.db, hash, app.clock.now());
  if (token === undefined || account_id === undefined) throw notSignedIn();
  return { kind: 'account', account_id, token };
}
