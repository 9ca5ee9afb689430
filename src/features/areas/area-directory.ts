import type { Knex } from 'knex';
import { CachedByKey } from '../../platform/cached.ts';
import { loadDistricts } from './area-repository.ts';
import type { AreaIndex } from './area-index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';

/** The districts of all cities as the process knows them: as old as the directory of cities, kept while the database is away. */
export type AreaDirectory = { get(jurisdiction: Jurisdiction): Promise<AreaIndex> };

export function createAreaDirectory(db: Knex): AreaDirectory {
  const known = new CachedByKey<AreaIndex>();
  return {
    get: ({ jurisdiction_id, areas_version }) =>
      known.get(jurisdiction_id, String(areas_version), () => loadDistricts(db, jurisdiction_id)),
  };
}
