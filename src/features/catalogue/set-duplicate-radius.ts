import type { Knex } from 'knex';
import { invalidField, notFound } from '../../platform/errors.ts';
import { touchChangeset } from '../jurisdictions/index.ts';
import { updateDuplicateRadius } from './catalogue-repository.ts';
import { DUPLICATE_RADIUS } from './service.ts';

/**
 * Says within how many metres of a place a case of the same group may be what somebody is about to submit.
 * @throws AppError invalid when it is too near or too far, not_found when there is no such service
 */
export async function setDuplicateRadius(
  db: Knex,
  jurisdictionId: string,
  serviceCode: string,
  metres: number,
): Promise<void> {
  const { least, most } = DUPLICATE_RADIUS;
  if (!Number.isInteger(metres) || metres < least || metres > most)
    throw invalidField('radius', `Say a whole number of metres from ${least} to ${most}.`);
  await db.transaction(async (tx) => {
    if (!(await updateDuplicateRadius(tx, jurisdictionId, serviceCode, metres)))
      throw notFound(`There is no service ${serviceCode} in ${jurisdictionId}.`);
    await touchChangeset(tx, jurisdictionId);
  });
}
