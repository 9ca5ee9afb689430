import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { forbidden } from '../../platform/errors.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { hashApiKey, isApiKey, kindOfKey } from './api-key.ts';
import { findKeyInUse } from './key-repository.ts';

/**
 * Who holds this key, if it may do what is asked (standard, R21). Asked of the database every time, so that a revoked key
 * stops working at once in every process.
 * @param scopes the key needs one of them
 * @throws AppError forbidden, in words that help its holder and never repeat it; to guess one is out of reach
 */
export async function authenticateKey(
  app: { db: Knex; clock: Clock },
  asked: {
    apiKey: string | undefined;
    jurisdiction: Pick<Jurisdiction, 'kind' | 'live_jurisdiction_id'>;
    scopes: readonly string[];
  },
): Promise<{ kind: 'key'; key_id: string; scopes: readonly string[] }> {
  if (asked.apiKey === undefined) throw refused('api_key is missing. Submitting needs an API key.');
  const { kind, live_jurisdiction_id: city } = asked.jurisdiction;
  // Said of any text that looks like it, before the database is asked: it tells nothing about whether there is such a key.
  const other = kindOfKey(asked.apiKey);
  if (other !== undefined && other !== kind) throw refused(OTHER_KIND[other]);
  const key = isApiKey(asked.apiKey) ? await findKeyInUse(app.db, hashApiKey(asked.apiKey)) : undefined;
  if (key === undefined) throw refused('api_key is not known here.');
  if (key.revoked_at !== null) throw refused('api_key was revoked.');
  if (key.expires_at !== null && key.expires_at <= app.clock.now()) throw refused('api_key has expired.');
  if (key.jurisdiction_id !== null && key.jurisdiction_id !== city) {
    throw refused(`api_key is not for ${city}.`);
  }
  if (!asked.scopes.some((scope) => key.scopes.some((has) => has === scope))) {
    throw refused(`api_key may not do this. It needs the scope ${asked.scopes.join(' or ')}.`);
  }
  return { kind: 'key', key_id: key.key_id, scopes: key.scopes };
}

/** What the holder of a key for the one is told who submits to the other. */
const OTHER_KIND = {
  test: 'api_key is a test key. It works in the sandbox, below /open311/test/v2 or /open311/{jurisdiction_id}/test/v2. Submitting here needs a live key, which begins with sp_live_.',
  live: 'api_key is a live key. It works below /open311/v2 or /open311/{jurisdiction_id}/v2. The sandbox needs a test key, which begins with sp_test_.',
};

const refused = (message: string) => forbidden(message, 'api_key');
