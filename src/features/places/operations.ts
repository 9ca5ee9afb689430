import type { Knex } from 'knex';
import type { Operation } from '../../http/operation.ts';
import { invalidField } from '../../platform/errors.ts';
import type { AreaDirectory } from '../areas/index.ts';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import { findPlaces } from './find-places.ts';
import { writtenPlace } from './place.ts';

export function placeOperations(app: {
  db: Knex;
  jurisdictions: JurisdictionDirectory;
  areas: AreaDirectory;
}): { 'places.list': Operation<'places.list'> } {
  return {
    'places.list': async (call) => {
      const { q } = call.parameters;
      if (!/[\p{L}\p{N}]/u.test(q)) throw invalidField('q', 'q must have a word or a number to look for.');
      const jurisdiction = await app.jurisdictions.require(call.jurisdiction_id ?? '');
      const areas = await app.areas.get(jurisdiction);
      const found = await findPlaces(app.db, jurisdiction.live_jurisdiction_id, q);
      const data = found.map((place) => {
        const { kind, house_number, locality, lat, long, lacks } = place;
        const area = areas.find(lat, long);
        return {
          name: writtenPlace(place, jurisdiction.locale),
          kind,
          house_number,
          locality,
          lat,
          long,
          area_code: area?.area_code ?? null,
          area_name: area?.name ?? null,
          ...(lacks === undefined
            ? {}
            : { address_string: writtenPlace({ ...place, house_number: lacks }, jurisdiction.locale) }),
        };
      });
      return { status: 200, data };
    },
  };
}
