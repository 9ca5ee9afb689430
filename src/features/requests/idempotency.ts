import { createHash } from 'node:crypto';
import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { inProgress, otherPayload } from '../../platform/errors.ts';

/** Repeats of a submission find the first answer for so long. */
const KEPT_DAYS = 7;

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
  const lock = await queryOne<{ got: boolean }>(tx, {
    name: 'idempotency.lock',
    text: 'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as got',
    values: [
      JSON.stringify([scope.jurisdiction_id, scope.key_id, scope.operation_id, scope.idempotency_key]),
    ],
  });
  if (lock?.got !== true) throw inProgress();
  // A statement of its own: it must see what was committed before the lock was got.
  const stored = await queryOne<{ fingerprint: Buffer; result: unknown }>(tx, {
    name: 'idempotency.find',
    text: `
      select fingerprint, result from idempotency_keys
       where jurisdiction_id = $1 and key_id = $2 and operation_id = $3 and idempotency_key = $4 and created_at > $5`,
    values: [...scopeValues(scope), oldest(now)],
  });
  if (stored === undefined) return undefined;
  if (!stored.fingerprint.equals(fingerprint)) throw otherPayload();
  return { result: stored.result };
}

/** Keeps a success as data; a failure is not kept, so that a mended submission may use its key again. */
export async function storeIdempotentResult(
  tx: Db,
  scope: RepeatScope,
  fingerprint: Buffer,
  result: object,
  now: Date,
): Promise<void> {
  await query(tx, {
    name: 'idempotency.store',
    text: `
      insert into idempotency_keys (jurisdiction_id, key_id, operation_id, idempotency_key, fingerprint, result, created_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (jurisdiction_id, key_id, operation_id, idempotency_key)
      do update set fingerprint = excluded.fingerprint, result = excluded.result, created_at = excluded.created_at`,
    values: [...scopeValues(scope), fingerprint, JSON.stringify(result), now],
  });
}

/** Removes one city's results that are older than they are kept. */
export async function sweepIdempotencyKeys(db: Db, jurisdictionId: string, now: Date): Promise<void> {
  await query(db, {
    name: 'idempotency.sweep',
    text: 'delete from idempotency_keys where jurisdiction_id = $1 and created_at <= $2',
    values: [jurisdictionId, oldest(now)],
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
const oldest = (now: Date) => new Date(now.getTime() - KEPT_DAYS * 86_400_000);
