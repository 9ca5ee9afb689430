import type { Operation } from '../../http/operation.ts';
import { servesPoint } from '../jurisdictions/index.ts';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import type { AreaDirectory } from './area-directory.ts';
import type { Area } from './area-index.ts';
import { outlineOf } from './outline-of.ts';

export function areaOperations(app: { jurisdictions: JurisdictionDirectory; areas: AreaDirectory }): {
  'areas.list': Operation<'areas.list'>;
  'locations.list': Operation<'locations.list'>;
} {
  return {
    'areas.list': async (call) => {
      const jurisdiction = await app.jurisdictions.require(call.jurisdiction_id ?? '');
      if (call.parameters.outline === true) {
        return { status: 200, data: shown(outlineOf(jurisdiction), call.format) };
      }
      const { areas, version } = await app.areas.get(jurisdiction);
      const tag = `${jurisdiction.live_jurisdiction_id} ${version}`;
      return { status: 200, tag, make: () => shown(areas, call.format) };
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

/** XML has no form for shapes. */
const shown = (areas: readonly Area[], format: string) =>
  format === 'xml' ? areas.map(({ area_code, name }) => ({ area_code, name })) : [...areas];
