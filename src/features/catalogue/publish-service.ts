import type { Knex } from 'knex';
import { notFound } from '../../platform/errors.ts';
import { beginRepublishing } from '../jurisdictions/index.ts';
import { updatePublishes } from './catalogue-repository.ts';
import type { Service } from './service.ts';

/**
 * Says what the public is told of the cases of a service. Cases that are there already follow: see `republishRequests`.
 * @throws AppError not_found when there is no such service
 */
export async function publishService(
  db: Knex,
  jurisdictionId: string,
  serviceCode: string,
  publishes: Service['publishes'],
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await updatePublishes(tx, jurisdictionId, serviceCode, publishes)))
      throw notFound(`There is no service ${serviceCode} in ${jurisdictionId}.`);
    await beginRepublishing(tx, jurisdictionId);
  });
}
