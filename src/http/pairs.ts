import { invalid } from '../platform/errors.ts';
import type { Finding } from '../platform/errors.ts';
import { isReadableText, quoted } from '../platform/readable-text.ts';

/** A name and its value, as forms and queries carry them; a name may come more than once. */
export type Pair = { name: string; value: string };

/** More parameters than any form needs; a bound on work, not a rule of the standard. */
export const MOST_PAIRS = 500;

/**
 * Reads `a=1&b=2`, strictly: percent-encoding and UTF-8 must be right (standard, R7 and R8), since a wrong byte would be
 * stored as a wrong letter. `+` is a space.
 * @returns the pairs that can be read, and a finding for each of the others
 * @throws AppError invalid when there are more of them than any form needs
 */
export function readPairs(text: string): { pairs: Pair[]; findings: Finding[] } {
  const parts = text.split('&').filter((part) => part !== '');
  requireFewPairs(parts);
  const pairs: Pair[] = [];
  const findings: Finding[] = [];
  for (const part of parts) {
    const equals = part.indexOf('=');
    const rawName = equals < 0 ? part : part.slice(0, equals);
    const name = decode(rawName);
    const value = decode(equals < 0 ? '' : part.slice(equals + 1));
    if (name === undefined) findings.push(unreadableName(rawName));
    else if (value === undefined)
      findings.push({ field: quoted(name), message: `${quoted(name)} is not valid percent-encoded UTF-8.` });
    else pairs.push({ name, value });
  }
  return { pairs, findings };
}

/** A field whose own name is wrong has none that could be told as `field`. */
export const unreadableName = (name: string): Finding => ({
  message: `The name of a field is not valid UTF-8: ${quoted(name)}.`,
});

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
