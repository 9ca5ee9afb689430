import { isSuccess } from './answer.ts';
import { textOf } from './items.ts';
import type { Item } from './items.ts';
import type { Patient } from './patient.ts';

/** Everything that is sent says so: whoever reads the cases of a city can tell what it is. */
export const DESCRIPTION = 'Test by signpost doctor, please close it.\nZażółć gęślą jaźń 灯 & <b>';

export type Fields = readonly (readonly [string, string])[];

/** What can be sent to a server so that it should be taken, or why nothing can. */
export type Form = {
  service: Item;
  service_code: string;
  /** Where it is: of a case that the server knows already, else a text. */
  place: Fields;
  /** Answers to the questions that must be answered. */
  answers: Fields;
};

/** So many services are looked through for one that can be sent to. */
const MOST_SERVICES = 5;

const forms = new WeakMap<Patient, Map<string, Promise<Form | undefined>>>();

/** The form for a service of a type; undefined where there is none whose questions can be answered. */
export function formFor(
  patient: Patient,
  type: string,
  questionsOf: (code: string) => Promise<Item[] | undefined>,
): Promise<Form | undefined> {
  const known = forms.get(patient) ?? new Map<string, Promise<Form | undefined>>();
  forms.set(patient, known);
  const form = known.get(type) ?? makeForm(patient, type, questionsOf);
  known.set(type, form);
  return form;
}

async function makeForm(
  patient: Patient,
  type: string,
  questionsOf: (code: string) => Promise<Item[] | undefined>,
): Promise<Form | undefined> {
  const services = (await patient.items('services'))
    .filter((one) => textOf(one['type']) === type)
    // Without questions first.
    .sort((one, other) => Number(hasQuestions(one)) - Number(hasQuestions(other)));
  for (const service of services.slice(0, MOST_SERVICES)) {
    const service_code = textOf(service['service_code']);
    if (service_code === undefined) continue;
    const questions = hasQuestions(service) ? await questionsOf(service_code) : [];
    const answers = questions?.filter(isRequired).map(answerTo);
    if (answers === undefined || answers.includes(undefined)) continue;
    return {
      service,
      service_code,
      place: await placeIn(patient),
      answers: answers.filter((one) => one !== undefined),
    };
  }
  return undefined;
}

const hasQuestions = (service: Item) => textOf(service['metadata'])?.toLowerCase() === 'true';
export const isRequired = (question: Item) =>
  textOf(question['required'])?.toLowerCase() === 'true' &&
  textOf(question['variable'])?.toLowerCase() !== 'false';

/** Something that answers a question. */
export function answerTo(question: Item): readonly [string, string] | undefined {
  const code = textOf(question['code']);
  const value = valueFor(question);
  return code === undefined || value === undefined ? undefined : [`attribute[${code}]`, value];
}

function valueFor({ datatype, values }: Item): string | undefined {
  switch (textOf(datatype)) {
    case 'number':
      return '1';
    case 'datetime':
      return '2026-01-01T12:00:00Z';
    case 'singlevaluelist':
    case 'multivaluelist':
      return firstKey(values);
    default:
      return 'Test';
  }
}

function firstKey(values: unknown): string | undefined {
  const inner =
    typeof values === 'object' && values !== null && 'value' in values ? (values as Item)['value'] : values;
  const first = (Array.isArray(inner) ? inner[0] : inner) as Item | null | undefined;
  return textOf(first?.['key']);
}

/** Where a case is already, another one may be. */
async function placeIn(patient: Patient): Promise<Fields> {
  const [list] = (await patient.lists('requests')).filter(({ answer }) => isSuccess(answer));
  for (const one of list?.items ?? []) {
    const [lat, long] = [textOf(one['lat']), textOf(one['long'])];
    if (lat !== undefined && long !== undefined && Number(lat) !== 0)
      return [
        ['lat', lat],
        ['long', long],
      ];
  }
  return [['address_string', 'Main Street 1']];
}
