import { callOf } from '../call.ts';
import { apiError } from '../errors.ts';
import type { ErrorEntry } from '../errors.ts';
import { isList, textOf } from '../form.ts';
import type { AttributeAnswer } from '../operation.ts';
import type { Send } from '../sender.ts';
import type { ServiceChecks } from '../submission.ts';
import { checkAnswers } from './check-answers.ts';
import type { Question } from './check-answers.ts';
import { readDateTime } from './date-time.ts';
import { readText } from './read-text.ts';
import { unknownCode } from './words.ts';

/**
 * What every service of a city asks, by its code, in the order of its form; a service that asks nothing has an empty list.
 *
 * @example
 * ```ts
 * import { defineServices } from '@signpost/sdk/attributes';
 * import type { Questions } from '@signpost/sdk/attributes';
 *
 * interface Services {
 *   POTHOLE: { DEPTH_CM?: number };
 * }
 *
 * const questions: Questions<Services> = { POTHOLE: [{ code: 'DEPTH_CM', datatype: 'number' }] };
 * const services = defineServices<Services>(questions);
 * console.log(services.check({ service_code: 'POTHOLE', attributes: { DEPTH_CM: 12 } }).length); // 0
 * ```
 */
export type Questions<Services extends object> = {
  readonly [Code in keyof Services & string]: readonly Question[];
};

/** What stands in a submission, whatever its type says. */
interface Given {
  service_code?: string | undefined;
  attribute?: Answers | undefined;
  attributes?: Answers | undefined;
}

type Answers = Readonly<Record<string, AttributeAnswer>> | null;

/**
 * Makes the checks that a client runs before it submits. The file that `signpost typegen` writes calls it; the words are those that
 * the server would answer with. What a service does not ask for is not refused, since a server takes that as well.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import { defineServices } from '@signpost/sdk/attributes';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * interface Services {
 *   POTHOLE: { SIZE: 'small' | 'large' };
 * }
 *
 * const services = defineServices<Services>({
 *   POTHOLE: [{ code: 'SIZE', datatype: 'singlevaluelist', required: true, values: ['small', 'large'] }],
 * });
 * const city = createTestCity();
 * const client = new Signpost({ ...city.connection, services });
 *
 * const typed = 'huge' as 'large'; // from somewhere that has no types
 * const call = client.requests.create({ service_code: 'POTHOLE', lat: 51.1, long: 17.03, attributes: { SIZE: typed } });
 * console.log(String(await call.catch((error: Error) => error))); // BadRequestError: attribute[SIZE] must be one of small, large.
 * console.log(city.calls.length); // 0
 * ```
 */
export function defineServices<Services extends object>(
  questions: Questions<Services>,
): ServiceChecks<Services> {
  const check = (submission: Given): ErrorEntry[] => {
    const { service_code: code } = submission;
    // What is not there at all is for the server to say, with everything else.
    if (code === undefined) return [];
    const asked = Object.hasOwn(questions, code) ? questions[code as keyof Services & string] : undefined;
    if (asked === undefined)
      return [{ code: 404, description: unknownCode(code), type: 'not_found', field: 'service_code' }];
    const { given, findings } = readAnswers(submission);
    const readTime = (text: string) => readDateTime(text, 'UTC');
    for (const { field, message } of checkAnswers(code, asked, given, readTime).findings)
      if (!findings.has(field)) findings.set(field, message);
    return [...findings].map(([field, description]) => ({ code: 400, description, type: 'invalid', field }));
  };

  return {
    check: (submission) => check(submission as Given),
    guard: (send) =>
      Object.assign(
        ((route, parameters, options, locate) => {
          const errors = route.operationId === 'requests.create' ? check(parameters) : [];
          const [first] = errors;
          return first === undefined
            ? send(route, parameters, options, locate)
            : callOf(Promise.reject(apiError({ status: Number(first.code), errors, deviations: [] })));
        }) as Send,
        { dialect: send.dialect },
      ),
  };
}

/** The answers as they will be sent and read, and what of them a server could not read. */
function readAnswers({ attribute, attributes }: Given) {
  const given = new Map<string, string[]>();
  const findings = new Map<string, string>();
  for (const [code, answer] of Object.entries({ ...attribute, ...attributes })) {
    if (answer === undefined || answer === null) continue;
    const field = `attribute[${code}]`;
    for (const one of isList(answer) ? answer : [textOf(answer)]) {
      const read = readText(field, one);
      if (read === undefined) continue;
      if ('wrong' in read) findings.set(field, read.wrong);
      else given.set(code, [...(given.get(code) ?? []), read.value]);
    }
  }
  return { given, findings };
}
