import { readDateTime, writeDateTime } from '../../platform/date-time.ts';
import type { Finding } from '../../platform/errors.ts';
import type { Service, ServiceAttribute } from './service.ts';

/** An answer as it is stored. Unknown ones are kept for staff (standard, 3.3). */
export type CheckedAttribute = { code: string; values: string[]; known: boolean };

const LONGEST_STRING = 1_000;
const LONGEST_TEXT = 4_000;
/** Clients send a few codes unasked; more than this is not a form. */
const MOST_UNKNOWN = 100;
const MOST_KEYS_TOLD = 20;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/**
 * Holds the answers of a submission against the questions of its service (standard, 3.3.1).
 * @param given answers by code; an empty one counts as none
 * @param zone time zone for times without one
 */
export function checkAttributes(
  service: Service,
  given: Readonly<Record<string, string | readonly string[]>>,
  zone: string,
): { attributes: CheckedAttribute[]; findings: Finding[] } {
  const answers = new Map(
    Object.entries(given).map(([code, answer]) => [
      code,
      [...new Set([answer].flat())].filter((value) => value !== ''),
    ]),
  );
  const attributes: CheckedAttribute[] = [];
  const findings: Finding[] = [];
  for (const attribute of service.attributes) {
    const values = answers.get(attribute.code) ?? [];
    answers.delete(attribute.code);
    if (!attribute.variable) continue;
    const field = `attribute[${attribute.code}]`;
    if (values.length === 0) {
      if (attribute.required)
        findings.push({ field, message: `${field} is missing. ${attribute.description ?? ''}`.trim() });
      continue;
    }
    const checked = checkValues(attribute, values, zone);
    if ('wrong' in checked) findings.push({ field, message: `${field} ${checked.wrong}` });
    else attributes.push({ code: attribute.code, values: checked.values, known: true });
  }
  const unknown = [...answers].filter(([, values]) => values.length > 0);
  if (unknown.length > MOST_UNKNOWN) {
    findings.push({
      field: 'attribute',
      message: `attribute has more than ${MOST_UNKNOWN} codes that ${service.service_code} does not ask for.`,
    });
  }
  for (const [code, values] of unknown) {
    const field = `attribute[${code}]`;
    if (values.some((value) => lengthOf(value) > LONGEST_TEXT))
      findings.push({ field, message: tooLong(field, LONGEST_TEXT) });
    else attributes.push({ code, values, known: false });
  }
  return { attributes, findings };
}

type Checked = { values: string[] } | { wrong: string };

function checkValues(attribute: ServiceAttribute, values: string[], zone: string): Checked {
  if (attribute.datatype === 'multivaluelist') return checkKeys(attribute, values);
  const [value = ''] = values;
  if (values.length > 1) return { wrong: 'takes one answer only.' };
  switch (attribute.datatype) {
    case 'singlevaluelist':
      return checkKeys(attribute, values);
    case 'number':
      return NUMBER.test(value.trim())
        ? { values: [value.trim()] }
        : { wrong: 'must be a number such as 12 or 3.5.' };
    case 'datetime': {
      const time = readDateTime(value, zone);
      return time === undefined
        ? { wrong: 'must be a time such as 2026-03-01T09:30:00Z.' }
        : { values: [writeDateTime(time)] };
    }
    case 'string':
      if (value.includes('\n')) return { wrong: 'must be one line.' };
      return lengthOf(value) > LONGEST_STRING
        ? { wrong: `is longer than ${LONGEST_STRING.toLocaleString('en')} characters.` }
        : { values };
    case 'text':
      return lengthOf(value) > LONGEST_TEXT
        ? { wrong: `is longer than ${LONGEST_TEXT.toLocaleString('en')} characters.` }
        : { values };
  }
}

function checkKeys(attribute: ServiceAttribute, values: string[]): Checked {
  const keys = (attribute.values ?? []).map(({ key }) => key);
  if (values.every((value) => keys.includes(value))) return { values };
  const told = keys.slice(0, MOST_KEYS_TOLD).join(', ');
  return {
    wrong: `must be ${attribute.datatype === 'multivaluelist' ? 'some' : 'one'} of ${told}${keys.length > MOST_KEYS_TOLD ? ', …' : ''}.`,
  };
}

/** Characters as people count them: code points, not UTF-16 units. */
const lengthOf = (text: string) => [...text].length;
const tooLong = (field: string, limit: number) =>
  `${field} is longer than ${limit.toLocaleString('en')} characters.`;
