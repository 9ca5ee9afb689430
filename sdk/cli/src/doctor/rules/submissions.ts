import { isSuccess } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { readErrors, textOf } from '../items.ts';
import { readBody } from '../read-body.ts';
import { judge, PASS, shown, tolerated, untested, wrong } from '../rule.ts';
import type { Area, Mistake } from '../rule.ts';
import { DESCRIPTION, isRequired } from '../submission-form.ts';
import { bareArray, onlyItem, rootOf, unreadable } from './shape.ts';
import {
  sending,
  fieldsOf,
  without,
  isPlace,
  submission,
  taken,
  answered,
  refused,
  alsoTaken,
  readBack,
  answerRefused,
} from './sending.ts';

export const SUBMISSIONS: Area = {
  title: 'Submissions',
  rules: [
    {
      id: 'R21',
      title: 'A POST without a key, or with a wrong one, is 403',
      check: sending(async (patient, form) => {
        const looked: [Answer, Mistake | undefined][] = [];
        for (const key of ['none', 'wrong'] as const) {
          const answer = await patient.post('requests', 'json', fieldsOf(form), { key });
          const found = unreadable(answer) ?? `taken with ${key === 'none' ? 'no' : 'a wrong'} key`;
          looked.push([
            answer,
            answer.status === 403
              ? undefined
              : answer.status === 401
                ? tolerated(found, 'Ruby knows both; a browser may ask its user for a password.')
                : wrong(found),
          ]);
        }
        return judge(looked, '');
      }),
    },
    {
      id: '3.3/json',
      title: 'A submission to requests.json is taken with 200',
      check: sending(async (patient, form) => {
        const answer = await submission(patient, form, 'json');
        return judge([[answer, taken(answer)]], '');
      }),
    },
    {
      id: '3.3/xml',
      title: 'A submission to requests.xml is taken with 200',
      check: sending(async (patient, form) => {
        const answer = await submission(patient, form, 'xml');
        return judge([[answer, taken(answer)]], '');
      }),
    },
    {
      id: '3.3/shape',
      title: 'The answer to a submission is a list of one',
      check: answered((answer) =>
        readBody(answer).root === undefined
          ? bareArray(answer)
          : rootOf(answer, 'service_requests', 'request'),
      ),
    },
    {
      id: '3.3/number',
      title: 'A realtime service answers service_request_id, and no token',
      check: answered((_answer, item) => {
        if (textOf(item['service_request_id']) === undefined) return wrong(`no number: ${shown(item)}`);
        return 'token' in item
          ? tolerated(`a token as well: ${shown(item)}`, 'three and validators look which of them is there.')
          : undefined;
      }),
    },
    {
      id: '3.3/token',
      title: 'A batch service answers token, and no service_request_id',
      check: answered((_answer, item) => {
        if (textOf(item['token']) === undefined) return wrong(`no token: ${shown(item)}`);
        return 'service_request_id' in item
          ? tolerated(`a number as well: ${shown(item)}`, 'three and validators look which of them is there.')
          : undefined;
      }, 'batch'),
    },
    {
      id: '3.3/neither',
      title: 'A blackbox service answers neither of them, but one entry',
      check: answered(
        (_answer, item) =>
          textOf(item['token']) === undefined && textOf(item['service_request_id']) === undefined
            ? undefined
            : wrong(shown(item)),
        'blackbox',
      ),
    },
    {
      id: 'A1/submission',
      title: 'The number of a new case is a string in JSON',
      check: answered((_answer, item) =>
        typeof item['service_request_id'] === 'number'
          ? tolerated(
              `"service_request_id": ${shown(item['service_request_id'])}`,
              'Clients join it to an address and go on.',
            )
          : undefined,
      ),
    },
    {
      id: '3.3/found',
      title: 'A new case is found by its number',
      check: sending(async (patient, form) => {
        const number = textOf(onlyItem(await submission(patient, form, 'json'))?.['service_request_id']);
        if (number === undefined) return untested('no submission was taken');
        const answer = await patient.get(`requests/${encodeURIComponent(number)}`, 'json');
        const mistake = unreadable(answer);
        return judge(
          [
            [
              answer,
              mistake === undefined
                ? undefined
                : tolerated(mistake, 'Cities that look at cases first show them later; clients poll.'),
            ],
          ],
          '',
        );
      }),
    },
    {
      id: '3.3/kept',
      title: 'A new case has the service and the place that were sent',
      check: readBack((item, { service_code, place }) => {
        const sent = new Map(place);
        const [lat, long] = [sent.get('lat'), sent.get('long')];
        const moved =
          lat !== undefined &&
          long !== undefined &&
          Math.hypot(Number(item['lat']) - Number(lat), Number(item['long']) - Number(long)) > 0.001;
        return textOf(item['service_code']) === service_code && !moved
          ? undefined
          : wrong(
              `service_code ${shown(item['service_code'])}, lat ${shown(item['lat'])}, long ${shown(item['long'])}`,
            );
      }),
    },
    {
      id: 'R7/kept',
      title: 'A description comes back as it was sent, in every script',
      check: readBack((item) => {
        const text = textOf(item['description'])?.replaceAll('\r\n', '\n');
        if (text === undefined)
          return tolerated('no description', 'Cities that look at texts first show them later.');
        return text === DESCRIPTION ? undefined : wrong(shown(text));
      }),
    },
    {
      id: 'R27',
      title: 'A form may also come as multipart/form-data',
      check: alsoTaken(
        (patient, form) => patient.post('requests', 'json', fieldsOf(form), { multipart: true }),
        'Clients that send pictures need it; the client in Ruby sends nothing else.',
      ),
    },
    {
      id: '3.3/more',
      title: 'Unknown and empty arguments do no harm',
      check: alsoTaken(
        (patient, form) =>
          patient.post('requests', 'json', [
            ...fieldsOf(form),
            ['last_name', ''],
            ['address_id', ''],
            ['deviceid', 'doctor'],
            ['attribute[uprn]', '1'],
          ]),
        'FixMyStreet sends such arguments to every city.',
      ),
    },
    {
      id: 'R16',
      title: 'jurisdiction_id of a POST may also stand in the address',
      check: alsoTaken(
        (patient, form) => patient.post('requests', 'json', fieldsOf(form), { jurisdiction: 'query' }),
        'node-open311 sends it there; FixMyStreet, three and Ruby in the body.',
        ({ options }) =>
          options.jurisdiction === undefined ? '--jurisdiction is needed for this' : undefined,
      ),
    },
    {
      id: '3.3/no-service',
      title: 'A submission without service_code is 400',
      check: refused(400, (form) => without(form, 'service_code')),
    },
    {
      id: '3.3/unknown-service',
      title: 'A submission for an unknown service is 404',
      check: refused(
        404,
        (form) => [['service_code', 'doctor-no-such-service'], ...without(form, 'service_code')],
        { status: 400, clients: 'open311-adapter answers 400 as well; clients show the error as it is.' },
      ),
    },
    {
      id: '3.3/no-place',
      title: 'A submission without a place is 400',
      check: refused(400, (form) => without(form, ...isPlace)),
    },
    {
      id: '3.3/half-place',
      title: 'lat without long is 400',
      check: refused(400, (form) => [['lat', '51.1'], ...without(form, ...isPlace)]),
    },
    {
      id: '3.3/bad-place',
      title: 'A place that is not on this earth is 400',
      check: refused(400, (form) => [['lat', '91'], ['long', '181'], ...without(form, ...isPlace)]),
    },
    {
      id: 'R32/all',
      title: 'All mistakes of a submission are told at once',
      check: sending(async (patient, form) => {
        const answer = await patient.post('requests', 'json', without(form, 'service_code', ...isPlace));
        const errors = readErrors(answer);
        if (errors === undefined) return untested('no error came that could be read');
        return judge(
          [
            [
              answer,
              errors.length > 1
                ? undefined
                : tolerated(
                    `one error: ${shown(errors)}`,
                    'Clients show the first one, and people send the form again for each.',
                  ),
            ],
          ],
          '',
        );
      }),
    },
    {
      id: '3.3/long',
      title: 'A description of more than 4,000 characters is 400',
      check: sending(async (patient, form) => {
        const answer = await patient.post('requests', 'json', [
          ...without(form, 'description'),
          ['description', 'Test by signpost doctor. '.repeat(200)],
        ]);
        if (answer.status === 400) return PASS;
        return judge(
          [
            [
              answer,
              isSuccess(answer)
                ? tolerated(
                    'taken',
                    'Clients hold the limit themselves; who does not, may find the text cut.',
                  )
                : wrong(unreadable(answer) ?? ''),
            ],
          ],
          '',
        );
      }),
    },
    {
      id: '3.3.1/required',
      title: 'A question that must be answered and is not, is 400',
      check: answerRefused(isRequired, 'no service has a question that must be answered', () => []),
    },
    {
      id: '3.3.1/choice',
      title: 'An answer that is none of the values is 400',
      check: answerRefused(
        ({ datatype }) => textOf(datatype) === 'singlevaluelist',
        'no service has a question with a choice',
        ({ code }) => [[`attribute[${textOf(code) ?? ''}]`, 'doctor-no-such-value']],
      ),
    },
  ],
};
