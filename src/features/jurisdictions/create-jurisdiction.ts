import type { Db } from '../../platform/database.ts';
import { conflict, invalid } from '../../platform/errors.ts';
import { checkedText } from '../../platform/readable-text.ts';
import { checkNewJurisdiction } from './jurisdiction.ts';
import type { NewJurisdiction } from './jurisdiction.ts';
import { insertJurisdiction } from './jurisdiction-repository.ts';

/** A paragraph, for people to read in the discovery document. */
const LONGEST_TEXT = 1_000;

/**
 * Adds a city.
 * @throws AppError invalid with every mistake, conflict when the id is taken
 */
export async function createJurisdiction(db: Db, given: NewJurisdiction): Promise<void> {
  const findings = checkNewJurisdiction(given);
  if (findings.length > 0) throw invalid(findings);
  for (const field of ['name', 'contact', 'key_service'] as const)
    checkedText(field, given[field] ?? null, LONGEST_TEXT);
  if (!(await insertJurisdiction(db, given)))
    throw conflict(`There is a jurisdiction ${given.jurisdiction_id} already.`);
}
