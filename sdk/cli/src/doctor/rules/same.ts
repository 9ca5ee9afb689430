import { textOf } from '../items.ts';
import type { Item, Listed } from '../items.ts';
import { judge, shown, untested, wrong } from '../rule.ts';
import type { Outcome } from '../rule.ts';

/**
 * Compares a list in JSON with the same in XML, entry by entry and field by field, by what is said and not by how it is
 * written: there are other rules for that. Fields that one of them leaves out are no difference.
 */
export function saysTheSame(lists: readonly Listed[], key: string): Outcome {
  const [json, xml] = lists;
  if (json === undefined || xml === undefined) return untested('there are not both formats');
  if (json.items.length === 0 && xml.items.length === 0) return untested('both lists are empty');
  const found = differenceIn(json.items, xml.items, key);
  return judge([[xml.answer, found === undefined ? undefined : wrong(found)]], '');
}

function differenceIn(json: readonly Item[], xml: readonly Item[], key: string): string | undefined {
  const inXml = new Map(xml.map((item) => [keyOf(item, key), item]));
  const common = json.filter((item) => inXml.has(keyOf(item, key)));
  // A case that came between the two calls is no difference; many are.
  if (common.length < Math.max(json.length, xml.length) / 2)
    return `${json.length} entries in JSON, ${xml.length} in XML, ${common.length} of them the same`;
  for (const item of common) {
    const other = inXml.get(keyOf(item, key)) ?? {};
    if (item['updated_datetime'] !== other['updated_datetime'] && isChange(item, other)) continue;
    for (const field of Object.keys(item)) {
      if (!(field in other) || isSame(item[field], other[field])) continue;
      return `${key} ${keyOf(item, key)}: ${field} is ${shown(item[field])} in JSON and ${shown(other[field])} in XML`;
    }
  }
  return undefined;
}

/** Leading zeros are lost where a number is one in JSON. */
const keyOf = (item: Item, key: string) => (textOf(item[key]) ?? '').replace(/^0+(?=\d+$)/, '');

/** The case changed between the two calls. */
const isChange = (one: Item, other: Item) =>
  Math.abs(Date.parse(String(one['updated_datetime'])) - Date.parse(String(other['updated_datetime']))) > 0;

function isSame(json: unknown, xml: unknown): boolean {
  if (typeof json === 'object' && json !== null) return true;
  const [one, other] = [textOf(json) ?? '', textOf(xml) ?? ''];
  if (typeof xml === 'object' && xml !== null) return true;
  if (one === other || one.toLowerCase() === other.toLowerCase()) return true;
  if (Number.isFinite(Number(one)) && Number.isFinite(Number(other)) && one !== '' && other !== '')
    return Math.abs(Number(one) - Number(other)) < 1e-6;
  // Blanks are not what is compared, and times may be written in two ways.
  if (one.replace(/\s+/g, ' ') === other.replace(/\s+/g, ' ')) return true;
  return /^\d{4}-\d\d-\d\dT/.test(one) && Date.parse(one) === Date.parse(other);
}
