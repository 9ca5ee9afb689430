import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

/** Any number: two processes that start at once must not both seed. */
const SEED_LOCK = 7_311_311_003;

/** Waits until no other process seeds; held until the transaction ends. */
export async function lockSeeding(tx: Db): Promise<void> {
  await query(tx, {
    name: 'demonstration.lock',
    text: 'select pg_advisory_xact_lock($1)',
    values: [SEED_LOCK],
  });
}
