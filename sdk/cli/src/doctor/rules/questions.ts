import { FORMATS, isSuccess } from '../answer.ts';
import type { Answer, Format } from '../answer.ts';
import { isError, isItem, listIn, objectIn, textOf } from '../items.ts';
import type { Item, Listed } from '../items.ts';
import type { Patient } from '../patient.ts';
import { readBody } from '../read-body.ts';
import { judge } from '../rule.ts';
import type { Mistake, Outcome } from '../rule.ts';

/** So many definitions are looked at. */
const MOST_DEFINITIONS = 3;
export const NONE = 'no service has a definition that can be read';
export const FIELDS = [
  'variable',
  'code',
  'datatype',
  'required',
  'datatype_description',
  'order',
  'description',
];
export const DATATYPES = ['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist'];
const LISTS = ['singlevaluelist', 'multivaluelist'];

/** Services that say whether they have questions. */
export async function codesOf(patient: Patient, metadata: 'true' | 'false'): Promise<string[]> {
  return (await patient.items('services'))
    .filter((one) => textOf(one['metadata'])?.toLowerCase() === metadata)
    .flatMap((one) => textOf(one['service_code']) ?? []);
}

export const resourceOf = (code: string) => `services/${encodeURIComponent(code)}`;

/** The definitions of some services with questions, in one format. */
export async function answersIn(patient: Patient, format: Format): Promise<Answer[]> {
  const codes = (await codesOf(patient, 'true')).slice(0, MOST_DEFINITIONS);
  const answers: Answer[] = [];
  for (const code of codes) answers.push(await patient.get(resourceOf(code), format));
  return answers;
}

export const isReadable = (answer: Answer) =>
  isSuccess(answer) && !isError(answer) && readBody(answer).mistake === undefined;

/** The questions of a definition, however they are wrapped. */
export function questionsIn(answer: Answer): Item[] {
  const definition = isSuccess(answer) ? objectIn(answer) : undefined;
  const inner = definition?.['service_definition'] ?? definition?.['service'] ?? definition;
  if (!isItem(inner)) return [];
  // Before 2011 the questions had no element around them all.
  return 'attributes' in inner
    ? listIn(inner['attributes'], 'attribute')
    : listIn(inner['attribute'] ?? null, '');
}

async function questions(patient: Patient, format: Format | 'both'): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const one of format === 'both' ? FORMATS : [format])
    for (const answer of await answersIn(patient, one)) {
      const items = questionsIn(answer);
      if (items.length > 0) found.push({ answer, items });
    }
  return found;
}

export const everyQuestion =
  (format: Format | 'both', mistakeIn: (question: Item) => Mistake | undefined) =>
  async (patient: Patient): Promise<Outcome> =>
    judge(
      (await questions(patient, format)).map(
        ({ answer, items }) => [answer, firstIn(items, mistakeIn)] as const,
      ),
      NONE,
    );

export const everyDefinition =
  (mistakeIn: (questions: readonly Item[]) => Mistake | undefined) =>
  async (patient: Patient): Promise<Outcome> =>
    judge(
      (await questions(patient, 'both')).map(({ answer, items }) => [answer, mistakeIn(items)] as const),
      NONE,
    );

export function firstIn(
  items: readonly Item[],
  mistakeIn: (item: Item) => Mistake | undefined,
): Mistake | undefined {
  for (const item of items) {
    const mistake = mistakeIn(item);
    if (mistake !== undefined) return mistake;
  }
  return undefined;
}

export const shape =
  (format: Format, mistakeIn: (answer: Answer) => Mistake | undefined) =>
  async (patient: Patient): Promise<Outcome> =>
    judge(
      (await answersIn(patient, format)).filter(isReadable).map((one) => [one, mistakeIn(one)] as const),
      NONE,
    );

export const valuesOf = (question: Item) => listIn(question['values'] ?? null, 'value');
export const isList = (question: Item) => LISTS.includes(textOf(question['datatype']) ?? '');
