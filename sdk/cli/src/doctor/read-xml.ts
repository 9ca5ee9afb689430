/** An element as it stands: texts are untrimmed. */
export type Element = {
  name: string;
  /** Names and values, in their order. */
  attributes: [name: string, value: string][];
  children: Element[];
  /** All text directly in it. */
  text: string;
};

/** Why a text is not well-formed XML. */
class XmlMistake extends Error {}

/** Deeper than any answer of the standard, which has five. */
const MOST_NESTED = 40;
/** A full list of 1,000 cases has about 20,000. Millions of them would fill the memory. */
const MOST_ELEMENTS = 200_000;

const NAME = String.raw`[A-Za-z_:\u00c0-\uffff][\w:.\-\u00b7\u00c0-\uffff]*`;
const TOKENS = {
  instruction: new RegExp(String.raw`<\?(?!xml\s)${NAME}(?=\s|\?>)`, 'y'),
  open: new RegExp(String.raw`<(${NAME})((?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`, 'y'),
  close: new RegExp(String.raw`</(${NAME})\s*>`, 'y'),
  text: /[^<]+/y,
};
const ATTRIBUTE = new RegExp(String.raw`(${NAME})\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const DECLARATION = /^<\?xml\s[^?]*\?>/;
const ENTITIES = new Map([
  ['amp;', '&'],
  ['lt;', '<'],
  ['gt;', '>'],
  ['quot;', '"'],
  ['apos;', "'"],
]);
/** What XML 1.0 cannot carry, also not as a reference. */
const NO_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/**
 * Reads well-formed XML, and nothing else: the parsers that are about forgive what breaks the clients of a city. Document
 * types are refused, since no answer of the standard has one and entities are made there that grow without end.
 * @throws XmlMistake
 */
export function readXml(text: string): Element {
  const top: Element = { name: '', attributes: [], children: [], text: '' };
  const open = [top];
  let elements = 0;
  let at = DECLARATION.exec(text)?.[0].length ?? 0;
  const take = (token: RegExp) => {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match !== null) at = token.lastIndex;
    return match;
  };
  const passTo = (end: string, from: number) => {
    const found = text.indexOf(end, at + from);
    if (found < 0) throw mistake(text, at, `no ${end}`);
    const passed = text.slice(at + from, found);
    at = found + end.length;
    return passed;
  };
  const bad = NO_CHARACTER.exec(text);
  if (bad !== null) throw mistake(text, bad.index, 'a character that XML does not allow');
  while (at < text.length) {
    const begin = at;
    const here = open.at(-1) ?? top;
    if (text[at] !== '<') {
      const [found = ''] = take(TOKENS.text) ?? [];
      if (here === top && found.trim() !== '') throw mistake(text, begin, 'text outside of the root element');
      if (found.includes(']]>')) throw mistake(text, begin, 'a bare ]]>');
      here.text += resolveReferences(found, text, begin);
      continue;
    }
    if (text.startsWith('<!--', at)) {
      if (passTo('-->', 4).includes('--')) throw mistake(text, begin, 'a comment with -- in it');
      continue;
    }
    if (text.startsWith('<![CDATA[', at)) {
      if (here === top) throw mistake(text, begin, 'text outside of the root element');
      here.text += passTo(']]>', 9);
      continue;
    }
    if (take(TOKENS.instruction) !== null) {
      passTo('?>', 0);
      continue;
    }
    const closed = take(TOKENS.close);
    if (closed !== null) {
      if (here === top || closed[1] !== here.name)
        throw mistake(
          text,
          begin,
          `</${closed[1]}> where ${here === top ? 'nothing' : `<${here.name}>`} is open`,
        );
      open.pop();
      continue;
    }
    const opened = take(TOKENS.open);
    if (opened === null) throw mistake(text, begin, whatIsNoTag(text.slice(begin, begin + 30)));
    if (here === top && top.children.length > 0) throw mistake(text, begin, 'a second root element');
    const [, name = '', attributes = '', empty] = opened;
    const element: Element = {
      name,
      attributes: readAttributes(attributes, text, begin),
      children: [],
      text: '',
    };
    if ((elements += 1) > MOST_ELEMENTS) throw mistake(text, begin, 'more elements than anybody reads');
    here.children.push(element);
    if (empty === '/') continue;
    if (open.length > MOST_NESTED) throw mistake(text, begin, 'elements nested too deep');
    open.push(element);
  }
  const left = open.at(-1);
  if (left !== undefined && left !== top) throw mistake(text, at, `<${left.name}> is never closed`);
  const [root] = top.children;
  if (root === undefined) throw mistake(text, at, 'no element at all');
  return root;
}

function whatIsNoTag(begin: string): string {
  return /^<!DOCTYPE/i.test(begin) ? 'a document type' : `no tag: ${begin}`;
}

function readAttributes(given: string, text: string, at: number): [string, string][] {
  const found = [...given.matchAll(ATTRIBUTE)].map(([, name = '', double, single]): [string, string] => [
    name,
    resolveReferences(double ?? single ?? '', text, at),
  ]);
  if (new Set(found.map(([name]) => name)).size < found.length)
    throw mistake(text, at, 'an attribute that is repeated');
  return found;
}

function resolveReferences(given: string, text: string, at: number): string {
  if (!given.includes('&')) return given;
  return given.replace(/&([^;&\s]*;?)/g, (whole, inner: string) => {
    const numbered = /^#(?:x([\da-f]{1,6})|(\d{1,7}));$/i.exec(inner);
    const code =
      numbered === null ? undefined : parseInt(numbered[1] ?? numbered[2] ?? '', numbered[1] ? 16 : 10);
    const character =
      code === undefined ? ENTITIES.get(inner) : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (character === undefined || NO_CHARACTER.test(character))
      throw mistake(text, at, `${whole.slice(0, 20)} stands for nothing`);
    return character;
  });
}

function mistake(text: string, at: number, what: string): XmlMistake {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return new XmlMistake(`${what}, in line ${line}, column ${at - before.lastIndexOf('\n')}`);
}
