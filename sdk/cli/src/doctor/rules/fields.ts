import { textOf } from '../items.ts';
import type { Item } from '../items.ts';
import { shown, tolerated, wrong } from '../rule.ts';
import type { Mistake } from '../rule.ts';

/** Checks of single fields, each for an entry of any list. */
type Check = (item: Item) => Mistake | undefined;

/** How an entry is named in evidence. */
export function nameOf(item: Item): string {
  const name = ['service_request_id', 'service_code', 'update_id', 'code']
    .map((field) => [field, textOf(item[field])] as const)
    .find(([, text]) => text !== undefined);
  return name === undefined ? 'one entry' : `${name[0]} ${name[1]}`;
}

export const filled =
  (...fields: string[]): Check =>
  (item) => {
    const missing = fields.find(
      (field) => item[field] === null || item[field] === undefined || item[field] === '',
    );
    return missing === undefined ? undefined : wrong(`${nameOf(item)} has no ${missing}`);
  };

/** Fields that may be empty, but not absent. */
export const there =
  (fields: readonly string[], clients: string): Check =>
  (item) => {
    const missing = fields.filter((field) => !(field in item));
    return missing.length === 0
      ? undefined
      : tolerated(`${nameOf(item)} is without ${missing.join(', ')}`, clients);
  };

export const onlyThese =
  (fields: readonly string[], clients: string): Check =>
  (item) => {
    const more = Object.keys(item).filter((field) => !fields.includes(field));
    return more.length === 0 ? undefined : tolerated(`${nameOf(item)} also has ${more.join(', ')}`, clients);
  };

/** Identifiers are strings in JSON (standard, A1). */
export const identifiers =
  (...fields: string[]): Check =>
  (item) => {
    const field = fields.find((one) => typeof item[one] === 'number');
    return field === undefined
      ? undefined
      : tolerated(
          `"${field}": ${shown(item[field])}`,
          'Clients in JavaScript and Python compare or join them and go on; zeros in front are lost, and validators refuse it.',
        );
  };

/** What is no list and no object: `null` is for rules on presence. */
export const texts =
  (...fields: string[]): Check =>
  (item) => {
    const field = fields.find(
      (one) => typeof item[one] === 'object' && item[one] !== null && !isEmpty(item[one]),
    );
    return field === undefined ? undefined : wrong(`"${field}": ${shown(item[field])}`);
  };

/** `{}` and `[]`, as converters from XML write empty elements. */
const isEmpty = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Empty is null in JSON (standard, R40). */
export const emptyIsNull =
  (...fields: string[]): Check =>
  (item) => {
    const field = fields.find((one) => item[one] === '' || isEmpty(item[one]));
    return field === undefined
      ? undefined
      : tolerated(
          `"${field}": ${shown(item[field])}`,
          'FixMyStreet, three and node-open311 take an empty text for nothing; {} and [] are shown as they are by some.',
        );
  };

/** true and false, as themselves in JSON. */
export const booleans =
  (...fields: string[]): Check =>
  (item) => {
    const field = fields.find((one) => item[one] !== undefined && typeof item[one] !== 'boolean');
    if (field === undefined) return undefined;
    return /^(true|false)$/i.test(textOf(item[field]) ?? '')
      ? tolerated(
          `"${field}": ${shown(item[field])}`,
          'FixMyStreet compares them as texts; in JavaScript "false" counts as true.',
        )
      : wrong(`"${field}": ${shown(item[field])}`);
  };

/** true and false, as words in XML. */
export const booleanWords =
  (...fields: string[]): Check =>
  (item) => {
    const field = fields.find(
      (one) => item[one] !== undefined && !/^(true|false)$/.test(textOf(item[one]) ?? ''),
    );
    if (field === undefined) return undefined;
    const found = `<${field}>${textOf(item[field]) ?? ''}</${field}>`;
    return /^(true|false)$/i.test(textOf(item[field]) ?? '')
      ? tolerated(found, 'FixMyStreet turns them to lower case first; SeeClickFix does not.')
      : wrong(found);
  };

/** The first check that finds something. */
export const each =
  (...checks: Check[]): Check =>
  (item) => {
    for (const check of checks) {
      const mistake = check(item);
      if (mistake !== undefined) return mistake;
    }
    return undefined;
  };

/** No two entries with the same value. */
export function repeatedIn(items: readonly Item[], field: string): Mistake | undefined {
  const seen = new Set<string>();
  for (const item of items) {
    const value = textOf(item[field]);
    if (value === undefined) continue;
    if (seen.has(value)) return wrong(`${field} ${shown(value)} stands there twice`);
    seen.add(value);
  }
  return undefined;
}
