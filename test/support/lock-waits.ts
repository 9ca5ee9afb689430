import type { Knex } from 'knex';
import { until } from './embedded-postgres.ts';

/** Waits until so many sessions of this database, and not of those of other tests, wait for a lock. */
export async function untilWaiting(db: Knex, count: number): Promise<void> {
  await until(async () => {
    const { rows } = await db.raw<{ rows: { waiting: number }[] }>(
      `select count(*)::integer as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return (rows[0]?.waiting ?? 0) >= count;
  });
}
