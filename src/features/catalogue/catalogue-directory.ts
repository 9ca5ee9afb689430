import type { Knex } from 'knex';
import { CachedByKey } from '../../platform/cached.ts';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import { listServices } from './catalogue-repository.ts';
import type { Catalogue } from './service.ts';

/** The catalogues of all cities as the process knows them: as old as the directory of cities, kept while the database is away. */
export type CatalogueDirectory = {
  /**
   * A sandbox has that of its city.
   * @param language one of the city's; its own when absent
   */
  get(jurisdictionId: string, language?: string): Promise<Catalogue>;
  /** The same with the changeset that it was loaded at: what is told of it is told as of then. */
  dated(jurisdictionId: string, language: string): Promise<{ catalogue: Catalogue; changeset: string }>;
};

export function createCatalogueDirectory(db: Knex, jurisdictions: JurisdictionDirectory): CatalogueDirectory {
  const known = new CachedByKey<Catalogue>();
  const find = async (jurisdictionId: string, language: string | undefined) => {
    const jurisdiction = await jurisdictions.require(jurisdictionId);
    const { live_jurisdiction_id, changeset } = jurisdiction;
    const locale = language ?? jurisdiction.locale;
    return known.get(`${live_jurisdiction_id} ${locale}`, changeset.toISOString(), async () => {
      const services = await listServices(db, live_jurisdiction_id, locale);
      return new Map(services.map((service) => [service.service_code, service]));
    });
  };
  return {
    get: async (jurisdictionId, language) => (await find(jurisdictionId, language)).value,
    async dated(jurisdictionId, language) {
      const { value, state } = await find(jurisdictionId, language);
      return { catalogue: value, changeset: state };
    },
  };
}
