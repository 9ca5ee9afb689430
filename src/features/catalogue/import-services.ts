import type { Db } from '../../platform/database.ts';
import { slug } from '../../platform/slug.ts';
import { beginRepublishing, touchChangeset } from '../jurisdictions/index.ts';
import type { RefusedService } from './parse-service-list.ts';
import {
  findGroupNames,
  upsertListedGroups,
  upsertListedServices,
  updateListedPublishes,
  updateListedRadius,
} from './service-import-repository.ts';

/** `added + changed + unchanged + refused.length` is `read`. */
export type ServiceImportReport = {
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  refused: RefusedService[];
};

/**
 * Takes over the service list of another server, in one language, in one transaction. What is there in other languages
 * stays, services that the list lacks stay, and importing the same list again changes nothing. Definitions (attributes)
 * are not in a service list and stay as they are.
 * @param given.text the list as JSON or XML
 * @throws AppError invalid when the text is no service list
 */
export async function importServices(
  db: Db,
  given: { jurisdiction_id: string; locale: string; text: string },
): Promise<ServiceImportReport> {
  const { jurisdiction_id, locale, text } = given;
  // Loaded with the first import: servers never read a list, and its XML parser takes its time.
  const { parseServiceList } = await import('./parse-service-list.ts');
  const { services, refused } = parseServiceList(text);
  const groupNames = [...new Set(services.flatMap(({ group }) => group ?? []))];
  return db.transaction(async (tx) => {
    const codes = groupCodes(groupNames, await findGroupNames(tx, jurisdiction_id, locale));
    const changedGroups = await upsertListedGroups(
      tx,
      jurisdiction_id,
      locale,
      groupNames.map((name) => ({ group_code: codes.get(name) ?? slug(name), name })),
    );
    const written = await upsertListedServices(
      tx,
      jurisdiction_id,
      locale,
      services.map(({ group, ...service }) => ({
        ...service,
        group_code: group === null ? null : (codes.get(group) ?? null),
      })),
    );
    const otherwiseTold = await updateListedPublishes(tx, jurisdiction_id, services);
    const otherwiseSpread = await updateListedRadius(tx, jurisdiction_id, services);
    const added = written.added.length;
    const changed = new Set([
      ...written.changed,
      ...[...otherwiseTold, ...otherwiseSpread].filter((code) => !written.added.includes(code)),
    ]).size;
    if (otherwiseTold.length > 0) await beginRepublishing(tx, jurisdiction_id);
    else if (changedGroups + added + changed > 0) await touchChangeset(tx, jurisdiction_id);
    const unchanged = services.length - added - changed;
    return { read: services.length + refused.length, added, changed, unchanged, refused };
  });
}

/**
 * A group keeps the code under which the city knows its name; a new one gets the slug of its name, with a number when
 * another group has it.
 */
function groupCodes(names: readonly string[], known: ReadonlyMap<string, string>): Map<string, string> {
  const codes = new Map<string, string>();
  const taken = new Set(known.keys());
  const codeByName = new Map([...known].map(([code, name]) => [name, code]));
  for (const name of names) {
    let code = codeByName.get(name);
    for (let number = 1; code === undefined; number += 1) {
      const wanted = number === 1 ? slug(name) : `${slug(name)}-${number}`;
      // A group without a name in this language is the one whose translation this is.
      if (!taken.has(wanted) || known.get(wanted) === '') code = wanted;
    }
    taken.add(code);
    codes.set(name, code);
  }
  return codes;
}
