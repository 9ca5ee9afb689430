import type { Format } from '../answer.ts';
import type { Item } from '../items.ts';
import type { Patient } from '../patient.ts';
import { judge } from '../rule.ts';
import type { Mistake, Outcome } from '../rule.ts';

/** What the entries of a list are called where there are none. */
const NOUNS: Record<string, string> = {
  services: 'services',
  requests: 'cases',
  servicerequestupdates: 'updates',
};

/** A check of each entry of a list, in one format or both; the first mistake of each answer counts. */
export function everyItem(
  resource: string,
  format: Format | 'both',
  mistakeIn: (item: Item, position: number, items: readonly Item[]) => Mistake | undefined,
): (patient: Patient) => Promise<Outcome> {
  return everyList(resource, format, (items) => {
    for (const [position, item] of items.entries()) {
      const mistake = mistakeIn(item, position, items);
      if (mistake !== undefined) return mistake;
    }
    return undefined;
  });
}

/** A check of a list as a whole, which has at least one entry. */
export function everyList(
  resource: string,
  format: Format | 'both',
  mistakeIn: (items: readonly Item[], patient: Patient) => Mistake | undefined,
): (patient: Patient) => Promise<Outcome> {
  return async (patient) => {
    const lists = (await patient.lists(resource)).filter(
      ({ answer, items }) =>
        items.length > 0 && (format === 'both' || answer.address.split('?')[0]?.endsWith(format)),
    );
    const why = `there is no list of ${NOUNS[resource] ?? resource} with entries${format === 'both' ? '' : ` in ${format.toUpperCase()}`} to look at`;
    return judge(
      lists.map(({ answer, items }) => [answer, mistakeIn(items, patient)] as const),
      why,
    );
  };
}
