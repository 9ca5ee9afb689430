import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element as it stands: its text is untrimmed and never read as anything but text. */
export type Element = { name: string; attributes: string[]; children: Element[]; text: string };

type Ordered = Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  trimValues: false,
  parseTagValue: false,
  // For character references; every ampersand of a text is escaped, so nothing else is touched.
  htmlEntities: true,
});

/** Reads an answer strictly; the root element. @throws when it is not well-formed XML with a UTF-8 declaration */
export function readXml(text: string): Element {
  if (!text.startsWith('<?xml version="1.0" encoding="utf-8"?>'))
    throw new Error('the declaration is missing');
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`${valid.err.msg} at ${valid.err.line}:${valid.err.col}`);
  const roots = (parser.parse(text) as Ordered[]).filter((node) => !('?xml' in node) && !('#text' in node));
  const [root] = roots;
  if (root === undefined || roots.length !== 1) throw new Error('there is not one root element');
  return toElement(root);
}

function toElement(node: Ordered): Element {
  const name = Object.keys(node).find((key) => key !== ':@') ?? '';
  const inner = node[name] as Ordered[];
  return {
    name,
    attributes: Object.keys((node[':@'] as object | undefined) ?? {}),
    children: inner.filter((child) => !('#text' in child)).map(toElement),
    text: inner
      .filter((child) => '#text' in child)
      .map((child) => String(child['#text'] as string))
      .join(''),
  };
}

/** What only JSON errors have (standard, R34). */
const JSON_ONLY = new Set(['type', 'field']);

/**
 * The first place in which an XML element says something else than a JSON value (standard, 1.10): lists are the children
 * of one element, null is an empty element, everything else is its text. Knows no schema.
 * @returns undefined when they say the same
 */
export function difference(value: unknown, element: Element, path = element.name): string | undefined {
  if (element.attributes.length > 0) return `${path} has attributes`;
  if (value !== null && typeof value === 'object') {
    if (element.text !== '') return `${path} has text beside its elements`;
    const parts = Array.isArray(value)
      ? (value as unknown[]).map((item) => [element.children[0]?.name, item] as const)
      : Object.entries(value).filter(([key]) => path !== 'errors/error' || !JSON_ONLY.has(key));
    const names = element.children.map(({ name }) => name).join();
    if (parts.map(([name]) => name).join() !== names) return `${path} has the children ${names}`;
    return parts
      .map(([name, item], index) => {
        const child = element.children[index];
        return child === undefined ? `${path} is too short` : difference(item, child, `${path}/${name}`);
      })
      .find((found) => found !== undefined);
  }
  if (element.children.length > 0) return `${path} has elements`;
  const said =
    value === null ? '' : typeof value === 'number' ? decimal(value) : `${value as string | boolean}`;
  return said === element.text
    ? undefined
    : `${path}: ${JSON.stringify(said)} is ${JSON.stringify(element.text)}`;
}

/** A number without an exponent. */
const decimal = (value: number) =>
  value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
