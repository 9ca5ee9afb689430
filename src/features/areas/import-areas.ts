import type { Db } from '../../platform/database.ts';
import { invalidField } from '../../platform/errors.ts';
import { slug } from '../../platform/slug.ts';
import { replaceAreas } from './area-repository.ts';
import { readAreas } from './read-areas.ts';

const KINDS = ['outline', 'district'];

/**
 * Replaces all areas of one kind of a city by those of a GeoJSON text, in one transaction. Kind `outline` is the city's
 * service area; cases are stamped with the areas of kind `district`.
 * @param given.nameProperty the property that holds the names; needed where there are several features
 * @param given.defaultName the name of a single area when no property is named
 * @throws AppError invalid when the kind is no kind or the text holds anything but sound polygons,
 *   conflict when a service is offered only in a district that is not in it
 */
export async function importAreas(
  db: Db,
  given: {
    jurisdiction_id: string;
    kind: string;
    nameProperty?: string | undefined;
    defaultName: string;
    text: string;
  },
): Promise<{ kind: string; areas: number; names: string[] }> {
  const { jurisdiction_id, kind, nameProperty, defaultName, text } = given;
  if (!KINDS.includes(kind)) {
    throw invalidField(
      'kind',
      `${JSON.stringify(kind)} is no kind of area. There are outline, the service area of the city, and district.`,
    );
  }
  const areas = readAreas(text, { defaultName, ...(nameProperty === undefined ? {} : { nameProperty }) });
  const codes = new Set<string>();
  const coded = areas.map((area) => {
    const base = slug(area.name);
    let area_code = base;
    for (let number = 2; codes.has(area_code); number += 1) area_code = `${base}-${number}`;
    codes.add(area_code);
    return { ...area, area_code };
  });
  await db.transaction((tx) => replaceAreas(tx, jurisdiction_id, kind, coded));
  return { kind, areas: areas.length, names: areas.map(({ name }) => name) };
}
