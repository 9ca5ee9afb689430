import type { Db } from '../../platform/database.ts';
import { conflict, invalid } from '../../platform/errors.ts';
import { checkNewJurisdiction } from './jurisdiction.ts';
import type { NewJurisdiction } from './jurisdiction.ts';
import { insertJurisdiction } from './jurisdiction-repository.ts';

/**
 * Adds a city.
 * @throws AppError invalid with every mistake, conflict when the id is taken
 */
export async function createJurisdiction(db: Db, given: NewJurisdiction): Promise<void> {
  const findings = checkNewJurisdiction(given);
  if (findings.length > 0) throw invalid(findings);
  if (!(await insertJurisdiction(db, given)))
    throw conflict(`There is a jurisdiction ${given.jurisdiction_id} already.`);
}
