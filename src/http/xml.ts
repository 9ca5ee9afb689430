import type { Contract, Schema } from './contract.ts';

/**
 * Writes an answer as XML in the shape of GeoReport v2 (standard, 1.9 and 1.10): the names come from the contract's `xml`
 * objects, no namespace, no attributes, no padding; null and absent texts are empty elements, lists are wrapped.
 */
export function renderXml(contract: Contract, schema: Schema, value: unknown): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${elementOf(contract, schema, undefined)(value)}`;
}

/** Writes a value as one element. */
type Writer = (value: unknown) => string;

/** One writer for each schema: the contract is read once, not once for each row. */
const writers = new WeakMap<Schema, Map<string | undefined, Writer>>();

/** @param property the name of the element where the schema itself gives none */
function elementOf(contract: Contract, given: Schema, property: string | undefined): Writer {
  const known = writers.get(given) ?? new Map<string | undefined, Writer>();
  writers.set(given, known);
  const made = known.get(property) ?? makeElement(contract, given, property);
  known.set(property, made);
  return made;
}

function makeElement(contract: Contract, given: Schema, property: string | undefined): Writer {
  const schema = contract.resolve(given);
  const name = schema.xml?.name ?? property;
  if (name === undefined) throw new Error('a schema without a name in XML');
  const [empty, begin, end] = [`<${name}/>`, `<${name}>`, `</${name}>`];
  const contentOf = makeContent(contract, schema);
  return (value) => {
    const content = contentOf(value);
    return content === '' ? empty : begin + content + end;
  };
}

/** What stands in a schema is made at its first use: most answers never have every part of it. */
function makeContent(contract: Contract, schema: Schema): Writer {
  let item: Writer | undefined;
  let fields: [string, Writer][] | undefined;
  const list = (values: readonly unknown[]) => {
    if (schema.items === undefined) throw new Error('a list without items in the contract');
    item ??= elementOf(contract, schema.items, undefined);
    let text = '';
    for (const value of values) text += item(value);
    return text;
  };
  const object = (value: Record<string, unknown>) => {
    fields ??= Object.entries(propertiesOf(contract, schema))
      .filter(([, property]) => property['x-json-only'] !== true)
      .map(([key, property]) => [key, elementOf(contract, property, key)]);
    let text = '';
    for (const [key, write] of fields) {
      const field = value[key];
      if (field !== undefined) text += write(field);
    }
    return text;
  };
  return (value) => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'string') return escapeText(value);
    if (typeof value === 'number') return decimal(value);
    if (typeof value === 'boolean') return String(value);
    if (typeof value !== 'object') throw new Error(`a ${typeof value} in an answer`);
    return Array.isArray(value) ? list(value) : object(value as Record<string, unknown>);
  };
}

/** Of alternatives, the properties of all, which have the same fields in the same order; the first one's word counts. */
function propertiesOf(contract: Contract, schema: Schema): Record<string, Schema> {
  if (schema.anyOf === undefined) return schema.properties ?? {};
  return Object.fromEntries(
    [...schema.anyOf]
      .reverse()
      .flatMap((one) => Object.entries(propertiesOf(contract, contract.resolve(one)))),
  );
}

/** Never an exponent (standard, A3): small and large numbers are written out. */
function decimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(7).replace(/\.?0+$/, '') : text;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** What may not stand as it is; nearly all texts have none of it. */
const SPECIAL = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/;

/**
 * Characters that XML 1.0 cannot carry are left out. None is ever stored: input with control characters is refused. This
 * is the last wall, since one of them would make a whole list unreadable.
 */
function escapeText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character)

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
}
