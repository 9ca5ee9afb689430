import { randomUUID } from 'node:crypto';
import { isSuccess } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { itemsIn, textOf } from '../items.ts';
import type { Patient } from '../patient.ts';
import { readBody } from '../read-body.ts';
import { judge, PASS, shown, tolerated, untested, wrong } from '../rule.ts';
import type { Area, Mistake, Outcome, Rule } from '../rule.ts';
import { NO_NUMBER } from './errors.ts';
import { everyItem, everyList } from './every-item.ts';
import { each, filled, identifiers, nameOf, repeatedIn } from './fields.ts';
import { saysTheSame } from './same.ts';
import { bareArray, onlyItem, rootOf, shapeOf, unreadable } from './shape.ts';
import { madeNumber } from './sending.ts';
import { inSeconds, timeOf, wellFormed, writtenTime, zoned } from './times.ts';

export const UPDATES = 'servicerequestupdates';
const STATUSES = [
  ...['open', 'closed', 'fixed', 'in_progress', 'planned', 'action_scheduled', 'investigating', 'duplicate'],
  ...['not_councils_responsibility', 'no_further_action', 'internal_referral', 'cancelled', 'for_triage'],
  ...['reopen', 'unchanged'],
];
const TIME = ['updated_datetime'];

/** Not part of the standard: a server without it loses nothing. */
const NONE = 'the server has no servicerequestupdates, which is an extension of FixMyStreet';

const isThere = async (patient: Patient) => (await patient.readable(UPDATES)) !== undefined;

/** Rules that hold only where the extension is there. */
const whereThere = (rules: readonly Rule[]): Rule[] =>
  rules.map((rule) => ({
    ...rule,
    check: async (patient) => ((await isThere(patient)) ? rule.check(patient) : untested(NONE)),
  }));

const sent = new WeakMap<Patient, { id: string; answer: Promise<Answer> }>();

const fieldsFor = (patient: Patient, number: string, id: string) =>
  [
    ['service_request_id', number],
    ['update_id', id],
    ['status', 'OPEN'],
    ['updated_datetime', writtenTime(patient.now.getTime())],
    ['description', 'Test by signpost doctor.'],
  ] as const;

/** An update of the case that was made here, sent once. */
export function firstUpdate(patient: Patient, number: string) {
  const id = randomUUID();
  const known = sent.get(patient) ?? {
    id,
    answer: patient.post(UPDATES, 'json', fieldsFor(patient, number, id)),
  };
  sent.set(patient, known);
  return known;
}

const sending =
  (check: (patient: Patient, number: string) => Promise<Outcome>) =>
  async (patient: Patient): Promise<Outcome> => {
    if (!patient.options.write) return untested(patient.options.whyNoWrite);
    const number = await madeNumber(patient);
    if (number === undefined) return untested('no submission was taken');
    const { answer } = firstUpdate(patient, number);
    return (await answer).status === 403 ? untested('the key may not send updates') : check(patient, number);
  };

const whole = (answer: Answer, mistake: Mistake | undefined): Outcome => judge([[answer, mistake]], '');

