import type { Knex } from 'knex';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import { listServices } from './catalogue-repository.ts';
import type { Catalogue } from './service.ts';

/** The catalogues of all cities as the process knows them: as old as the directory of cities, kept while the database is away. */
export type CatalogueDirectory = {
  /** @param language one of the city's; its own when absent */
  get(jurisdictionId: string, language?: string): Promise<Catalogue>;
};

type Known = { changeset: number; catalogue: Catalogue };

export function createCatalogueDirectory(db: Knex, jurisdictions: JurisdictionDirectory): CatalogueDirectory {
  const known = new Map<string, Known>();
  return {
    async get(jurisdictionId, language) {
      const jurisdiction = await jurisdictions.require(jurisdictionId);
      const { jurisdiction_id, changeset } = jurisdiction;
      const locale = language ?? jurisdiction.locale;
      const key = `${jurisdiction_id} ${locale}`;
      const before = known.get(key);
      if (before?.changeset === changeset.getTime()) return before.catalogue;
      try {
        const services = await listServices(db, jurisdiction_id, locale);
        const catalogue = new Map(services.map((service) => [service.service_code, service]));
        known.set(key, { changeset: changeset.getTime(), catalogue });
        return catalogue;
      } catch (error) {
        if (before !== undefined) return before.catalogue;
        throw error;
      }
    },
  };
}
