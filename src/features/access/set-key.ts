import type { Knex } from 'knex';
import { invalid, notFound } from '../../platform/errors.ts';
import { findInLimit } from './key-limit.ts';
import { lockKey, updateTerms } from './key-repository.ts';
import type { StoredKey } from './key-repository.ts';
import { findInOrigins } from './origin.ts';

/**
 * Gives a key other origins, or another limit. It holds from the next call on, in every process.
 * @param change.per_minute null: as many as the installation says
 * @throws AppError not_found, invalid
 */
export async function setKey(
  db: Knex,
  keyId: string,
  change: { add_origins: readonly string[]; remove_origins: readonly string[]; per_minute?: number | null },
): Promise<StoredKey> {
  const { add_origins: added, remove_origins: removed, per_minute } = change;
  return db.transaction(async (tx) => {
    const key = await lockKey(tx, keyId);
    if (key === undefined) throw notFound(`There is no key ${keyId}. "signpost keys list" shows them all.`);
    const findings = [...findInOrigins(added), ...findInLimit(per_minute ?? null)];
    const isSecret = key.origins === null;
    if (isSecret && added.length + removed.length > 0) {
      findings.push({
        field: 'origin',
        message: `Key ${keyId} is secret and has no origins. Make a publishable key for pages.`,
      });
    }
    const origins =
      key.origins === null
        ? null
        : [...new Set([...key.origins, ...added])].filter((origin) => !removed.includes(origin));
    if (origins?.length === 0) {
      findings.push({
        field: 'origin',
        message: 'A publishable key needs an origin. Revoke it when no page is to use it any more.',
      });
    }
    if (findings.length > 0) throw invalid(findings);
    const set = await updateTerms(tx, key.key_id, {
      origins,
      per_minute: per_minute === undefined ? key.per_minute : per_minute,
    });
    return set ?? key;
  });
}
