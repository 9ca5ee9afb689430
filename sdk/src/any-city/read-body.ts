import type { Findings } from './findings.ts';
import type { Body } from './mend-answer.ts';
import { readText } from './read-text.ts';
import type { XmlReading } from './read-xml.ts';

/**
 * Reads XML, and throws what says why it cannot: `readXml` of `@signpost/sdk/xml`, or one that stands around it.
 *
 * @example
 * ```ts
 * import type { XmlReader } from '@signpost/sdk/open311';
 * import { readXml } from '@signpost/sdk/xml';
 *
 * const xml: XmlReader = (text) => readXml(text.replaceAll('&nbsp;', ' '));
 * ```
 */
export type XmlReader = (text: string) => XmlReading;

/** Digits that a number of JavaScript cannot hold, outside of texts. */
const LONG_NUMBERS = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * Reads a body as what it is, JSON or XML, whatever was asked for and whatever its media type says.
 * @param spelling the rule on XML as such, which there is one of for each list
 * @returns why not, for people, when it cannot be read
 */
export function readBody(
  { headers }: Response,
  bytes: Uint8Array,
  xml: XmlReader | undefined,
  findings: Findings,
  spelling = 'R2',
): Body | string {
  const type = headers.get('content-type');
  const text = readText(bytes, type, findings);
  const beginning = text.trimStart().slice(0, 200);
  if (beginning === '') return 'nothing at all.';
  if (!beginning.startsWith('<')) {
    if (!/\bjson\b/.test(type ?? '')) findings.tell('R6/type', '', type ?? 'no media type');
    const value = readJson(text);
    return value === undefined ? 'what is neither whole JSON nor XML.' : { value, root: undefined };
  }
  if (/^<(!doctype\s+html|html|head|body)\b/i.test(beginning))
    return 'a web page. Is the base URL that of an Open311 server?';
  if (!xml)
    return "XML. To read it, import { readXml } from '@signpost/sdk/xml' and give Open311 the option xml: readXml.";
  if (!/^\s*text\/xml\b/.test(type ?? '')) findings.tell('R6/type', '', type ?? 'no media type');
  try {
    const { root, value, deviations } = xml(text);
    findings.add(deviations.map((one) => (one.rule === 'R2' ? { ...one, rule: spelling } : one)));
    return { root, value };
  } catch (error) {
    return `XML that is none. ${error instanceof Error ? error.message : ''}`.trim();
  }
}

/** Ids that are written as numbers of any length come as texts, with all their digits. */
function readJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // Only in what is whole: a text without an end would be looked for from each of its quotes.
    if (!/\d{16}/.test(text)) return value;
    return JSON.parse(text.replace(LONG_NUMBERS, (found) => (found.startsWith('"') ? found : `"${found}"`)));
  } catch {
    return undefined;
  }
}
