import type { Knex } from 'knex';
import { Together } from '../../platform/together.ts';
import { findPublicVersions } from './request-repository.ts';

/** Which versions public cases are at; clients that ask whether a case has changed, each for one, are the most of all. */
export class CaseVersions {
  private readonly cities = new Map<string, Together<string>>();

  constructor(private readonly db: Knex) {}

  /** Number and version; undefined when there is no such case. */
  of(jurisdictionId: string, number: string): Promise<string | undefined> {
    let city = this.cities.get(jurisdictionId);
    if (city === undefined) {
      city = new Together((numbers) => findPublicVersions(this.db, jurisdictionId, numbers));
      this.cities.set(jurisdictionId, city);
    }
    return city.get(number);
  }
}
