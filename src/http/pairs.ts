import { invalid } from '../platform/errors.ts';
import type { Finding } from '../platform/errors.ts';
import { isReadableText } from '../platform/readable-text.ts';

/** A name and its value, as forms and queries carry them; a name may come more than once. */
export type Pair = { name: string; value: string };

/** More parameters than any form needs; a bound on work, not a rule of the standard. */
export const MOST_PAIRS = 500;

/**
 * Reads `a=1&b=2`, strictly: percent-encoding and UTF-8 must be right (standard, R7 and R8), since a wrong byte would be
 * stored as a wrong letter. `+` is a space.
 * @throws AppError invalid, naming each field that cannot be read
 */
export function readPairs(text: string): Pair[] {
  const parts = text.split('&').filter((part) => part !== '');
  requireFewPairs(parts);
  const findings: Finding[] = [];
  const pairs = parts.map((part) => {
    const equals = part.indexOf('=');
    const rawName = equals < 0 ? part : part.slice(0, equals);
    const name = decode(rawName);
    const value = decode(equals < 0 ? '' : part.slice(equals + 1));
    if (name === undefined)
      findings.push({ field: 'name', message: 'The name of a field is not valid UTF-8.' });
    else if (value === undefined)
      findings.push({ field: name, message: `${name} is not valid percent-encoded UTF-8.` });
    return { name: name ?? '', value: value ?? '' };
  });
  if (findings.length > 0) throw invalid(findings);
  return pairs;
}

/** @throws AppError invalid when there are more pairs than any form needs */
export function requireFewPairs<Item>(pairs: Item[]): Item[] {
  if (pairs.length > MOST_PAIRS)
    throw invalid([{ message: `There are more than ${MOST_PAIRS} fields. Send fewer.` }]);
  return pairs;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return undefined;
  }
}

export const unreadable = (field: string): Finding => ({
  field,
  message: `${field} contains a control character or half of a character. Remove it.`,
});

/**
 * Joins the pairs of one name (standard, R20 and R30): empty ones are absent; equal ones are one; different ones are an
 * error, unless the name may have many values, which are joined by commas.
 */
export function singleValues(
  pairs: readonly Pair[],
  isList: (name: string) => boolean,
): { values: Map<string, string>; findings: Finding[] } {
  const values = new Map<string, string>();
  const findings = new Map<string, Finding>();
  for (const { name, value } of pairs) {
    if (!isReadableText(value)) {
      findings.set(name, unreadable(name));
      continue;
    }
    // Blanks say as little as nothing.
    if (value.trim() === '') continue;
    const before = values.get(name);
    if (before === undefined || before === value) values.set(name, value);
    else if (isList(name)) values.set(name, `${before},${value}`);
    else
      findings.set(name, {
        field: name,
        message: `${name} is given twice with different values. Send it once.`,
      });
  }
  return { values, findings: [...findings.values()] };
}
