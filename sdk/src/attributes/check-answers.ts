import { writeDateTime } from './date-time.ts';
import { listed } from './words.ts';
import type { components } from '../generated/contract.d.ts';

/**
 * A question of a service; only what differs from a plain one has to be said.
 *
 * @example
 * ```ts
 * import type { Question } from '@signpost/sdk/attributes';
 *
 * const size: Question = { code: 'SIZE', datatype: 'singlevaluelist', required: true, values: ['small', 'large'] };
 * console.log(size.code); // SIZE
 * ```
 */
export interface Question {
  readonly code: string;
  readonly datatype: components['schemas']['ServiceAttribute']['datatype'];
  readonly required?: boolean | undefined;
  /** The question, which is told to who leaves it out. */
  readonly description?: string | null | undefined;
  /** The keys of a list; where they are not known, any is taken. */
  readonly values?: readonly string[] | undefined;
}

/** Longer than the answers to all questions: what a service does not ask for is kept for staff, but not without end. */
const MOST_UNKNOWN = 100;
const LONGEST_STRING = 1000;
const LONGEST_TEXT = 4000;

/**
 * Holds the answers of a submission against the questions of its service, in the words of a server.
 * @param given texts by the code of the question, none of them empty
 * @param readTime undefined when it is no time
 */
export function checkAnswers(
  service_code: string,
  questions: readonly Question[],
  given: ReadonlyMap<string, readonly string[]>,
  readTime: (text: string) => Date | undefined,
): { answers: Map<string, string[]>; findings: { field: string; message: string }[] } {
  const answers = new Map<string, string[]>();
  const findings: { field: string; message: string }[] = [];
  const unknown = new Map(given);
  for (const question of questions) {
    const { code, required = false, description } = question;
    const field = `attribute[${code}]`;
    const values = [...new Set(given.get(code))];
    unknown.delete(code);
    if (values.length === 0) {
      if (required) findings.push({ field, message: `${field} is missing. ${description ?? ''}`.trim() });
      continue;
    }
    const checked = checkValues(question, values, readTime);
    if (typeof checked === 'string') findings.push({ field, message: `${field} ${checked}` });
    else answers.set(code, checked);
  }
  if (unknown.size > MOST_UNKNOWN) {
    findings.push({
      field: 'attribute',
      message: `attribute has more than ${MOST_UNKNOWN} codes that ${service_code} does not ask for.`,
    });
  }
  for (const [code, values] of unknown) {
    const field = `attribute[${code}]`;
    if (values.some((value) => lengthOf(value) > LONGEST_TEXT))
      findings.push({ field, message: `${field} ${tooLong(LONGEST_TEXT)}` });
  }
  return { answers, findings };
}

/** @returns the values as they are stored, or what is wrong with them */
function checkValues(
  { datatype, values: keys }: Question,
  values: string[],
  readTime: (text: string) => Date | undefined,
): string[] | string {
  const [value = ''] = values;
  if (datatype !== 'multivaluelist' && values.length > 1) return 'takes one answer only.';
  switch (datatype) {
    case 'multivaluelist':
    case 'singlevaluelist': {
      if (keys === undefined || values.every((one) => keys.includes(one))) return values;
      return `must be ${datatype === 'multivaluelist' ? 'some' : 'one'} of ${listed(keys)}.`;
    }
    case 'number': {
      const right = /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value.trim());
      return right ? [value.trim()] : 'must be a number such as 12 or 3.5.';
    }
    case 'datetime': {
      const time = readTime(value);
      return time ? [writeDateTime(time)] : 'must be a time such as 2026-03-01T09:30:00Z.';
    }
    case 'string':
      if (value.includes('\n')) return 'must be one line.';
      return lengthOf(value) > LONGEST_STRING ? tooLong(LONGEST_STRING) : values;
    case 'text':
      return lengthOf(value) > LONGEST_TEXT ? tooLong(LONGEST_TEXT) : values;
  }
}

const lengthOf = (text: string) => [...text].length;
const tooLong = (limit: number) => `is longer than ${limit.toLocaleString('en')} characters.`;
