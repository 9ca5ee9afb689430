import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Operation } from './http/operation.ts';
import { schemaState } from './platform/migrate.ts';
import type { MigrationFile } from './platform/migrate.ts';

/**
 * Readiness asks by a connection of its own: one that has to wait behind all calls would take a process out of service
 * just when it has much to do.
 */
export const HEALTH_CONNECTIONS = 1;

/** What readiness looks at. */
export type HealthSources = {
  db: Knex;
  migrations: readonly MigrationFile[];
  /** Whether the job runner is at work; true where this process runs none. */
  jobsRun(): boolean;
  isStopping(): boolean;
};

/** A load balancer asks every second or so and waits no longer itself. */
export const HEALTH_SECONDS = 1;
const RETRY_AFTER = { 'Retry-After': '2' };

export function healthOperations(sources: HealthSources): {
  'health.live': Operation<'health.live'>;
  'health.ready': Operation<'health.ready'>;
} {
  return {
    'health.live': () => Promise.resolve({ status: 200, data: { status: 'ok' } }),
    'health.ready': async () => {
      const schema = await Promise.race([
        schemaState(sources.db, sources.migrations).catch(() => undefined),
        pause(HEALTH_SECONDS * 1000, undefined, { ref: false }),
      ]);
      const checks = {
        database: schema === undefined ? ('unavailable' as const) : ('ok' as const),
        migrations:
          schema === undefined
            ? ('unknown' as const)
            : schema === 'old'
              ? ('unavailable' as const)
              : ('ok' as const),
        job_queue:
          schema === undefined
            ? ('unknown' as const)
            : sources.jobsRun()
              ? ('ok' as const)
              : ('unavailable' as const),
      };
      if (sources.isStopping())
        return { status: 503, headers: RETRY_AFTER, data: { status: 'stopping', checks } };
      return Object.values(checks).every((check) => check === 'ok')
        ? { status: 200, data: { status: 'ok', checks } }
        : { status: 503, headers: RETRY_AFTER, data: { status: 'unavailable', checks } };
    },
  };
}
