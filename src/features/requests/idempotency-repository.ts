import { createHash } from 'node:crypto';
import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { inProgress, otherPayload } from '../../platform/errors.ts';

/** Repeats of a submission find the first answer for so long. */
const KEPT_DAYS = 7;

/** What was stored until then is forgotten. */
export const oldestRemembered = (now: Date) => new Date(now.getTime() - KEPT_DAYS * 86_400_000);

/** Whose repeat it is: one key of one client in one city for one operation. */
export type RepeatScope = {
  jurisdiction_id: string;
  key_id: string;
  operation_id: string;
  idempotency_key: string;
};

/**
 * Begins work under an `Idempotency-Key`, first thing in the transaction. Two calls with one key at one moment: one of
 * them works, the other is told to come back.
 * @returns the stored result of an earlier call, or undefined when this call is the first
 * @throws AppError in_progress, or other_payload when the key was used with other fields
 */
export async function claimIdempotencyKey(
  tx: Db,
  scope: RepeatScope,
  fingerprint: Buffer,
  now: Date,
): Promise<{ result: unknown } | undefined> {
  const claim = await queryOne<{ got: boolean; fingerprint: Buffer | null; result: unknown }>(tx, {
    name: 'idempotency.claim',
    // Of two calls that end and begin at one moment, the second may get the lock and not yet see what the first has stored:
    // it then fails to store its own result, and is told to come back.
    text: `
      with lock as materialized (select pg_try_advisory_xact_lock(hashtextextended($6, 0)) as got)
      select got, fingerprint, result
        from lock left join idempotency_keys
          on jurisdiction_id = $1 and key_id = $2 and operation_id = $3 and idempotency_key = $4 and created_at > $5`,
    values: [...scopeValues(scope), oldestRemembered(now), JSON.stringify(scopeValues(scope))],
  });
  if (claim?.got !== true) throw inProgress();
  if (claim.fingerprint === null) return undefined;
  if (!claim.fingerprint.equals(fingerprint)) throw otherPayload();
  return { result: claim.result };
}

/** Removes one city's results that are older than they are kept. */
export async function sweepIdempotencyKeys(db: Db, jurisdictionId: string, now: Date): Promise<void> {
  await query(db, {
    name: 'idempotency.sweep',
    text: 'delete from idempotency_keys where jurisdiction_id = $1 and created_at <= $2',
    values: [jurisdictionId, oldestRemembered(now)],
  });
}

/**
 * A SHA-256 over fields in sorted order and over the files in theirs, so that the same call gives the same value in every
 * dialect.
 */
export function fingerprintOf(fields: object, uploads: readonly { sha256: string }[]): Buffer {
  const files = uploads.length === 0 ? {} : { files: uploads.map(({ sha256 }) => sha256) };
  return createHash('sha256')
    .update(sortedJson({ ...fields, ...files }))
    .digest();
}

function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${sortedJson(item)}`).join(',')}}`;
}

const scopeValues = (scope: RepeatScope) => [
  scope.jurisdiction_id,
  scope.key_id,
  scope.operation_id,
  scope.idempotency_key,
];