export const UPDATE_RULES: Area = {
  title: 'Updates of cases (extension)',
  rules: whereThere([
    {
      id: '5.1/json',
      title: 'A list of updates is a bare array in JSON',
      check: shapeOf(UPDATES, 'json', bareArray),
    },
    {
      id: '5.1/xml',
      title: 'A list of updates is <service_request_updates> with <request_update> in XML',
      check: shapeOf(UPDATES, 'xml', (answer) => rootOf(answer, 'service_request_updates', 'request_update')),
    },
    {
      id: '5.1/fields',
      title: 'An update has update_id, service_request_id, status and updated_datetime',
      check: everyItem(
        UPDATES,
        'both',
        filled('update_id', 'service_request_id', 'status', 'updated_datetime'),
      ),
    },
    {
      id: '5.1/unique',
      title: 'No update_id stands there twice',
      check: everyList(UPDATES, 'both', (items) => repeatedIn(items, 'update_id')),
    },
    {
      id: 'A1/updates',
      title: 'Identifiers of updates are strings in JSON',
      check: everyItem(UPDATES, 'json', identifiers('update_id', 'service_request_id')),
    },
    {
      id: '5.1/status',
      title: 'The status of an update is one that FixMyStreet knows',
      check: everyItem(UPDATES, 'both', (item) => {
        const status = textOf(item['status']);
        if (status === undefined || STATUSES.includes(status)) return undefined;
        const found = `${nameOf(item)}: status ${shown(status)}`;
        return STATUSES.includes(status.toLowerCase().replaceAll(' ', '_'))
          ? tolerated(found, 'FixMyStreet turns it to lower case and reads blanks for underscores.')
          : wrong(found);
      }),
    },
    {
      id: 'R11/updates',
      title: 'Times of updates are full, with a zone and in whole seconds',
      check: everyItem(UPDATES, 'both', each(wellFormed(TIME), zoned(TIME), inSeconds(TIME))),
    },
    {
      id: '5.1/order',
      title: 'The oldest update comes first',
      check: everyList(UPDATES, 'both', (items) => {
        const found = items.map((one) => timeOf(one['updated_datetime']) ?? 0);
        const at = found.findIndex((time, index) => time < (found[index - 1] ?? 0));
        return at < 0
          ? undefined
          : tolerated(
              `${textOf(items[at - 1]?.['updated_datetime'])} stands before ${textOf(items[at]?.['updated_datetime'])}`,
              'FixMyStreet applies them in their order, so that an old status may win.',
            );
      }),
    },
    {
      id: '5.1/window',
      title: 'start_date and end_date leave out other updates',
      check: async (patient) => {
        const [list] = await patient.lists(UPDATES);
        const time = timeOf(list?.items.at(-1)?.['updated_datetime']);
        const format = await patient.readable(UPDATES);
        if (time === undefined || format === undefined) return untested('there are no updates to ask for');
        // Long before the last one: nothing of it may come.
        const from = time - 3 * 86_400_000;
        const to = time - 60_000;
        const answer = await patient.get(UPDATES, format, {
          start_date: writtenTime(from),
          end_date: writtenTime(to),
        });
        const items = isSuccess(answer) ? itemsIn(answer) : undefined;
        if (items === undefined) return whole(answer, wrong(unreadable(answer) ?? 'no list'));
        const stranger = items.find((one) => {
          const at = timeOf(one['updated_datetime']) ?? from;
          return at < from - 1000 || at > to + 1000;
        });
        return whole(
          answer,
          stranger && wrong(`${nameOf(stranger)} is of ${textOf(stranger['updated_datetime'])}`),
        );
      },
    },
    {
      id: 'R2/updates',
      title: 'A list of updates says the same in JSON and XML',
      check: async (patient) => saysTheSame(await patient.lists(UPDATES), 'update_id'),
    },
    {
      id: '5.2/taken',
      title: 'An update that is sent is taken, and gets an update_id',
      check: sending(async (patient, number) => {
        const answer = await firstUpdate(patient, number).answer;
        const mistake = unreadable(answer);
        if (mistake !== undefined) return whole(answer, wrong(mistake));
        const item = onlyItem(answer);
        const named = textOf(item?.['update_id']) ?? textOf(item?.['token']);
        return whole(
          answer,
          bareArray(answer) ??
            (named === undefined ? wrong(`no update_id: ${shown(readBody(answer).value)}`) : undefined),
        );
      }),
    },
    {
      id: '5.2/again',
      title: 'The same update once more is answered as before',
      check: sending(async (patient, number) => {
        const { id, answer: first } = firstUpdate(patient, number);
        const again = await patient.post(UPDATES, 'json', fieldsFor(patient, number, id));
        const [one, other] = [await first, again].map((answer) => textOf(onlyItem(answer)?.['update_id']));
        if (again.status === 400)
          return whole(
            again,
            tolerated(unreadable(again) ?? '', 'FixMyStreet answers that it is there already.'),
          );
        return whole(
          again,
          one === other ? undefined : wrong(`update_id ${shown(one)} first, ${shown(other)} then`),
        );
      }),
    },
    {
      id: '5.2/unknown',
      title: 'An update of an unknown case is 404',
      check: sending(async (patient) => {
        const answer = await patient.post(UPDATES, 'json', fieldsFor(patient, NO_NUMBER, randomUUID()));
        if (answer.status === 404) return PASS;
        const found = unreadable(answer) ?? 'taken';
        return whole(
          answer,
          answer.status === 400 ? tolerated(found, 'FixMyStreet answers 400 as well.') : wrong(found),
        );
      }),
    },
    {
      id: '5.2/key',
      title: 'An update without a key is 403',
      check: sending(async (patient, number) => {
        const answer = await patient.post(UPDATES, 'json', fieldsFor(patient, number, randomUUID()), {
          key: 'none',
        });
        if (answer.status === 403) return PASS;
        const found = unreadable(answer) ?? 'taken';
        return whole(
          answer,
          answer.status === 401 ? tolerated(found, 'Clients take both for a wrong key.') : wrong(found),
        );
      }),
    },
  ]),
};
