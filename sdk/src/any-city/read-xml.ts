import type { Deviation } from '../deviation.ts';
import { SignpostError } from '../errors.ts';
import { Findings } from './findings.ts';

/**
 * What an answer in XML says: an element with elements in it is an object of theirs, repeated ones are a list, an empty one
 * is `null`, and everything else a text.
 *
 * @example
 * ```ts
 * import { readXml } from '@signpost/sdk/xml';
 * import type { XmlReading } from '@signpost/sdk/xml';
 *
 * const reading: XmlReading = readXml('<service_requests><request><zipcode/></request></service_requests>');
 * console.log(reading.root, reading.value); // service_requests { request: { zipcode: null } }
 * ```
 */
export interface XmlReading {
  /** The name of the root element. */
  root: string;
  value: unknown;
  /** What is not as the standard says, such as attributes and namespaces. What was found stands there whole, however long. */
  deviations: Deviation[];
}

/** Deeper than any answer of the standard, which has five. */
const MOST_NESTED = 40;
/** A full list of 1,000 cases has about 20,000. Millions would fill the memory. */
const MOST_ELEMENTS = 200_000;
/** The one namespace that the standard has. */
const NAMESPACE = 'http://wiki.open311.org/GeoReport_v2';

const NAME = String.raw`[A-Za-z_:\u00c0-\uffff][\w:.\-\u00b7\u00c0-\uffff]*`;
const TAG = new RegExp(String.raw`<(/?)(${NAME})((?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`, 'y');
const ATTRIBUTE = new RegExp(String.raw`(${NAME})\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** An element that is not closed yet. */
interface Open {
  name: string;
  path: string;
  nil: boolean;
  /** All text in it, that of its elements included. */
  text: string;
  /** Whether some of it stands directly in it. */
  hasText: boolean;
  children: Map<string, unknown[]>;
}

/**
 * Reads an answer in XML for `new Open311({ …, xml: readXml })`. It forgives what cities do: prefixes, attributes, a bare `&`.
 * It does not forgive what is cut off or is no XML. Entities are not expanded, and document types refused.
 *
 * @example
 * ```ts
 * import { Open311 } from '@signpost/sdk/open311';
 * import { readXml } from '@signpost/sdk/xml';
 *
 * const city = new Open311({ baseUrl: 'https://app.311.dc.gov/CWI/Open311/v2', jurisdictionId: 'dc.gov', xml: readXml });
 * ```
 * @throws {@link SignpostError} when it is not XML, or more of it than anybody reads.
 */
export function readXml(text: string): XmlReading {
  const findings = new Findings();
  const top = opened('', '', false);
  const open = [top];
  let elements = 0;
  let at = 0;
  const here = (): Open => open[open.length - 1] ?? top;
  const refuse = (why: string): SignpostError =>
    new SignpostError(`The XML cannot be read: ${why}, in line ${text.slice(0, at).split('\n').length}.`);
  const passTo = (end: string, from: number): string => {
    const found = text.indexOf(end, at + from);
    if (found < 0) throw refuse(`no ${end}`);
    const passed = text.slice(at + from, found);
    at = found + end.length;
    return passed;
  };
  const add = (found: string): void => {
    if (found.trim() === '') {
      here().text += found;
      return;
    }
    if (here() === top) throw refuse('text outside of the root element');
    here().text += found;
    here().hasText = true;
  };
  const close = (): void => {
    const element = here();
    open.pop();
    const value = valueOf(element, findings);
    const parent = here();
    const same = parent.children.get(element.name);
    if (same) same.push(value);
    else parent.children.set(element.name, [value]);
    parent.text += element.text;
  };

  if (!/^\s*<\?xml\s[^>]*encoding/.test(text)) findings.tell('R7/declaration', '', text);
  while (at < text.length) {
    if (text[at] !== '<') {
      const end = text.indexOf('<', at);
      const found = text.slice(at, end < 0 ? text.length : end);
      add(resolved(found, here().path, findings));
      at += found.length;
    } else if (text.startsWith('<!--', at)) passTo('-->', 4);
    else if (text.startsWith('<![CDATA[', at)) add(passTo(']]>', 9));
    else if (text.startsWith('<?', at)) passTo('?>', 2);
    else {
      TAG.lastIndex = at;
      const [whole = '', end, prefixed = '', attributes = '', empty] = TAG.exec(text) ?? [];
      if (whole === '')
        throw refuse(/^<!DOCTYPE/i.test(text.slice(at, at + 9)) ? 'it has a document type' : 'no element');
      const name = prefixed.slice(prefixed.indexOf(':') + 1);
      const parent = here();
      if (end) {
        if (parent === top || parent.name !== name) throw refuse(`</${name}> closes nothing`);
        close();
      } else {
        if (parent === top && top.children.size > 0) throw refuse('a second root element');
        if ((elements += 1) > MOST_ELEMENTS || open.length > MOST_NESTED) throw refuse('too many elements');
        const path = parent === top ? '' : `${parent.path}/${stepTo(name, parent)}`;
        if (prefixed !== name) findings.tell('R38', path, whole);
        open.push(opened(name, path, isNil(attributes, path, findings)));
        if (empty) close();
      }
      at += whole.length;
    }
  }
  if (open.length > 1) throw refuse(`<${here().name}> is never closed`);
  const [[root, [value]] = ['', []]] = top.children;
  if (root === '') throw refuse('no element');
  return { root, value, deviations: findings.all };
}

/** How a program comes to an element in what is made of the answer: lists of the standard are lists there, without the names of their entries. */
const stepTo = (name: string, { name: list, path, children }: Open): string | number =>
  list.endsWith(`${name}s`) && !/^\/\d/.test(path) ? (children.get(name)?.length ?? 0) : name;

const opened = (name: string, path: string, nil: boolean): Open => ({
  name,
  path,
  nil,
  text: '',
  hasText: false,
  children: new Map(),
});

function valueOf({ path, nil, text, hasText, children }: Open, findings: Findings): unknown {
  if (nil) return null;
  if (children.size > 0 && !hasText)
    return Object.fromEntries([...children].map(([name, all]) => [name, all.length > 1 ? all : all[0]]));
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (trimmed !== text) findings.tell('R41', path, text);
  return trimmed;
}

/** Tells of the attributes of an element, of which the standard has none, and whether one of them says that it is empty. */
function isNil(attributes: string, path: string, findings: Findings): boolean {
  let nil = false;
  for (const [whole, name = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? '';
    if (/^xmlns(:|$)/.test(name)) {
      // A namespace for nothing but xsi:nil is told with that.
      if (value !== NAMESPACE && !value.endsWith('/XMLSchema-instance')) findings.tell('R38', path, whole);
    } else findings.tell('R39', path, whole);
    nil ||= name.endsWith(':nil') && /^(true|1)$/.test(value);
  }
  return nil;
}

function resolved(text: string, path: string, findings: Findings): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(?:x([\da-f]{1,6})|(\d{1,7}))|(\w+));|&/gi, (whole, hex, decimal, name) => {
    const number = hex ? parseInt(hex as string, 16) : Number(decimal);
    if (number > 0x1f || (number > 8 && number < 14))
      return number > 0x10ffff || (number > 0xd7ff && number < 0xe000)
        ? '\ufffd'
        : String.fromCodePoint(number);
    const entity = Object.hasOwn(ENTITIES, name as string) ? ENTITIES[name as string] : undefined;
    if (entity !== undefined) return entity;
    // As people read it who see the text: the sign itself.
    findings.tell('R2', path, whole);
    return whole;
  });
}
