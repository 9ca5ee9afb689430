import { FORMATS, formatOf, isSuccess } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { isError, isItem, itemsIn, readErrors, textOf, valueOf } from '../items.ts';
import type { Patient } from '../patient.ts';
import { readBody } from '../read-body.ts';
import { excerpt, judge, PASS, shown, tolerated, untested, wrong } from '../rule.ts';
import type { Area, Mistake, Outcome } from '../rule.ts';

/** A number that fits where numbers are stored, and that no case is likely to have. */
export const NO_NUMBER = '999999999';
const NO_CODE = 'doctor-no-such-service';
const NO_JURISDICTION = 'doctor-no-such-city.invalid';

/** What must not be there: 404. A success with an error in it is for another rule. */
export function isNotFound(answer: Answer): Mistake | undefined {
  if (answer.status === 404 || (isSuccess(answer) && isError(answer))) return undefined;
  const { mistake, text } = readBody(answer);
  return wrong(answer.problem ?? mistake ?? (excerpt(text) || 'an empty answer'));
}

const notFound =
  (resource: string) =>
  async (patient: Patient): Promise<Outcome> => {
    const looked: [Answer, Mistake | undefined][] = [];
    for (const format of FORMATS) {
      const answer = await patient.get(resource, format);
      looked.push([answer, isNotFound(answer)]);
    }
    return judge(looked, '');
  };

/** Answers below the endpoint, by what they are. Discovery may lie anywhere, so it is left out. */
const answersOf = (patient: Patient) =>
  patient.answers.filter(
    ({ address, problem, method }) =>
      problem === undefined && method !== 'HEAD' && method !== 'OPTIONS' && !address.includes('discovery'),
  );
const errorsOf = (patient: Patient) =>
  answersOf(patient).filter(({ status, address }) => status >= 400 && /\.(json|xml)(\?|$)/.test(address));
const readableErrors = (patient: Patient) =>
  errorsOf(patient).filter((answer) => readBody(answer).mistake === undefined);

const everyError =
  (find: (patient: Patient) => Answer[], mistakeIn: (answer: Answer) => Mistake | undefined) =>
  (patient: Patient): Promise<Outcome> =>
    Promise.resolve(
      judge(
        find(patient).map((answer) => [answer, mistakeIn(answer)] as const),
        'no error came that could be read',
      ),
    );

const shortBody = (answer: Answer) => excerpt(readBody(answer).text);

/** Rules on what is not there; those on the form of errors come when everything was asked. */
export const ABSENCES: Area = {
  title: 'What is not there',
  rules: [
    { id: '3.6/unknown', title: 'An unknown number is 404', check: notFound(`requests/${NO_NUMBER}`) },
    {
      id: '3.2/unknown',
      title: 'The definition of an unknown service is 404',
      check: notFound(`services/${NO_CODE}`),
    },
    { id: 'R32/unknown', title: 'An unknown resource is 404', check: notFound('doctor-no-such-resource') },
    {
      id: 'R3',
      title: 'An unknown ending is 404',
      check: async (patient) => {
        const answer = await patient.fetch('GET', patient.addressOf('services', 'doctor'));
        if (answer.status === 404) return PASS;
        return judge(
          [
            [
              answer,
              tolerated(
                answer.problem ?? `status ${answer.status}`,
                'Nobody asks for it but people who mistype.',
              ),
            ],
          ],
          '',
        );
      },
    },
    {
      id: 'R15/unknown',
      title: 'An unknown jurisdiction_id is 404, or ignored where there is one city only',
      check: async (patient) => {
        const format = await patient.readable('services');
        if (format === undefined) return untested('there is no list of services that can be read');
        const answer = await patient.get('services', format, { jurisdiction_id: NO_JURISDICTION });
        if (answer.status === 404) return PASS;
        if (isSuccess(answer)) {
          const isOurs = (itemsIn(answer) ?? []).length > 0;
          return judge(
            [
              [
                answer,
                patient.options.jurisdiction === undefined
                  ? undefined
                  : isOurs
                    ? tolerated(
                        'the services of a city all the same',
                        'An endpoint for one city may ignore it.',
                      )
                    : wrong('an empty list'),
              ],
            ],
            '',
          );
        }
        return judge(
          [
            [
              answer,
              tolerated(shortBody(answer), 'Chicago has 401 for it; clients show the error as it is.'),
            ],
          ],
          '',
        );
      },
    },
    {
      id: 'R15/missing',
      title: 'A missing jurisdiction_id is 400, or ignored where there is one city only',
      check: async (patient) => {
        const format = await patient.readable('services');
        if (patient.options.jurisdiction === undefined || format === undefined)
          return untested('--jurisdiction is needed for this, and a list of services');
        const answer = await patient.get('services', format, { jurisdiction_id: '' });
        if (answer.status === 400 || isSuccess(answer)) return PASS;
        return judge([[answer, tolerated(shortBody(answer), 'Clients show the error as it is.')]], '');
      },
    },
  ],
};

