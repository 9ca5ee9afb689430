import { isSuccess } from '../answer.ts';
import type { Answer, Format } from '../answer.ts';
import { itemsIn, textOf } from '../items.ts';
import type { Item } from '../items.ts';
import type { Patient } from '../patient.ts';
import { readBody } from '../read-body.ts';
import { excerpt, judge, PASS, tolerated, untested, wrong } from '../rule.ts';
import type { Mistake, Outcome } from '../rule.ts';
import { answerTo, DESCRIPTION, formFor, isRequired } from '../submission-form.ts';
import type { Fields, Form } from '../submission-form.ts';
import { questionsIn } from './questions.ts';
import { onlyItem, unreadable } from './shape.ts';

const NO_FORM = 'no service of this type whose questions can be answered';

const questionsOf = (patient: Patient) => async (code: string) => {
  const format = await patient.readable('services');
  const answer = await patient.get(`services/${encodeURIComponent(code)}`, format ?? 'json');
  return isSuccess(answer) ? questionsIn(answer) : undefined;
};

/** A rule that sends something; it is not tested where nothing may be sent. */
export const sending =
  (check: (patient: Patient, form: Form) => Promise<Outcome>, type = 'realtime') =>
  async (patient: Patient): Promise<Outcome> => {
    if (!patient.options.write) return untested(patient.options.whyNoWrite);
    const form = await formFor(patient, type, questionsOf(patient));
    return form === undefined ? untested(NO_FORM) : check(patient, form);
  };

export const fieldsOf = ({ service_code, place, answers }: Form): Fields => [
  ['service_code', service_code],
  ...place,
  ...answers,
  ['description', DESCRIPTION],
];
export const without = (form: Form, ...names: string[]) =>
  fieldsOf(form).filter(([name]) => !names.includes(name));
export const isPlace = ['lat', 'long', 'address_string'];

const submissions = new WeakMap<Patient, Map<string, Promise<Answer>>>();

/** A submission that should be taken, sent once in each format and for each type of service. */
export function submission(patient: Patient, form: Form, format: Format): Promise<Answer> {
  const known = submissions.get(patient) ?? new Map<string, Promise<Answer>>();
  submissions.set(patient, known);
  const name = `${form.service_code} ${format}`;
  const sent = known.get(name) ?? patient.post('requests', format, fieldsOf(form));
  known.set(name, sent);
  return sent;
}

export const taken = (answer: Answer): Mistake | undefined => {
  const mistake = unreadable(answer);
  if (mistake !== undefined) return wrong(mistake);
  return answer.status === 200
    ? undefined
    : tolerated(
        `status ${answer.status}`,
        'Chicago answers 201; all clients in use take any status of success.',
      );
};

/** A rule about the answer to a submission that was taken, in both formats. */
export const answered = (mistakeIn: (answer: Answer, item: Item) => Mistake | undefined, type = 'realtime') =>
  sending(async (patient, form) => {
    const looked: [Answer, Mistake | undefined][] = [];
    for (const format of ['json', 'xml'] as const) {
      const answer = await submission(patient, form, format);
      const item = onlyItem(answer);
      if (item !== undefined) looked.push([answer, mistakeIn(answer, item)]);
    }
    return judge(looked, 'no submission was taken');
  }, type);

/** Something that must be refused, with a status; other refusals may be tolerated. */
export const refused = (
  status: number,
  fields: (form: Form) => Fields,
  alsoAs: { status: number; clients: string } | undefined = undefined,
) =>
  sending(async (patient, form) => {
    const answer = await patient.post('requests', 'json', fields(form));
    if (answer.status === status) return PASS;
    const found = unreadable(answer) ?? `taken: ${excerpt(readBody(answer).text)}`;
    return judge(
      [[answer, answer.status === alsoAs?.status ? tolerated(found, alsoAs.clients) : wrong(found)]],
      '',
    );
  });

/** Something more than the plain form that must be taken all the same. */
export const alsoTaken = (
  send: (patient: Patient, form: Form) => Promise<Answer>,
  clients: string,
  may: (patient: Patient) => string | undefined = () => undefined,
) =>
  sending(async (patient, form) => {
    const why = may(patient);
    if (why !== undefined) return untested(why);
    const answer = await send(patient, form);
    const mistake = unreadable(answer);
    return judge([[answer, mistake === undefined ? undefined : tolerated(mistake, clients)]], '');
  });

/** Looks at the case that was made, as anybody would. */
export const readBack = (mistakeIn: (item: Item, form: Form) => Mistake | undefined) =>
  sending(async (patient, form) => {
    const number = textOf(onlyItem(await submission(patient, form, 'json'))?.['service_request_id']);
    if (number === undefined) return untested('no submission was taken');
    const answer = await patient.get(`requests/${encodeURIComponent(number)}`, 'json');
    const item = onlyItem(answer);
    if (item === undefined) return untested('the case that was made cannot be read');
    return judge([[answer, mistakeIn(item, form)]], '');
  });

const questionOf = (kind: (question: Item) => boolean) => async (patient: Patient) => {
  for (const service of await patient.items('services')) {
    const code = textOf(service['service_code']);
    if (code === undefined || textOf(service['metadata'])?.toLowerCase() !== 'true') continue;
    const questions = (await questionsOf(patient)(code)) ?? [];
    const question = questions.find(kind);
    if (question !== undefined) return { code, question, questions };
  }
  return undefined;
};

/** A submission whose answer to one question is wrong or missing. */
export const answerRefused = (
  kind: (question: Item) => boolean,
  why: string,
  instead: (question: Item) => Fields,
) =>
  sending(async (patient, form) => {
    const found = await questionOf(kind)(patient);
    if (found === undefined) return untested(why);
    const others = found.questions.filter((one) => one !== found.question && isRequired(one));
    const answer = await patient.post('requests', 'json', [
      ['service_code', found.code],
      ...form.place,
      ...others.flatMap((one) => [answerTo(one) ?? []].filter((pair) => pair.length > 0) as Fields),
      ...instead(found.question),
      ['description', DESCRIPTION],
    ]);
    return answer.status === 400
      ? PASS
      : judge([[answer, wrong(unreadable(answer) ?? `taken: ${excerpt(readBody(answer).text)}`)]], '');
  });

/** The number of a case that was made here; undefined where none was. */
export async function madeNumber(patient: Patient, format: Format = 'json'): Promise<string | undefined> {
  if (!patient.options.write) return undefined;
  const form = await formFor(patient, 'realtime', questionsOf(patient));
  return form && textOf(onlyItem(await submission(patient, form, format))?.['service_request_id']);
}

/** The token of a batch service; undefined where none was given. */
export async function madeToken(patient: Patient): Promise<string | undefined> {
  if (!patient.options.write) return undefined;
  const form = await formFor(patient, 'batch', questionsOf(patient));
  const items = form && itemsIn(await submission(patient, form, 'json'));
  return textOf(items?.[0]?.['token']);
}
