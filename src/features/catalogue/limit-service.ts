import type { Knex } from 'knex';
import { invalidField, notFound } from '../../platform/errors.ts';
import { loadDistricts } from '../areas/index.ts';
import { touchChangeset } from '../jurisdictions/index.ts';
import { replaceServiceAreas } from './catalogue-repository.ts';
import type { Service } from './service.ts';

/**
 * Says in which districts of the city a service is offered.
 * @param areaCodes none: everywhere
 * @throws AppError not_found when there is no such service, invalid when there is no such district
 */
export async function limitService(
  db: Knex,
  jurisdictionId: string,
  serviceCode: string,
  areaCodes: readonly string[],
): Promise<void> {
  await db.transaction(async (tx) => {
    // First: an import of districts waits until this is done, and sees it.
    await touchChangeset(tx, jurisdictionId);
    const known = new Set((await loadDistricts(tx, jurisdictionId)).areas.map(({ area_code }) => area_code));
    const unknown = areaCodes.filter((code) => !known.has(code));
    if (unknown.length > 0) {
      const there = known.size === 0 ? 'none' : [...known].join(', ');
      throw invalidField(
        'area',
        `${unknown.join(', ')}: no such district in ${jurisdictionId}. There are: ${there}.`,
      );
    }
    if (!(await replaceServiceAreas(tx, jurisdictionId, serviceCode, areaCodes)))
      throw notFound(`There is no service ${serviceCode} in ${jurisdictionId}.`);
  });
}

/** Whether a service is offered at a place in this district, or in none of them. */
export const isOfferedIn = (service: Pick<Service, 'area_codes'>, area_code: string | undefined): boolean =>
  service.area_codes.length === 0 || (area_code !== undefined && service.area_codes.includes(area_code));
