import type { Knex } from 'knex';
import { CachedByKey } from '../../platform/cached.ts';
import { loadDistricts } from './area-repository.ts';
import type { AreaIndex } from './area-index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';

/** The districts of all cities, which their sandboxes have as well, as the process knows them: as old as the directory of cities, kept while the database is away. */
export type AreaDirectory = { get(jurisdiction: Jurisdiction): Promise<AreaIndex> };

export function createAreaDirectory(db: Knex): AreaDirectory {
  const known = new CachedByKey<AreaIndex>();
  return {
    get: async ({ live_jurisdiction_id: city, areas_version }) =>
      (await known.get(city, String(areas_version), () => loadDistricts(db, city))).value,
  };
}
