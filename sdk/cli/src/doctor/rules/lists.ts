import { isSuccess } from '../answer.ts';
import { itemsIn, textOf } from '../items.ts';
import { readBody } from '../read-body.ts';
import { excerpt, judge, shown, tolerated, untested, wrong } from '../rule.ts';
import type { Area } from '../rule.ts';
import { everyList } from './every-item.ts';
import { saysTheSame } from './same.ts';
import { bareArray, isServed, rootOf, shapeOf } from './shape.ts';
import { timeOf, writtenTime } from './times.ts';
import { A_DAY, MOST, asking, idsOf, only, refused, times } from './asking.ts';

export const LISTS: Area = {
  title: 'Lists of cases',
  rules: [
    { id: 'R2/requests.xml', title: 'requests.xml is served', check: isServed('requests', 'xml') },
    { id: 'R2/requests.json', title: 'requests.json is served', check: isServed('requests', 'json') },
    {
      id: 'R43/requests.json',
      title: 'A list of cases is a bare array in JSON',
      check: shapeOf('requests', 'json', bareArray),
    },
    {
      id: 'R43/requests.xml',
      title: 'A list of cases is <service_requests> with <request> in XML',
      check: shapeOf('requests', 'xml', (answer) => rootOf(answer, 'service_requests', 'request')),
    },
    {
      id: '3.5/limit',
      title: 'A list has at most 1,000 cases',
      check: everyList('requests', 'both', (items) =>
        items.length <= MOST ? undefined : wrong(`${items.length} cases`),
      ),
    },
    {
      id: '3.5/window',
      title: 'Without dates, a list has the last 90 days',
      check: everyList('requests', 'both', (items, { now }) => {
        const old = items.find(
          (one) => (timeOf(one['requested_datetime']) ?? Infinity) < now.getTime() - 91 * A_DAY,
        );
        return old === undefined
          ? undefined
          : tolerated(
              `case ${textOf(old['service_request_id'])} is of ${textOf(old['requested_datetime'])}`,
              'Connected Bits lists what changed lately, however old; clients show it.',
            );
      }),
    },
    {
      id: 'A14',
      title: 'The newest case comes first',
      check: everyList('requests', 'both', (items) => {
        const found = items.map((one) => timeOf(one['requested_datetime']));
        const at = found.findIndex(
          (time, index) => index > 0 && (time ?? 0) > (found[index - 1] ?? Infinity),
        );
        return at < 0
          ? undefined
          : tolerated(
              `${textOf(items[at - 1]?.['requested_datetime'])} stands before ${textOf(items[at]?.['requested_datetime'])}`,
              'Connected Bits sorts by updated_datetime, Bloomington the other way round; it makes reading everything hard.',
            );
      }),
    },
    {
      id: '3.5/status',
      title: 'status leaves out the cases of the other status',
      check: asking(async (round) => {
        const has = (status: string) =>
          round.sample.some((one) => textOf(one['status'])?.toLowerCase() === status);
        const asked = has('open') ? 'closed' : 'open';
        return only(
          round,
          { status: asked },
          (item) => textOf(item['status'])?.toLowerCase() === asked,
          has(asked),
          (item) => `status ${textOf(item['status'])}`,
        );
      }),
    },
    {
      id: '3.5/service',
      title: 'service_code leaves out the cases of other services',
      check: asking(async (round) => {
        const used = [...new Set(round.sample.flatMap((one) => textOf(one['service_code']) ?? []))];
        const unused = (await round.patient.items('services'))
          .flatMap((one) => textOf(one['service_code']) ?? [])
          .find((code) => !used.includes(code));
        const asked = used.length > 1 ? used[0] : unused;
        if (asked === undefined) return untested('all cases are of the only service');
        return only(
          round,
          { service_code: asked },
          (item) => textOf(item['service_code']) === asked,
          used.length > 1,
          (item) => `service_code ${textOf(item['service_code'])}`,
        );
      }),
    },
    {
      id: '3.5/unknown-service',
      title: 'An unknown service_code does not list everything',
      check: asking(async ({ ask }) => {
        const answer = await ask({ service_code: 'doctor-no-such-service' });
        const items = isSuccess(answer) ? itemsIn(answer) : [];
        return judge(
          [[answer, (items ?? []).length === 0 ? undefined : wrong(`${items?.length} cases`)]],
          '',
        );
      }),
    },
    { id: '3.5/start_date', title: 'start_date leaves out what came before', check: times('start_date') },
    { id: '3.5/end_date', title: 'end_date leaves out what came later', check: times('end_date') },
    {
      id: '3.5/numbers',
      title: 'service_request_id=a,b lists these cases and no others',
      check: asking(async (round) => {
        const asked = idsOf(round.sample).slice(0, 2);
        const answer = await round.ask({ service_request_id: asked.join(',') });
        const items = isSuccess(answer) ? itemsIn(answer) : undefined;
        const found = idsOf(items ?? []);
        const same = found.length === asked.length && asked.every((id) => found.includes(id));
        return judge(
          [[answer, same ? undefined : wrong(`${found.length} cases: ${shown(found.slice(0, 5))}`)]],
          '',
        );
      }),
    },
    {
      id: '3.5/numbers-first',
      title: 'service_request_id overrides the other filters',
      check: asking(async (round) => {
        const [first] = round.sample;
        const asked = textOf(first?.['service_request_id']) ?? '';
        const other = textOf(first?.['status'])?.toLowerCase() === 'open' ? 'closed' : 'open';
        const answer = await round.ask({ service_request_id: asked, status: other });
        const found = idsOf((isSuccess(answer) ? itemsIn(answer) : undefined) ?? []);
        return judge(
          [
            [
              answer,
              found.includes(asked) ? undefined : wrong(`without the case: ${shown(found.slice(0, 5))}`),
            ],
          ],
          '',
        );
      }),
    },
    {
      id: 'R20',
      title: 'An empty argument is an absent one',
      check: asking(async ({ ask }) => {
        const answer = await ask({
          service_request_id: '',
          service_code: '',
          status: '',
          start_date: '',
          end_date: '',
        });
        const items = isSuccess(answer) ? itemsIn(answer) : undefined;
        const found =
          items === undefined
            ? wrong(excerpt(readBody(answer).text))
            : items.length === 0
              ? wrong('an empty list, though there are cases')
              : undefined;
        return judge([[answer, found]], '');
      }),
    },
    {
      id: 'A13',
      title: 'A span of more than 90 days is refused with 400',
      check: refused(
        (now) => ({ start_date: writtenTime(now - 200 * A_DAY), end_date: writtenTime(now) }),
        'uReport, FixMyStreet and Chicago do not enforce it.',
      ),
    },
    {
      id: '3.5/inverted',
      title: 'An end_date before start_date is refused, or nothing is found',
      check: asking(async ({ ask, patient }) => {
        const now = patient.now.getTime();
        const answer = await ask({ start_date: writtenTime(now), end_date: writtenTime(now - 5 * A_DAY) });
        const items = isSuccess(answer) ? (itemsIn(answer) ?? []) : [];
        const found =
          items.length > 0
            ? wrong(`${items.length} cases`)
            : isSuccess(answer) || answer.status === 400
              ? undefined
              : wrong('400 is for this');
        return judge([[answer, found]], '');
      }),
    },
    {
      id: 'R13',
      title: 'A start_date that is no time is refused with 400',
      check: refused(
        () => ({ start_date: 'yesterday-ish' }),
        'Clients do not send it; people who type it wonder.',
      ),
    },
    {
      id: '3.5/bad-status',
      title: 'A status that does not exist is refused with 400',
      check: refused(
        () => ({ status: 'doctored' }),
        'Clients do not send it; a misspelt one looks like a city without cases.',
      ),
    },
    {
      id: '6/pages',
      title: 'Pages: page and page_size are understood',
      check: asking(async (round) => {
        if (round.sample.length < 2) return untested('there are too few cases for two pages');
        const [one, two] = [
          await round.ask({ page: '1', page_size: '1' }),
          await round.ask({ page: '2', page_size: '1' }),
        ];
        const [first, second] = [one, two].map((answer) =>
          idsOf((isSuccess(answer) && itemsIn(answer)) || []),
        );
        if (first?.length !== 1)
          return judge([[one, tolerated(`${first?.length} cases on a page of 1`, PAGE_CLIENTS)]], '');
        return judge(
          [[two, first[0] === second?.[0] ? wrong(`page 2 is page 1 again: case ${first[0]}`) : undefined]],
          '',
        );
      }),
    },
    {
      id: '6/beyond',
      title: 'Pages: a page behind the last one is empty',
      check: asking(async (round) => {
        const one = await round.ask({ page: '1', page_size: '1' });
        if (((isSuccess(one) && itemsIn(one)) || []).length !== 1) return untested('there are no pages');
        const [before, beyond] = [
          await round.ask({ page: '998', page_size: '100' }),
          await round.ask({ page: '999', page_size: '100' }),
        ];
        const [last, found] = [before, beyond].map((answer) =>
          idsOf((isSuccess(answer) && itemsIn(answer)) || []),
        );
        const repeated = found !== undefined && found.length > 0 && found.join() === last?.join();
        return judge(
          [
            [
              beyond,
              repeated
                ? wrong(`the last page again: case ${found[0]} and ${found.length - 1} more`)
                : undefined,
            ],
          ],
          '',
        );
      }),
    },
    {
      id: 'R2/requests',
      title: 'A list of cases says the same in JSON and XML',
      check: async (patient) => saysTheSame(await patient.lists('requests'), 'service_request_id'),
    },
  ],
};

const PAGE_CLIENTS =
  'The standard has no pages, but every large server has them; who reads everything gets the first page for ever.';
