import { isSuccess } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { itemsIn, textOf } from '../items.ts';
import type { Item } from '../items.ts';
import type { Patient, Query } from '../patient.ts';
import { readBody } from '../read-body.ts';
import { excerpt, judge, PASS, tolerated, untested, wrong } from '../rule.ts';
import type { Mistake, Outcome } from '../rule.ts';
import { timeOf, writtenTime } from './times.ts';

export const A_DAY = 86_400_000;
export const MOST = 1000;
const NO_CASES = 'there are no cases in the list to ask for';

/** The plain list, and how to ask for others of the same format. */
type Round = {
  patient: Patient;
  sample: Item[];
  ask: (query: Query) => Promise<Answer>;
};

/** A rule that asks for lists by what the plain one has. */
export const asking =
  (check: (round: Round) => Promise<Outcome>) =>
  async (patient: Patient): Promise<Outcome> => {
    const format = await patient.readable('requests');
    const [first] = await patient.lists('requests');
    if (format === undefined || first === undefined || first.items.length === 0) return untested(NO_CASES);
    return check({ patient, sample: first.items, ask: (query) => patient.get('requests', format, query) });
  };

export const idsOf = (items: readonly Item[]) =>
  items.flatMap((one) => textOf(one['service_request_id']) ?? []);

/** Asks for a filtered list, which must be there and hold only what fits. */
export async function only(
  { ask }: Round,
  query: Query,
  fits: (item: Item) => boolean,
  mustHave: boolean,
  about: (item: Item) => string,
): Promise<Outcome> {
  const answer = await ask(query);
  const items = isSuccess(answer) ? itemsIn(answer) : undefined;
  return judge([[answer, filterMistake(answer, items, fits, mustHave, about)]], '');
}

function filterMistake(
  answer: Answer,
  items: readonly Item[] | undefined,
  fits: (item: Item) => boolean,
  mustHave: boolean,
  about: (item: Item) => string,
): Mistake | undefined {
  if (items === undefined) return wrong(excerpt(readBody(answer).text));
  const stranger = items.find((item) => !fits(item));
  if (stranger !== undefined)
    return wrong(`case ${textOf(stranger['service_request_id'])} does not belong there: ${about(stranger)}`);
  return items.length === 0 && mustHave ? wrong('an empty list, though there are such cases') : undefined;
}

/** A question that makes no sense and should be refused; who answers it all the same, is tolerated. */
export const refused = (query: (now: number) => Query, clients: string) =>
  asking(async ({ ask, patient }) => {
    const answer = await ask(query(patient.now.getTime()));
    if (answer.status === 400) return PASS;
    if (!isSuccess(answer)) return judge([[answer, wrong('400 is for this')]], '');
    return judge([[answer, tolerated('answered instead of refused', clients)]], '');
  });

/** Lists from or up to a time at which there are cases, with others beyond it. */
export const times = (from: 'start_date' | 'end_date') =>
  asking(async (round) => {
    // Seconds are all that can be asked for.
    const seconds = round.sample.flatMap((one) =>
      Math.floor((timeOf(one['requested_datetime']) ?? NaN) / 1000),
    );
    const all = [...new Set(seconds.filter(Number.isFinite))].sort((one, other) => one - other);
    if (all.length < 2) return untested('there are too few cases at different times in the list');
    const at = from === 'start_date' ? Math.ceil((all.length - 1) / 2) : Math.floor((all.length - 1) / 2);
    const asked = all[at] ?? 0;
    return only(
      round,
      { [from]: writtenTime(asked * 1000) },
      (item) => {
        const second = Math.floor((timeOf(item['requested_datetime']) ?? asked * 1000) / 1000);
        return from === 'start_date' ? second >= asked : second <= asked;
      },
      // Whether the end belongs to it is disputed, so only before it something must be there.
      from === 'start_date' || at > 0,
      (item) => `requested ${textOf(item['requested_datetime'])}`,
    );
  });
