import type { Answer } from './answer.ts';
import { readBody } from './read-body.ts';
import type { Element } from './read-xml.ts';

/** An entry of a list, from JSON or XML alike: in XML an empty element is null, everything else a text. */
export type Item = Readonly<Record<string, unknown>>;

/** The entries of an answer, and the answer that they stand in. */
export type Listed = { answer: Answer; items: Item[] };

export const isItem = (value: unknown): value is Item =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * The entries of a list, however it is wrapped; there are rules of their own for wrappings.
 * @returns undefined when the body is no list at all
 */
export function itemsIn(answer: Answer): Item[] | undefined {
  const { value, root, mistake } = readBody(answer);
  if (mistake !== undefined || isError(answer)) return undefined;
  if (root !== undefined) {
    const [only] = root.children;
    const inner = root.children.length === 1 && only !== undefined && isWrapper(only) ? only : root;
    return inner.children.map(valueOf).filter(isItem);
  }
  return unwrapped(value);
}

/** `<open311><services><service>…`: the elements of its elements have elements again. */
const isWrapper = (element: Element) =>
  element.children.length > 0 && element.children.every(({ children }) => children.length > 1);

function unwrapped(value: unknown): Item[] | undefined {
  if (Array.isArray(value)) return value.filter(isItem);
  if (!isItem(value)) return undefined;
  const inner = Object.values(value);
  const list = inner.find((one) => Array.isArray(one) && one.every(isItem));
  if (inner.length <= 2 && list !== undefined) return list;
  const [only] = inner;
  if (inner.length === 1 && isItem(only)) return unwrapped(only);
  return [value];
}

/** The one object of an answer, however it is wrapped. */
export function objectIn(answer: Answer): Item | undefined {
  const { value, root, mistake } = readBody(answer);
  if (mistake !== undefined || isError(answer)) return undefined;
  const read = root === undefined ? value : valueOf(root);
  const first: unknown = Array.isArray(read) ? read[0] : read;
  return isItem(first) ? first : undefined;
}

/** An element as JSON would have it (standard, 1.10): repeated elements are a list. */
export function valueOf(element: Element): unknown {
  if (element.children.length === 0) return element.text.trim() === '' ? null : element.text;
  const found = new Map<string, unknown[]>();
  for (const child of element.children)
    found.set(child.name, [...(found.get(child.name) ?? []), valueOf(child)]);
  return Object.fromEntries([...found].map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
}

/** The list below a name, where a single entry in XML and a missing wrapping look like something else. */
export function listIn(value: unknown, name: string): Item[] {
  if (Array.isArray(value)) return value.filter(isItem);
  if (!isItem(value)) return [];
  return name in value ? listIn(value[name], name) : [value];
}

/** Whether the body says that something went wrong, in whatever shape. */
export function isError(answer: Answer): boolean {
  const { root } = readBody(answer);
  return readErrors(answer) !== undefined || (root !== undefined && /^errors?$/.test(root.name));
}

/** What an error says; undefined when the body is no error. */
export type ErrorItem = { code: unknown; description: unknown };

/** Services, questions and updates have some fields of errors too. */
const OTHERS = ['service_code', 'datatype', 'update_id'];

export function readErrors(answer: Answer): ErrorItem[] | undefined {
  const { value, root } = readBody(answer);
  const found = root === undefined ? value : /^errors?$/.test(root.name) ? root.children.map(valueOf) : [];
  const list: unknown[] = Array.isArray(found) ? found : isItem(found) ? [found] : [];
  const errors = list
    .filter(isItem)
    .filter((one) => 'code' in one && 'description' in one && !OTHERS.some((field) => field in one));
  if (errors.length === 0 || errors.length < list.length) return undefined;
  return errors.map(({ code, description }) => ({ code, description }));
}

/** A scalar as text, without padding; undefined for what is empty, absent or no scalar. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}
