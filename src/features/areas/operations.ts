import type { Operation } from '../../http/operation.ts';
import { servesPoint } from '../jurisdictions/index.ts';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import type { AreaDirectory } from './area-directory.ts';

export function areaOperations(app: { jurisdictions: JurisdictionDirectory; areas: AreaDirectory }): {
  'areas.list': Operation<'areas.list'>;
  'locations.list': Operation<'locations.list'>;
} {
  return {
    'areas.list': async (call) => {
      const jurisdiction = await app.jurisdictions.require(call.jurisdiction_id ?? '');
      const { areas, version } = await app.areas.get(jurisdiction);
      const tag = `${jurisdiction.live_jurisdiction_id} ${version}`;
      const make = () =>
        call.format === 'xml' ? areas.map(({ area_code, name }) => ({ area_code, name })) : [...areas];
      return { status: 200, tag, make };
    },

    'locations.list': async (call) => {
      const { lat, long } = call.parameters;
      const serving = (await app.jurisdictions.described(call.jurisdiction_id)).filter((one) =>
        servesPoint(one, lat, long),
      );
      const data = await Promise.all(
        serving.map(async (jurisdiction) => {
          const area = (await app.areas.get(jurisdiction)).find(lat, long);
          const { live_jurisdiction_id: jurisdiction_id, name } = jurisdiction;
          return { jurisdiction_id, name, area_code: area?.area_code ?? null, area_name: area?.name ?? null };
        }),
      );
      return { status: 200, data };
    },
  };
}
