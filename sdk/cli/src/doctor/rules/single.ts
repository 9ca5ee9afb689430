import { FORMATS, isSuccess } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { isError, itemsIn, textOf } from '../items.ts';
import type { Listed } from '../items.ts';
import type { Patient } from '../patient.ts';
import { readBody } from '../read-body.ts';
import { judge, shown, untested, wrong } from '../rule.ts';
import type { Area, Mistake, Outcome } from '../rule.ts';
import { saysTheSame } from './same.ts';
import { bareArray, rootOf, unreadable } from './shape.ts';

const NONE = 'there is no case in the list to look at';

/** The first case of the list by its number, in every format of the list. */
async function answersOf(patient: Patient): Promise<Answer[]> {
  const [number] = await patient.numbers();
  if (number === undefined) return [];
  const answers: Answer[] = [];
  for (const { answer } of await patient.lists('requests'))
    answers.push(
      await patient.get(
        `requests/${encodeURIComponent(number)}`,
        answer.address.includes('.xml') ? 'xml' : 'json',
      ),
    );
  return answers;
}

const isReadable = (answer: Answer) =>
  isSuccess(answer) && readBody(answer).mistake === undefined && !isError(answer);

const readables =
  (mistakeIn: (answer: Answer) => Mistake | undefined) =>
  async (patient: Patient): Promise<Outcome> =>
    judge(
      (await answersOf(patient)).filter(isReadable).map((one) => [one, mistakeIn(one)] as const),
      NONE,
    );

export const SINGLE: Area = {
  title: 'Single cases',
  rules: [
    {
      id: '3.6/served',
      title: 'A case of the list is found by its number',
      check: async (patient) =>
        judge(
          (await answersOf(patient)).map((answer) => {
            const mistake = unreadable(answer);
            return [answer, mistake === undefined ? undefined : wrong(mistake)] as const;
          }),
          NONE,
        ),
    },
    {
      id: '3.6/shape',
      title: 'One case is a list of one',
      check: readables((answer) =>
        readBody(answer).root === undefined
          ? bareArray(answer)
          : rootOf(answer, 'service_requests', 'request'),
      ),
    },
    {
      id: '3.6/case',
      title: 'It is the case that was asked for, and no other',
      check: async (patient) => {
        const [number] = await patient.numbers();
        return readables((answer) => {
          const found = (itemsIn(answer) ?? []).map((one) => textOf(one['service_request_id']));
          return found.length === 1 && found[0] === number
            ? undefined
            : wrong(`cases ${shown(found.slice(0, 5))}`);
        })(patient);
      },
    },
    {
      id: '3.6/same',
      title: 'A case says the same alone and in the list',
      check: async (patient) => {
        for (const format of FORMATS) {
          const alone = (await answersOf(patient)).find(
            (one) => isReadable(one) && one.address.includes(`.${format}`),
          );
          const list = (await patient.lists('requests')).find(({ answer }) =>
            answer.address.includes(`.${format}`),
          );
          if (alone === undefined || list === undefined) continue;
          const items = itemsIn(alone) ?? [];
          const number = textOf(items[0]?.['service_request_id']);
          const listed = list.items.filter((one) => textOf(one['service_request_id']) === number);
          const one = items[0];
          const other = listed[0];
          if (one === undefined || other === undefined) continue;
          const field = Object.keys(other).find(
            (name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]),
          );
          const changed =
            textOf(one['updated_datetime']) !== textOf(other['updated_datetime']) &&
            field !== 'updated_datetime';
          return judge(
            [
              [
                alone,
                field === undefined || changed
                  ? undefined
                  : wrong(`${field} is ${shown(one[field])}, in the list ${shown(other[field])}`),
              ],
            ],
            NONE,
          );
        }
        return untested(NONE);
      },
    },
    {
      id: 'R2/single',
      title: 'A case says the same in JSON and XML',
      check: async (patient) => {
        const lists: Listed[] = [];
        for (const answer of (await answersOf(patient)).filter(isReadable))
          lists.push({ answer, items: itemsIn(answer) ?? [] });
        return saysTheSame(lists, 'service_request_id');
      },
    },
  ],
};
