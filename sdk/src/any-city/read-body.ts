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

/** Texts, and numbers that no number of JavaScript can hold, for their length or for a zero in front. */
const TEXTS_AND_NUMBERS = /"(?:\\[^]|[^"])*(?:"|$)|(?<![\d.eE+-])-?(0|\d{15})\d+(?![\d.eE])/g;

/**
 * Reads a body as what it is, JSON or XML, whatever was asked for and whatever its media type says.
 * @param list the rule on how a list is spelled, without its format
 * @returns why not, for people, when it cannot be read
 */
export function readBody(
  { headers }: Response,
  bytes: Uint8Array,
  xml: XmlReader | undefined,
  findings: Findings,
  list = 'R2/requests',
): Body | string {
  const type = headers.get('content-type');
  const text = readText(bytes, type, findings);
  const beginning = text.trimStart().slice(0, 200);
  if (beginning === '') return 'nothing at all.';
  if (!beginning.startsWith('<')) {
    if (!/\bjson\b/.test(type ?? '')) findings.tell('R6/type', '', type ?? 'no media type');
    const value = readJson(text, (found) => findings.tell(`${list}.json`, '', found));
    return value === undefined ? 'what is neither whole JSON nor XML.' : { value, root: undefined };
  }
  if (/^<(!doctype\s+html|html|head|body)\b/i.test(beginning))
    return 'a web page. Is the base URL that of an Open311 server?';
  if (!xml)
    return "XML. To read it, import { readXml } from '@signpost/sdk/xml' and give Open311 the option xml: readXml.";
  if (!/^\s*text\/xml\b/.test(type ?? '')) findings.tell('R6/type', '', type ?? 'no media type');
  try {
    const { root, value, deviations } = xml(text);
    findings.add(deviations.map((one) => (one.rule === 'R2' ? { ...one, rule: `${list}.xml` } : one)));
    return { root, value };
  } catch (error) {
    return `XML that is none. ${error instanceof Error ? error.message : ''}`.trim();
  }
}

/** Ids that are written as numbers of any length come as texts, with all their digits; a zero in front is told, since it is no JSON. */
function readJson(text: string, tell: (found: string) => void): unknown {
  try {
    // Texts without an end are passed over with all that follows, and not looked for from each of their quotes.
    return JSON.parse(
      /\d{16}|[[:,]\s*0\d/.test(text)
        ? text.replace(TEXTS_AND_NUMBERS, (found: string, digits?: string) => {
            if (digits === '0') tell(found);
            return digits ? `"${found}"` : found;
          })
        : text,
    );
  } catch {
    return undefined;
  }
}
