import type { App } from './platform/app.ts';
import type { JobTable, Schedule } from './platform/jobs.ts';
import { accessJobs, accessSchedule, authenticateKey, UsageCounter } from './features/access/index.ts';
import {
  accountJobs,
  accountOperations,
  accountSchedule,
  authenticateAccount,
} from './features/accounts/index.ts';
import { areaOperations, createAreaDirectory } from './features/areas/index.ts';
import { catalogueOperations, createCatalogueDirectory } from './features/catalogue/index.ts';
import { createPages } from './features/portal/index.ts';
import type { BoundsElsewhere } from './features/jurisdictions/index.ts';
import {
  boundsOfShapes,
  createJurisdictionDirectory,
  jurisdictionOperations,
} from './features/jurisdictions/index.ts';
import { mediaJobs, mediaOperations, mediaSchedule } from './features/media/index.ts';
import { placeOperations } from './features/places/index.ts';
import {
  findBoundsOfCases,
  requestJobs,
  requestOperations,
  requestSchedule,
} from './features/requests/index.ts';
import { healthOperations } from './health.ts';
import type { HealthSources } from './health.ts';
import type { Doors } from './http/authenticate.ts';
import type { Operations } from './http/operation.ts';
import type { FindPage } from './http/pages.ts';

/**
 * The only file that knows all features: their operations, and what the HTTP machine asks of them. `finish` writes what is
 * still in the process, when no more calls come.
 */
export function composeOperations(
  app: Pick<App, 'config' | 'db' | 'files' | 'clock'>,
  health: HealthSources,
): { operations: Operations; doors: Doors; findPage: FindPage; finish: () => Promise<void> } {
  const jurisdictions = createJurisdictionDirectory(app.db);
  const catalogues = createCatalogueDirectory(app.db, jurisdictions);
  const areas = createAreaDirectory(app.db);
  const boundsElsewhere: BoundsElsewhere = async (city) =>
    boundsOfShapes((await areas.get(city)).areas.map(({ geometry }) => geometry)) ??
    findBoundsOfCases(app.db, city.jurisdiction_id);
  const usage = new UsageCounter(app);
  return {
    operations: {
      ...jurisdictionOperations(jurisdictions, boundsElsewhere),
      ...accountOperations({ ...app, jurisdictions }),
      ...areaOperations({ jurisdictions, areas }),
      ...catalogueOperations({ jurisdictions, catalogues, areas }),
      ...placeOperations({ db: app.db, jurisdictions, areas }),
      ...mediaOperations(app),
      ...requestOperations({ ...app, jurisdictions, catalogues, areas }),
      ...healthOperations(health),
    },
    findPage: createPages({ db: app.db, clock: app.clock, jurisdictions, boundsElsewhere }),
    doors: {
      resolveJurisdiction: (asked) => jurisdictions.resolve(asked),
      languageOf: async (asked) => {
        const id = await jurisdictions.resolve({ ...asked, optional: false, sandbox: false });
        return (await jurisdictions.require(id ?? '')).locale;
      },
      authenticate: async ({ jurisdiction_id, ...asked }) =>
        authenticateKey(app, { ...asked, jurisdiction: await jurisdictions.require(jurisdiction_id) }),
      authenticateAccount: (token) => authenticateAccount(app, token),
      countUse: (keyId, status) => usage.count(keyId, status),
    },
    finish: () => usage.stop(),
  };
}

export function composeJobs(app: Pick<App, 'config' | 'db' | 'files' | 'mail' | 'clock' | 'log'>): {
  jobs: JobTable;
  schedule: Schedule;
} {
  return {
    jobs: { ...accessJobs(app), ...accountJobs(app), ...mediaJobs(app), ...requestJobs(app) },
    schedule: [...accessSchedule, ...accountSchedule, ...mediaSchedule, ...requestSchedule],
  };
}
