import type { Installation } from './installation.ts';
import { query } from './platform/database.ts';
import { OperatorError } from './platform/errors.ts';
import { WORKER_CONNECTIONS } from './platform/jobs.ts';
import { HEALTH_CONNECTIONS } from './health.ts';

/**
 * Where several processes share the port, the one above them answers no calls. Its pool is for jobs, two at a time, with a
 * second connection for each.
 */
export const PARENT_POOL = 4;

/** A process that uses the bundled database holds one session to say so. */
const PRESENCE_CONNECTIONS = 1;

/** For the commands of the operator and the next migration, beside a server that uses all it may. */
const SPARE_CONNECTIONS = 5;

/** How many connections a start may take at most. */
function connectionsOf(processes: number, pool: number, hasBundled: boolean): number {
  const presence = hasBundled ? PRESENCE_CONNECTIONS : 0;
  const parent = processes === 1 ? 0 : PARENT_POOL + presence;
  return processes * (pool + HEALTH_CONNECTIONS + presence) + WORKER_CONNECTIONS + parent;
}

/**
 * Holds what a start may take against what PostgreSQL gives: connections that are refused under load are found out too late.
 * @param pool of each process that answers calls
 * @throws OperatorError when it can never fit
 */
export async function requireConnections(
  { app, folder }: Installation,
  processes: number,
  pool: number,
): Promise<void> {
  const [found] = await query<{ given: number; most: number }>(app.db, {
    name: 'connections.given',
    // Some are kept back for superusers, and from PostgreSQL 16 on for a role.
    text: `
      select current_setting('max_connections')::int as most,
             current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
               - coalesce(current_setting('reserved_connections', true), '0')::int as given`,
  });
  const given = (found?.given ?? 0) - SPARE_CONNECTIONS;
  const needed = (size: number) => connectionsOf(processes, size, folder !== undefined);
  if (needed(pool) <= given) return;
  const fitting = pool - Math.ceil((needed(pool) - given) / processes);
  const smaller = fitting < 2 ? 'fewer processes' : `SIGNPOST_POOL=${fitting}`;
  throw new OperatorError(
    `SIGNPOST_POOL=${pool} takes up to ${needed(pool)} connections for ${processes} process${processes === 1 ? '' : 'es'}, ` +
      `and PostgreSQL has ${given} to give (max_connections=${found?.most ?? 0}). Take ${smaller}, or let PostgreSQL have more.`,
  );
}