export const ERRORS: Area = {
  title: 'Errors',
  rules: [
    {
      id: 'R36',
      title: 'An error is in the format of the ending, never HTML or empty',
      check: everyError(errorsOf, (answer) => {
        const { mistake } = readBody(answer);
        return mistake === undefined ? undefined : wrong(`${mistake}: ${shortBody(answer)}`);
      }),
    },
    {
      id: 'R31/json',
      title: 'An error in JSON is a list of objects with code and description',
      check: everyError(
        (patient) => readableErrors(patient).filter((answer) => formatOf(answer) === 'json'),
        (answer) => {
          const { value } = readBody(answer);
          const fits =
            Array.isArray(value) &&
            value.length > 0 &&
            value.every((one) => isItem(one) && 'code' in one && 'description' in one);
          return fits ? undefined : wrong(shortBody(answer));
        },
      ),
    },
    {
      id: 'R31/xml',
      title: 'An error in XML is <errors> with <error>, <code> and <description>',
      check: everyError(
        (patient) => readableErrors(patient).filter((answer) => formatOf(answer) === 'xml'),
        (answer) => {
          const { root } = readBody(answer);
          const fits =
            root?.name === 'errors' &&
            root.children.length > 0 &&
            root.children.every((one) => {
              const error = valueOf(one);
              return one.name === 'error' && isItem(error) && 'code' in error && 'description' in error;
            });
          return fits ? undefined : wrong(shortBody(answer));
        },
      ),
    },
    {
      id: 'R33',
      title: 'A description is there, for people and without markup',
      check: everyError(readableErrors, (answer) => {
        for (const { description } of readErrors(answer) ?? []) {
          const text = textOf(description);
          if (text === undefined) return wrong('an empty description');
          if (/<\/?[a-z]+[^<>]*>/i.test(text)) return wrong(`markup: ${shown(text)}`);
        }
        return undefined;
      }),
    },
    {
      id: 'R34',
      title: 'The code of an error is a number in JSON',
      check: everyError(
        (patient) => readableErrors(patient).filter((answer) => formatOf(answer) === 'json'),
        (answer) => {
          const code = (readErrors(answer) ?? [])
            .map((error) => error.code)
            .find((one) => typeof one === 'string');
          return code === undefined
            ? undefined
            : tolerated(
                `"code": ${shown(code)}`,
                'Clients go by the HTTP status, and show the code at most.',
              );
        },
      ),
    },
    {
      id: 'R37',
      title: 'No error comes with a status of success',
      check: (patient) =>
        Promise.resolve(
          judge(
            answersOf(patient)
              .filter(isSuccess)
              .map((answer) => [answer, isError(answer) ? wrong(shortBody(answer)) : undefined] as const),
            'nothing was answered with success',
          ),
        ),
    },
    {
      id: 'R35',
      title: 'Nothing that was asked makes the server fail',
      check: (patient) =>
        Promise.resolve(
          judge(
            answersOf(patient).map(
              (answer) => [answer, answer.status >= 500 ? wrong(shortBody(answer)) : undefined] as const,
            ),
            'nothing was answered',
          ),
        ),
    },
  ],
};
