import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { forbidden } from '../../platform/errors.ts';
import { hashApiKey, isApiKey } from './api-key.ts';
import { findKeyInUse } from './key-repository.ts';

/**
 * Who holds this key, if it may do what is asked (standard, R21). Asked of the database every time, so that a revoked key
 * stops working at once in every process.
 * @param scopes the key needs one of them
 * @throws AppError forbidden, in words that help its holder and never repeat it; to guess one is out of reach
 */
export async function authenticateKey(
  app: { db: Knex; clock: Clock },
  asked: { apiKey: string | undefined; jurisdiction_id: string; scopes: readonly string[] },
): Promise<{ kind: 'key'; key_id: string; scopes: readonly string[] }> {
  if (asked.apiKey === undefined) throw refused('api_key is missing. Submitting needs an API key.');
  const key = isApiKey(asked.apiKey) ? await findKeyInUse(app.db, hashApiKey(asked.apiKey)) : undefined;
  if (key === undefined) throw refused('api_key is not known here.');
  if (key.revoked_at !== null) throw refused('api_key was revoked.');
  if (key.expires_at !== null && key.expires_at <= app.clock.now()) throw refused('api_key has expired.');
  if (key.jurisdiction_id !== null && key.jurisdiction_id !== asked.jurisdiction_id) {
    throw refused(`api_key is not for ${asked.jurisdiction_id}.`);
  }
  if (!asked.scopes.some((scope) => key.scopes.some((has) => has === scope))) {
    throw refused(`api_key may not do this. It needs the scope ${asked.scopes.join(' or ')}.`);
  }
  return { kind: 'key', key_id: key.key_id, scopes: key.scopes };
}

const refused = (message: string) => forbidden(message, 'api_key');
