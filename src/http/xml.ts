import type { Contract, Schema } from './contract.ts';

/**
 * Writes an answer as XML in the shape of GeoReport v2 (standard, 1.9 and 1.10): the names come from the contract's `xml`
 * objects, no namespace, no attributes, no padding; null and absent texts are empty elements, lists are wrapped.
 */
export function renderXml(contract: Contract, schema: Schema, value: unknown): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(contract, schema, undefined, value)}`;
}

function element(contract: Contract, given: Schema, property: string | undefined, value: unknown): string {
  const schema = contract.resolve(given);
  const name = schema.xml?.name ?? property;
  if (name === undefined) throw new Error('a schema without a name in XML');
  const content = contentOf(contract, schema, value);
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

function contentOf(contract: Contract, schema: Schema, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) throw new Error('a list without items in the contract');
    return value.map((item) => element(contract, items, undefined, item)).join('');
  }
  if (typeof value === 'object') {
    return Object.entries(propertiesOf(contract, schema))
      .filter(
        ([key, property]) =>
          property['x-json-only'] !== true && (value as Record<string, unknown>)[key] !== undefined,
      )
      .map(([key, property]) => element(contract, property, key, (value as Record<string, unknown>)[key]))
      .join('');
  }
  if (typeof value === 'number') return decimal(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') throw new Error(`a ${typeof value} in an answer`);
  return escapeText(value);
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

/**
 * Characters that XML 1.0 cannot carry are left out. None is ever stored: input with control characters is refused. This
 * is the last wall, since one of them would make a whole list unreadable.
 */
function escapeText(text: string): string {
  return text
    .replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character)

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
}
