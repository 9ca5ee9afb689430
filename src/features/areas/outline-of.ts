import type { Jurisdiction } from '../jurisdictions/index.ts';
import { slug } from '../../platform/slug.ts';
import type { Area } from './area-index.ts';

/** All that a city serves as one area, or none where it takes cases from everywhere. */
export function outlineOf({ name, outline }: Jurisdiction): Area[] {
  if (outline.length === 0) return [];
  const [only] = outline;
  const geometry =
    only !== undefined && outline.length === 1
      ? only
      : {
          type: 'MultiPolygon' as const,
          coordinates: outline.flatMap((one) =>
            one.type === 'Polygon' ? [one.coordinates] : one.coordinates,
          ),
        };
  return [{ area_code: slug(name), name, geometry }];
}
