import { isSuccess } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { itemsIn } from '../items.ts';
import type { Patient } from '../patient.ts';
import { judge, PASS, tolerated, untested } from '../rule.ts';
import type { Area, Outcome } from '../rule.ts';
import { unreadable } from './shape.ts';

const NO_LIST = 'there is no list of services that can be read';

/** Asks for the list of services in another way; where it does not work as expected, that is tolerated. */
const askedAs =
  (
    ask: (patient: Patient, url: URL) => Promise<Answer>,
    mistakeIn: (answer: Answer) => string | undefined,
    clients: string,
  ) =>
  async (patient: Patient): Promise<Outcome> => {
    const format = await patient.readable('services');
    if (format === undefined) return untested(NO_LIST);
    const answer = await ask(patient, patient.addressOf('services', format));
    const mistake = mistakeIn(answer);
    return judge([[answer, mistake === undefined ? undefined : tolerated(mistake, clients)]], '');
  };

/** Any origin will do. */
const ORIGIN = { origin: 'https://map.example' };
const isOpen = (answer: Answer) =>
  /^(\*|https:\/\/map\.example)$/.test(answer.headers['access-control-allow-origin'] ?? '');

export const HEADERS: Area = {
  title: 'Headers and addresses',
  rules: [
    {
      id: 'R10/packed',
      title: 'What is packed can be unpacked',
      check: askedAs(
        (patient, url) => patient.fetch('GET', url, { 'accept-encoding': 'gzip, deflate' }),
        unreadable,
        'Alexandria sent deflate that a client in Ruby could not read; it had to ask for nothing packed.',
      ),
    },
    {
      id: 'R9',
      title: 'Pages of other origins may read the answers',
      check: askedAs(
        (patient, url) => patient.fetch('GET', url, ORIGIN),
        (answer) =>
          isOpen(answer)
            ? undefined
            : `Access-Control-Allow-Origin: ${answer.headers['access-control-allow-origin'] ?? 'none'}`,
        'Programs do not mind; pages in a browser need a server of their own between.',
      ),
    },
    {
      id: 'R5/head',
      title: 'HEAD answers like GET',
      check: askedAs(
        (patient, url) => patient.fetch('HEAD', url),
        (answer) => (isSuccess(answer) ? undefined : (answer.problem ?? `status ${answer.status}`)),
        'Clients of the standard do not send it; monitors and proxies do.',
      ),
    },
    {
      id: 'R5/options',
      title: 'OPTIONS answers what a browser asks first',
      check: askedAs(
        (patient, url) =>
          patient.fetch('OPTIONS', url, { ...ORIGIN, 'access-control-request-method': 'GET' }),
        (answer) =>
          !isSuccess(answer)
            ? (answer.problem ?? `status ${answer.status}`)
            : isOpen(answer)
              ? undefined
              : 'without Access-Control-Allow-Origin',
        'Programs do not mind; pages in a browser that send a header of their own cannot read anything.',
      ),
    },
    {
      id: 'R1',
      title: 'A doubled slash means nothing',
      check: askedAs(
        (patient, url) => {
          const doubled = new URL(url);
          doubled.pathname = url.pathname.replace(/\/services\.(json|xml)$/, '//services.$1');
          return patient.fetch('GET', doubled);
        },
        (answer) =>
          isSuccess(answer) && itemsIn(answer) !== undefined
            ? undefined
            : (answer.problem ?? `status ${answer.status}`),
        'node-open311 and three join with a slash, so an endpoint with one at its end does not work there.',
      ),
    },
    {
      id: 'R22',
      title: 'A GET needs no key',
      check: async (patient) => {
        if (!patient.options.keyForAll) return PASS;
        const url = patient.addressOf('services', 'json');
        url.searchParams.delete('api_key');
        const answer = await patient.fetch('GET', url);
        return judge(
          [
            [
              answer,
              tolerated(
                'a key is demanded',
                'Boston does so for everything; clients without a key see nothing.',
              ),
            ],
          ],
          '',
        );
      },
    },
  ],
};
