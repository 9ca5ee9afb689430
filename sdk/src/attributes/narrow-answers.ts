import { isList } from '../form.ts';
import type { AttributeAnswer } from '../operation.ts';
import type { Question } from './check-answers.ts';
import { listed } from './words.ts';

/**
 * Holds answers against what the types of a service allow, which is less than a server takes.
 * @returns the answers without those that say nothing, and what no type allows by its field
 */
export function narrowAnswers(
  service_code: string,
  questions: readonly Question[],
  given: Readonly<Record<string, AttributeAnswer>>,
): { answers: Record<string, AttributeAnswer>; findings: Map<string, string> } {
  const byCode = new Map(questions.map((question) => [question.code, question]));
  const findings = new Map<string, string>();
  const answers: [string, AttributeAnswer][] = [];
  for (const [code, answer] of Object.entries(given)) {
    const field = `attribute[${code}]`;
    const question = byCode.get(code);
    if (question === undefined) {
      const asks = questions.length === 0 ? 'nothing' : listed([...byCode.keys()]);
      findings.set(field, `${field} is no question of ${service_code}, which asks ${asks}.`);
      continue;
    }
    const said = saidIn(answer);
    if (said === undefined) continue;
    const wrong = wrongKind(question.datatype, said);
    if (wrong !== undefined) findings.set(field, `${field} ${wrong}`);
    else answers.push([code, said]);
  }
  // A code may be `__proto__`: nothing is set by name.
  return { answers: Object.fromEntries(answers), findings };
}

/** Blanks say as little as nothing, which a form that has not been filled in is full of. */
function saidIn(answer: AttributeAnswer): NonNullable<AttributeAnswer> | undefined {
  const isBlank = (one: unknown) => typeof one === 'string' && one.trim() === '';
  if (answer === undefined || answer === null || isBlank(answer)) return undefined;
  return Array.isArray(answer) ? answer.filter((one) => !isBlank(one)) : answer;
}

/** What is wrong with an answer of another kind than its question has, though a server may read it. */
function wrongKind(datatype: Question['datatype'], answer: NonNullable<AttributeAnswer>): string | undefined {
  const kind = typeof answer;
  if (datatype === 'multivaluelist')
    return isList(answer) && answer.every((one) => typeof one === 'string')
      ? undefined
      : 'must be a list of texts.';
  if (isList(answer)) return 'must be one answer and no list.';
  if (kind === 'string') return undefined;
  if (datatype === 'number') return kind === 'number' ? undefined : 'must be a number such as 12 or 3.5.';
  if (datatype === 'datetime')
    return answer instanceof Date ? undefined : 'must be a time such as 2026-03-01T09:30:00Z.';
  return 'must be a text.';
}
